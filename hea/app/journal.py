"""The log of the app: what happened and where in the program, never what anyone filled in.

``HEA_LOG=json`` gives one JSON object a line, for a program that collects logs. That holds for what other
libraries log as well: their words are kept as the library wrote them, without the values they were to hold.
"""

import json
import logging
import os
import sys
import threading
import traceback
import warnings
from pathlib import Path
from typing import Any, TextIO

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


class _Foreign(logging.LogRecord):
    """A record of another library: no values, no message of an exception; these may quote input."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        super().__init__(*arguments, **options)
        error = self.exc_info[1] if self.exc_info else None
        self.__dict__.update(about(error))
        words = str(self.msg).partition("\n")[0]  # asyncio and others write what was called, and with what
        self.msg, self.args, self.exc_info = words if error is None else "error", (), None

    def getMessage(self) -> str:  # noqa: N802
        """The whole line if lines are objects: most handlers of libraries print this and nothing else."""
        if as_json():
            return _OBJECTS.format(_plain(self))
        return " ".join((self.msg, *(f"{key}={value}" for key, value in _fields(self).items())))


def _plain(record: _Foreign) -> logging.LogRecord:
    """The same as a record that says its own words."""
    plain = logging.LogRecord(
        record.name, record.levelno, record.pathname, record.lineno, record.msg, (), None
    )
    plain.__dict__.update(record.__dict__)
    return plain


_OBJECTS = JsonLines()


def as_json() -> bool:
    """Whether every line of the log is an object."""
    return os.environ.get(LOG_VARIABLE) == "json"


def _record(name: str, *arguments: Any, **options: Any) -> logging.LogRecord:  # noqa: ANN401
    ours = str(name).partition(".")[0] == "hea"
    return (logging.LogRecord if ours else _Foreign)(name, *arguments, **options)


def begin() -> None:
    """Let the log of hea, and of all it uses, go to standard error in the form that was asked for."""
    logging.raiseExceptions = (
        False  # a log that cannot be written must not print the exception, with its input
    )
    logging.setLogRecordFactory(_record)
    handler = _StandardError()
    handler.setFormatter(_OBJECTS if as_json() else Lines())
    log = logging.getLogger("hea")
    log.handlers[:] = [handler]
    log.setLevel(logging.INFO)
    log.propagate = False
    others = _StandardError()
    others.setFormatter(logging.Formatter("%(message)s" if as_json() else None))
    root = logging.getLogger()
    root.handlers[:] = [item for item in root.handlers if not isinstance(item, _StandardError)] + [others]
    warnings.showwarning = _warned
    sys.excepthook = lambda _kind, error, _trace: _ended(error)
    threading.excepthook = lambda told: _ended(told.exc_value)


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """A warning of Python, without its words and the line of code, which may quote input."""
    del message, file, line
    told = {"kind": category.__name__, "places": [f"{Path(filename).name}:{lineno}"]}
    logging.getLogger("hea").warning("warning", extra=told)


def _ended(error: BaseException | None) -> None:
    """An error that nobody caught."""
    if not isinstance(error, KeyboardInterrupt):
        logging.getLogger("hea").critical("ended", extra=about(error))


def about(error: BaseException | None) -> dict[str, Any]:
    """Kind of the first error of all and where in the program it came from: no message, no values."""
    if error is None:
        return {}
    while error.__cause__ is not None:
        error = error.__cause__
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"kind": type(error).__name__, "places": places}
