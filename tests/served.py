"""The app in a process of its own that is a copy of one that has loaded it, so that it is there at once.

As a user starts it, the app takes some seconds of a processor to load; tests that start it often, and are not
about its start, need not wait for that.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import hea.assessment
from hea.app import report_queue, results
from hea.app.reading_apart import ReadingRoom
from hea.app.server import serve
from hea.cli import catalogue, main
from tests import few_draws
from tests.few_draws import SCREEN_DRAWS
from tests.processes import FRESH


class Copy:
    """A copied process, to be asked and ended as one of ``subprocess``."""

    def __init__(
        self,
        words: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        reads: bool = False,
        quick: bool = False,
        beforehand: Callable[[], None] | None = None,
    ) -> None:
        """Start ``hea`` with these words.

        Args:
            words: what stands behind ``hea``.
            environment: of the process.
            log: where it writes.
            reads: whether the process that reads files is begun at once, as for a user, or for a file.
            quick: whether pages calculate with few draws.
            beforehand: what is done to the program in its process before it starts.
        """
        given = (tuple(words), dict(environment), log, reads, quick, beforehand)
        self._process = FRESH.Process(target=_obey, args=given)
        self._process.start()
        assert self._process.pid is not None
        self.pid = self._process.pid

    def poll(self) -> int | None:
        """With what it ended, if it did."""
        return self._process.exitcode

    def wait(self, seconds: float | None = None) -> int:
        """With what it ends.

        Raises:
            TimeoutError: if it has not ended by then.
        """
        self._process.join(seconds)
        if self._process.exitcode is None:
            raise TimeoutError(f"process {self.pid} still runs after {seconds} s")
        return self._process.exitcode

    def terminate(self) -> None:
        """Ask it to end."""
        self._process.terminate()

    def kill(self) -> None:
        """End it without a chance to finish anything."""
        self._process.kill()


def _obey(
    words: tuple[str, ...],
    environment: dict[str, str],
    log: Path,
    reads: bool,
    quick: bool,
    beforehand: Callable[[], None] | None,
) -> None:
    nothing, written = os.open(os.devnull, os.O_RDWR), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for stream, target in ((0, nothing), (1, nothing), (2, written)):
        os.dup2(target, stream)
    os.environ.clear()
    os.environ.update(environment)
    catalogue.os.execve = run_here  # type: ignore[assignment, attr-defined]
    if not reads:
        ReadingRoom.begin = lambda _: None  # type: ignore[method-assign]
    if quick:
        draw_few()
    if beforehand is not None:
        beforehand()
    sys.argv = ["hea", *words]
    main()


def draw_few() -> None:
    """Let the pages of this process, what warms it up and its reports calculate with few draws."""
    hea.assessment.DOSSIER_DRAWS = SCREEN_DRAWS  # type: ignore[misc]
    for name in ("assess", "make_outline", "compare"):
        setattr(results, name, partial(getattr(results, name), draws=SCREEN_DRAWS))
    report_queue._begin = few_draws.begin


def run_here(_: str, command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run the app in this process, that has loaded it, where a user's becomes another."""
    os.environ.update(environment)
    sys.argv[:] = command[2:]
    serve.main()
