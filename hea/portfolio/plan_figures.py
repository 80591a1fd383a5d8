"""What a screening reads of a plan: main figures, what to mind and what to ask, and nothing else."""

from dataclasses import dataclass

import numpy as np

from hea.assessment.drivers import drivers
from hea.assessment.estimates import estimates
from hea.assessment.flags import general_flags
from hea.assessment.headline import headline
from hea.assessment.results.common import Range
from hea.assessment.results.headline import RangeHeadline
from hea.assessment.results.rounding import kept
from hea.assessment.scope import scope
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.engine.trace import Flag, Trace
from hea.model.uncertainty import Array, percentiles
from hea.parameters import ParameterSet
from hea.proposal import Proposal
from hea.texts.translated import Translated

SIZELESS = frozenset({"migrant_share"})
"""Headlines that stay the same when a plan grows and everything in it grows along."""
JOBS = "jobs"
MIDDLE = 1
"""Place of the P50 among the percentiles."""


@dataclass(frozen=True)
class PlanFigures:
    """Main figures of a plan before rounding, and what to mind and ask."""

    levels: dict[str, Array]
    """P10, P50 and P90 of each headline by its path, ``(3,)``."""
    flags: tuple[Flag, ...]
    """Without those about the range of application, which depend on size and year."""
    ask: tuple[Translated, ...]

    @property
    def headline(self) -> RangeHeadline:
        """The main figures as an assessment gives them."""
        return headline(self.levels, _as_range)

    def at(self, factor: float) -> "PlanFigures":
        """The same plan so many times as large.

        Right only for a plan in which everything grows along with the workers: none with places, people
        or dates of its own.
        """
        levels = {path: level if path in SIZELESS else level * factor for path, level in self.levels.items()}
        return PlanFigures(levels, self.flags, self.ask)

    def flags_of(self, proposal: Proposal, parameters: ParameterSet) -> tuple[Flag, ...]:
        """All flags of a plan that has these figures."""
        trace = Trace(parameters, flags={flag.code: flag for flag in self.flags})
        scope(proposal, self.levels[JOBS][MIDDLE : MIDDLE + 1], trace)
        return tuple(trace.flags.values())


def plan_figures(proposal: Proposal, drawn: Draws) -> PlanFigures:
    """The figures, flags and questions that :func:`hea.assess` gives with the same draws.

    Args:
        proposal: as handed in.
        drawn: draws to take values from; many plans can share them.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands.
    """
    own = Draws(drawn.parameters, drawn.count, drawn.seed, shared=drawn)
    calculation = Calculation(proposal, own)
    figures, trace = calculation.headline, calculation.trace
    general_flags(calculation.setting, trace)
    estimates(calculation)
    found = drivers(calculation)
    levels = {path: percentiles(values) for path, values in figures.items()}
    return PlanFigures(levels, tuple(trace.flags.values()), tuple(item.about for item in found.ask_first))


def _as_range(level: Array) -> Range:
    p10, p50, p90 = (kept(value) for value in np.asarray(level))
    return Range(p10=p10, p50=p50, p90=p90)
