"""Processes as Linux lists them."""

import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

PROC = Path("/proc")


def runs(pid: int) -> bool:
    """Whether a process is still there; one that ended and that nobody asked about yet is not."""
    try:
        return ") Z " not in (PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def begun_by(pid: int) -> tuple[int, ...]:
    """What a process began, and what that began in turn."""
    found: list[int] = []
    for task in (PROC / str(pid) / "task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += (child, *begun_by(child))
    return tuple(found)


def leader_with(argument: str) -> int:
    """The leader of the group of processes that were begun with this argument.

    Raises:
        LookupError: if there is not exactly one.
    """
    pids = [int(place.name) for place in PROC.glob("[0-9]*") if argument in _arguments(place)]
    groups = {os.getpgid(pid) for pid in pids}
    if len(groups) != 1:
        raise LookupError(f"{argument}: {len(groups)} groups of processes")
    return groups.pop()


def _arguments(place: Path) -> list[str]:
    try:
        return (place / "cmdline").read_text(errors="replace").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []


def left_of(pids: Iterable[int], seconds: float) -> list[int]:
    """Which of some processes do not end within a time; they are ended then."""
    until, left = time.monotonic() + seconds, list(pids)
    while (left := [pid for pid in left if runs(pid)]) and time.monotonic() < until:
        time.sleep(0.02)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    return left
