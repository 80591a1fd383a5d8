"""What plans need, draw by draw and month by month, on one common calendar."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.engine.housing import adults_among, children_of, destinations, in_municipality, places_for
from hea.engine.supply import villages as villages_named
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
UNNAMED = ""
"""The village of a plan that names none."""

Spread = Mapping[str, Mapping[str, float]]
"""Per municipality of a site: shares of the need in the region per municipality, together at most 1."""


class SpreadError(RefusedError):
    """Shares of a spread that do not fit, for the municipality of a site."""


class Site(NamedTuple):
    """What decides where the need of a plan lands: plans that are alike in it are added up first."""

    municipality: str
    within_share: float | None
    """Of those who live in the region, who live in the municipality, if the plan says so."""
    villages: tuple[tuple[str, float], ...]
    """Where its places stand, and the share of each."""


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
        self._standards = [standardised(plan) for plan in plans]

    @property
    def left_out(self) -> tuple[int, ...]:
        """Plans that open after the last month."""
        last = self.start + self.months
        return tuple(i for i, plan in enumerate(self.plans) if month_number(plan.opening) >= last)

    @property
    def alike(self) -> list[list[int]]:
        """Plans that share a calculation together, in an order of their own."""
        found: dict[str, list[int]] = {}
        for index, (standard, _) in enumerate(self._standards):
            found.setdefault(standard.hash, []).append(index)
        return [found[key] for key in sorted(found)]

    @property
    def by_opening(self) -> list[int]:
        """Plans in the order in which they open."""
        return sorted(range(len(self.plans)), key=lambda index: (self.plans[index].opening, index))

    def nothing(self, rows: int = ROWS) -> Array:
        """No need at all, ``(rows, draws, months)``."""
        return np.zeros((rows, self.draws.count, self.months))

    def factor(self, index: int) -> float:
        """How many times the need of its standard plan a plan has."""
        return self._standards[index].factor

    def months_of(self, index: int) -> slice:
        """The common months in which a plan is there."""
        later = month_number(self.plans[index].opening) - self.start
        return slice(min(later, self.months), self.months)

    def standard_need(self, index: int) -> Array:
        """The need of the standard plan of a plan from its opening on, ``(5, draws, months)``."""
        plan = self._standards[index].standard
        block = Calculation(plan, self.draws).block
        abroad = block.persons.sum(axis=0) * destinations(plan, self.draws).across_border[:, None]
        return np.concatenate([block.units[:1], block.net, abroad[None]])

    def standard_of(self, index: int) -> str:
        """A name for the standard plan of a plan."""
        return self._standards[index].standard.hash

    def site(self, index: int) -> Site:
        """Where the need of a plan comes from."""
        plan = self.plans[index]
        return Site(
            plan.municipality, plan.recruitment.within_municipality_share, tuple(villages_of(plan).items())
        )

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


def villages_of(plan: Proposal) -> dict[str, float]:
    """Share of what a plan asks in each village where its places stand, by the name for comparing."""
    return {compared(name): share for name, share in villages_named(plan).items()} or {UNNAMED: 1.0}


def compared(name: str) -> str:
    """The name of a village, for comparing it with another."""
    return name.strip().casefold()
