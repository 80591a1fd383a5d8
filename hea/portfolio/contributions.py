"""What each plan adds to all plans together, as the first, in the order of opening, and as the last."""

import numpy as np

from hea.assessment.ranges import to_range
from hea.model.uncertainty import Array
from hea.portfolio.landing import Landing
from hea.portfolio.municipality import short
from hea.portfolio.need import Calendar
from hea.portfolio.result import Contribution
from hea.portfolio.stock import Stock


def contributions(landing: Landing, calendar: Calendar, stock: Stock) -> tuple[Contribution, ...]:
    """What each plan adds, in the order of the list.

    Args:
        landing: what all plans need together.
        calendar: of these plans.
        stock: what they know of places.
    """
    queue = _Queue(landing, calendar, stock)
    found = {index: queue.next(index) for index in calendar.by_opening}
    return tuple(found[index] for index in range(len(calendar.plans)))


class _Queue:
    """Plans that come one after the other.

    Where no plan tells of places, a shortage is the total itself, and the classes of stay are added at once.
    """

    def __init__(self, landing: Landing, calendar: Calendar, stock: Stock) -> None:
        self.landing, self.calendar, self.stock = landing, calendar, stock
        places = calendar.places(landing.region)
        self.together = places if stock.telling else places.sum(axis=0, keepdims=True)
        self.totals = self.together.sum(axis=0)
        self.busiest = int(np.median(self.totals, axis=0).argmax())
        self.short = self._short(self.together, stock.everywhere)
        self.before = np.zeros_like(self.together)
        self.short_before = np.zeros(calendar.draws.count)
        self.telling: list[int] = []
        self.known = np.zeros_like(stock.everywhere)

    def _short(self, places: Array, known: Array) -> Array:
        return short(places, known if self.stock.telling else known[:1])

    def next(self, index: int) -> Contribution:
        """The plan whose turn it is."""
        plan, own = self.calendar.plans[index], self.landing.places(index)
        self.before += own
        if index in self.stock.telling:
            self.telling.append(index)
            self.known = self.stock.of(self.telling)
        so_far, earlier = self._short(self.before, self.known), self.short_before
        self.short_before = so_far
        total = own.sum(axis=0)
        at_busiest = self.totals[:, self.busiest]
        last = self.short - self._short(self.together - own, self.stock.without(index))
        return Contribution(
            index=index,
            company=plan.company,
            gm_code=plan.municipality,
            opening=plan.opening,
            peak=to_range(total.max(axis=1)),
            share=to_range(total[:, self.busiest] / np.where(at_busiest > 0, at_busiest, 1.0)),
            short_if_first=to_range(self._short(own, self.stock.of([index]))),
            short_in_order=to_range(np.maximum(0.0, so_far - earlier)),
            short_if_last=to_range(np.maximum(0.0, last)),
        )
