"""Stage 3 filled in: streams of workers, and who is present."""

import functools
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import numpy as np

from hea.engine.curves import CORE_STREAMS, CoreStream, cohort, tenure
from hea.engine.draws import Draws
from hea.engine.growth import check_growth
from hea.engine.labour import Workforce
from hea.engine.positions import Course, Shape, course_of, growth_along, standing_course
from hea.engine.setting import Setting
from hea.model import positions, stay
from hea.model.uncertainty import Array
from hea.proposal import Milestone, Proposal
from hea.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR

TOLERANCE = 1e-9
"""Arrivals this far below nought, relative to the stock, are rounding."""


@dataclass
class Streams:
    """Who is wanted on the site: the year-round core per course, and the seasons."""

    courses: dict[tuple[Milestone, ...], Course]
    jobs: Array
    """All positions, ``(draws, months)``."""
    seasonal_direct: Array
    """Labour migrants of the seasons in direct service, ``(draws, months)``."""
    contraction: Array
    """Positions fewer than there were before the plan, ``(draws, months)``."""
    kept: Array
    """People, migrants in direct service and migrants through an agency whom the year-round courses count
    away where fewer work than were there already: growth is never below nought. ``(3, draws, months)``."""
    seasonal: dict[int, Array] = field(default_factory=dict)
    """Labour migrants of the seasons, ``(draws, months)``, by length of the season in months."""
    there: dict[bool, Course] = field(default_factory=dict)
    """What takes off who was there already, for groups with milestones and for those without."""

    @property
    def all_courses(self) -> tuple[Course, ...]:
        """Courses of the year-round core, of everyone on the site and of who was there already."""
        return (*self.courses.values(), *self.there.values())

    @property
    def core_direct(self) -> Array:
        """Labour migrants of the core in direct service, ``(draws, months)``."""
        return self.wanted("direct")

    def wanted(self, stream: CoreStream) -> Array:
        """Labour migrants of one stream of the core, ``(draws, months)``."""
        parts = [getattr(course, stream)[:, None] * course.path for course in self.all_courses]
        return _people([*parts, self.kept[1 + CORE_STREAMS.index(stream)]])


def migrants_wanted(streams: Streams) -> Array:
    """Labour migrants present in every month, ``(draws, months)``: arrivals fill what is missing."""
    return _total([_core_wanted(streams), *streams.seasonal.values()])


def _core_wanted(streams: Streams) -> Array:
    core = [(c.direct + c.agency)[:, None] * c.path for c in streams.all_courses]
    return _people([*core, streams.kept[1], streams.kept[2]])


def _people(parts: list[Array]) -> Array:
    """Parts together, some of them taken off: what rounding leaves of nobody is nobody."""
    total = _total(parts)
    return np.where(np.abs(total) < TOLERANCE, 0.0, total)


class Present(NamedTuple):
    """A stock with the part of its arrivals, and of who is there, that leaves within the legal threshold."""

    stock: stay.Stock
    arriving_briefly: Array
    present_briefly: Array
    """People present who will be gone before the legal threshold."""

    @classmethod
    def nobody(cls, shape: tuple[int, ...]) -> Self:
        """An empty stock, ``(draws, months)``."""
        return cls(
            stay.Stock(*(np.zeros(shape) for _ in stay.Stock._fields)), np.zeros(shape), np.zeros(shape)
        )

    def plus(self, other: Self) -> Self:
        """Both together."""
        added = self.arriving_briefly + other.arriving_briefly, self.present_briefly + other.present_briefly
        return type(self)(stay.add(self.stock, other.stock), *added)


def wanted_streams(setting: Setting, workforce: Workforce, rows: Draws, window: slice) -> Streams:
    """Stages 1 and 2: groups that share a course are added before they meet the months.

    Raises:
        AssessmentError: if more people are there already than at full operation.
    """
    check_growth(setting.proposal, rows.parameters)
    blank = np.zeros((rows.count, setting.months))
    streams = Streams({}, blank, blank.copy(), blank.copy(), np.zeros((3, *blank.shape)))
    for key, (new, there) in _weights(workforce, window).items():
        shape = workforce.shapes[key]
        course = streams.courses.setdefault(shape.ramp_up, course_of(setting, shape.ramp_up, rows))
        year_round = shape.year_round[window]
        course.take(*((new + there if shape.ramp_up else new) * year_round))
        grown = new[:, :, None] * course.path
        if there.any():
            standing = standing_course(setting, shape.ramp_up, rows)
            streams.there.setdefault(bool(shape.ramp_up), standing).take(*(there * year_round))
            grown = _never_below_nought(setting, streams, shape, (new, there), course.path, year_round)
        extra = positions.above_core(shape.season[window], year_round)
        if extra.any():
            persons, direct, agency = grown * extra[:, setting.calendar_month]
            streams.jobs += persons
            streams.seasonal_direct += direct
            before = streams.seasonal.get(shape.season_months, 0.0)
            streams.seasonal[shape.season_months] = before + direct + agency
    for course in streams.all_courses:
        streams.jobs += course.persons[:, None] * course.path
    streams.jobs = _people([streams.jobs, streams.kept[0]])
    return streams


def _weights(workforce: Workforce, window: slice) -> dict[tuple[object, ...], tuple[Array, Array]]:
    """Who is added and who was there, per shape: all, migrants direct and via an agency, ``(3, draws)``."""
    found: dict[tuple[object, ...], tuple[Array, Array]] = {}
    for group in workforce.groups:
        flex = group.flex[window]
        parts = np.stack([np.ones_like(flex), (1 - flex) * group.direct[window], flex * group.agency[window]])
        new, there = found.get(group.shape_key, (0.0, 0.0))
        found[group.shape_key] = new + group.persons[window] * parts, there + group.there[window] * parts
    return found


