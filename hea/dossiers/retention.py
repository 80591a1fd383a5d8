"""How long dossiers are kept, and seeing to it every day."""

import logging
import os
import threading
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import ColumnElement, exists

from hea.dossiers.database import StoreError
from hea.dossiers.tables import (
    AttachmentRow,
    CommentRow,
    DossierRow,
    GrantRow,
    RealisedRow,
    SnapshotRow,
    StatusRow,
)

RETENTION_VARIABLE: Final = "HEA_RETENTION_DAYS"
"""Environment variable: dossiers with which nobody did anything for so many days are removed."""
MOST_DAYS: Final = 36_500
EVERY_SECONDS: Final = 24 * 3600

log = logging.getLogger("hea.dossiers")


class SettingError(ValueError):
    """A setting that cannot be followed; not followed in silence it would keep, or remove, too much."""

    def __init__(self, variable: str, value: str) -> None:
        super().__init__(f"{variable}={value}")
        self.variable, self.value = variable, value


def retention_days() -> int | None:
    """After how many days dossiers are removed; ``None`` if none is.

    Raises:
        SettingError: if the setting is no whole number of days.
    """
    given = os.environ.get(RETENTION_VARIABLE, "").strip()
    if not given:
        return None
    if not (given.isascii() and given.isdecimal() and 0 < int(given) <= MOST_DAYS):
        raise SettingError(RETENTION_VARIABLE, given)
    return int(given)


def untouched_since(before: Any) -> ColumnElement[bool]:  # noqa: ANN401
    """Dossiers with which nobody did anything since a moment: the last deed counts, whichever it was."""
    moments = (
        *(CommentRow.at, CommentRow.settled_at, SnapshotRow.made_at),
        *(AttachmentRow.at, RealisedRow.at, GrantRow.made_at),
    )
    found: ColumnElement[bool] = DossierRow.saved_at < before
    for moment in moments:
        found &= ~exists().where(moment.class_.dossier_id == DossierRow.id, moment >= before)
    return found & ~exists().where(
        StatusRow.snapshot_id == SnapshotRow.id,
        SnapshotRow.dossier_id == DossierRow.id,
        StatusRow.at >= before,
    )


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
