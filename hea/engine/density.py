"""Workers per area of a sector: the names of the figures, and how far companies in it lie apart."""

from typing import Final, Literal, NamedTuple

from hea.parameters import ParameterSet
from hea.reference import sectors

Measure = Literal["plot", "floor"]
STEP: Final = "one_end_step"
"""Figure for how far apart companies lie in the sectors of which that is known, all together."""
MEASURES: Final[tuple[Measure, ...]] = ("floor", "plot")
"""The most telling of a number of workers first."""


class Apart(NamedTuple):
    """How far the companies of a sector lie apart."""

    down: float
    """How many times as large a high one is as the middle one."""
    up: float
    """How many times as large the middle one is as a low one."""
    of_sector: bool
    """Whether it is of the sector itself, or of all sectors together."""


def density_name(sector: str, measure: Measure) -> str:
    """Name of the figure that turns an area into jobs, known or not."""
    return f"sector.{sector}.{'jobs_per_ha' if measure == 'plot' else 'jobs_per_1000m2'}"


def companies_apart(sector: str, figures: ParameterSet) -> Apart:
    """How far companies lie apart in workers per area; for a part without a figure that of the whole sector.

    Args:
        sector: id of the sector; empty if it is not known.
        figures: the parameters.
    """
    whole = sectors()[sector].part_of if sector in sectors() else None
    for one in (sector, whole or ""):
        for measure in MEASURES:
            name = density_name(one, measure)
            if name in figures and not (bounds := figures.bounds(name)).degenerate and bounds.low > 0:
                return Apart(bounds.high / bounds.central, bounds.central / bounds.low, of_sector=True)
    step = 1 + figures.value(STEP)
    return Apart(step, step, of_sector=False)
