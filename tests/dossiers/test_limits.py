"""What is exported can be read in again, always: a dossier has so much room, and says so when it is full."""

import datetime as dt
import json
import secrets
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hea.assessment import assess
from hea.cli import app
from hea.dossiers import (
    ALONE,
    Actor,
    BundleError,
    DeniedError,
    Dossiers,
    Draft,
    DraftTooLargeError,
    LargeDraftBundleError,
    Store,
    TooLargeError,
    UnopenedError,
    bundle,
    draft,
    drafts,
    limits,
)
from hea.dossiers.bundle import unpacked
from hea.dossiers.database import FILE_NAME
from hea.exchange import example
from hea.parameters import OwnValue
from hea.reference.own import FOLDER_VARIABLE
from tests.dossiers.forging import rehashed
from tests.dossiers.listing import seen_by

HELD = Draft(proposal=example("plantenkwekerij_erp"))


@pytest.fixture
def own(store: Store) -> Dossiers:
    return store.of(ALONE)


def filled(own: Dossiers, dossier_id: str, each: int) -> int:
    """Attach files that do not get smaller until the dossier is full; how many it took."""
    for count in range(100):
        try:
            own.attach(dossier_id, f"{count}.bin", secrets.token_bytes(each))
        except TooLargeError:
            return count
    raise AssertionError("never full")


def test_files_that_may_each_be_added_never_make_a_dossier_that_cannot_be_read(own: Dossiers) -> None:
    saved = own.save(HELD)
    count = filled(own, saved.id, limits.MAX_FILE_SIZE)
    assert 1 <= count <= 2
    filled(own, saved.id, limits.MEGABYTE)
    content = own.export(saved.id)
    assert len(content) <= limits.MAX_BUNDLE_SIZE
    taken = own.take_in(content)
    assert len(own.attachments(taken.id)) == len(own.attachments(saved.id))


