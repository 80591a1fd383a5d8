"""Money of a municipality and the rent of a bed: never an amount per migrant."""

import numpy as np

from hea.model.uncertainty import Array


def stay_tax(people: Array, nights: Array, rate: Array) -> Array:
    """Yield of a stay tax in a year, in euros.

    Args:
        people: who is there, in the municipality, and not registered as a resident.
        nights: that one of them sleeps there in a year.
        rate: euros per person per night.

    Source: Gemeente Altena, 2025: 500 people, 250 nights and a rate of 1.30 are 162,500 euros.
    Valid: where the municipality levies the tax on everybody who is not registered, and all of it is paid;
        what collecting costs is not subtracted.
    """
    yielded: Array = people * nights * rate
    return yielded


def work(hours: Array, rate: float) -> Array:
    """What hours of work of a municipality cost in a year, in euros.

    Args:
        hours: of work in a year.
        rate: euros per hour, with everything that comes with it.

    Source: definition; the rate is that of the municipality itself.
    Valid: while the work is done in paid hours: not where who is there already has time left.
    """
    cost: Array = hours * rate
    return cost


def most_deducted(hourly: Array, hours: Array, share: Array) -> Array:
    """The most rent that an employer may take off the minimum wage in a week, in euros.

    Args:
        hourly: statutory minimum wage per hour.
        hours: worked in a week.
        share: of the wage that may be taken off.

    Source: Rijksoverheid, 30 October 2025: at most 25 per cent of the minimum wage.
    Valid: for certified housing and an employer who takes the rent off the wage; a worker who pays a
        landlord has no such cap, and a collective agreement may have a lower one.
    """
    most: Array = hourly * hours * share
    return most


def share_above(rent: Array, most: Array) -> float:
    """Share of the draws in which the rent is more than may be taken off the wage.

    Source: definition; the rents are an assumption beside published cases.
    Valid: as a sign that the price must be asked, not as the share of beds that are too dear.
    """
    return float(np.mean(rent > most))
