"""Nothing stays behind of a program that is killed: what it began ends with it."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from hea.app.report_queue import ReportQueue, worker_pids
from hea.portfolio.workers import processes
from tests.app.test_report_queue import begun, order

ENDS_SECONDS = 60
COUNT = 2


def report() -> None:
    """Be an app that makes a report, and say which process does."""
    queue = ReportQueue()
    begun(queue, queue.order(order()))
    wait(*worker_pids(queue))


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


def runs(pid: int) -> bool:
    """Whether a process is still there; one that ended and that nobody asked about yet is not."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False


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
    until = time.monotonic() + ENDS_SECONDS
    while any(runs(pid) for pid in workers) and time.monotonic() < until:
        time.sleep(0.05)
    left = [pid for pid in workers if runs(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


if __name__ == "__main__":
    {"report": report, "screening": screening}[sys.argv[1]]()
