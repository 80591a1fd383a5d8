"""Reports with few draws, in the process that a quick app begins for them."""

from multiprocessing.queues import SimpleQueue

from hea.app import report_job, report_queue
from hea.app.report_job import Step

SCREEN_DRAWS = 256
"""Of what pages and reports show in tests that are not about figures: enough for every part of them, and a
third of the work of the usual number."""


def begin(said: "SimpleQueue[tuple[int, Step]]") -> None:
    """In the new process: what the app does there, for reports of few draws."""
    report_job.DOSSIER_DRAWS = SCREEN_DRAWS  # type: ignore[attr-defined]
    report_queue._begin(said)
