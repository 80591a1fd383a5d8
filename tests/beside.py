"""Which processes work beside the app at the moment."""

from typing import Any

from hea.app.reading_apart import ReadingRoom
from hea.app.report_queue import ReportQueue


def building(queue: ReportQueue) -> tuple[int, ...]:
    """Those that build reports."""
    pool: Any = queue._pool
    return tuple(pool._processes) if pool is not None and pool._processes else ()


def waiting(room: ReadingRoom) -> tuple[int, ...]:
    """Those that wait for a file to read."""
    return tuple(reader.pid for reader in room._idle)
