"""How long dossiers are kept, and seeing to it every day."""

import logging
import os
import threading
import time
from collections.abc import Callable
from typing import Final

from hea.dossiers.database import StoreError
from hea.problems import RefusedError
from hea.units import CENTURY_DAYS

RETENTION_VARIABLE: Final = "HEA_RETENTION_DAYS"
"""Environment variable: dossiers with which nobody did anything for so many days are removed."""
EVERY_SECONDS: Final = 24 * 3600
SETTLING_SECONDS: Final = 3600
"""A machine can begin with a clock that is years ahead, and sets it once it is on a network."""
JUMP_SECONDS: Final = 12 * 3600
"""A clock that went on by so much more than time did was changed; what it says is old is kept another day."""

log = logging.getLogger("hea.dossiers")


class SettingError(RefusedError):
    """A setting that cannot be followed; not followed in silence it would keep, or remove, too much."""

    def __init__(self, variable: str, value: str) -> None:
        super().__init__("retention_days", variable=variable, value=value)


def retention_days() -> int | None:
    """After how many days dossiers are removed; ``None`` if none is.

    Raises:
        SettingError: if the setting is no whole number of days.
    """
    given = os.environ.get(RETENTION_VARIABLE, "").strip()
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and 0 < int(given) <= CENTURY_DAYS):
        raise SettingError(RETENTION_VARIABLE, given)
    return int(given)


def passed_seconds() -> float:
    """Time that passed, whatever the clock says, also while the machine slept if it can tell."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def keep_to(purge: Callable[[], int], wait: Callable[[float], bool] | None = None) -> None:
    """Remove what is old soon and every day after, until ``wait`` says that it is enough.

    What is removed cannot be brought back, so nothing is on the word of a clock that was just changed.
    """
    wait = wait or threading.Event().wait
    ahead = time.time() - passed_seconds()
    over = wait(SETTLING_SECONDS)
    while not over:
        before, ahead = ahead, time.time() - passed_seconds()
        if ahead - before > JUMP_SECONDS:
            log.warning("retention: the clock was changed; nothing is removed before it is a day later")
        else:
            _remove(purge)
        over = wait(EVERY_SECONDS)


def _remove(purge: Callable[[], int]) -> None:
    try:
        log.info("retention: %d dossiers removed", purge())
    except StoreError as error:
        log.warning("retention: the store did not answer: %s", type(error).__name__)
