"""Files of others are read in a process apart: one that costs too much costs nobody but who sent it.

Everything that is read has a bound of its own, which stands before its reader. This is for the file that gets
past one. It is no jail: the process runs as the same user and can do what that user can.
"""

import json
import logging
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final, NamedTuple, ParamSpec, TypeVar, get_type_hints

from pydantic import ConfigDict, TypeAdapter

from hea.app import journal
from hea.app.turns import BusyError, Places
from hea.ending import beginning, end_with_parent, stand_back
from hea.exchange.files import InputError
from hea.once import once
from hea.problems import HeaError, Problem
from hea.units import MEGABYTE

MAX_SECONDS: float = 60
"""That reading one file may take; the largest that hea takes needs a third of it."""
MAX_MEMORY: Final = 1_024 * MEGABYTE
"""Bytes that it may take beside what the process had when it began (Linux)."""
MAX_RESULT_SIZE: Final = 192 * MEGABYTE
"""Bytes of what was read, as it comes back."""
AT_ONCE: Final = 2
"""Files that are read at a time, each of somebody else."""
MAX_WAITING_SECONDS: float = 120
"""That somebody waits for a turn."""
START_SECONDS: Final = 120
"""That a process has to begin in, on a machine that has much to do."""
KEPT: Final = 128 * MEGABYTE
"""Bytes that a process may hold on to after a file; with more it is ended, and another takes its place."""

log = logging.getLogger("hea.app")
P = ParamSpec("P")
R = TypeVar("R")


class _Answer(NamedTuple):
    """What became of a file."""

    outcome: str
    """``read``, ``refused``, ``heavy`` or ``defect``."""
    kind: str = ""
    """Of the error."""
    problems: tuple[tuple[str, str, Mapping[str, Any]], ...] = ()
    grown: bool = False
    """Whether the process is now too large to be kept."""


class DefectError(Exception):
    """The program failed while it read; the process has logged where."""


