"""A dossier file is held to the same rules as what is typed: what no page could show is not read in."""

import datetime as dt
import json
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import insert

from hea import assess
from hea.dossiers import (
    ALONE,
    Actor,
    Dossiers,
    Draft,
    ImpossibleBundleError,
    LargeBundleError,
    Store,
    TooLargeError,
    bundle,
    database,
    limits,
)
from hea.dossiers.bundle import unpacked
from hea.dossiers.database import FIRST
from hea.dossiers.tables import AttachmentRow, CommentRow
from hea.exchange import example
from tests.dossiers.forging import rehashed
from tests.dossiers.listing import seen_by

HELD = Draft(proposal=example("plantenkwekerij_erp"))
MOMENT = "2026-01-01T00:00:00"
Change = Callable[[dict[str, Any]], None]


@pytest.fixture
def own(store: Store) -> Dossiers:
    return store.of(ALONE)


def remark(**given: object) -> dict[str, object]:
    said = {"revision": 1, "path": "", "kind": "remark", "words": "x", "at": MOMENT, "by": "", "role": ""}
    return said | {"settled_at": None} | given


def snapshot(**given: object) -> dict[str, object]:
    """One of before there were figures in it, which has no hash."""
    made = {"id": "0123456789AB", "number": 1, "made_at": MOMENT, "made_by": "x", "role": "bedrijf"}
    how = {"version": "1", "parameters_version": "1", "seed": None, "draws": None, "input_hash": "0" * 64}
    held = {"content_hash": None, "content": "{}", "assessment": None, "statuses": [status("concept")]}
    return made | how | held | given


def status(name: str, role: str = "bedrijf") -> dict[str, str]:
    return {"status": name, "at": MOMENT, "by": "x", "role": role}


def begun(**fields: object) -> Change:
    """A draft that is no proposal yet."""

    def change(dossier: dict[str, Any]) -> None:
        dossier["revisions"][-1]["content"] = {"started": fields}

    return change


def with_part(name: str, part: dict[str, object]) -> Change:
    return lambda dossier: dossier[name].append(part)


def revised(**fields: object) -> Change:
    return lambda dossier: dossier["revisions"][-1].update(fields)


IMPOSSIBLE: dict[str, Change] = {
    "a size that is no number": begun(size="abc"),
    "a size without end": begun(size="1e400"),
    "a size beyond any plan": begun(size=1e9),
    "a field of no quick scan": begun(evil="x"),
    "a measure that is none": begun(kind="zzz", size=3),
    "a month that is none": begun(opening="nonsense"),
    "a sector that is none": begun(sector="zzz"),
    "a municipality that is none": begun(municipality="GM9999"),
    "a name of a book": begun(company="A" * 301),
    "a reason of a book": lambda d: d["revisions"][-1]["content"].update(
        own_values=[{"name": "x", "value": 1, "who": "x", "why": "x" * 2_001}]
    ),
    "a revision by a role that is none": revised(role="burgemeester"),
    "a revision beyond counting": revised(revision=2**62),
    "a moment before there were calendars": revised(saved_at="0001-01-01T00:00:00"),
    "a remark by a role that is none": with_part("comments", remark(role="burgemeester")),
    "a remark of a kind that is none": with_part("comments", remark(kind="zzz")),
    "a remark on a field of a book": with_part("comments", remark(path="x" * 201)),
    "a snapshot by a role that is none": with_part("snapshots", snapshot(role="zzz")),
    "a status that is none": with_part("snapshots", snapshot(statuses=[status("zzz")])),
    "a status by a role that is none": with_part("snapshots", snapshot(statuses=[status("concept", "zzz")])),
    "a snapshot that goes back": with_part(
        "snapshots", snapshot(statuses=[status("definitief"), status("concept")])
    ),
}


