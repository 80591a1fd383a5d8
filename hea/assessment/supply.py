"""The supply side: places of the housing plan and free places through time."""

import numpy as np

from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES, Offer, Proposal, month_number


def supply(proposal: Proposal, months: int) -> Array:
    """Places known to be available for this company's workers, ``(3, months)``.

    Free existing places count all the time; an offer counts from its first month to its last, and only
    for the share meant for own workers. Unknown free places count as none: the gap is then an upper bound.
    """
    free = proposal.context.free_places
    places = np.zeros((len(STAY_CLASSES), months))
    for index, stay in enumerate(STAY_CLASSES):
        places[index] += getattr(free, stay) or 0.0
    for offer in offers(proposal):
        places += arranged(offer, month_number(proposal.opening), months)
    return places


def arranged(offer: Offer, first_month: int, months: int) -> Array:
    """Places of an offer for own workers, ``(3, months)`` from a month that is counted from year 0."""
    places = np.zeros((len(STAY_CLASSES), months))
    month = first_month + np.arange(months)
    is_open = month >= month_number(offer.from_month)
    if offer.until_month is not None:
        is_open &= month <= month_number(offer.until_month)
    places[STAY_CLASSES.index(offer.stay)] = own_places(offer) * is_open
    return places


def offers(proposal: Proposal) -> tuple[Offer, ...]:
    """The offers of the housing plan, or none."""
    return proposal.housing_plan.offers if proposal.housing_plan else ()


def own_places(offer: Offer) -> float:
    """Places of an offer for this company's own workers."""
    return offer.places * (1.0 if offer.own_workers_share is None else offer.own_workers_share)
