"""Drafts are never overwritten unseen; snapshots never change; what is deleted is gone."""

import datetime as dt
import threading
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text
from sqlalchemy.exc import DatabaseError

from hea.assessment import assess
from hea.assessment.results import Assessment
from hea.dossiers import (
    ALONE,
    Actor,
    BundleError,
    ConflictError,
    DeniedError,
    Dossiers,
    Draft,
    MissingError,
    Realised,
    Store,
    StoreError,
    TamperedError,
    TooLargeError,
    access,
    bundle,
    drafts,
    snapshots,
)
from hea.dossiers.bundle import unpacked
from hea.dossiers.tables import RevisionRow
from hea.exchange import example
from hea.parameters import OwnValue
from tests.dossiers.listing import seen_by

DAY = dt.timedelta(days=1)


def draft(company: str = "Kas BV") -> Draft:
    own = OwnValue(name="persons_per_fte", value=1.1, who="gemeente", why="eigen telling")
    return Draft(proposal=example("plantenkwekerij_erp").update(company=company), own_values=(own,))


@pytest.fixture
def dossiers(store: Store) -> Dossiers:
    return store.of(ALONE)


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    held = draft()
    assert held.proposal is not None
    return assess(held.proposal, held.parameters, draws=64)


def test_a_snapshot_and_a_dossier_as_a_file_give_the_same_figures_with_own_values(
    dossiers: Dossiers, assessment: Assessment
) -> None:
    saved = dossiers.save(draft())
    made = dossiers.freeze(saved.id, draft(), assessment)
    taken = dossiers.take_in(dossiers.export(saved.id))
    for kept in (saved, taken):
        (snapshot,) = dossiers.snapshots(kept.id)
        frozen = dossiers.frozen(kept.id, snapshot.id)
        assert frozen.assessment is not None
        assert tuple(item.given for item in frozen.assessment.parameters.own_values) == draft().own_values
        again = assess(draft().proposal, frozen.draft.parameters, draws=64)  # type: ignore[arg-type]
        assert again == frozen.assessment == assessment
    assert made.number == 1


def test_a_draft_comes_back_as_it_was_saved(dossiers: Dossiers) -> None:
    saved = dossiers.save(draft())
    assert dossiers.load(saved.id) == (draft(), saved)
    assert saved.revision == 1


def test_every_change_is_kept_with_who_and_when(dossiers: Dossiers) -> None:
    saved = dossiers.save(draft("Eerste"))
    dossiers.save(draft("Tweede"), saved.id, 1)
    first, second = (dossiers.load(saved.id, number)[0].title for number in (1, 2))
    assert (first.split(",")[0], second.split(",")[0]) == ("Eerste", "Tweede")
    rows = dossiers.revisions(saved.id)
    assert [row.revision for row in rows] == [2, 1]
    assert rows[0].saved_at >= rows[1].saved_at


def test_a_second_writer_is_told_and_overwrites_nothing(dossiers: Dossiers) -> None:
    saved = dossiers.save(draft())
    dossiers.save(draft("Eerste"), saved.id, saved.revision)
    with pytest.raises(ConflictError) as error:
        dossiers.save(draft("Tweede"), saved.id, saved.revision)
    assert error.value.current.revision == 2
    kept, _ = dossiers.load(saved.id)
    assert kept.title.startswith("Eerste")


def test_of_many_writers_at_once_one_wins_each_round(store: Store) -> None:
    saved = store.of(ALONE).save(draft())
    won: list[int] = []

    def write(number: int) -> None:
        own = store.of(ALONE)
        for revision in range(1, 6):
            try:
                own.save(draft(f"Schrijver {number}"), saved.id, revision)
                won.append(revision)
            except ConflictError:
                pass

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    revisions = [row.revision for row in store.of(ALONE).revisions(saved.id)]
    assert sorted(won) == sorted(revisions)[:-1]
    assert len(set(won)) == len(won)


def test_an_unknown_draft_is_missing_and_cannot_be_saved_over(dossiers: Dossiers) -> None:
    with pytest.raises(MissingError):
        dossiers.load("onbekend")
    with pytest.raises(MissingError):
        dossiers.save(draft(), "onbekend", 1)