def changed(own: Dossiers, change: Change) -> bytes:
    """A file of a dossier in which something was made up, with a hash that is right."""
    dossier = json.loads(unpacked(own.export(own.save(HELD).id)))["dossier"]
    change(dossier)
    return rehashed(dossier)


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_what_cannot_be_in_a_dossier_is_not_read_and_said_to_be_there(name: str, own: Dossiers) -> None:
    with pytest.raises(ImpossibleBundleError) as refused:
        own.take_in(changed(own, IMPOSSIBLE[name]))
    assert refused.value.problems[0].values["place"].split(".")[0] in {"revisions", "comments", "snapshots"}
    assert len(seen_by(own)) == 1


POSSIBLE: dict[str, Change] = {
    "half a quick scan": begun(company="Kas BV", kind="plot", size="3.0", opening="2030-01"),
    "a remark of a guest": with_part("comments", remark(role="gast")),
    "a snapshot": with_part("snapshots", snapshot(statuses=[status("concept"), status("ingediend", "")])),
}


@pytest.mark.parametrize("name", POSSIBLE)
def test_what_can_be_in_a_dossier_is_read(name: str, own: Dossiers) -> None:
    taken = own.take_in(changed(own, POSSIBLE[name]))
    assert own.take_in(own.export(taken.id)).title == taken.title


def many(name: str, part: dict[str, object], count: int) -> Change:
    return lambda dossier: dossier.update({name: [part] * count})


def of_revisions(count: int) -> Change:
    def change(dossier: dict[str, Any]) -> None:
        (last,) = dossier["revisions"]
        dossier["revisions"] = [last | {"revision": number + 1} for number in range(count)]

    return change


def wordy_revisions(dossier: dict[str, Any]) -> None:
    """Many changes with much to say, and a last one that is small."""
    (last,) = dossier["revisions"]
    own = [{"name": f"x{number}", "value": 1, "who": "x", "why": "x" * 2_000} for number in range(500)]
    wordy = [last | {"revision": 2 + number, "content": {"own_values": own}} for number in range(20)]
    dossier["revisions"] = [last, *wordy, last | {"revision": 99}]


FILE = {"name": "a", "snapshot": None, "at": MOMENT, "by": "", "content": ""}
COUNT = {"at": MOMENT, "by": "", "role": "", "realised": {"month": "2030-01", "workers": 1, "source": "x"}}
TOO_MANY: dict[str, Change] = {
    "revisions": of_revisions(2_001),
    "snapshots": many("snapshots", snapshot(), 501),
    "statuses": with_part("snapshots", snapshot(statuses=[status("concept")] * 21)),
    "comments": many("comments", remark(), 2_001),
    "attachments": many("attachments", FILE, 501),
    "counts": many("realised", COUNT, 501),
    "own values without end": lambda d: d["revisions"][-1]["content"].update(
        own_values=[{"name": "x", "value": 1, "who": "x", "why": "x"}] * 1_001
    ),
    "bytes of revisions": wordy_revisions,
}


@pytest.mark.parametrize("name", TOO_MANY)
def test_more_than_a_page_can_show_is_not_read(name: str, own: Dossiers) -> None:
    with pytest.raises(LargeBundleError):
        own.take_in(changed(own, TOO_MANY[name]))
    assert len(seen_by(own)) == 1


def test_a_step_to_where_a_snapshot_was_already_is_no_step(store: Store) -> None:
    """A company may not make final, so what it reads stands still: that must not add up."""
    company = store.of(Actor("Jan", "Kist", "bedrijf"))
    steps = [status("ingediend"), status("definitief")]
    taken = company.take_in(changed(store.of(ALONE), with_part("snapshots", snapshot(statuses=steps))))
    dossier = json.loads(unpacked(company.export(taken.id)))["dossier"]
    assert [step["status"] for step in dossier["snapshots"][0]["statuses"]] == ["ingediend"]


