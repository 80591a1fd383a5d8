"""What all results share: ranges, series through time, levels of a signal."""

from typing import Annotated, Literal, TypeVar

from pydantic import Field

from hea.frozen import Frozen

Level = Literal["green", "amber", "red", "unknown"]

V = TypeVar("V")


class Range(Frozen):
    """An outcome as a range over the draws."""

    p10: float
    """One in ten draws lies below this."""
    p50: float
    """Half of the draws lie below this; not the same as the central run."""
    p90: float
    """One in ten draws lies above this."""


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
