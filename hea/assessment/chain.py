"""Stages 1 to 4 in order for one block of draws: from groups of workers to places, gaps and residents."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from hea.assessment.curves import (
    FAMILY_PARAMETER,
    MONTHS_PER_YEAR,
    WEEKS_PER_YEAR,
    CoreStream,
    Curves,
    hazard,
    responses,
)
from hea.assessment.draws import Draws
from hea.assessment.workforce import Shape, Workforce
from hea.model import housing, positions, stay
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES, Milestone, Proposal, month_number
from hea.reference import StayDefinition, municipalities

Viewpoint = Literal["regional", "employer"]
SHORT, MID, LONG = range(3)
LIMBURG = "Limburg"


@dataclass(frozen=True)
class Setting:
    """What holds for all draws: the calendar, the definition of stay and the supply."""

    proposal: Proposal
    months: int
    definition: StayDefinition
    viewpoint: Viewpoint
    curves: Curves
    supply: Array
    """Places available per class and month, ``(3, months)``."""
    structural_year: int

    @property
    def opening(self) -> int:
        """Opening month as months since year 0."""
        return month_number(self.proposal.opening)

    @property
    def calendar_month(self) -> NDArray[np.intp]:
        """0 for January to 11, for every month of the horizon."""
        return (self.opening + np.arange(self.months)) % MONTHS_PER_YEAR

    @property
    def limits(self) -> tuple[int, int]:
        """First month of age that is mid stay, and long stay."""
        return self.definition.short_max_months, self.definition.mid_max_months

    @property
    def structural_window(self) -> slice:
        """Months of the year in which structural figures are read."""
        end = self.structural_year * MONTHS_PER_YEAR
        return slice(end - MONTHS_PER_YEAR, end)

    def family(self, stream: CoreStream) -> CoreStream:
        """Family of curves of a stream; seen from the employer a settler counts from this employer on."""
        return "circular" if stream == "settling" and self.viewpoint == "employer" else stream


@dataclass(frozen=True)
class Block:
    """Outcomes of a block of draws.

    Series are ``(draws, months)``, series by class of stay ``(3, draws, months)``, the rest ``(draws,)``.
    """

    positions: Array
    migrants: Array
    persons: Array
    arrivals: Array
    departures: Array
    rni: Array
    """Arrivals of people who leave within the legal threshold."""
    net: Array
    """People for whom a place in the region is needed, by class."""
    adults: Array
    children: Array
    units: Array
    gap: Array
    homes_lost: Array
    direct_share: Array
    """Share of the labour migrants in direct service, structural year."""
    first_full_year: Array
    """Index of the first year at full operation."""


@dataclass(frozen=True)
class _Course:
    """Core and seasonal shares of a shape through time, and the month from which operation is full."""

    core: Array
    seasonal: Array
    full_from: Array


@dataclass(frozen=True)
class _Streams:
    """Wanted stocks: ``(draws, months)`` each."""

    direct: Array
    agency: Array
    seasonal: dict[int, Array]
    """By length of the season in months."""
    seasonal_direct: Array
    jobs: Array


def run_block(setting: Setting, workforce: Workforce, draws: Draws, start: int, stop: int) -> Block:
    """Stages 1 to 4 for the draws ``start`` to ``stop``."""
    window = slice(start, min(stop, draws.count))
    rows = draws.rows(start, stop)
    courses = {key: _course(setting, shape, rows, window) for key, shape in workforce.shapes.items()}
    streams = _streams(workforce, courses, rows.count, window)
    core, rni = _core_stock(setting, streams, draws, rows)
    stock, seasonal_short = core, np.zeros_like(core.short)
    for season_months, wanted in streams.seasonal.items():
        seasonal, leaving = _seasonal_stock(setting, wanted, season_months, rows)
        stock, rni = stay.add(stock, seasonal), rni + leaving
        seasonal_short += seasonal.short
    return _housed(setting, streams, courses, rows, stock, core, seasonal_short, rni)


def _course(setting: Setting, shape: Shape, rows: Draws, window: slice) -> _Course:
    months = np.arange(setting.months, dtype=float)
    if shape.ramp_up:
        path = _along(shape.ramp_up, setting, months)[None, :]
        full = max(0, month_number(shape.ramp_up[-1].month) - setting.opening)
        full_from = np.full(rows.count, float(full))
    else:
        path = positions.linear_ramp(months, rows["ramp_up_months"])
        full_from = np.ceil(rows["ramp_up_months"]) - 1
    if setting.proposal.automation:
        path = path * _automation(setting, months)[None, :]
    core, seasonal = positions.core_and_seasonal(
        path, shape.season[window], shape.year_round[window], setting.calendar_month
    )
    return _Course(core, seasonal, full_from)


def _along(path: tuple[Milestone, ...], setting: Setting, months: Array) -> Array:
    at = np.array([month_number(point.month) - setting.opening for point in path], dtype=float)
    return positions.milestone_path(months, at, np.array([point.share for point in path]))


def _automation(setting: Setting, months: Array) -> Array:
    """Automation starts from all the work in the opening month unless a milestone says otherwise."""
    path = setting.proposal.automation
    start = Milestone(month=setting.proposal.opening, share=1.0)
    return _along((start, *path) if path[0].month > start.month else path, setting, months)


def _streams(
    workforce: Workforce, courses: dict[tuple[object, ...], _Course], draws: int, window: slice
) -> _Streams:
    """Wanted stocks per stream. Groups that share a shape are added before they meet the months."""
    weight = {key: np.zeros((3, draws)) for key in courses}  # persons, direct, agency
    for group in workforce.groups:
        persons, flex = group.persons[window], group.flex[window]
        direct = persons * (1 - flex) * group.direct[window]
        agency = persons * flex * group.agency[window]
        weight[group.shape_key] += np.stack([persons, direct, agency])
    months = next(iter(courses.values())).core.shape[1]
    blank = np.zeros((draws, months))
    jobs, direct, agency, seasonal_direct = blank, blank.copy(), blank.copy(), blank.copy()
    seasonal: dict[int, Array] = {}
    for key, course in courses.items():
        persons, by_direct, by_agency = weight[key][:, :, None]
        jobs += persons * (course.core + course.seasonal)
        direct += by_direct * course.core
        agency += by_agency * course.core
        if course.seasonal.any():
            length = workforce.shapes[key].season_months
            seasonal_direct += by_direct * course.seasonal
            seasonal[length] = seasonal.get(length, 0.0) + (by_direct + by_agency) * course.seasonal
    return _Streams(direct, agency, seasonal, seasonal_direct, jobs)


def _core_stock(setting: Setting, streams: _Streams, draws: Draws, rows: Draws) -> tuple[stay.Stock, Array]:
    """Stock of the three core streams together, and the arrivals that leave within the threshold."""
    total: stay.Stock | None = None
    leaving = np.zeros_like(streams.direct)
    for stream, wanted in _core_streams(streams, rows):
        family = setting.family(stream)
        position = rows[FAMILY_PARAMETER[family]]
        stock = _renewed(setting, family, wanted, position, draws)
        leaving += stay.registrations(stock.arrivals, _threshold(setting, family, position, rows))[0]
        total = stock if total is None else stay.add(total, stock)
    assert total is not None
    return total, leaving


def _core_streams(streams: _Streams, rows: Draws) -> Iterator[tuple[CoreStream, Array]]:
    circular = rows["circular_share_flex"][:, None]
    yield "direct", streams.direct
    yield "settling", streams.agency * (1 - circular)
    yield "circular", streams.agency * circular


def _renewed(
    setting: Setting, family: CoreStream, wanted: Array, position: Array, draws: Draws
) -> stay.Stock:
    """The renewal of one stream: by shared responses, or in full where demand falls."""
    if (np.diff(wanted, axis=1) < 0).any():
        ages = np.arange(setting.months, dtype=float)
        survival = np.exp(-hazard(setting.curves, family, position, ages))
        return stay.renewal(wanted, survival, *setting.limits)
    support = draws.support(FAMILY_PARAMETER[family])
    shared = responses(setting.curves, family, support, setting.months, *setting.limits)
    return stay.renewal_by_response(wanted, position, shared)


def _threshold(setting: Setting, family: CoreStream, position: Array, rows: Draws) -> Array:
    """Share still here at the legal threshold for registration, per draw."""
    month = rows["brp_threshold_months"][:1]
    return np.exp(-hazard(setting.curves, family, position, month)[:, 0])


def _seasonal_stock(
    setting: Setting, wanted: Array, season_months: int, rows: Draws
) -> tuple[stay.Stock, Array]:
    """Stock of the seasonal stream: people leave gradually and at the latest when the season ends."""
    mean = rows["seasonal_stay_months"]
    ages = np.arange(season_months, dtype=float)
    stock = stay.renewal(wanted, np.exp(-stay.exponential_hazard(ages, mean)), *setting.limits)
    threshold = rows["brp_threshold_months"]
    here = np.exp(-threshold / mean) * (threshold < season_months)
    return stock, stay.registrations(stock.arrivals, here)[0]


def _housed(
    setting: Setting,
    streams: _Streams,
    courses: dict[tuple[object, ...], _Course],
    rows: Draws,
    stock: stay.Stock,
    core: stay.Stock,
    seasonal_short: Array,
    rni: Array,
) -> Block:
    persons = np.stack([stock.short, stock.mid, stock.long])
    where = destinations(setting.proposal, rows)
    net = np.stack(
        [
            housing.net_need(persons[k], new, where.region)
            for k, new in enumerate(new_to_region(setting.proposal, rows))
        ]
    )
    units, adults = _units(setting, rows, net, seasonal_short, stock.short)
    children = np.stack(
        [adults[k] * rows[f"children_per_adult.{c}"][:, None] for k, c in enumerate(STAY_CLASSES)]
    )
    return Block(
        positions=streams.jobs,
        migrants=stock.present,
        persons=persons,
        arrivals=stock.arrivals,
        departures=stock.departures,
        rni=rni,
        net=net,
        adults=adults,
        children=children,
        units=units,
        gap=_gap(setting, units),
        homes_lost=_homes_lost(core, rows),
        direct_share=_direct_share(setting, streams, stock.present),
        first_full_year=np.ceil(np.max([c.full_from for c in courses.values()], axis=0) / MONTHS_PER_YEAR),
    )


def _homes_lost(core: stay.Stock, rows: Draws) -> Array:
    """People of the year-round core whose home goes with the job when work shrinks; a season just ends."""
    arranged = rows["housing_arranged_by_employer_share"]
    return housing.homes_lost(core.present, core.departures, core.arrivals, arranged)


def destinations(proposal: Proposal, rows: Draws) -> housing.Destinations:
    """Where workers live: own figures first; the assumed border share holds in Limburg only."""
    stated = proposal.recruitment.cross_border_share
    if stated is not None:
        border = np.full(rows.count, stated)
    elif municipalities()[proposal.municipality].province == LIMBURG:
        border = rows["lives_across_border_share"]
    else:
        border = np.zeros(rows.count)
    return housing.destinations(rows["lives_in_province_share"], border)


def new_to_region(proposal: Proposal, rows: Draws) -> tuple[Array, Array, Array]:
    """Share new to the region per class of stay; everyone who stays briefly is new."""
    stated = proposal.recruitment.regional_share
    settled = rows["share_new_to_region"] if stated is None else np.full(rows.count, 1 - stated)
    return np.ones(rows.count), settled, settled


def in_municipality(proposal: Proposal, rows: Draws) -> Array:
    """Share of those living in the region who live in the municipality of the site."""
    stated = proposal.recruitment.within_municipality_share
    return rows["lives_in_municipality_share"] if stated is None else np.full(rows.count, stated)


def couples(rows: Draws) -> tuple[Array, Array, Array]:
    """Share of workers living as a couple per class of stay."""
    return (
        rows["share_short_stay_in_couple_rooms"],
        rows["share_with_family_mid_stay"],
        rows["share_with_partner_long_stay"],
    )


def _units(
    setting: Setting, rows: Draws, net: Array, seasonal_short: Array, short: Array
) -> tuple[Array, Array]:
    """Places and adults by class. In short stay both of a couple are workers and each has a bed."""
    partner = rows["partner_working_share"]
    in_couple = couples(rows)
    core_beds, season_beds = beds_per_worker(setting.proposal, rows)
    part = seasonal_short / np.where(short > 0, short, 1.0)
    beds = net[SHORT] * (core_beds[:, None] + part * (season_beds - core_beds)[:, None])
    units = [beds] + [
        net[k] * housing.dwellings_per_worker(in_couple[k], partner)[:, None] for k in (MID, LONG)
    ]
    adults = [net[SHORT]] + [
        net[k] * housing.adults_per_worker(in_couple[k], partner)[:, None] for k in (MID, LONG)
    ]
    return np.stack(units), np.stack(adults)


def beds_per_worker(proposal: Proposal, rows: Draws) -> tuple[Array, Array]:
    """Beds per short-stay worker of the year-round core and of the season."""
    reference_weeks = rows.parameters.value("flex_tenure_weeks")
    reference = reference_weeks * MONTHS_PER_YEAR / WEEKS_PER_YEAR
    overlap_months = rows.parameters.value("overlap_weeks_agency_cao") * MONTHS_PER_YEAR / WEEKS_PER_YEAR
    offers = proposal.housing_plan.offers if proposal.housing_plan else ()
    agreed = [o.transition_months for o in offers if o.stay == "short" and o.transition_months is not None]
    ratio = max(agreed) / overlap_months if agreed else 1.0
    places = rows["beds_per_short_stay_worker"]
    core = housing.places_per_worker(places, ratio, reference, np.full(rows.count, reference))
    return core, housing.places_per_worker(places, ratio, reference, rows["seasonal_stay_months"])


def _gap(setting: Setting, units: Array) -> Array:
    supply = setting.supply[:, None, :]
    plan = setting.proposal.housing_plan
    if plan is not None and plan.surplus_fills_other_classes:
        return housing.gap_when_surplus_fills(units, supply)
    return housing.gap(units, supply)


def _direct_share(setting: Setting, streams: _Streams, present: Array) -> Array:
    window = setting.structural_window
    direct = (streams.direct + streams.seasonal_direct)[:, window].sum(axis=1)
    total = present[:, window].sum(axis=1)
    share: Array = direct / np.where(total > 0, total, 1.0)
    return share
