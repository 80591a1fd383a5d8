"""Figures derived from the need for places: rooms, sites, neighbours, deadlines."""

import numpy as np
from numpy.typing import NDArray

from hea.assessment.flow import busiest_month, flows
from hea.assessment.ranges import to_range
from hea.assessment.results.effects import Deadline, HousingDetail, Living, Neighbour
from hea.assessment.results.rounding import kept
from hea.engine.calculation import Calculation, Outcome
from hea.engine.housing import LONG, SHORT, destinations, in_couples, in_municipality, months_to_first_use
from hea.engine.setting import Setting
from hea.model import housing
from hea.model.uncertainty import TAIL, Array, percentiles
from hea.proposal import STAY_CLASSES, Proposal, StayClass, month_name
from hea.reference import municipalities
from hea.reference.geography import neighbour_shares

ONE_PLACE = 1.0
EVEN = 1 / 2

ONE_HOME = 0.5
"""Expected people who lose a home in a month from which that is told: what rounds to one."""


def housing_detail(calculation: Calculation) -> HousingDetail:
    """Everything derived from the need for places in the region."""
    setting, outcome, draws = calculation.setting, calculation.outcome, calculation.draws
    proposal, parameters, central = calculation.proposal, draws.parameters, calculation.central().outcome
    beds = outcome.units[SHORT].max(axis=1)
    couples, value = in_couples(SHORT, draws), parameters.value
    structural = outcome.structural.drivers.places
    total, local = structural.sum(axis=0), in_municipality(proposal, draws)
    rent = draws["long_stay_rent_share"]
    free = proposal.context.free_places
    return HousingDetail(
        flows=flows(calculation),
        living=_living(calculation),
        places_short=to_range(most_short(outcome)),
        rooms_short=to_range(beds * housing.rooms_per_bed(couples, value("persons_per_bedroom_new"))),
        area_short_m2=to_range(beds * value("m2_living_area_per_person")),
        rooms_short_existing=to_range(
            beds * housing.rooms_per_bed(couples, value("persons_per_bedroom_existing"))
        ),
        area_short_existing_m2=to_range(beds * value("m2_living_area_per_person_existing")),
        sites_short=to_range(beds / draws["facility_size_beds"]),
        plot_short_m2=to_range(beds * draws["plot_m2_per_bed"]),
        rent_structural=to_range(structural[LONG] * rent),
        buy_structural=to_range(structural[LONG] * (1 - rent)),
        in_municipality=to_range(total * local),
        elsewhere_in_region=to_range(total * (1 - local)),
        neighbours=_neighbours(proposal, total * (1 - local)),
        lead_time_months=to_range(months_to_first_use(draws)),
        deadlines=tuple(_deadline(calculation, stay) for stay in STAY_CLASSES),
        homes_lost_peak=to_range(outcome.homes_lost),
        homes_lost_month=_homes_lost_month(setting, central),
        supply_is_known=None not in (free.short, free.mid, free.long),
        peak_month=month_name(setting.opening + busiest_month(central)),
    )


def most_short(outcome: Outcome) -> Array:
    """Places short of all classes of stay, each by itself, in the month in which most are, ``(draws,)``."""
    short: Array = outcome.gap.sum(axis=0).max(axis=1)
    return short


def _homes_lost_month(setting: Setting, central: Outcome) -> str | None:
    month = setting.opening + int(central.homes_lost_month[0])
    return month_name(month) if central.homes_lost[0] >= ONE_HOME else None


def _living(calculation: Calculation) -> tuple[Living, ...]:
    """Where the labour migrants who are present live, those who lived there already among them."""
    proposal, draws = calculation.proposal, calculation.draws
    where, local = destinations(proposal, draws), in_municipality(proposal, draws)
    shares = {
        "in_municipality": where.region * local,
        "elsewhere_in_region": where.region * (1 - local),
        "other_region": where.other_region,
        "across_border": where.across_border,
    }
    present = calculation.outcome.structural.persons.sum(axis=0)
    return tuple(
        Living.model_validate({"id": name, "structural": to_range(present * share)})
        for name, share in shares.items()
    )


def _deadline(calculation: Calculation, stay: StayClass) -> Deadline:
    setting, lead = calculation.setting, months_to_first_use(calculation.draws)
    gap = calculation.outcome.gap[STAY_CLASSES.index(stay)]
    middle = percentiles(gap)[1]
    periods = _periods(middle >= ONE_PLACE)
    even, careful = (_latest_start(setting, gap, lead, certainty) for certainty in (EVEN, 1 - TAIL))
    first, longest = (periods[0], max(periods, key=len)) if periods else (range(0), range(0))

    def named(month: int | None) -> str | None:
        return None if month is None else month_name(setting.opening + month)

    return Deadline(
        stay=stay,
        opens=named(next(iter(first), None)),
        latest_start=even,
        latest_start_careful=careful,
        first_until=named(next(reversed(first), None)),
        first_most=kept(float(middle[list(first)].max())) if first else None,
        longest_from=named(next(iter(longest), None)),
        chance=kept(float((gap >= ONE_PLACE).any(axis=1).mean())),
    )


def _periods(short: NDArray[np.bool_]) -> list[range]:
    """Months that follow on each other in which something holds."""
    edges = np.flatnonzero(np.diff(short, prepend=False, append=False))
    return [range(int(start), int(stop)) for start, stop in edges.reshape(-1, 2)]


def _latest_start(setting: Setting, gap: Array, lead: Array, certainty: float) -> str | None:
    """Month in which work must begin for places in time in this share of the draws, if ever."""
    short = gap >= ONE_PLACE
    opens = np.where(short.any(axis=1), short.argmax(axis=1), np.inf)
    start = housing.latest_start(opens, lead, certainty)
    return month_name(setting.opening + int(np.floor(start))) if np.isfinite(start) else None


def _neighbours(proposal: Proposal, elsewhere: Array) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(
            gm_code=code,
            name=municipalities()[code].name,
            share=kept(share),
            units=to_range(elsewhere * share),
        )
        for code, share in neighbour_shares(proposal.municipality).items()
    )
