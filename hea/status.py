"""How far a snapshot of a dossier is: the one source of what a report calls itself."""

from typing import Final, Literal, get_args

Status = Literal["concept", "ingediend", "definitief"]
STATUSES: Final = get_args(Status)
"""In the order in which a snapshot goes through them; it never goes back."""

FIRST: Final[Status] = "concept"
"""What is not a snapshot is not more than this."""

LAST: Final[Status] = "definitief"
"""What nobody can undo."""
