"""Curves of stay: all newcomers together are the published cohort, whatever the contract."""

from typing import Literal, NamedTuple, get_args

import numpy as np

from hea.engine.draws import Draws
from hea.model import stay
from hea.model.uncertainty import Array
from hea.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR

CoreStream = Literal["direct", "agency"]
CORE_STREAMS: tuple[CoreStream, ...] = get_args(CoreStream)

AGES = 240
"""Months of elapsed stay that make up the stock of the reference workforce: twenty years."""

FIRST_POINT = 12.0
"""Months of the first of the two published points; the second is five times as late."""

IN_COMMON = 0.9
"""Correlation of the two points: a more settled population is more settled at both. An assumption."""

DRAWN = (
    "survival_nl_1y", "survival_nl_5y", "settling_curve_shape", "direct_stay_factor",
    "reference_agency_share", "growth_of_stock_per_year",
)  # fmt: skip
"""Parameters behind the cohort."""


class Cohort(NamedTuple):
    """The published cohort of each draw, and what it makes of the rate of leaving per contract."""

    points: stay.Points
    reference: stay.Reference
    rate: Array
    """Common rate of leaving g, ``(draws,)``."""

    def factor(self, stream: CoreStream) -> Array:
        """Rate of leaving of a stream over that of the cohort, ``(draws,)``."""
        return self.rate * (self.reference.direct_factor if stream == "direct" else 1.0)

    def survival(self, stream: CoreStream, ages: Array) -> Array:
        """Share of the newcomers of a stream still here at some ages, ``(draws, ages)``."""
        here: Array = np.exp(-self.factor(stream)[:, None] * stay.cohort_hazard(self.points, ages))
        return here

    def everyone(self, ages: Array) -> Array:
        """Share of all newcomers of the reference workforce still here at some ages, ``(draws, ages)``."""
        stock = np.arange(float(AGES))
        agency, direct = stay.arrivals_by_contract(self.points, self.reference, self.rate, stock)
        here: Array = agency[:, None] * self.survival("agency", ages) + direct[:, None] * self.survival(
            "direct", ages
        )
        return here


def cohort(draws: Draws) -> Cohort:
    """The cohort of each draw; it does not hang on the proposal, so plans that share draws share it."""
    for name in DRAWN:
        draws[name]  # what a plan uses is noted for each plan on its own
    return draws.once("cohort", lambda: _cohort(draws))


def _cohort(draws: Draws) -> Cohort:
    early, late = draws["survival_nl_1y"], _later(draws)
    points = stay.points(early, late, draws["settling_curve_shape"], FIRST_POINT)
    reference = stay.Reference(
        draws["reference_agency_share"], draws["direct_stay_factor"], draws["growth_of_stock_per_year"]
    )
    return Cohort(points, reference, stay.common_rate(points, reference, np.arange(float(AGES))))


def _later(draws: Draws) -> Array:
    """The later point: mostly as far from its middle as the first is from its own."""
    first, own = (_place(draws, name) for name in ("survival_nl_1y", "survival_nl_5y"))
    if first is None or own is None:
        return draws["survival_nl_5y"]
    place = IN_COMMON * first + np.sqrt(1 - IN_COMMON**2) * own
    low, central, high = _log_odds(np.array(draws.parameters.bounds("survival_nl_5y")))
    odds = central + np.where(place < 0, central - low, high - central) * place
    share: Array = 1 / (1 + np.exp(-odds))
    return share


def _place(draws: Draws, name: str) -> Array | None:
    """How many times as far from the middle as the P10 or the P90 is; none for one value."""
    bounds = draws.parameters.bounds(name)
    if bounds.degenerate:
        return None
    low, central, high = _log_odds(np.array(bounds))
    away = _log_odds(draws[name]) - central
    place: Array = away / np.where(away < 0, central - low, high - central)
    return place


def _log_odds(share: Array) -> Array:
    odds: Array = np.log(share / (1 - share))
    return odds


def tenure_months(draws: Draws) -> Array:
    """Mean time of an agency worker with one agency, ``(draws,)``."""
    return draws["flex_tenure_weeks"] * MONTHS_PER_YEAR / WEEKS_PER_YEAR


def tenure(draws: Draws, ages: Array) -> Array:
    """Share of agency workers still with the same agency, ``(draws, ages)``."""
    return np.exp(-stay.exponential_hazard(ages, tenure_months(draws)))