@pytest.mark.parametrize("table", [CommentRow, AttachmentRow])
def test_a_dossier_takes_no_more_of_anything_than_its_file_does(
    table: Any, own: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = own.save(HELD)
    monkeypatch.setitem(limits.MAX_ROWS, table, 2)
    add = {
        CommentRow: lambda: own.comment(saved.id, "x"),
        AttachmentRow: lambda: own.attach(saved.id, "x", b""),
    }
    for _ in range(2):
        add[table]()
    with pytest.raises(TooLargeError):
        add[table]()
    assert own.exportable(saved.id)


def test_steps_of_snapshots_take_room_as_well(own: Dossiers, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [status("concept"), status("ingediend"), status("definitief")]
    content = changed(own, with_part("snapshots", snapshot(statuses=steps)))
    monkeypatch.setattr(limits, "MAX_DOSSIER_SIZE", 3 * limits.PER_ROW)
    with pytest.raises(LargeBundleError):
        own.take_in(content)


def test_others_save_while_a_file_is_worked_out(own: Dossiers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an embedded database one writes at a time, so nothing is worked out while this one does."""
    content = changed(own, many("attachments", FILE, 3))
    plain = bundle.hashlib.sha256
    saved: list[str] = []

    def meanwhile(*given: Any) -> Any:
        saved.append(own.save(Draft()).id)
        return plain(*given)

    monkeypatch.setattr(bundle.hashlib, "sha256", meanwhile)
    own.take_in(content)
    assert len(saved) >= 3


def highest(dossier: dict[str, Any]) -> None:
    """Numbers that could be counted on from once, with a remark on a revision that was thinned out."""
    top = 2**31 - 1
    dossier["revisions"].insert(0, dossier["revisions"][0] | {"revision": 7})
    dossier["revisions"][-1]["revision"] = top
    dossier["snapshots"][0]["number"] = top
    dossier["comments"] += [remark(revision=3), remark(revision=9), remark(revision=top)]


def test_a_made_up_number_leaves_room_to_count_on_from(own: Dossiers) -> None:
    kept = own.save(HELD)
    own.freeze(kept.id, HELD, assess(HELD.proposal, draws=16))
    dossier = json.loads(unpacked(own.export(kept.id)))["dossier"]
    highest(dossier)
    taken = own.take_in(rehashed(dossier))
    assert taken.revision == 2
    assert [remark.revision for remark in own.comments(taken.id)] == [1, 1, 2]
    own.save(HELD.model_copy(update={"proposal": example("fulfilment_waalwijk")}), taken.id, taken.revision)
    again = own.take_in(own.export(taken.id))
    own.freeze(again.id, HELD, assess(HELD.proposal, draws=16))
    assert again.revision == 3
    assert [snapshot.number for snapshot in own.snapshots(again.id)] == [2, 1]


def test_a_name_of_any_length_leaves_a_dossier_that_can_be_handed_over(store: Store) -> None:
    own = store.of(Actor("Jan", "Kist BV", "bedrijf"))
    kept = own.save(HELD)
    code, _ = own.share(kept.id, "acquisitie")
    guest = store.of(Actor("x" * 300, "Elders BV", "acquisitie", frozenset({code})))
    guest.comment(kept.id, "gelezen")
    with store.engine.begin() as connection:  # kept at its full length by a former version
        connection.execute(insert(CommentRow).values(dossier_id=kept.id, **remark(by="y" * 300, at=FIRST)))
    read = own.comments(own.take_in(own.export(kept.id)).id)
    assert [said.by for said in read] == ["x" * 199 + "…", "y" * 199 + "…"]


class Begun(dt.datetime):
    """The clock of a machine that forgot the time."""

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> "Begun":
        return cls(1970, 1, 2, tzinfo=tz)


def test_what_is_done_on_a_machine_without_a_clock_can_be_handed_over(
    own: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "dt", SimpleNamespace(datetime=Begun, UTC=dt.UTC))
    kept = own.save(HELD)
    own.comment(kept.id, "gezegd met een klok die stilstond")
    monkeypatch.undo()
    assert own.take_in(own.export(kept.id)).revision == 1
