"""The dossiers that somebody sees."""

from hea.dossiers import Dossiers, Saved


def seen_by(own: Dossiers) -> tuple[Saved, ...]:
    """Those of the actor and those shared with them, saved last first."""
    return tuple(row.saved for row in own.listed())
