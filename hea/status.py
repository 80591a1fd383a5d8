"""How far a snapshot of a dossier is, and how far an agreement in it: what screen and report call them."""

from typing import Final, Literal, get_args

from hea.proposal import month_number

Status = Literal["concept", "ingediend", "definitief"]
STATUSES: Final = get_args(Status)
"""In the order in which a snapshot goes through them; it never goes back."""

FIRST: Final[Status] = "concept"
"""What is not a snapshot is not more than this."""

LAST: Final[Status] = "definitief"
"""What nobody can undo."""

AgreementStatus = Literal["afgesproken", "loopt", "gehaald", "te_laat", "vervallen"]
AGREEMENT_STATUSES: Final = get_args(AgreementStatus)
CLOSED: Final[frozenset[str]] = frozenset({"gehaald", "vervallen"})
"""Of which nothing is due any more."""
LATE: Final[AgreementStatus] = "te_laat"
"""What somebody wrote down as late, whatever its month."""


def overdue(status: str, month: str, at: str) -> bool:
    """Whether an agreement should have been done before a month ``at`` and was not."""
    return status not in CLOSED and month_number(month) < month_number(at)
