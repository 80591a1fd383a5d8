"""The app with a fault: it says that a change is saved some time before it is. This must be found out."""

from threading import Timer

from hea.dossiers import Dossiers, Draft, Saved
from hea.dossiers.database import now

LATE_SECONDS = 5
_save = Dossiers.save


def late(self: Dossiers, draft: Draft, dossier_id: str | None = None, revision: int = 0) -> Saved:
    """Say how a draft is saved, and save it later."""
    assert dossier_id is not None, "begins with a dossier that is in the store"
    Timer(LATE_SECONDS, _save, (self, draft, dossier_id, revision)).start()
    return Saved(dossier_id, revision + 1, now(), draft.title)


def be_late() -> None:
    """Put the fault in the app of this process."""
    Dossiers.save = late  # type: ignore[method-assign]
