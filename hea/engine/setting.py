"""What holds for all draws of one assessment."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import Proposal, month_number
from hea.reference import StayDefinition
from hea.units import MONTHS_PER_YEAR

Viewpoint = Literal["regional", "employer"]

EQUAL = 6
"""Decimals of people to which months are alike: the first of them counts, and not the noise of rounding."""


@dataclass(frozen=True)
class Setting:
    """What holds for all draws: the calendar, the definition of stay and the supply."""

    proposal: Proposal
    months: int
    definition: StayDefinition
    viewpoint: Viewpoint
    supply: Array
    """Places available per class and month, ``(3, months)``."""
    agreed: tuple[Array, Array]
    """Places for short stay with a transition of their own, and that over the usual one."""
    supply_here: Array
    """Those of the housing plan in the municipality of the site."""
    supply_agreed: Array
    """Those of the housing plan elsewhere, to which the municipality there agreed."""
    structural_year: int

    @property
    def opening(self) -> int:
        """Opening month as months since year 0."""
        return month_number(self.proposal.opening)

    @property
    def calendar_month(self) -> NDArray[np.intp]:
        """0 for January to 11, for every month of the horizon."""
        return (self.opening + np.arange(self.months)) % MONTHS_PER_YEAR

    @property
    def limits(self) -> tuple[int, int]:
        """First month of age that is mid stay, and long stay."""
        return self.definition.short_max_months, self.definition.mid_max_months

    @property
    def surplus_fills(self) -> bool:
        """Whether places left over in one class of stay may be used by another."""
        plan = self.proposal.housing_plan
        return plan is not None and plan.surplus_fills_other_classes

    @property
    def structural_window(self) -> slice:
        """Months of the year in which structural figures are read."""
        end = self.structural_year * MONTHS_PER_YEAR
        return slice(end - MONTHS_PER_YEAR, end)


def structural_rank(parameters: ParameterSet) -> int:
    """Which of the lowest months of a year is the structural one."""
    return int(parameters.value("structural_month_rank"))