def test_a_full_dossier_takes_nothing_more_and_keeps_what_it_has(
    own: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert HELD.proposal is not None
    assessment = assess(HELD.proposal, draws=64)
    saved = own.save(HELD)
    file = own.attach(saved.id, "a.pdf", b"a" * 100)
    monkeypatch.setattr(limits, "MAX_DOSSIER_SIZE", 3_000)
    with pytest.raises(TooLargeError):
        own.comment(saved.id, "vraag")
    with pytest.raises(TooLargeError):
        own.freeze(saved.id, HELD, assessment)
    assert own.comments(saved.id) == own.snapshots(saved.id) == ()
    assert own.save(HELD, saved.id, 1).revision == 2, "the work itself always goes on"
    own.detach(saved.id, file.id)
    assert own.comment(saved.id, "vraag").words == "vraag"


def test_a_file_that_was_kept_with_a_snapshot_is_not_removed(own: Dossiers) -> None:
    assert HELD.proposal is not None
    saved = own.save(HELD)
    made = own.freeze(saved.id, HELD, assess(HELD.proposal, draws=64))
    file = own.attach(saved.id, "rapport.pdf", b"a", made.id)
    assert not own.removable(file)
    with pytest.raises(DeniedError):
        own.detach(saved.id, file.id)


def test_a_dossier_of_thousands_of_changes_is_a_small_file(
    own: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "now", lambda: dt.datetime(2026, 1, 1))
    saved = own.save(HELD)
    for number in range(1, 1_000):
        day = dt.datetime(2026, 1, 1) + dt.timedelta(days=number // 100)
        monkeypatch.setattr(drafts, "now", lambda day=day: day)
        saved = own.save(HELD, saved.id, saved.revision)
    kept = [row.revision for row in own.revisions(saved.id)]
    assert kept[0] == 1_000
    assert kept[: drafts.NEWEST] == list(range(1_000, 1_000 - drafts.NEWEST, -1))
    assert len(kept) < drafts.NEWEST + drafts.AT_ONCE + 20
    days = {row.saved_at.date() for row in own.revisions(saved.id)}
    assert len(days) == 10, "of every day something is left"
    content = own.export(saved.id)
    assert len(content) < limits.MEGABYTE / 4
    assert own.load(own.take_in(content).id)[0] == HELD


def test_of_two_people_with_one_name_both_keep_their_last_change_of_a_day(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    jan = store.of(Actor("J. Jansen", "Kist", "bedrijf"))
    namesake = store.of(Actor("J. Jansen", "Elders", "bedrijf"))
    monkeypatch.setattr(drafts, "NEWEST", 0)
    monkeypatch.setattr(drafts, "AT_ONCE", 4)
    saved = jan.save(HELD)
    jan.invite(saved.id, "Elders", "bedrijf")
    for own in (jan, jan, namesake, namesake):
        saved = own.save(HELD, saved.id, saved.revision)
    assert [row.revision for row in jan.revisions(saved.id)] == [5, 3]


def test_revisions_that_do_not_fit_are_left_out_of_the_file_oldest_first(
    own: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hea.dossiers import bundle

    saved = own.save(HELD)
    for _ in range(5):
        saved = own.save(HELD, saved.id, saved.revision)
    monkeypatch.setattr(bundle, "MAX_HISTORY_SIZE", 2 * len(HELD.model_dump_json()) + 400)
    taken = own.take_in(own.export(saved.id))
    kept = [row.revision for row in own.revisions(taken.id)]
    assert kept[0] == saved.revision
    assert 1 <= len(kept) < 4
    assert own.load(taken.id)[0] == HELD


@pytest.mark.parametrize("limit", ["MAX_TEXT_SIZE", "MAX_BUNDLE_SIZE"])
def test_a_file_over_the_limit_is_not_made(
    limit: str, own: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hea.dossiers import bundle

    saved = own.save(HELD)
    content = own.export(saved.id)
    monkeypatch.setattr(bundle, limit, 100)
    with pytest.raises(TooLargeError):
        own.export(saved.id)
    with pytest.raises(BundleError):
        own.take_in(content)


def test_a_file_with_more_than_a_dossier_may_hold_is_refused(
    own: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:

    saved = own.save(HELD)
    own.attach(saved.id, "a.pdf", b"a" * 2_000)
    content = own.export(saved.id)
    monkeypatch.setattr(limits, "MAX_DOSSIER_SIZE", 3_000)
    with pytest.raises(BundleError):
        own.take_in(content)
    assert len(seen_by(own)) == 1


def test_a_file_of_before_files_were_packed_is_read_as_well(own: Dossiers) -> None:
    content = own.export(own.save(HELD).id)
    assert own.load(own.take_in(unpacked(content)).id)[0] == HELD


@pytest.mark.parametrize("damaged", [lambda c: c[:-20], lambda c: c[:50] + bytes(20) + c[70:]])
def test_a_packed_file_that_is_damaged_is_refused(damaged, own: Dossiers) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(BundleError):
        own.take_in(damaged(own.export(own.save(HELD).id)))


def test_the_command_line_reads_a_dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    store = Store(f"sqlite:///{tmp_path / FILE_NAME}")
    own = store.of(ALONE)
    file = tmp_path / "dossier.json.gz"
    file.write_bytes(own.export(own.save(HELD).id))
    run = CliRunner().invoke
    found = run(app, ["dossier", "import", str(file)])
    assert found.exit_code == 0, found.output
    assert "niet nagegaan" in found.output
    read, first = seen_by(own)
    assert (read.imported_at is None, first.imported_at is None) == (False, True)
    file.write_bytes(b"iets anders")
    assert run(app, ["dossier", "import", str(file)]).exit_code == 2
    assert run(app, ["dossier", "import", str(tmp_path / "weg.gz")]).exit_code == 2
    monkeypatch.setenv("HEA_DATABASE_URL", "postgresql://nergens/hea")
    found = run(app, ["dossier", "import", str(file)])
    assert (found.exit_code, "organisatie" in found.output) == (2, True)
    store.engine.dispose()


def told(name: str, words: str = "x") -> OwnValue:
    return OwnValue(name=name, value=1.3, who="gemeente", why=words)


def test_of_one_figure_there_is_one_own_value() -> None:
    held = Draft(own_values=(told("a", "eerst"), told("b"), told("a", "later")))
    assert held.own_values == (told("a", "later"), told("b"))


def test_a_draft_that_is_too_large_is_not_saved_and_says_so(own: Dossiers) -> None:
    names = [f"figure_{number}" for number in range(draft.MAX_OWN_TEXT // 2_000 + 1)]
    wordy = HELD.model_copy(update={"own_values": tuple(told(name, "w" * 2_000) for name in names)})
    saved = own.save(HELD)
    with pytest.raises(DraftTooLargeError) as refused:
        own.save(wordy, saved.id, saved.revision)
    assert f"{draft.MAX_OWN_TEXT:,}".replace(",", ".") in refused.value.problems[0].sentence("nl")
    with pytest.raises(DraftTooLargeError):
        own.save(wordy)
    assert own.load(saved.id)[0] == HELD


def test_a_draft_of_so_many_characters_is_not_saved(own: Dossiers, monkeypatch: pytest.MonkeyPatch) -> None:
    size = len(HELD.model_dump_json(exclude_defaults=True))
    monkeypatch.setattr(draft, "MAX_SAVED_SIZE", size)
    saved = own.save(HELD)
    monkeypatch.setattr(draft, "MAX_SAVED_SIZE", size - 1)
    with pytest.raises(DraftTooLargeError):
        own.save(HELD)
    assert own.load(saved.id)[0] == HELD, "what is kept can always be read"


def test_a_small_file_becomes_no_large_draft(own: Dossiers) -> None:
    saved = own.save(HELD)
    dossier = json.loads(unpacked(own.export(saved.id)))["dossier"]
    value = json.loads(told("a", "w" * 2_000).model_dump_json())
    dossier["revisions"][-1]["content"]["own_values"] = [value | {"name": f"n{i}"} for i in range(1_000)]
    with pytest.raises(LargeDraftBundleError) as refused:
        own.take_in(rehashed(dossier))
    assert "eigen waarden" in refused.value.problems[0].sentence("nl")
    assert [item.saved for item in own.listed()] == [saved]


def shared(store: Store, whose: str, count: int) -> list[str]:
    """Dossiers of one organisation that it shares with another."""
    here = store.of(Actor("Jan", whose, "bedrijf"))
    made = [here.save(HELD).id for _ in range(count)]
    for dossier_id in made:
        here.invite(dossier_id, "Venray", "gemeente")
    return made


def test_an_organisation_gets_so_many_dossiers_that_it_did_not_open(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_UNOPENED", 3)
    monkeypatch.setattr(limits, "MAX_UNOPENED_OF_ONE", 2)
    town = store.of(Actor("Els", "Venray", "gemeente"))
    made = shared(store, "Kist", 2)
    with pytest.raises(UnopenedError) as refused:
        shared(store, "Kist", 1)
    assert "nog niemand" in refused.value.problems[0].sentence("nl")
    store.of(Actor("Jan", "Kist", "bedrijf")).invite(made[0], "Venray", "bedrijf")  # once more is no more
    shared(store, "Kas", 1)
    with pytest.raises(UnopenedError):
        shared(store, "Loods", 1)
    assert len(town.listed()) == 3
    town.load(made[0])
    shared(store, "Kist", 1)
    town.leave(made[1])
    shared(store, "Kist", 1)


def test_a_dossier_that_did_not_change_is_the_same_file_made_once(
    own: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved, kept = own.save(HELD), {}

    def once(mark: str, make: Callable[[], bytes]) -> bytes:
        if mark not in kept:
            kept[mark] = make()
        return kept[mark]

    first = own.export(saved.id, once)
    monkeypatch.setattr(bundle, "now", lambda: dt.datetime(2035, 1, 1))
    assert own.export(saved.id, once) == first == own.export(saved.id)
    assert len(kept) == 1
    said = own.comment(saved.id, "vraag")
    second = own.export(saved.id, once)
    own.settle(saved.id, said.number)
    third = own.export(saved.id, once)
    file = own.attach(saved.id, "a.txt", b"a")
    fourth = own.export(saved.id, once)
    own.detach(saved.id, file.id)
    assert own.export(saved.id, once) == third
    assert len({first, second, third, fourth}) == 4
    own.save(HELD, saved.id, saved.revision)
    assert own.export(saved.id, once) not in (first, second, third, fourth)