def _never_below_nought(
    setting: Setting,
    streams: Streams,
    shape: Shape,
    weights: tuple[Array, Array],
    path: Array,
    year_round: Array,
) -> Array:
    """Growth of a shape, ``(3, draws, months)``; what falls below nought is noted as contraction."""
    grown = growth_along(setting, shape.ramp_up, path, *weights)
    lost = np.where(grown < -TOLERANCE, -grown, 0.0)
    streams.contraction += lost[0]
    streams.kept += lost * year_round[:, None]
    return np.where(grown < TOLERANCE, 0.0, grown)


def _total(parts: list[Array]) -> Array:
    return functools.reduce(np.add, parts)


def core_lines(setting: Setting, streams: Streams, rows: Draws) -> dict[CoreStream, Array]:
    """Stage 3 for the year-round core: of each stream, ``(5, draws, months)``.

    Mid stay, long stay, arrivals, and of arrivals and of people present those who leave soon.
    """
    return {stream: core_line(setting, stream, streams, rows) for stream in CORE_STREAMS}


def together(streams: Streams, lines: dict[CoreStream, Array]) -> Present:
    """The streams of the core as one stock."""
    mid, long, arrivals, *briefly = np.maximum(_people(list(lines.values())), 0.0)
    return Present(stay.stock_of(_core_wanted(streams), mid, long, arrivals), *briefly)


def curve(setting: Setting, stream: CoreStream, rows: Draws, ages: Array) -> Array:
    """Share still here at some ages, ``(draws, ages)``: in the country, or with this agency."""
    if stream == "agency" and setting.viewpoint == "employer":
        return tenure(rows, ages)
    return cohort(rows).survival(stream, ages)


def core_line(setting: Setting, stream: CoreStream, streams: Streams, rows: Draws) -> Array:
    """Mid stay, long stay, arrivals, and of both arrivals and people those who leave soon, ``(5, ...)``."""
    series, kept = _along(setting, stream, streams.wanted(stream), rows)
    threshold = float(months_to_register(rows)[0])
    *young, here = curve(setting, stream, rows, np.append(np.arange(threshold), threshold)).T
    gone = stay.registrations(series[2], here)[0]
    soon = stay.soon_leaving(series[2], np.stack(young, axis=1), here, kept)
    return np.concatenate([series, [gone, soon]])


def months_to_register(rows: Draws) -> Array:
    """Months that somebody has to mean to stay to be a resident by law."""
    return rows["brp_threshold_months"]


def stay_along(setting: Setting, stream: CoreStream, wanted: Array, rows: Draws) -> Array:
    """Mid stay, long stay and arrivals of a stream along its wanted stock, ``(3, draws, months)``."""
    return _along(setting, stream, wanted, rows)[0]


def _along(setting: Setting, stream: CoreStream, wanted: Array, rows: Draws) -> tuple[Array, Array | None]:
    """The same, and the share of those here that the work keeps in each month where that is not everyone."""
    series = np.stack(_response(setting, stream, rows).along(wanted))
    crowded = series[2].min(axis=1) < -TOLERANCE * (1 + wanted.max(axis=1))
    if not crowded.any():
        return series, None
    kept = np.ones_like(wanted)
    series[:, crowded], kept[crowded] = _in_full(setting, stream, wanted, rows, crowded)
    return series, kept


def _response(setting: Setting, stream: CoreStream, rows: Draws) -> stay.Response:
    """How the curves answer to a path: the same for all plans that share these draws."""
    cohort(rows)
    ages = np.arange(setting.months, dtype=float)

    def made() -> stay.Response:
        return stay.response(curve(setting, stream, rows, ages), *setting.limits)

    clock = setting.viewpoint if stream == "agency" else "regional"  # direct service has one curve
    return rows.once((stream, clock, setting.months, setting.limits), made)


def _in_full(
    setting: Setting, stream: CoreStream, wanted: Array, rows: Draws, which: Array
) -> tuple[Array, Array]:
    """The same for draws in which work shrinks faster than people leave: everyone is scaled down alike."""
    lines = curve(setting, stream, rows, np.arange(setting.months, dtype=float))
    stock, kept = stay.renewal_and_kept(wanted[which], lines[which], *setting.limits)
    return np.stack([stock.mid, stock.long, stock.arrivals]), kept


def seasonal_stay(proposal: Proposal, rows: Draws) -> Array:
    """Months a seasonal worker stays on average, ``(draws,)``: the company's own figure first."""
    stated = proposal.recruitment.seasonal_stay_weeks
    if stated is None:
        return rows["seasonal_stay_months"]
    return np.full(rows.count, stated * MONTHS_PER_YEAR / WEEKS_PER_YEAR)


def seasonal_present(setting: Setting, wanted: Array, season_months: int, rows: Draws) -> Present:
    """Stage 3 for one season: people leave gradually, and at the latest when the season ends."""
    mean = seasonal_stay(setting.proposal, rows)
    ages = np.arange(season_months, dtype=float)
    survival = np.exp(-stay.exponential_hazard(ages, mean))
    stock, kept = stay.renewal_and_kept(wanted, survival, *setting.limits)
    threshold = months_to_register(rows)
    here = season_survival(mean, season_months, threshold)
    young = [season_survival(mean, season_months, age) for age in np.arange(threshold[0])]
    present_briefly = stay.soon_leaving(stock.arrivals, np.stack(young, axis=1), here, kept)
    return Present(stock, stay.registrations(stock.arrivals, here)[0], present_briefly)


def season_survival(mean: Array, season_months: int, age: Array | float) -> Array:
    """Share of those who came for a season still here at an age, ``(draws,)``: nobody when it is over."""
    here: Array = np.exp(-age / mean) * (age < season_months)
    return here
