"""Reports are built beside the app, one at a time; a process that is killed loses nothing but its turn."""

import datetime as dt
import os
import signal
import time
from concurrent.futures.process import BrokenProcessPool, _ExecutorManagerThread
from contextlib import nullcontext

import pytest

from hea.app.report_job import Order, build, file_name
from hea.app.report_queue import (
    InterruptedBuildError,
    Job,
    LongWorkError,
    ReportQueue,
    report_queue,
)
from hea.assessment import AssessmentError
from hea.exchange import InputError, example
from hea.house_style import HouseStyleError
from hea.parameters import OwnValue
from hea.portfolio.need import SpreadError
from hea.problems import Problem
from tests.beside import building, small_work

PATIENCE_SECONDS = 240


def order(*parts: str, own: tuple[OwnValue, ...] = ()) -> Order:
    day = dt.date(2026, 11, 22)
    return Order(example("fulfilment_waalwijk"), own, "nl", parts or ("summary",), "", "concept", day)


def begun(queue: ReportQueue, job: Job) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while job.step is None:
        assert time.monotonic() < until
        assert not job.done
        time.sleep(0.05)


def test_the_files_are_those_made_without_a_queue() -> None:
    own = (OwnValue(name="persons_per_fte", value=1.3, who="gemeente", why="eigen telling"),)
    seen = []
    here = build(order(own=own), seen.append)
    there = report_queue().order("Jan", order(own=own)).result()
    assert {kind: len(content) for kind, content in there.items()} == {
        kind: len(content) for kind, content in here.items()
    }
    assert there["pdf"] == here["pdf"]
    assert [step.key for step in seen][:2] == ["assessing", "workbook"]
    assert [step.share for step in seen] == sorted(step.share for step in seen)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process makes small reports."""
    monkeypatch.setattr("hea.app.report_queue._work", small_work)


@pytest.mark.usefixtures("small")
def test_later_orders_wait_and_say_how_many_go_first() -> None:
    queue = report_queue()
    first, second, third = (queue.order("Jan", order()) for _ in range(3))
    assert (first.before, second.before, third.before) == (0, 1, 2)
    second.forget()
    assert third.before == 1
    begun(queue, first)
    assert len(building(queue)) == 1
    first.result()
    third.result()
    assert third.before == 0


@pytest.mark.usefixtures("small")
def test_who_orders_much_waits_for_everybody_else() -> None:
    queue = ReportQueue()
    many = [queue.order("gast", order()) for _ in range(6)]
    els, piet = queue.order("Els", order()), queue.order("Piet", order())
    assert (els.before, piet.before, many[1].before, many[5].before) == (1, 2, 3, 7)
    for job in many[2:]:
        job.forget()
    assert els.result()["pdf"].startswith(b"%PDF")
    assert not many[1].done
    piet.forget()
    assert queue.call("Els", len, "next") == 4
    many[1].forget()
    for pid in building(queue):
        os.kill(pid, signal.SIGKILL)


def test_a_killed_process_is_said_and_the_next_order_is_made() -> None:
    queue = report_queue()
    job = queue.order("Jan", order())
    begun(queue, job)
    (pid,) = building(queue)
    os.kill(pid, signal.SIGKILL)
    with pytest.raises(InterruptedBuildError):
        job.result()
    assert queue.order("Jan", order()).result()["pdf"].startswith(b"%PDF")


@pytest.fixture
def as_later_pythons_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pool holds its own lock while it tells that its process is gone, as it does from Python 3.12 on."""
    if hasattr(_ExecutorManagerThread, "_terminate_broken"):
        return
    ended = _ExecutorManagerThread.terminate_broken

    def terminate(thread: _ExecutorManagerThread, cause: object) -> None:
        with thread.shutdown_lock:
            thread.shutdown_lock = nullcontext()  # it tells that without asking for the lock once more
            ended(thread, cause)

    monkeypatch.setattr(_ExecutorManagerThread, "terminate_broken", terminate)


@pytest.mark.usefixtures("as_later_pythons_do")
def test_what_waits_while_the_process_is_killed_is_done_by_the_next() -> None:
    queue = ReportQueue()
    queue.call("Jan", len, "begun")
    (killed,) = building(queue)
    lost = queue._asked("Jan", time.sleep, PATIENCE_SECONDS)
    waiting = queue._asked("Els", len, "next")
    os.kill(killed, signal.SIGKILL)
    with pytest.raises(BrokenProcessPool):
        lost.result(PATIENCE_SECONDS)
    assert waiting.result(PATIENCE_SECONDS) == 4
    assert queue.before(1) == 0
    for pid in building(queue):
        assert pid != killed
        os.kill(pid, signal.SIGKILL)


def endless() -> None:
    """Work of which no end comes."""
    while True:
        time.sleep(0.01)


def test_work_without_end_is_stopped_and_the_next_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same process: what others wait for is not lost with it."""
    queue = report_queue()
    queue.call("Jan", len, "begun")
    before = building(queue)
    monkeypatch.setattr("hea.app.report_queue.MAX_SECONDS", 0.5)
    with pytest.raises(LongWorkError) as caught:
        queue.call("Jan", endless)
    assert caught.value.code == "work_long"
    monkeypatch.undo()
    assert queue.call("Jan", len, "next") == 4
    assert building(queue) == before


def test_it_is_stopped_also_in_an_app_that_was_begun_in_the_background(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A shell lets what it begins in the background ignore interrupts, and processes inherit that."""
    outside = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        queue = ReportQueue()
        queue.call("Jan", len, "begun")
    finally:
        signal.signal(signal.SIGINT, outside)
    monkeypatch.setattr("hea.app.report_queue.MAX_SECONDS", 0.5)
    asked = queue._asked("Jan", endless)
    try:
        with pytest.raises(LongWorkError):
            asked.result(timeout=60)
    finally:
        for pid in building(queue):
            os.kill(pid, signal.SIGKILL)


def refused(error: Exception) -> None:
    """Work that fails."""
    raise error


@pytest.mark.parametrize(
    "error",
    [
        AssessmentError([Problem("workforce", "no_workforce", {})]),
        InputError((Problem("blad", "file_empty", {}),)),
        HouseStyleError("style_colour", field="colour", value="x"),
        SpreadError("spread_misfit", site="GM0984"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_what_fails_there_fails_here_and_breaks_nothing(error: Exception) -> None:
    queue = report_queue()
    pid = queue.call("Jan", os.getpid)
    with pytest.raises(type(error)) as caught:
        queue.call("Jan", refused, error)
    assert vars(caught.value) == vars(error)
    assert str(caught.value) == str(error)
    assert queue.call("Jan", os.getpid) == pid


@pytest.mark.parametrize(
    ("company", "called"),
    [
        ("Kist & Zn. BV", "huisvestingseffectrapportage-kist-zn-bv.pdf"),
        ("Café Zuid/Oost", "huisvestingseffectrapportage-cafe-zuid-oost.pdf"),
        ("", "huisvestingseffectrapportage.pdf"),
        ("../..", "huisvestingseffectrapportage.pdf"),
    ],
)
def test_a_report_is_called_after_its_company(company: str, called: str) -> None:
    assert file_name(company, "pdf") == called