def test_recent_drafts_come_newest_first(dossiers: Dossiers) -> None:
    first, second = dossiers.save(draft("A")), dossiers.save(draft("B"))
    dossiers.save(draft("A weer"), first.id, first.revision)
    assert [row.id for row in seen_by(dossiers)] == [first.id, second.id]


def test_the_list_holds_every_draft_as_it_is_now(dossiers: Dossiers) -> None:
    ids = [dossiers.save(draft(f"{number}")).id for number in range(30)]
    newest = dossiers.save(draft("0 weer"), ids[0], 1)
    listed = dossiers.listed()
    assert [row.saved.id for row in listed] == [ids[0], *reversed(ids[1:])]
    assert listed[0].saved == newest
    assert dossiers.read_each([newest], lambda held: held) == {(newest.id, 2): draft("0 weer")}
    assert all(row.own for row in listed)


def test_what_cannot_be_read_is_in_the_list_all_the_same(dossiers: Dossiers) -> None:
    saved = dossiers.save(draft())
    (row,) = dossiers.listed()
    assert dossiers.read_each([row.saved], lambda held: held) == {(saved.id, 1): draft()}
    spoilt = dossiers.save(draft(), saved.id, saved.revision)
    with dossiers._engine.begin() as connection:
        connection.execute(delete(RevisionRow).where(RevisionRow.revision == spoilt.revision))
        words = {"revision": 2, "saved_at": spoilt.saved_at, "saved_by": "", "role": ""}
        connection.execute(insert(RevisionRow).values(dossier_id=saved.id, content="{3}", **words))
    assert [item.saved for item in dossiers.listed()] == [spoilt]
    assert dossiers.read_each([spoilt], lambda held: held) == {(saved.id, 2): None}


