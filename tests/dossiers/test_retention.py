"""How long is kept: the last action counts, a setting is followed or refused, and what is final stays."""

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from hea.assessment import assess
from hea.cli import app
from hea.dossiers import (
    ALONE,
    Actor,
    DeniedError,
    Dossiers,
    Draft,
    Realised,
    Store,
    StoreError,
    access,
    comments,
    drafts,
    follow_up,
    local_store,
    retention,
    snapshots,
)
from hea.dossiers.tables import GrantRow
from hea.exchange import example
from tests.dossiers.listing import seen_by

HELD = Draft(proposal=example("plantenkwekerij_erp"))
LONG_AGO = dt.datetime(2020, 1, 1)

ACTIONS: dict[str, Callable[[Dossiers, str, str, int], Any]] = {
    "a change": lambda own, kept, _, __: own.save(HELD, kept, 1),
    "a remark": lambda own, kept, _, __: own.comment(kept, "vraag"),
    "a remark dealt with": lambda own, kept, _, said: own.settle(kept, said),
    "a file": lambda own, kept, _, __: own.attach(kept, "a.pdf", b"a"),
    "a count": lambda own, kept, _, __: own.measure(kept, Realised(month="2030-01", workers=1, source="x")),
    "access given": lambda own, kept, _, __: own.share(kept, "gemeente"),
    "access taken back": lambda own, kept, _, __: own.revoke(kept, own.grants(kept)[0].id),
    "a file removed": lambda own, kept, _, __: own.detach(kept, own.attachments(kept)[0].id),
    "a count removed": lambda own, kept, _, __: own.forget_count(kept, own.counts(kept)[0].number),
    "handed over": lambda own, kept, _, __: own.export(kept),
    "made final": lambda own, kept, frozen, __: own.set_status(kept, frozen, "definitief"),
}


@pytest.fixture
def old(store: Store, monkeypatch: pytest.MonkeyPatch) -> tuple[Dossiers, str, str, int]:
    """A dossier with which nobody did anything for years."""
    assert HELD.proposal is not None
    own = store.of(ALONE)
    modules = (access, drafts, follow_up, snapshots, comments)
    for module in modules:
        monkeypatch.setattr(module, "now", lambda: LONG_AGO)
    kept = own.save(HELD).id
    frozen = own.freeze(kept, HELD, assess(HELD.proposal, draws=64)).id
    said = own.comment(kept, "lang geleden").number
    own.attach(kept, "oud.pdf", b"o")
    own.measure(kept, Realised(month="2020-01", workers=1, source="x"))
    own.share(kept, "gemeente")
    with store.engine.begin() as connection:
        connection.execute(update(GrantRow).values(made_at=LONG_AGO))
    for module in modules:
        monkeypatch.setattr(module, "now", retention_now)
    return own, kept, frozen, said


def retention_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def test_what_nobody_touched_for_long_goes(store: Store, old: tuple[Dossiers, str, str, int]) -> None:
    assert store.purge(365) == 1
    assert seen_by(old[0]) == ()


@pytest.mark.parametrize("action", ACTIONS)
def test_the_last_deed_counts_whichever_it_was(
    action: str, store: Store, old: tuple[Dossiers, str, str, int]
) -> None:
    own, kept, frozen, said = old
    ACTIONS[action](own, kept, frozen, said)
    assert store.purge(365) == 0
    assert [row.id for row in seen_by(own)] == [kept]


@pytest.mark.parametrize("value", ["90d", "-1", "0", "3.5", "een jaar", "٣", "9" * 30])
def test_a_setting_that_cannot_be_followed_stops_the_start_with_a_sentence(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(retention.RETENTION_VARIABLE, value)
    with pytest.raises(retention.SettingError):
        retention.retention_days()
    with pytest.raises(StoreError):
        local_store()
    found = CliRunner().invoke(app, ["app"])
    assert found.exit_code == 2
    assert f"HEA_RETENTION_DAYS is {value}." in found.output


def test_the_server_does_not_start_with_it_either(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(retention.RETENTION_VARIABLE, "90d")
    found = subprocess.run(
        [sys.executable, "-m", "hea.app.server"], capture_output=True, text=True, check=False
    )
    assert found.returncode == 1
    assert "HEA_RETENTION_DAYS is 90d." in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize(("value", "days"), [("", None), ("  ", None), ("90", 90), (" 365 ", 365)])
def test_a_setting_is_a_number_of_days_or_nothing(
    value: str, days: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(retention.RETENTION_VARIABLE, value)
    assert retention.retention_days() == days


def test_it_is_seen_to_every_day_also_when_the_store_was_away() -> None:
    outcomes: list[int | Exception] = [1, StoreError("weg"), 2]
    waited: list[float] = []

    def purge() -> int:
        found = outcomes.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    def wait(seconds: float) -> bool:
        waited.append(seconds)
        return not outcomes

    retention.keep_to(purge, wait)
    assert outcomes == []
    assert waited == [retention.SETTLING_SECONDS] + [retention.EVERY_SECONDS] * 3


def test_a_clock_that_jumps_ahead_removes_nothing_that_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock is set years ahead while the app runs, and put right before the next look."""
    hour, removed = 3600.0, []
    clock = iter([0.0, hour, 2 * hour + 5 * 365 * 24 * hour, 3 * hour, 4 * hour])
    passed = iter([0.0, hour, 2 * hour, 3 * hour, 4 * hour])
    monkeypatch.setattr(retention, "time", SimpleNamespace(time=lambda: next(clock)))
    monkeypatch.setattr(retention, "passed_seconds", lambda: next(passed))
    turns = iter([False, False, False, False, True])
    looks = []

    def wait(_: float) -> bool:
        looks.append(len(removed))
        return next(turns)

    retention.keep_to(lambda: removed.append(1) or 1, wait)
    assert looks == [0, 1, 1, 2, 3]


@pytest.mark.parametrize(
    ("role", "may"), [("bedrijf", False), ("acquisitie", False), ("gemeente", True), ("beheer", True)]
)
def test_who_cannot_make_final_cannot_remove_what_is_final(role: Any, may: bool, store: Store) -> None:
    assert HELD.proposal is not None
    company, town = Actor("Jan", "Hier", "bedrijf"), Actor("Els", "Daar", "gemeente")
    kept = store.of(company).save(HELD).id
    frozen = store.of(company).freeze(kept, HELD, assess(HELD.proposal, draws=64), "ingediend").id
    assert "delete" in store.of(company).rights(kept)
    store.of(company).invite(kept, "Daar", "gemeente")
    store.of(town).set_status(kept, frozen, "definitief")
    own = store.of(Actor("Piet", "Hier", role))
    assert ("delete" in own.rights(kept)) == may
    if may:
        own.delete(kept)
    else:
        with pytest.raises(DeniedError):
            own.delete(kept)
    assert bool(seen_by(store.of(company))) != may
