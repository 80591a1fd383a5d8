"""How long dossiers are kept, and seeing to it every day."""

import logging
import os
import threading
from collections.abc import Callable
from typing import Final

from hea.dossiers.database import StoreError
from hea.problems import RefusedError
from hea.units import CENTURY_DAYS

RETENTION_VARIABLE: Final = "HEA_RETENTION_DAYS"
"""Environment variable: dossiers with which nobody did anything for so many days are removed."""
EVERY_SECONDS: Final = 24 * 3600

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


def keep_to(purge: Callable[[], int], wait: Callable[[float], bool] | None = None) -> None:
    """Remove what is old now and every day after, until ``wait`` says that it is enough."""
    wait = wait or threading.Event().wait
    while True:
        try:
            log.info("retention: %d dossiers removed", purge())
        except StoreError as error:
            log.warning("retention: the store did not answer: %s", type(error).__name__)
        if wait(EVERY_SECONDS):
            return