def test_of_many_drafts_so_many_and_so_large_ones_are_read_as_one_page_may(
    dossiers: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [dossiers.save(draft(str(number))) for number in range(6)]
    monkeypatch.setattr(drafts, "MAX_READ", 4)
    assert list(dossiers.read_each(kept, lambda held: held)) == [(item.id, 1) for item in kept[:4]]
    size = len(draft().model_dump_json(exclude_defaults=True))
    monkeypatch.setattr(drafts, "MAX_OF_READ", size + 1)
    assert list(dossiers.read_each(kept, lambda held: held)) == [(item.id, 1) for item in kept[:2]]


def test_what_a_draft_tells_is_of_the_actor(store: Store) -> None:
    jan = store.of(Actor("Jan", "Kist", "bedrijf"))
    saved = jan.save(draft())
    for other in (Actor("Els", "gemeente Venray", "gemeente"), ALONE, Actor()):
        assert store.of(other).read_each([saved], lambda held: held) == {}


def test_the_same_draft_is_known_again_as_long_as_it_holds_the_same(dossiers: Dossiers) -> None:
    saved = dossiers.save(draft())
    assert dossiers.holding(draft()) == saved.id
    assert dossiers.holding(draft("Ander")) is None
    again = dossiers.save(draft("Ander"), saved.id, saved.revision)
    assert dossiers.holding(draft("Ander")) == saved.id
    assert dossiers.holding(draft()) is None
    dossiers.save(draft(), again.id, again.revision)
    assert dossiers.holding(draft()) == saved.id


def test_the_list_and_what_is_known_again_are_of_the_actor(store: Store) -> None:
    jan = store.of(Actor("Jan", "Kist", "bedrijf"))
    piet = store.of(Actor("Piet", "Kist", "bedrijf"))
    els = store.of(Actor("Els", "gemeente Venray", "gemeente"))
    saved = jan.save(draft())
    assert [row.saved.id for row in piet.listed()] == [saved.id]
    assert els.listed() == store.of(ALONE).listed() == store.of(Actor()).listed() == ()
    assert jan.holding(draft()) == saved.id
    assert piet.holding(draft()) is els.holding(draft()) is store.of(ALONE).holding(draft()) is None
    jan.invite(saved.id, "gemeente Venray", "gemeente")
    (row,) = els.listed()
    assert not row.own


def test_a_clock_that_jumps_back_leaves_the_order_of_revisions(
    dossiers: Dossiers, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = dossiers.save(draft("A"))
    monkeypatch.setattr(drafts, "now", lambda: saved.saved_at - 400 * DAY)
    later = dossiers.save(draft("B"), saved.id, 1)
    assert later.saved_at == saved.saved_at
    assert [row.revision for row in dossiers.revisions(saved.id)] == [2, 1]
    assert dossiers.load(saved.id)[0].title.startswith("B")


def test_a_snapshot_holds_draft_and_assessment_and_stays(dossiers: Dossiers, assessment: Assessment) -> None:
    saved = dossiers.save(draft())
    made = dossiers.freeze(saved.id, draft(), assessment)
    dossiers.save(draft("Anders"), saved.id, saved.revision)
    assert dossiers.snapshots(saved.id) == (made,)
    assert dossiers.frozen(saved.id, made.id) == (draft(), assessment)
    assert (made.seed, made.draws, made.version) == (assessment.seed, 64, assessment.version)
    assert made.status == "concept"


def test_of_many_snapshots_of_the_same_no_more_are_read_than_the_one_that_counts(
    dossiers: Dossiers, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = dossiers.save(draft())
    made = [dossiers.freeze(saved.id, draft(), assessment) for _ in range(4)]
    dossiers.set_status(saved.id, made[1].id, "ingediend")
    read: list[str] = []
    hold = snapshots._holds
    monkeypatch.setattr(snapshots, "_holds", lambda row, *rest: read.append(row.id) or hold(row, *rest))
    found = dossiers.frozen_as(saved.id, draft(), assessment.version, assessment.parameters.hash)
    assert found is not None
    assert (found.id, read) == (made[1].id, [made[1].id])


def test_a_status_goes_forward_only(dossiers: Dossiers, assessment: Assessment) -> None:
    saved = dossiers.save(draft())
    made = dossiers.freeze(saved.id, draft(), assessment)
    assert dossiers.set_status(saved.id, made.id, "ingediend").status == "ingediend"
    assert dossiers.set_status(saved.id, made.id, "definitief").status == "definitief"
    for step in ("concept", "ingediend", "definitief"):
        with pytest.raises(DeniedError):
            dossiers.set_status(saved.id, made.id, step)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", ["snapshots", "revisions", "statuses"])
def test_the_database_refuses_to_change_what_is_frozen(
    store: Store, assessment: Assessment, table: str
) -> None:
    dossiers = store.of(ALONE)
    saved = dossiers.save(draft())
    dossiers.freeze(saved.id, draft(), assessment)
    column = "status" if table == "statuses" else "content"
    with pytest.raises(DatabaseError, match="never change"), store.engine.begin() as connection:
        connection.execute(text(f"UPDATE {table} SET {column} = 'anders'"))


def test_a_snapshot_changed_behind_the_back_is_noticed(store: Store, assessment: Assessment) -> None:
    dossiers = store.of(ALONE)
    saved = dossiers.save(draft())
    made = dossiers.freeze(saved.id, draft(), assessment)
    with store.engine.begin() as connection:
        on = " ON snapshots" if store.engine.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER snapshots_never_change{on}"))
        connection.execute(text("UPDATE snapshots SET content = REPLACE(content, 'Kas BV', 'Kas NV')"))
    with pytest.raises(TamperedError):
        dossiers.frozen(saved.id, made.id)


def test_a_file_changed_behind_the_back_is_noticed(store: Store) -> None:
    dossiers = store.of(ALONE)
    saved = dossiers.save(draft())
    added = dossiers.attach(saved.id, "rapport.pdf", b"zoals gestuurd")
    with store.engine.begin() as connection:
        connection.execute(text("UPDATE attachments SET content = :content"), {"content": b"iets anders"})
    with pytest.raises(TamperedError):
        dossiers.attachment(saved.id, added.id)


def test_a_deleted_dossier_leaves_nothing(store: Store, assessment: Assessment) -> None:
    dossiers = store.of(ALONE)
    saved = dossiers.save(draft("Geheim BV"))
    made = dossiers.freeze(saved.id, draft("Geheim BV"), assessment)
    dossiers.comment(saved.id, "Geheim BV vraagt om stilte")
    dossiers.attach(saved.id, "bijlage.pdf", b"Geheim BV", made.id)
    dossiers.measure(saved.id, Realised(month="2030-01", workers=3, source="Geheim BV"))
    dossiers.share(saved.id, "gemeente")
    dossiers.delete(saved.id)
    with pytest.raises(MissingError):
        dossiers.load(saved.id)
    with store.engine.connect() as connection:
        for table in (
            "dossiers",
            "revisions",
            "snapshots",
            "statuses",
            "comments",
            "attachments",
            "realised",
            "agreements",
        ):
            assert connection.execute(text(f"SELECT COUNT(*) FROM {table}")).scalar() == 0, table


def test_an_embedded_database_wipes_what_was_deleted(tmp_path: Path) -> None:
    path = tmp_path / "hea.sqlite"
    store = Store(f"sqlite:///{path}")
    dossiers = store.of(ALONE)
    saved = dossiers.save(draft("Uniek Herkenbaar Bedrijf"))
    dossiers.delete(saved.id)
    store.engine.dispose()  # the last one to leave folds the journal into the file
    assert b"Uniek Herkenbaar Bedrijf" not in path.read_bytes()
    assert not path.with_name("hea.sqlite-wal").exists()


def test_remarks_and_requests_for_evidence_are_kept_and_settled(dossiers: Dossiers) -> None:
    saved = dossiers.save(draft())
    asked = dossiers.comment(
        saved.id, "Waaruit blijkt dit?", path="function_groups[0].count", kind="evidence"
    )
    dossiers.comment(saved.id, "Dank")
    dossiers.settle(saved.id, asked.number)
    first, second = dossiers.comments(saved.id)
    assert (first.kind, first.path) == ("evidence", "function_groups[0].count")
    assert first.settled_at is not None
    assert second.settled_at is None
    with pytest.raises(MissingError):
        dossiers.settle(saved.id, 999)
    with pytest.raises(TooLargeError):
        dossiers.comment(saved.id, "a" * 5000)


def test_a_file_comes_back_as_it_was_added(dossiers: Dossiers) -> None:
    saved = dossiers.save(draft())
    made = dossiers.attach(saved.id, "rapport.pdf", bytes(range(256)))
    assert dossiers.attachments(saved.id) == (made,)
    assert dossiers.attachment(saved.id, made.id) == bytes(range(256))
    with pytest.raises(TooLargeError):
        dossiers.attach(saved.id, "groot.pdf", b"0" * (20 * 1024 * 1024 + 1))


def test_realised_figures_are_kept_by_month(dossiers: Dossiers) -> None:
    saved = dossiers.save(draft())
    later = dossiers.measure(saved.id, Realised(month="2031-01", workers=90, source="opgave"))
    first = dossiers.measure(saved.id, Realised(month="2030-01", migrants=0, source="telling"))
    assert dossiers.counts(saved.id) == (first, later)
    assert first.realised.counted == {"migrants": 0}
    dossiers.forget_count(saved.id, first.number)
    assert dossiers.counts(saved.id) == (later,)
    with pytest.raises(ValueError, match="nothing"):
        Realised(month="2030-01", source="niets geteld")


def test_a_dossier_travels_as_one_file(dossiers: Dossiers, assessment: Assessment) -> None:
    saved = dossiers.save(draft("A"))
    saved = dossiers.save(draft("B"), saved.id, 1)
    made = dossiers.freeze(saved.id, draft("B"), assessment, "ingediend")
    dossiers.comment(saved.id, "Klopt dit?", path="company")
    dossiers.attach(saved.id, "bijlage.pdf", b"\x00\xff inhoud", made.id)
    dossiers.measure(saved.id, Realised(month="2030-01", workers=3, source="opgave"))
    content = dossiers.export(saved.id)
    dossiers.delete(saved.id)
    again = dossiers.take_in(content)
    assert dossiers.load(again.id)[0] == draft("B")
    assert dossiers.load(again.id, 1)[0] == draft("A")
    (snapshot,) = dossiers.snapshots(again.id)
    assert (snapshot.former_id, snapshot.status) == (made.id, "ingediend")
    assert dossiers.frozen(again.id, snapshot.id) == (draft("B"), assessment)
    assert [row.words for row in dossiers.comments(again.id)] == ["Klopt dit?"]
    (file,) = dossiers.attachments(again.id)
    assert dossiers.attachment(again.id, file.id) == b"\x00\xff inhoud"
    assert file.snapshot_id == snapshot.id
    assert len(dossiers.counts(again.id)) == 1
    twice = dossiers.take_in(content)
    assert len({made.id, snapshot.id, dossiers.snapshots(twice.id)[0].id}) == 3


def test_reading_a_file_in_does_not_tell_which_numbers_others_have(
    store: Store, assessment: Assessment
) -> None:
    town, company = store.of(Actor("Els", "Daar", "gemeente")), store.of(Actor("Jan", "Hier", "bedrijf"))
    saved = town.save(draft("A"))
    made = town.freeze(saved.id, draft("A"), assessment)
    there = town.export(saved.id)
    taken = company.take_in(there)
    town.delete(saved.id)
    gone = company.take_in(there)
    for dossier_id in (taken.id, gone.id):
        (snapshot,) = company.snapshots(dossier_id)
        assert snapshot.former_id == made.id
        assert snapshot.id != made.id


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[1]", b"\xff\xfe", b'{"hash": "a", "dossier": {}}', b"[" * 100_000],
)
def test_a_file_that_is_no_dossier_is_refused(dossiers: Dossiers, content: bytes) -> None:
    with pytest.raises(BundleError):
        dossiers.take_in(content)
    assert seen_by(dossiers) == ()


def test_a_dossier_changed_on_the_way_is_refused(dossiers: Dossiers) -> None:
    saved = dossiers.save(draft("Kas BV"))
    with pytest.raises(BundleError, match="onderweg gewijzigd"):
        dossiers.take_in(unpacked(dossiers.export(saved.id)).replace(b"Kas BV", b"Kas NV"))


def test_many_small_assessments_that_are_large_together_are_refused(
    store: Store, assessment: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossiers = store.of(ALONE)
    saved = dossiers.save(draft("A"))
    for _ in range(3):
        dossiers.freeze(saved.id, draft("A"), assessment)
    content = dossiers.export(saved.id)
    size = len(assessment.model_dump_json().encode())
    monkeypatch.setattr(bundle, "MAX_UNPACKED_SIZE", 3 * size)
    assert dossiers.take_in(content)
    monkeypatch.setattr(bundle, "MAX_UNPACKED_SIZE", 3 * size - 1)
    with pytest.raises(BundleError):
        dossiers.take_in(content)


def test_what_nobody_touched_for_long_is_removed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    dossiers = store.of(ALONE)
    for module in (access, drafts):
        monkeypatch.setattr(module, "now", lambda: dt.datetime(2020, 1, 1))
    dossiers.save(draft("Oud"))
    monkeypatch.undo()
    kept = dossiers.save(draft("Nieuw"))
    assert store.purge(365) == 1
    assert [row.id for row in seen_by(dossiers)] == [kept.id]


def test_a_database_that_cannot_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "hea.sqlite").write_bytes(b"dit is geen database" * 100)
    with pytest.raises(StoreError):
        Store(f"sqlite:///{tmp_path / 'hea.sqlite'}")
    with pytest.raises(StoreError):
        Store("oracle://nergens/hea")
    with pytest.raises(StoreError):
        Store("geen adres")


def test_own_values_replace_the_shipped_ones_with_who_and_why() -> None:
    record = draft().parameters["persons_per_fte"]
    assert (record.low, record.central, record.high, record.grade) == (1.1, 1.1, 1.1, "D")
    assert "eigen telling" in record.source.citation
    assert "gemeente" in record.source.citation
    assert draft().parameters.overrides == ("persons_per_fte",)
