"""The money of a municipality as it is reported: stay tax, hours of work, and rent beside the wage.

Only of who lives in the municipality of the site: the others pay and register where they live.
"""

from typing import Final

import numpy as np

from hea.assessment.facility_results import share_here
from hea.assessment.flow import structural_month
from hea.assessment.ranges import to_range
from hea.assessment.registration import not_registered
from hea.assessment.results.finance import COSTS, Finance
from hea.assessment.results.rounding import kept
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.engine.facilities import demand_of
from hea.engine.housing import in_municipality
from hea.model import finance as model
from hea.model import stay
from hea.model.uncertainty import Array
from hea.proposal import month_name
from hea.reference import facilities

WORK: Final = {
    "registration": ("registration_rni_hours", "registration_brp_hours", "deregistration_hours"),
    "supervision": ("supervision_locations", "supervision_beds"),
}
"""Facilities that are counted in hours of work of the municipality."""
FIGURES: Final = (
    "not_registered", "need_not_register", "tax_rate", "nights", "stay_tax", "stay_tax_all_registered",
    "registration_hours", "supervision_hours", *COSTS, "rent_week", "most_deducted_week",
)  # fmt: skip
"""Ranges of a year, in the order in which they are told."""


def finance(calculation: Calculation) -> Finance:
    """What a plan brings and asks in a year, at today's registration and if everyone registers."""
    given, found = calculation.setting.proposal.context, counted(calculation)
    return Finance(
        month=month_name(calculation.setting.opening + structural_month(calculation.central())),
        own_tax_rate=given.stay_tax_rate,
        own_hour_cost=given.hour_cost,
        rent_above=kept(model.share_above(found["rent_week"], found["most_deducted_week"])),
        **{name: to_range(found.get(name)) for name in FIGURES},
    )


def counted(calculation: Calculation) -> dict[str, Array]:
    """Every amount per draw, ``(draws,)``; no cost of hours where nobody gave their price."""
    outcome, draws = calculation.outcome, calculation.draws
    proposal, month = calculation.setting.proposal, structural_month(calculation.central())
    here, given = in_municipality(proposal, draws), proposal.context
    people, residents = (found[:, month] * here for found in (outcome.in_need, outcome.residents_by_law))
    unseen = stay.at_compliance(residents, not_registered(draws))[1]
    briefly, rate, nights = people - residents, tax_rate(given.stay_tax_rate, draws), nights_of(draws)
    hours = {kind: _hours(calculation, names) for kind, names in WORK.items()}
    found = {
        "not_registered": briefly + unseen,
        "need_not_register": briefly,
        "tax_rate": rate,
        "nights": nights,
        "stay_tax": model.stay_tax(briefly + unseen, nights, rate),
        "stay_tax_all_registered": model.stay_tax(briefly, nights, rate),
        **{f"{kind}_hours": asked for kind, asked in hours.items()},
        "rent_week": rent_of(draws),
        "most_deducted_week": most_deducted(draws),
    }
    if given.hour_cost is None:
        return found
    return found | {f"{kind}_cost": model.work(asked, given.hour_cost) for kind, asked in hours.items()}


def tax_rate(own: float | None, draws: Draws) -> Array:
    """The rate of the municipality itself, or what others published."""
    return draws["stay_tax_eur_per_night"] if own is None else np.full(draws.count, own)


def nights_of(draws: Draws) -> Array:
    """Nights in a year of one person who is there."""
    return draws["stay_tax_nights_per_year"]


def rent_of(draws: Draws) -> Array:
    """Rent of a bed in a week, in euros."""
    return draws["rent_eur_per_bed_week"]


def most_deducted(draws: Draws) -> Array:
    """The most rent that may be taken off a full-time minimum wage in a week."""
    return model.most_deducted(
        draws["wml_hour_eur"], draws["full_time_hours_per_week"], draws["housing_deduction_cap_share"]
    )


def _hours(calculation: Calculation, names: tuple[str, ...]) -> Array:
    """Hours of work of the municipality in the structural year."""
    moment, draws = calculation.outcome.structural, calculation.draws
    asked = [
        demand_of(facility, moment, draws) * share_here(facility, calculation)
        for facility in (facilities()[name] for name in names)
    ]
    total: Array = np.sum(asked, axis=0)
    return total
