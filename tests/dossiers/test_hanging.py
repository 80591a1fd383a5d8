"""A server that hangs says nothing at all, and a user hears so instead of waiting with it."""

import os
import signal
import time

import pytest

from hea.dossiers import ALONE, Draft, Store, StoreError, patience
from tests.postgres import Postgres

SHORT = 1.0
ENOUGH = 30


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "ANSWER_SECONDS", SHORT)


def test_a_server_that_hangs_is_given_up_and_used_again_when_it_goes_on(
    own_server: Postgres, short: None
) -> None:
    dossiers = Store(own_server.new("hea")).of(ALONE)
    saved = dossiers.save(Draft(started={"company": "voor"}))
    pids = own_server.pids()
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    begun = time.monotonic()
    try:
        with pytest.raises(StoreError):
            dossiers.load(saved.id)
        assert time.monotonic() - begun < ENOUGH
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
    assert dossiers.load(saved.id)[0].started.company == "voor"
    assert dossiers.save(Draft(started={"company": "na"}), saved.id, 1).revision == 2


def test_a_question_that_takes_too_long_is_ended_by_the_server(own_server: Postgres) -> None:
    store = Store(own_server.new("hea"))
    with store.engine.connect() as connection:
        told = connection.exec_driver_sql("SHOW statement_timeout").scalar()
    assert told == f"{patience.ANSWER_SECONDS:g}s"
