"""What no database can keep as it is: it is kept with a mark in its place, or it is not found."""

import json

import pytest

from hea.dossiers import ALONE, Actor, Draft, MissingError, Store
from hea.dossiers.bundle import _hash, unpacked
from hea.exchange import example
from hea.proposal import TURNING
from tests.dossiers.listing import seen_by

ODD = ["a\0b", "a\ud800b", "'; DROP TABLE dossiers; --", "%s %(a)s :a {b}", "\N{SNOWMAN}\N{GRINNING FACE}"]
KEPT = ["a\N{REPLACEMENT CHARACTER}b", "a?b", *ODD[2:]]


def actor(word: str) -> Actor:
    return Actor(name=word, organisation="Waalwijk", role="gemeente", subject="s")


@pytest.mark.parametrize(("word", "kept"), [*zip(ODD, KEPT, strict=True)], ids=map(ascii, ODD))
def test_what_is_said_is_kept(store: Store, word: str, kept: str) -> None:
    own = store.of(actor(word))
    saved = own.save(Draft(proposal=example("fulfilment_waalwijk")))
    own.comment(saved.id, word, path=word)
    own.attach(saved.id, word, b"x")
    own.invite(saved.id, f"{word} BV", "bedrijf")
    (said,) = own.comments(saved.id)
    (file,) = own.attachments(saved.id)
    (grant,) = own.grants(saved.id)
    assert (said.words, said.path, said.by, file.name, grant.organisation) == (
        kept, kept, kept, kept, f"{kept} BV",
    )  # fmt: skip
    assert [item.id for item in seen_by(own)] == [saved.id]
    assert own.take_in(own.export(saved.id)).title == saved.title


@pytest.mark.parametrize("word", ODD, ids=ascii)
def test_what_is_looked_for_is_not_there(store: Store, word: str) -> None:
    own = store.of(actor("Els"))
    saved = own.save(Draft(proposal=example("fulfilment_waalwijk")))
    assert own.rights(word) == frozenset()
    assert not own.same_title(word)
    assert seen_by(store.of(Actor(codes=frozenset([word])))) == ()
    for asked in (
        lambda: own.load(word),
        lambda: own.frozen(saved.id, word),
        lambda: own.attachment(saved.id, word),
        lambda: own.revoke(saved.id, word),
        lambda: store.of(Actor()).way_in(word),
    ):
        with pytest.raises(MissingError):
            asked()


def test_a_dossier_file_with_such_a_word_is_read(store: Store) -> None:
    own = store.of(actor("Els"))
    saved = own.save(Draft(proposal=example("fulfilment_waalwijk")))
    own.comment(saved.id, "Klopt dit?")
    raw = json.loads(unpacked(own.export(saved.id)))
    raw["dossier"]["comments"][0]["words"] = "Klopt\0dit?"
    raw["hash"] = _hash(raw["dossier"])
    taken = own.take_in(json.dumps(raw).encode())
    assert [said.words for said in own.comments(taken.id)] == ["Klopt\N{REPLACEMENT CHARACTER}dit?"]


@pytest.mark.parametrize("name", ["overeenkomst\u202efdp.exe", "a\r\nb\x1b[2J.pdf", "\u2066x\u2069.pdf"])
def test_the_name_of_a_file_reads_as_it_is(store: Store, name: str) -> None:
    """A browser shows the name of what it keeps; one that turns around ends otherwise than it seems to."""
    own = store.of(ALONE)
    kept = own.save(Draft())
    made = own.attach(kept.id, name, b"x")
    (listed,) = own.attachments(kept.id)
    assert made.name == listed.name
    assert not {*TURNING, *"\r\n\x1b"} & set(listed.name)
    assert own.attachment(kept.id, made.id) == b"x"
