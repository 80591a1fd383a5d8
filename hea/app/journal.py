"""The log of the app: what happened and where in the program, never what anyone filled in.

``HEA_LOG=json`` gives one JSON object a line, for a program that collects logs.
"""

import json
import logging
import os
import sys
import traceback
from pathlib import Path
from typing import Any

LOG_VARIABLE = "HEA_LOG"
FIELDS = ("reference", "kind", "places")
"""What may stand beside the event."""
DEEPEST = 12


class Lines(logging.Formatter):
    """One line per event, for a reader."""

    def format(self, record: logging.LogRecord) -> str:
        """Moment, level, event and fields; the message of an exception is left out, as it may quote input."""
        head = f"{self.formatTime(record)} {record.levelname} {record.name} {record.getMessage()}"
        return " ".join((head, *(f"{key}={value}" for key, value in _fields(record).items())))


class JsonLines(logging.Formatter):
    """One JSON object per line."""

    def format(self, record: logging.LogRecord) -> str:
        """The same as an object."""
        head = {"at": self.formatTime(record), "level": record.levelname, "log": record.name}
        return json.dumps({**head, "event": record.getMessage(), **_fields(record)}, ensure_ascii=False)


def _fields(record: logging.LogRecord) -> dict[str, Any]:
    return {key: getattr(record, key) for key in FIELDS if hasattr(record, key)}


class _StandardError(logging.StreamHandler[Any]):
    """Writes to what is standard error at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        self.stream = sys.stderr
        super().emit(record)


def begin() -> None:
    """Let the log of hea go to standard error in the form that was asked for."""
    logging.raiseExceptions = (
        False  # a log that cannot be written must not print the exception, with its input
    )
    handler = _StandardError()
    handler.setFormatter(JsonLines() if os.environ.get(LOG_VARIABLE) == "json" else Lines())
    log = logging.getLogger("hea")
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False


def about(error: BaseException | None) -> dict[str, Any]:
    """Kind of an error and where in the program it came from: no message, no values."""
    if error is None:
        return {}
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"kind": type(error).__name__, "places": places}