class ReadingRoom:
    """Processes that read, begun when the first file comes and again when one was ended."""

    def __init__(self) -> None:
        self._places = Places(AT_ONCE)
        self._lock = threading.RLock()  # the app may be told to stop while this thread begins a process
        self._idle: list[_Reader] = []

    def read(self, person: str, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What a function of ours makes of a file; what it raises of problems is raised here.

        Args:
            person: whose file it is; of one person one file is read at a time.
            work: a function of a module, whose result says of what type it is.
            args: the name and the bytes of the file, and what else it needs.
            kwargs: the same by name.

        Raises:
            InputError: if it took too much memory or time, or others took so long that it had no turn.
            HeaError: what the function raises of this kind.
            DefectError: if the function failed in any other way.
        """
        try:
            with self._places.taken(person, MAX_WAITING_SECONDS):
                answer, body = self._asked(pickle.dumps((work, args, kwargs)))
        except BusyError:
            raise _refused("reading_busy") from None
        if answer.outcome == "read":
            result: R = _form(work).validate_json(body)[0]
            return result
        if answer.outcome == "heavy":
            raise _refused("reading_heavy")
        if answer.outcome == "refused":
            raise _errors()[answer.kind].again(
                tuple(Problem(place, code, dict(values)) for place, code, values in answer.problems)
            )
        raise DefectError(answer.kind)

    def begin(self) -> None:
        """Begin a process, so that the first file need not wait for it."""
        with self._lock:
            if not self._idle and not self._places.served:
                self._idle.append(_Reader())

    def _asked(self, question: bytes) -> tuple[_Answer, bytes]:
        reader = self._given(question)
        try:
            answer, body = reader.answer()
        except BaseException:
            reader.end()
            raise
        if answer.grown or answer.outcome == "heavy":
            reader.end()
            reader = _Reader()
        with self._lock:
            self._idle.append(reader)
        return answer, body

    def _given(self, question: bytes) -> "_Reader":
        """A process that has the file; one that was ended while it waited is passed over."""
        while True:
            with self._lock:
                reader, new = (self._idle.pop(), False) if self._idle else (_Reader(), True)
            try:
                reader.take(question)
            except BaseException as error:
                reader.end()
                if new or not isinstance(error, EOFError | OSError):
                    raise
            else:
                return reader

    def end(self) -> None:
        """End the processes that wait for a file."""
        with self._lock:
            while self._idle:
                self._idle.pop().end()


class _Reader:
    """One process, and the line to it."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs,), daemon=True)
        with beginning():
            self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def take(self, question: bytes) -> None:
        """Hand over a file, when the process has begun.

        Raises:
            EOFError: if it is not there any more.
            OSError: the same.
        """
        with self._ended_after(START_SECONDS):
            self._line.send_bytes(question)
            self._line.recv_bytes(0)

    def answer(self) -> tuple[_Answer, bytes]:
        """What became of the file; a process that is gone, or had to be ended, found it too heavy."""
        try:
            with self._ended_after(MAX_SECONDS):
                answer = _Answer(*json.loads(self._line.recv_bytes(MAX_RESULT_SIZE)))
                return answer, self._line.recv_bytes(MAX_RESULT_SIZE) if answer.outcome == "read" else b""
        except (EOFError, OSError):
            return _Answer("heavy"), b""

    @contextmanager
    def _ended_after(self, seconds: float) -> Iterator[None]:
        """Whatever the process does, it does it no longer than this: the line breaks when it ends."""
        clock = threading.Timer(seconds, self._process.kill)
        clock.daemon = True
        clock.start()
        try:
            yield
        finally:
            clock.cancel()

    def end(self) -> None:
        """End it, in the middle of whatever it does."""
        self._process.kill()
        self._line.close()
        self._process.join()


def _refused(code: str) -> InputError:
    return InputError((Problem("", code, {}),))


@cache
def _form(work: Callable[..., Any]) -> TypeAdapter[Any]:
    """How a result of a function is written and read again, by the type that it says."""
    result = get_type_hints(work)["return"]
    return TypeAdapter(tuple[result], config=ConfigDict(ser_json_inf_nan="constants"))  # type: ignore[valid-type]


def _errors() -> dict[str, type[HeaError]]:
    """Errors that hold problems and no more, by name."""
    found, new = {HeaError}, {HeaError}
    while new:
        new = {kind for parent in new for kind in parent.__subclasses__()} - found
        found |= new
    return {_name(kind): kind for kind in found}


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


# From here on: in the process that reads.


def _serve(line: Connection) -> None:
    """Read one file after another, until the app ends or a file was too much."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the app ends it
        end_with_parent()
        journal.begin()
        stand_back()
        _load()
        own = _memory()
        _bound(own)
        while True:
            question = line.recv_bytes()
            line.send_bytes(b"")
            answer, body = _answered(question)
            line.send_bytes(json.dumps(answer._replace(grown=_memory() - own > KEPT), default=str).encode())
            if answer.outcome == "read":
                line.send_bytes(body)
            del question, answer, body
    except (EOFError, OSError, MemoryError):
        pass
    finally:
        os._exit(1)


def _load() -> None:
    """What every kind of file is read with, so that it counts as the process's own."""
    import pyarrow
    import pyarrow.parquet

    import hea.dossiers.bundle
    import hea.exchange.form
    import hea.exchange.leads
    import hea.exchange.reopened
    import hea.exchange.sites  # noqa: F401
    from hea.parameters import load_parameters

    load_parameters()
    pyarrow.set_cpu_count(1)  # each thread takes memory that would count as that of a file


def _memory() -> int:
    """Bytes of memory that the process has for itself, where the platform tells."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text().split()[5]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _bound(own: int) -> None:
    """Let the process have no more memory than one file may take, and leave no image of it when it fails."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_DATA, (own + MAX_MEMORY, own + MAX_MEMORY))


def _answered(question: bytes) -> tuple[_Answer, bytes]:
    """What a function makes of a file, as bytes that hold no code."""
    try:
        work, args, kwargs = pickle.loads(question)
        return _Answer("read"), _form(work).dump_json((work(*args, **kwargs),))
    except HeaError as error:
        return _Answer("refused", _name(type(error)), error.problems), b""
    except MemoryError:
        return _Answer("heavy"), b""
    except Exception as error:
        return _defect(error), b""


def _defect(error: Exception) -> _Answer:
    """Log where the program failed; the words of the error may quote the file."""
    log.error("error", extra=journal.about(error))
    return _Answer("defect", type(error).__name__)


@once
def reading_room() -> ReadingRoom:
    """Where the files of this app are read."""
    return ReadingRoom()
