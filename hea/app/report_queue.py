"""Long work waits its turn for one process beside the app, so that it does not hold up pages."""

import _thread
import multiprocessing
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from itertools import count
from multiprocessing.queues import SimpleQueue
from typing import Any, NamedTuple, ParamSpec, TypeVar

from hea.app import journal
from hea.app.report_job import Order, Step, build
from hea.app.turns import Turns
from hea.ending import beginning, end_with_parent, stand_back
from hea.once import once
from hea.problems import RefusedError

MAX_SECONDS: float = 300
"""That one piece of work may take; the report of a large plan takes a tenth of it."""

P = ParamSpec("P")
R = TypeVar("R")

_steps: "SimpleQueue[tuple[int, Step]] | None" = None
"""In the process that builds: where it says how far it is."""


class _Asked(NamedTuple):
    """A piece of work that waits for its turn."""

    number: int
    person: str
    work: Callable[[], Any]
    future: "Future[Any]"
    """What becomes of it."""


class InterruptedBuildError(Exception):
    """The process that did the work was ended; it can be asked for again."""


class LongWorkError(RefusedError):
    """The work took longer than others need wait for."""


class Job:
    """A report that was ordered."""

    def __init__(self, queue: "ReportQueue", number: int, future: "Future[dict[str, bytes]]") -> None:
        self._queue, self._number, self._future = queue, number, future

    @property
    def done(self) -> bool:
        """Whether there is a result, or an error."""
        return self._future.done()

    @property
    def before(self) -> int:
        """Reports that are made first."""
        return self._queue.before(self._number)

    @property
    def step(self) -> Step | None:
        """How far the work is, or ``None`` if it has not begun."""
        return self._queue.steps.get(self._number)

    def forget(self) -> None:
        """Nobody waits for it any more: if it has not begun, it is not made."""
        self._future.cancel()
        self._queue.leave(self._number)

    def __del__(self) -> None:
        """Whoever ordered it is gone."""
        self.forget()

    def result(self) -> dict[str, bytes]:
        """The files.

        Raises:
            InterruptedBuildError: if the process was ended meanwhile.
            LongWorkError: if it took too long.
        """
        try:
            return self._future.result()
        except BrokenProcessPool as error:
            raise InterruptedBuildError from error


class ReportQueue:
    """One process, begun when the first work is asked for and again if it was ended.

    People have turns: of who asked for much the next piece comes after one of everybody else who waits.
    """

    def __init__(self) -> None:
        self.steps: dict[int, Step] = {}
        self._lock = threading.RLock()  # a job may be forgotten at any moment, also while one holds it
        self._reports: set[int] = set()
        """Reports that are made or wait."""
        self._turns: Turns[_Asked] = Turns(at_once=1)
        self._now: _Asked | None = None
        self._numbers = count(1)
        self._context = multiprocessing.get_context("spawn")
        self._pool: ProcessPoolExecutor | None = None

    def order(self, person: str, order: Order) -> Job:
        """Ask for a report for a person."""
        with self._lock:
            number = next(self._numbers)
            self._reports.add(number)
            future = self._queued(number, person, partial(_work, number, order))
        future.add_done_callback(lambda _: self.leave(number))
        return Job(self, number, future)

    def call(self, person: str, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """The result of a short piece of work, such as one of many plans, when it has had its turn.

        Whoever has many pieces asks for one at a time, so that a report of somebody else comes between. What
        was lost because the process was ended is done once more.

        Args:
            person: who asks for it.
            work: a function of a module.
            args: what it needs.
            kwargs: the same by name.

        Raises:
            InterruptedBuildError: if the process was ended again.
            LongWorkError: if it took too long.
        """
        try:
            return self._asked(person, work, *args, **kwargs).result()
        except BrokenProcessPool:
            try:
                return self._asked(person, work, *args, **kwargs).result()
            except BrokenProcessPool as error:
                raise InterruptedBuildError from error

    def _asked(self, person: str, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> "Future[R]":
        with self._lock:
            return self._queued(next(self._numbers), person, partial(work, *args, **kwargs))

    def _queued(self, number: int, person: str, work: Callable[[], R]) -> "Future[R]":
        asked = _Asked(number, person, work, Future())
        self._turns.wait(person, asked)
        self._go_on()
        return asked.future

    def _go_on(self) -> None:
        """Let the process do what is next, if it does nothing."""
        while asked := self._turns.begin():
            if asked.future.set_running_or_notify_cancel():
                self._now = asked
                self._submit(asked.work).add_done_callback(partial(self._after, asked))
            else:
                self._turns.end(asked.person)

    def _after(self, asked: _Asked, done: "Future[Any]") -> None:
        """Go on beside what tells that work is done: it holds the lock of a pool whose process was killed."""
        threading.Thread(target=self._done, args=(asked, done), daemon=True).start()

    def _done(self, asked: _Asked, done: "Future[Any]") -> None:
        with self._lock:
            self._now = None
            self._turns.end(asked.person)
            self._go_on()
        error = done.exception()
        if error is None:
            asked.future.set_result(done.result())
        else:
            asked.future.set_exception(error)

    def before(self, number: int) -> int:
        """How many reports are made before this one."""
        with self._lock:
            waiting = [asked.number for asked in self._turns.waiting]
            order = [self._now.number, *waiting] if self._now else waiting
            reports = [found for found in order if found in self._reports]
            return reports.index(number) if number in reports else 0

    def leave(self, number: int) -> None:
        """A report that is made or forgotten waits no longer."""
        with self._lock:
            self._reports.discard(number)
            self.steps.pop(number, None)

    def _submit(self, work: Callable[[], R]) -> "Future[R]":
        try:
            return self._submitted(work)
        except BrokenProcessPool:
            self._pool = None
            return self._submitted(work)

    def _submitted(self, work: Callable[[], R]) -> "Future[R]":
        with beginning():
            return self._running().submit(partial(within, MAX_SECONDS, work))

    def _running(self) -> ProcessPoolExecutor:
        if self._pool is None:
            # A process that is killed may hold the lock of what it spoke through, so the next has its own.
            said: SimpleQueue[tuple[int, Step]] = self._context.SimpleQueue()
            threading.Thread(target=self._listen, args=(said,), daemon=True).start()
            self._pool = ProcessPoolExecutor(1, self._context, _begin, (said,))
        return self._pool

    def _listen(self, said: "SimpleQueue[tuple[int, Step]]") -> None:
        while True:
            number, step = said.get()
            with self._lock:
                if number in self._reports:
                    self.steps[number] = step


def _begin(said: "SimpleQueue[tuple[int, Step]]") -> None:
    """In the new process: end with the app, log and stand back as it asks, and remember where to report."""
    global _steps
    _steps = said
    # What is begun in the background ignores interrupts, and with them what stops work without end.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    end_with_parent()
    journal.begin()
    stand_back()


def within(seconds: float, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The result of work in this process, which is stopped when it has taken too long.

    Raises:
        LongWorkError: if it was.
    """
    over = threading.Event()

    def stop() -> None:
        over.set()
        _thread.interrupt_main()

    clock = threading.Timer(seconds, stop)
    clock.start()
    try:
        return work(*args, **kwargs)
    except KeyboardInterrupt:
        if not over.is_set():
            raise
        raise LongWorkError("work_long", seconds=seconds) from None
    finally:
        clock.cancel()


def _work(number: int, order: Order) -> dict[str, bytes]:
    def note(step: Step) -> None:
        if _steps is not None:
            _steps.put((number, step))

    return build(order, note)


@once
def report_queue() -> ReportQueue:
    """The queue of this app."""
    return ReportQueue()
