"""What a plan means for the money of a municipality, and rent beside wage; never an amount per migrant."""

from typing import Final

from hea.assessment.results.common import Range
from hea.frozen import Frozen

COSTS: Final = ("registration_cost", "supervision_cost")
"""What hours of work cost: known only where the price of an hour was given."""


class Finance(Frozen):
    """Amounts of a year in full operation, of who lives in the municipality; what nobody gave is ``None``."""

    month: str
    """The month that counts for the people, as YYYY-MM; the one of registration."""
    own_tax_rate: float | None
    """Stay tax of the municipality, euros per person per night, as it was given."""
    tax_rate: Range
    """The rate that was calculated with: the own one, else what other municipalities published."""
    not_registered: Range
    """People in the municipality who are not registered as residents at today's compliance."""
    need_not_register: Range
    """Of these, who leaves so soon that they need not: who is left if everyone else registers."""
    nights: Range
    """That one person sleeps there in a year."""
    stay_tax: Range
    """Euros in a year at today's registration."""
    stay_tax_all_registered: Range
    """The same if everyone registers who must."""
    registration_hours: Range
    """Of registering and de-registering in the municipality, in the structural year; of who stays briefly
    only where the desk for non-residents is there."""
    supervision_hours: Range
    """Of supervision of places in the municipality where people live, in the structural year."""
    own_hour_cost: float | None
    """Euros per hour of work of the municipality, as it was given; without it hours have no price."""
    registration_cost: Range | None
    supervision_cost: Range | None
    rent_week: Range
    """Euros per bed per week: an assumption beside three published cases."""
    most_deducted_week: Range
    """The most that may be taken off a full-time minimum wage in a week for certified housing, in euros."""
    rent_above: float
    """Share of the draws in which the rent is more than that; told nowhere, as the highest rent is that cap
    itself: the share says how the range was chosen, not how many beds are too dear."""
