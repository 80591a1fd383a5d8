"""Deeds at the same moment: each sees what the other did, so what holds for one after another holds."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hea.assessment import Assessment, assess
from hea.dossiers import Actor, DeniedError, Dossiers, Draft, MissingError, Store, TooLargeError, limits
from hea.dossiers.tables import StatusRow
from hea.exchange import example
from hea.status import Status

ROUNDS = 12
DRAFT = Draft(proposal=example("fulfilment_waalwijk"))
COUNCIL = Actor(name="Els", organisation="Waalwijk", role="gemeente", subject="els")
REFUSED = (DeniedError, MissingError)


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
    monkeypatch.setitem(limits.MOST, limits.AttachmentRow, 3)
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
