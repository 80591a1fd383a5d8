"""Places to live for this company's workers: how many, for which stay, where and when they stand."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES, Offer, Proposal, month_number
from hea.reference import municipalities

Where = Callable[[Offer, Proposal], bool]
"""Which offers count."""


def supply(proposal: Proposal, months: int) -> Array:
    """Places in reach of the site for this company's workers, ``(3, months)``.

    Free existing places count all the time; an offer counts from its first month to its last, and only
    for the share meant for own workers. Unknown free places count as none: the gap is then an upper bound.
    """
    free = proposal.context.free_places
    known = np.array([getattr(free, kind) or 0.0 for kind in STAY_CLASSES])
    return known[:, None] + planned(proposal, months, in_reach)


def planned(proposal: Proposal, months: int, where: Where) -> Array:
    """Places of the housing plan that count, ``(3, months)``."""
    opening = month_number(proposal.opening)
    places = np.zeros((len(STAY_CLASSES), months))
    for offer in proposal.offers:
        if where(offer, proposal):
            places += arranged(offer, opening, months)
    return places


def arranged(offer: Offer, first_month: int, months: int) -> Array:
    """Places of an offer for own workers, ``(3, months)`` from a month that is counted from year 0."""
    places = np.zeros((len(STAY_CLASSES), months))
    places[STAY_CLASSES.index(offer.stay)] = offer.own_places * _stands(offer, first_month, months)
    return places


def _stands(offer: Offer, first_month: int, months: int) -> NDArray[np.bool_]:
    month = first_month + np.arange(months)
    stands = month >= month_number(offer.from_month)
    if offer.until_month is not None:
        stands &= month <= month_number(offer.until_month)
    return stands


def standing_offers(proposal: Proposal, months: int) -> tuple[Offer, ...]:
    """The offers that stand in some month of the horizon; what stands before or after it meets no need."""
    opening = month_number(proposal.opening)
    return tuple(offer for offer in proposal.offers if _stands(offer, opening, months).any())


def place_of(offer: Offer, proposal: Proposal) -> str:
    """Municipality of an offer: that of the site if it names none."""
    return offer.municipality or proposal.municipality


def is_here(offer: Offer, proposal: Proposal) -> bool:
    """Whether an offer stands in the municipality of the site."""
    return place_of(offer, proposal) == proposal.municipality


def is_agreed(offer: Offer, proposal: Proposal) -> bool:
    """Whether another municipality agreed to an offer."""
    return not is_here(offer, proposal) and bool(offer.regional_agreement)


def village(proposal: Proposal) -> str | None:
    """The village where people will live: that of the site if places stand there, else where most stand.

    Nothing if no offer in the municipality of the site names a village.
    """
    places, names = _places_per_village(proposal)
    if not places:
        return None
    of_site = _spoken(proposal.kern)
    return names[of_site if of_site in places else max(places, key=places.__getitem__)]


def villages(proposal: Proposal) -> dict[str, float]:
    """Share of the places that stand in each village, by its name; without any places the site has them all.

    Nothing if neither an offer in the municipality of the site nor the site itself names a village.
    """
    places, names = _places_per_village(proposal)
    total = sum(places.values())
    if total > 0:
        return {names[key]: count / total for key, count in places.items()}
    return {proposal.kern: 1.0} if proposal.kern else {}


def _places_per_village(proposal: Proposal) -> tuple[dict[str, float], dict[str, str]]:
    """Places in the municipality of the site per village, and its name as it was first written."""
    places: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    for offer in proposal.offers:
        if offer.kern and is_here(offer, proposal):
            places[_spoken(offer.kern)] += offer.places
            names.setdefault(_spoken(offer.kern), offer.kern)
    return places, names


def in_village(offer: Offer, proposal: Proposal) -> bool:
    """Whether an offer stands in that village; one in the municipality that names no village may."""
    if not is_here(offer, proposal):
        return False
    return not offer.kern or _spoken(offer.kern) == _spoken(village(proposal))


NEAR_KM = 2.5
"""Distance of the rules on how many people live near the site; the field that counts them has the same."""


def is_near(offer: Offer, proposal: Proposal) -> bool:
    """Whether an offer stands near the site; one in the municipality that names no distance may."""
    return is_here(offer, proposal) if offer.distance_km is None else offer.distance_km <= NEAR_KM


def _spoken(name: str | None) -> str:
    return (name or "").strip().casefold()


def in_reach(offer: Offer, proposal: Proposal) -> bool:
    """Whether people of the region can live there: in the province, or in a bordering municipality."""
    site, place = (municipalities()[code] for code in (proposal.municipality, place_of(offer, proposal)))
    return place.province == site.province or place.gm_code in (site.neighbours or "").split()


Site = tuple[int, ...]
"""Numbers of the offers on one site."""


def sites(proposal: Proposal) -> tuple[Site, ...]:
    """Numbers of the offers on every site; dwellings for long stay make no site.

    Offers at one address are one site. An offer that names none stands on the largest site of its village,
    so that an address that is left open never makes a site smaller.
    """
    at_address: dict[tuple[str, str], list[int]] = defaultdict(list)
    in_open: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, offer in enumerate(proposal.offers):
        if offer.stay != "long" and offer.address:
            at_address[place_of(offer, proposal), _spoken(offer.address)].append(index)
        elif offer.stay != "long":
            in_open[_village_of(offer, proposal)].append(index)
    found = list(at_address.values())
    for where, members in in_open.items():
        near = [site for site in at_address.values() if where in _villages_of(site, proposal)]
        if near:
            max(near, key=lambda site: sum(proposal.offers[i].places for i in site)).extend(members)
        else:
            found.append(members)
    return tuple(sorted(tuple(sorted(site)) for site in found))


def _village_of(offer: Offer, proposal: Proposal) -> tuple[str, str]:
    return place_of(offer, proposal), _spoken(offer.kern)


def _villages_of(site: list[int], proposal: Proposal) -> set[tuple[str, str]]:
    return {_village_of(proposal.offers[index], proposal) for index in site}


def places_per_site(proposal: Proposal, months: int) -> Iterator[Array]:
    """Places on every site per month, whoever they are meant for, ``(months,)``."""
    opening = month_number(proposal.opening)
    for members in sites(proposal):
        offers = [proposal.offers[index] for index in members]
        parts = [offer.places * _stands(offer, opening, months) for offer in offers]
        total: Array = np.sum(parts, axis=0)
        yield total


class Gathered(NamedTuple):
    """Sites that stand in one village."""

    village: str
    sites: int
    places: float
    """Most that stand in all of them at the same time."""
    largest: float
    """Most that stand on one of them."""


def sites_gathered(proposal: Proposal, months: int) -> tuple[Gathered, ...]:
    """Villages in which more than one site stands: a rule on the size of a site sees each of them alone."""
    at: dict[tuple[str, str], list[Array]] = defaultdict(list)
    names: dict[tuple[str, str], str] = {}
    for members, places in zip(sites(proposal), places_per_site(proposal, months), strict=True):
        named = next((offer for index in members if (offer := proposal.offers[index]).kern), None)
        if named is not None:
            at[_village_of(named, proposal)].append(places)
            names.setdefault(_village_of(named, proposal), named.kern or "")
    found = ((names[key], np.stack(stood)) for key, stood in at.items() if len(stood) > 1)
    return tuple(
        Gathered(name, len(stood), float(stood.sum(axis=0).max()), float(stood.max()))
        for name, stood in found
    )


def largest_site(proposal: Proposal, months: int) -> float | None:
    """Most places that stand on one site at the same time; nothing if none do."""
    return max((float(places.max()) for places in places_per_site(proposal, months)), default=0.0) or None
