"""Nothing stays behind of a program that is killed: what it began ends with it."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from hea import ending
from hea.app.report_queue import ReportQueue
from hea.portfolio.workers import processes
from tests.app.test_report_queue import begun, order
from tests.beside import building
from tests.process_table import left_of, runs

ENDS_SECONDS = 60
COUNT = 2


def report() -> None:
    """Be an app that makes a report, and say which process does."""
    queue = ReportQueue()
    begun(queue, queue.order("Jan", order()))
    wait(*building(queue))


def screening() -> None:
    """Be a screening in several processes, and say which."""
    with processes(COUNT) as many:
        wait(*{pid for found in many(own_pid, [None] * COUNT) for pid in found})  # type: ignore[arg-type, list-item]


def own_pid(_: object) -> list[int]:
    """Work that says who does it."""
    return [os.getpid()]


def wait(*pids: int) -> None:
    """Say who works, and go on until someone makes an end of it."""
    print(*pids, flush=True)
    signal.pause()


def test_a_program_that_ends_begins_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ending, "_ends", threading.Event())
    with ending.beginning():
        pass
    ending.begin_no_more()
    with pytest.raises(SystemExit), ending.beginning():
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes where Linux lists them")
@pytest.mark.parametrize("name", [report.__name__, screening.__name__])
def test_a_killed_program_leaves_no_process_behind(name: str) -> None:
    command = [sys.executable, "-m", __name__, name]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        workers = [int(word) for word in program.stdout.readline().split()]
        assert workers
        assert all(runs(pid) for pid in workers)
        program.kill()
    assert left_of(workers, ENDS_SECONDS) == []


if __name__ == "__main__":
    {"report": report, "screening": screening}[sys.argv[1]]()
