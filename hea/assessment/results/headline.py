"""The main figures, and the path through time."""

from typing import Generic

from hea.assessment.results.common import Range, Series, SeriesByStay, SeriesByStayAndTotal, V
from hea.frozen import Frozen


class UnitLevels(Frozen, Generic[V]):
    """Places needed for one class of stay."""

    structural: V
    """Third-lowest month of the fifth year."""
    peak: V
    """Highest month of the horizon."""
    opening_year: V
    """Highest month of the first twelve."""


RangeUnitLevels = UnitLevels[Range]

ValueUnitLevels = UnitLevels[float]


class GapLevels(Frozen, Generic[V]):
    """Places short for one class of stay."""

    structural: V
    """Third-lowest month of the fifth year."""
    peak: V
    """Highest month of the horizon."""


RangeGapLevels = GapLevels[Range]

ValueGapLevels = GapLevels[float]


class Units(Frozen, Generic[V]):
    """Places per class of stay; the peak of the total is its own figure, not a sum of peaks."""

    short: UnitLevels[V]
    """Beds."""
    mid: UnitLevels[V]
    """Units."""
    long: UnitLevels[V]
    """Dwellings."""
    total: UnitLevels[V]
    """All places together."""


RangeUnits = Units[Range]

ValueUnits = Units[float]


class Gaps(Frozen, Generic[V]):
    """Places short per class of stay."""

    short: GapLevels[V]
    mid: GapLevels[V]
    long: GapLevels[V]
    total: GapLevels[V]
    """Of all classes together in the same month, each short by itself."""


RangeGaps = Gaps[Range]

ValueGaps = Gaps[float]


class Headline(Frozen, Generic[V]):
    """The main figures: as ranges over the draws, or as values of the central run."""

    jobs: V
    """Positions, mean of the fifth year."""
    migrant_share: V
    """Share of the positions filled by labour migrants, mean of the fifth year."""
    migrants_structural: V
    """Labour migrants present, third-lowest month of the fifth year."""
    migrants_peak: V
    """Labour migrants present in the highest month of the horizon."""
    units: Units[V]
    """Places needed in the region, net."""
    gap: Gaps[V]
    """Places needed minus places known to be available, at least 0."""
    residents: V
    """New residents of the region, adults and children, structural."""
    children: V
    """Children among them."""


RangeHeadline = Headline[Range]

ValueHeadline = Headline[float]
# Named here, each before it is used, so that results can be pickled: to other processes and into caches.


class Monthly(Frozen):
    """The path through time, from the opening month on."""

    month: tuple[str, ...]
    """Calendar months, as YYYY-MM."""
    positions: Series
    migrants: Series
    arrivals: Series
    persons: SeriesByStay
    """Labour migrants present by elapsed stay, before any deduction."""
    units: SeriesByStayAndTotal
    supply: SeriesByStay
    gap: SeriesByStayAndTotal


class Positions(Frozen):
    """Positions through time."""

    month: tuple[str, ...]
    """Calendar months, as YYYY-MM."""
    positions: Series
