"""The money of a municipality as it is reported: stay tax, hours of work, and rent beside the wage.

Only of who lives in the municipality of the site: the others pay and register where they live.
"""

import numpy as np

from hea.assessment.facility_results import share_here
from hea.assessment.flow import structural_month
from hea.assessment.ranges import to_range
from hea.assessment.registration import not_registered
from hea.assessment.results.finance import Finance
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

REGISTERING = ("registration_rni_hours", "registration_brp_hours", "deregistration_hours")
SUPERVISING = ("supervision_locations", "supervision_beds")
"""Facilities that are counted in hours of work of the municipality."""


def finance(calculation: Calculation) -> Finance:
    """What a plan brings and asks in a year, at today's registration and if everyone registers."""
    setting, outcome, draws = calculation.setting, calculation.outcome, calculation.draws
    given = setting.proposal.context
    month = structural_month(setting, calculation.central().outcome, calculation.parameters)
    here = in_municipality(setting.proposal, draws)
    people, residents = (found[:, month] * here for found in (outcome.in_need, outcome.residents_by_law))
    unseen = stay.at_compliance(residents, not_registered(draws))[1]
    briefly, rate, nights = people - residents, tax_rate(given.stay_tax_rate, draws), nights_of(draws)
    registering, supervising = (_hours(calculation, names) for names in (REGISTERING, SUPERVISING))
    rent, most = draws["rent_eur_per_bed_week"], most_deducted(draws)
    return Finance(
        month=month_name(setting.opening + month),
        own_tax_rate=given.stay_tax_rate,
        tax_rate=to_range(rate),
        not_registered=to_range(briefly + unseen),
        need_not_register=to_range(briefly),
        nights=to_range(nights),
        stay_tax=to_range(model.stay_tax(briefly + unseen, nights, rate)),
        stay_tax_all_registered=to_range(model.stay_tax(briefly, nights, rate)),
        registration_hours=to_range(registering),
        supervision_hours=to_range(supervising),
        own_hour_cost=given.hour_cost,
        registration_cost=to_range(_priced(registering, given.hour_cost)),
        supervision_cost=to_range(_priced(supervising, given.hour_cost)),
        rent_week=to_range(rent),
        most_deducted_week=to_range(most),
        rent_above=kept(model.share_above(rent, most)),
    )


def tax_rate(own: float | None, draws: Draws) -> Array:
    """The rate of the municipality itself, or what others published."""
    return draws["stay_tax_eur_per_night"] if own is None else np.full(draws.count, own)


def nights_of(draws: Draws) -> Array:
    """Nights in a year of one person who is there."""
    return draws["stay_tax_nights_per_year"]


def most_deducted(draws: Draws) -> Array:
    """The most rent that may be taken off a full-time minimum wage in a week."""
    return model.most_deducted(
        draws["wml_hour_eur"], draws["full_time_hours_per_week"], draws["housing_deduction_cap_share"]
    )


def _hours(calculation: Calculation, names: tuple[str, ...]) -> Array:
    """Hours of work of the municipality in the structural year."""
    moment, draws = calculation.outcome.structural, calculation.draws
    asked = [
        demand_of(facility, moment, draws) * share_here(facility, calculation.setting.proposal, draws)
        for facility in (facilities()[name] for name in names)
    ]
    total: Array = np.sum(asked, axis=0)
    return total


def _priced(hours: Array, rate: float | None) -> Array | None:
    return None if rate is None else model.work(hours, rate)
