"""Which processes work beside the app at the moment."""

from collections.abc import Callable
from typing import Any

from hea.app import report_queue
from hea.app.reading_apart import ReadingRoom
from hea.app.report_job import ASSESSED, Order, Step
from hea.app.report_queue import ReportQueue
from hea.assessment import assess
from hea.parameters import parameters_with
from hea.report.pdf import build_pdf


def one_page(order: Order, note: Callable[[Step], None]) -> dict[str, bytes]:
    """A report on paper alone, with few draws: for tests of whose turn it is."""
    figures = parameters_with(order.own_values)
    note(Step(ASSESSED, "assessing"))
    made = assess(order.proposal, figures, draws=64)
    return {"pdf": build_pdf(made, figures, order.language, parts=order.parts, form="eenA4")}


def small_work(number: int, order: Order) -> dict[str, bytes]:
    """What the process does for an order, but for the size of the report."""
    report_queue.build = one_page  # type: ignore[attr-defined]
    return report_queue._work(number, order)


def building(queue: ReportQueue) -> tuple[int, ...]:
    """Those that build reports."""
    pool: Any = queue._pool
    return tuple(pool._processes) if pool is not None and pool._processes else ()


def waiting(room: ReadingRoom) -> tuple[int, ...]:
    """Those that wait for a file to read."""
    return tuple(reader.pid for reader in room._idle)
