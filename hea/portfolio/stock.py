"""Places that plans know of: free, arranged, planned by others, and short already."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from hea.engine.supply import arranged
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES, LocalContext, Offer, PlacesPerStay, Proposal


class Stock:
    """Free and arranged places of several plans.

    Plans in one municipality tell of the same free places, so those are counted once: the most that any of
    them knows of.
    """

    def __init__(self, plans: Sequence[Proposal], first_month: int, months: int) -> None:
        """Keep those who tell of places.

        Args:
            plans: all plans.
            first_month: counted from year 0.
            months: length of the calendar.
        """
        self.first_month, self.months = first_month, months
        self.telling = {index: plan for index, plan in enumerate(plans) if _tells(plan)}
        self.everywhere = self.of(list(self.telling))

    def of(self, indices: Sequence[int], code: str | None = None) -> Array:
        """Places that some plans know of in one municipality or in all, ``(3, months)``."""
        places = np.zeros((len(STAY_CLASSES), self.months))
        free: dict[str, Array] = {}
        for plan in (self.telling[index] for index in indices if index in self.telling):
            told = np.array([getattr(plan.context.free_places, stay) or 0.0 for stay in STAY_CLASSES])
            free[plan.municipality] = np.maximum(free.get(plan.municipality, 0.0), told)
            for offer in plan.offers:
                if code in (None, _where(offer, plan)):
                    places += arranged(offer, self.first_month, self.months)
        for where, most in free.items():
            if code in (None, where):
                places += most[:, None]
        return places

    def without(self, index: int) -> Array:
        """Places that all plans but one know of."""
        if index not in self.telling:
            return self.everywhere
        return self.of([other for other in self.telling if other != index])

    def known(self, code: str) -> Array | None:
        """Places in a municipality, ``(3, months)``, or ``None`` if no plan told of any there."""
        telling = [
            index
            for index, plan in self.telling.items()
            if (plan.municipality == code and _tells_free(plan))
            or any(_where(offer, plan) == code for offer in plan.offers)
        ]
        return self.of(telling, code) if telling else None

    @property
    def homes(self) -> set[str]:
        """Municipalities in which places are arranged."""
        return {_where(offer, plan) for plan in self.telling.values() for offer in plan.offers}


def most_named(plans: Sequence[Proposal], what: Callable[[LocalContext], PlacesPerStay]) -> PlacesPerStay:
    """The most that plans in one municipality tell of, per class of stay; unknown if none tells."""
    told = [what(plan.context) for plan in plans]
    return PlacesPerStay(**{stay: most(getattr(item, stay) for item in told) for stay in STAY_CLASSES})


def most(values: Iterable[float | None]) -> float | None:
    """The highest of values that are known."""
    known = [value for value in values if value is not None]
    return max(known) if known else None


def _where(offer: Offer, plan: Proposal) -> str:
    return offer.municipality or plan.municipality


def _tells_free(plan: Proposal) -> bool:
    return set(plan.context.free_places.model_dump().values()) != {None}


def _tells(plan: Proposal) -> bool:
    return _tells_free(plan) or bool(plan.offers)
