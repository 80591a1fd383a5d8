"""Where the need of plans lands: added up per site first, then spread once over the municipalities around it.

Spreading each plan by itself gives the same sums. Thousands of plans over all municipalities would then take
minutes, and gigabytes for what lands in each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from hea.model.uncertainty import Array
from hea.portfolio.need import ABROAD, Calendar, Site

EXACT_SITES = 100
"""Of more sites than these the sums are kept in single precision, seven digits, which halves the memory."""
KEPT_BYTES = 400_000_000
"""Of the places of standard plans, which are asked for again in the order in which plans open."""
EVERY_MONTH = slice(None)


@dataclass
class Sums:
    """What lands in one municipality, per draw and month."""

    need: Array
    """As of :class:`hea.portfolio.need.Calendar` without those across the border, ``(4, draws, months)``."""
    own: Array
    """Places for people who work here, ``(draws, months)``."""
    villages: dict[str, Array] = field(default_factory=dict)
    """Need of plans on a site here, by the village where they stand; without a name if they name none."""


class Landing:
    """The need of plans by where it comes from, and by where it lands."""

    def __init__(self, calendar: Calendar, *, by_class: bool = True) -> None:
        """Add all plans of a calendar up.

        Args:
            calendar: the plans and their months.
            by_class: whether places are asked for by class of stay, or of all classes together.
        """
        self._calendar, self._by_class = calendar, by_class
        self._places: dict[str, Array] = {}
        self.region = calendar.nothing()
        self._plan = {calendar.site(index): plan for index, plan in reversed([*enumerate(calendar.plans)])}
        many = len(self._plan) > EXACT_SITES
        self._precision = np.float32 if many else np.float64
        self._needs: dict[Site, Array] = {}
        for alike in calendar.alike:
            self._add(alike)

    def _add(self, alike: list[int]) -> None:
        """Add plans that share a calculation."""
        calendar = self._calendar
        need = calendar.standard_need(alike[0])
        self._keep(alike[0], need)
        kept = need[:ABROAD].astype(self._precision)
        room = np.empty_like(kept)
        together: dict[int, float] = {}
        for index in alike:
            months, factor = calendar.months_of(index), calendar.factor(index)
            together[months.start] = together.get(months.start, 0.0) + factor
            shown = months.stop - months.start
            np.multiply(kept[..., :shown], self._precision(factor), out=room[..., :shown])
            self._of(calendar.site(index))[..., months] += room[..., :shown]
        for start, factor in together.items():
            self.region[..., start:] += factor * need[..., : calendar.months - start]

    def _keep(self, index: int, need: Array) -> Array:
        """Places of a standard plan, by class or together, ``(3 or 1, draws, months)``."""
        by_class = self._calendar.places(need)
        places: Array = by_class if self._by_class else by_class.sum(axis=0, keepdims=True)
        if (len(self._places) + 1) * places.nbytes <= KEPT_BYTES:
            self._places[self._calendar.standard_of(index)] = places
        return places

    def places(self, index: int) -> Array:
        """Places for a plan in the common months, by class or together, ``(3 or 1, draws, months)``."""
        calendar = self._calendar
        found = self._places.get(calendar.standard_of(index))
        if found is None:
            found = self._keep(index, calendar.standard_need(index))
        months, own = calendar.months_of(index), calendar.nothing(len(found))
        np.multiply(found[..., : months.stop - months.start], calendar.factor(index), out=own[..., months])
        return own

    def _of(self, site: Site) -> Array:
        if site not in self._needs:
            self._needs[site] = self._calendar.nothing(ABROAD).astype(self._precision)
        return self._needs[site]

    @cached_property
    def _shares(self) -> dict[str, dict[Site, Array]]:
        """Per municipality: the sites of which need lands there, and the share of it per draw."""
        found: dict[str, dict[Site, Array]] = {}
        for site, plan in self._plan.items():
            for code, share in self._calendar.shares(plan).items():
                found.setdefault(code, {})[site] = share
        return found

    @property
    def codes(self) -> Iterator[str]:
        """Municipalities in which need may land."""
        return iter(self._shares)

    def need(self, code: str, months: slice = EVERY_MONTH) -> Array:
        """What lands in a municipality, ``(4, draws, months)``."""
        landed = self._calendar.nothing(ABROAD)[..., months]
        for site, share in self._shares.get(code, {}).items():
            landed += self._needs[site][..., months] * share[:, None]
        return landed

    def sums(self, code: str) -> Sums:
        """What is told of a municipality."""
        own = self._calendar.nothing(ABROAD)
        villages: dict[str, Array] = {}
        for site, share in self._shares.get(code, {}).items():
            if site.municipality != code:
                continue
            landed = self._needs[site] * share[:, None]
            own += landed
            for name, part in site.villages:
                villages[name] = villages.get(name, 0.0) + landed * part
        return Sums(self.need(code), self._calendar.places(own).sum(axis=0), villages)
