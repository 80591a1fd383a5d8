"""What plans need, draw by draw and month by month, on one common calendar."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.engine.housing import adults_among, children_of, destinations, in_municipality, places_for
from hea.model.uncertainty import Array
from hea.portfolio.result import ACROSS, ELSEWHERE
from hea.portfolio.standard_plans import standardised
from hea.problems import RefusedError
from hea.proposal import Proposal, month_number
from hea.reference import municipalities
from hea.reference.geography import neighbour_shares

BEDS, NET, ABROAD = 0, slice(1, 4), 4
"""Rows of a need: beds for short stay, people who need a place by class, people across the border."""
ROWS = 5
KEPT = 32
"""Standard plans whose need is kept in memory, 5 MB each with a thousand draws."""

Spread = Mapping[str, Mapping[str, float]]
"""Per municipality of a site: shares of the need in the region per municipality, together at most 1."""


class SpreadError(RefusedError):
    """Shares of a spread that do not fit, for the municipality of a site."""


class People(NamedTuple):
    """Who lives in a place and what they need, each ``(3, draws, months)`` by class of stay."""

    net: Array
    places: Array
    adults: Array
    children: Array


def check_spread(spread: Spread) -> None:
    """Refuse shares below nought, together above one, or for a place that is not known.

    Raises:
        SpreadError: naming the municipality of the site.
    """
    known = {*municipalities(), ELSEWHERE, ACROSS}
    for site, shares in spread.items():
        too_low, too_much = min(shares.values(), default=0) < 0, sum(shares.values()) > 1 + 1e-9
        if too_low or too_much or not known.issuperset({site, *shares}):
            raise SpreadError("spread_misfit", site=site)


class Calendar:
    """The months of several plans together, and what each needs in them."""

    def __init__(self, plans: Sequence[Proposal], draws: Draws, spread: Spread) -> None:
        """From the first opening until the first plan is no longer calculated.

        Args:
            plans: at least one.
            draws: what all plans share.
            spread: where need lands, for the municipalities in which that was set.
        """
        self.plans, self.draws, self.spread = plans, draws, spread
        self.start = min(month_number(plan.opening) for plan in plans)
        self.months = int(draws.parameters.value("horizon_months")) + 1
        self._standard = lru_cache(maxsize=KEPT)(self._calculated)

    @property
    def left_out(self) -> tuple[int, ...]:
        """Plans that open after the last month."""
        last = self.start + self.months
        return tuple(i for i, plan in enumerate(self.plans) if month_number(plan.opening) >= last)

    @property
    def by_standard(self) -> list[int]:
        """Plans in an order in which those that share a calculation follow each other."""
        keys = [standardised(plan).standard.hash for plan in self.plans]
        return sorted(range(len(keys)), key=lambda index: (keys[index], index))

    @property
    def by_opening(self) -> list[int]:
        """Plans in the order in which they open."""
        return sorted(range(len(self.plans)), key=lambda index: (self.plans[index].opening, index))

    def nothing(self, rows: int = ROWS) -> Array:
        """No need at all, ``(rows, draws, months)``."""
        return np.zeros((rows, self.draws.count, self.months))

    def need(self, plan: Proposal) -> tuple[Array, slice]:
        """The need of a plan, ``(5, draws, its months)``, and the common months it falls in."""
        standard, factor = standardised(plan)
        later = month_number(plan.opening) - self.start
        shown = max(0, self.months - later)
        return factor * self._standard(standard.model_dump_json())[..., :shown], slice(later, later + shown)

    def _calculated(self, standard: str) -> Array:
        plan = Proposal.model_validate_json(standard)
        block = Calculation(plan, self.draws).block
        abroad = block.persons.sum(axis=0) * destinations(plan, self.draws).across_border[:, None]
        return np.concatenate([block.units[:1], block.net, abroad[None]])

    def shares(self, plan: Proposal) -> dict[str, Array]:
        """Where the need of a plan lands, per draw; together 1."""
        ones = np.ones(self.draws.count)
        if plan.municipality in self.spread:
            shares = {code: ones * share for code, share in self.spread[plan.municipality].items()}
            rest = ones - sum(shares.values(), np.zeros_like(ones))
            return shares | {ELSEWHERE: shares.get(ELSEWHERE, 0.0) + np.maximum(0.0, rest)}
        local = in_municipality(plan, self.draws)
        around = neighbour_shares(plan.municipality) or {ELSEWHERE: 1.0}
        return {plan.municipality: local, **{code: (1 - local) * share for code, share in around.items()}}

    def people(self, need: Array) -> People:
        """Who lives in a place and what they need, from the sum of needs."""
        net = need[NET]
        adults = adults_among(net, self.draws)
        return People(net, self.places(need), adults, children_of(adults, self.draws))

    def places(self, need: Array) -> Array:
        """Places by class, ``(3, draws, months)``."""
        return places_for(need[BEDS], need[NET], self.draws)
