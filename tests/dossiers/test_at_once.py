"""Deeds at the same moment: each sees what the other did, so what holds for one after another holds."""

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from hea.assessment import Assessment, assess
from hea.dossiers import (
    Actor,
    ConflictError,
    DeniedError,
    Dossiers,
    Draft,
    MissingError,
    Store,
    TooLargeError,
    limits,
)
from hea.dossiers.tables import DossierRow, StatusRow
from hea.exchange import example
from hea.status import Status

ROUNDS = 12
DRAFT = Draft(proposal=example("fulfilment_waalwijk"))
COUNCIL = Actor(name="Els", organisation="Waalwijk", role="gemeente", subject="els")
ADMINISTRATOR = Actor(name="Kim", organisation="Waalwijk", role="beheer", subject="kim")
REFUSED = (DeniedError, MissingError, ConflictError)


@pytest.fixture(scope="module")
def made() -> Assessment:
    assert DRAFT.proposal is not None
    return assess(DRAFT.proposal, draws=16)


def together(*deeds: Callable[[], Any]) -> list[Any]:
    """What comes of deeds that begin at the same moment: a result, or what they were refused with."""
    begin = threading.Barrier(len(deeds))

    def done(deed: Callable[[], Any]) -> Any:
        begin.wait()
        try:
            return deed()
        except REFUSED as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as threads:
        return [future.result() for future in [threads.submit(done, deed) for deed in deeds]]


def steps(store: Store, snapshot_id: str) -> list[str]:
    with Session(store.engine) as session:
        query = select(StatusRow.status).where(StatusRow.snapshot_id == snapshot_id)
        return list(session.scalars(query.order_by(StatusRow.number)))


def own(store: Store) -> tuple[Dossiers, str]:
    council = store.of(COUNCIL)
    return council, council.save(DRAFT).id


def test_what_was_made_final_stays_final(store: Store, made: Assessment) -> None:
    council, dossier_id = own(store)
    for _ in range(ROUNDS):
        frozen = council.freeze(dossier_id, DRAFT, made).id
        wanted: tuple[Status, ...] = ("definitief", "ingediend", "definitief", "ingediend")
        together(*(partial(council.set_status, dossier_id, frozen, status) for status in wanted))
        found = steps(store, frozen)
        assert found in (["concept", "definitief"], ["concept", "ingediend", "definitief"])


def test_snapshots_are_counted_on(store: Store, made: Assessment) -> None:
    council, dossier_id = own(store)
    for _ in range(ROUNDS):
        together(*[lambda: council.freeze(dossier_id, DRAFT, made)] * 4)
    numbers = [snapshot.number for snapshot in council.snapshots(dossier_id)]
    assert numbers == list(range(4 * ROUNDS, 0, -1))


def test_a_dossier_is_never_fuller_than_it_may_be(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    council, _ = own(store)
    monkeypatch.setitem(limits.MAX_ROWS, limits.AttachmentRow, 3)
    for _ in range(ROUNDS):
        dossier_id = council.save(DRAFT).id
        told = together(*[partial(council.attach, dossier_id, "a.txt", b"a")] * 6)
        assert sum(isinstance(item, TooLargeError) for item in told) == 3
        assert len(council.attachments(dossier_id)) == 3


def test_who_saves_what_is_removed_hears_that_it_is_gone(store: Store) -> None:
    """And not that the store fails, which would be tried again for ever."""
    council, _ = own(store)
    for _ in range(ROUNDS):
        saved = council.save(DRAFT)
        together(
            partial(council.delete, saved.id),
            partial(council.save, DRAFT, saved.id, saved.revision),
            partial(council.comment, saved.id, "Klopt dit?"),
            partial(council.delete, saved.id),
        )
        with pytest.raises(MissingError):
            council.load(saved.id)


def aged(store: Store, dossier_id: str) -> None:
    """Let nobody have done anything with a dossier for long."""
    with Session(store.engine) as session, session.begin():
        long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=400)
        session.execute(update(DossierRow).where(DossierRow.id == dossier_id).values(touched_at=long_ago))


def renamed(company: str) -> Draft:
    assert DRAFT.proposal is not None
    return Draft(proposal=DRAFT.proposal.model_copy(update={"company": company}))


def test_of_two_changes_of_one_state_one_is_kept_and_the_other_hears_it(store: Store) -> None:
    council, _ = own(store)
    for _ in range(ROUNDS):
        saved = council.save(DRAFT)
        both = [renamed("een"), renamed("twee")]
        told = together(*(partial(council.save, draft, saved.id, saved.revision) for draft in both))
        assert sorted(type(item).__name__ for item in told) == ["ConflictError", "Saved"]
        kept = both[[isinstance(item, ConflictError) for item in told].index(False)]
        assert council.load(saved.id)[0] == kept
        assert len(council.revisions(saved.id)) == 2


def test_nothing_is_done_with_a_code_after_it_was_taken_back(store: Store) -> None:
    council, dossier_id = own(store)
    for _ in range(ROUNDS):
        code, grant = council.share(dossier_id, "bedrijf")
        guest = store.of(Actor(codes=frozenset([code])))
        said = [partial(guest.comment, dossier_id, "Klopt dit?")] * 3
        together(partial(council.revoke, dossier_id, grant.id), *said)
        newest = [entry.action for entry in store.of(ADMINISTRATOR).audit_entries(dossier_id)]
        assert "comment" not in newest[: newest.index("revoke")]
        with pytest.raises(MissingError):
            guest.comment(dossier_id, "En dit?")


def test_what_is_saved_while_old_dossiers_are_removed_is_kept_or_refused(store: Store) -> None:
    council, _ = own(store)
    for _ in range(ROUNDS):
        saved = council.save(DRAFT)
        aged(store, saved.id)
        told = together(partial(store.purge, 365), partial(council.save, DRAFT, saved.id, saved.revision))
        if isinstance(told[1], MissingError):
            with pytest.raises(MissingError):
                council.load(saved.id)
        else:
            assert told[0] == 0
            assert council.load(saved.id)[1].revision == saved.revision + 1
