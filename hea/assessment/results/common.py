"""What all results share: ranges, series through time, levels of a signal."""

from typing import Annotated, Final, Literal, TypeVar

from pydantic import Field

from hea.frozen import Frozen
from hea.units import nearest

Level = Literal["green", "amber", "red", "unknown"]
PERCENTILES: Final = ("p10", "p50", "p90")
"""The ends and the middle of a range."""

DOSSIER_DRAWS: Final = 2048
"""Draws of everything that is told of one plan, so that screen and paper are the same run."""

V = TypeVar("V")


class Range(Frozen):
    """An outcome as a range over the draws."""

    p10: float
    """One in ten draws lies below this."""
    p50: float
    """Half of the draws lie below this; not the same as the central run."""
    p90: float
    """One in ten draws lies above this."""

    def __str__(self) -> str:
        """``88–172 (122)``: P10 to P90 with the P50, rounded; a share keeps two decimals.

        Reports round places to live up, so that one more may stand there.
        """
        digits = 2 if 0 < abs(self.p90) <= 1 else None
        low, middle, high = (nearest(value, digits or 0) for value in (self.p10, self.p50, self.p90))
        if digits is None:
            low, middle, high = int(low), int(middle), int(high)
        return f"{low:,}–{high:,} ({middle:,})"

    __repr__ = __str__


Months = Annotated[tuple[float, ...], Field(min_length=1)]


class Series(Frozen):
    """A monthly outcome as three lines over the draws."""

    p10: Months
    p50: Months
    p90: Months


class SeriesByStay(Frozen):
    """Monthly outcomes per class of stay."""

    short: Series
    mid: Series
    long: Series


class SeriesByStayAndTotal(SeriesByStay):
    """Monthly outcomes per class of stay and together."""

    total: Series
