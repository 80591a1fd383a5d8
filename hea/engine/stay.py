"""Stage 3 filled in: streams of workers, and who is present."""

import functools
from dataclasses import dataclass, field
from typing import NamedTuple, Self

import numpy as np

from hea.engine.curves import FAMILY_PARAMETERS, CoreStream, Family, along, responses, survival
from hea.engine.draws import Draws
from hea.engine.labour import Workforce
from hea.engine.positions import Course, course_of
from hea.engine.setting import Setting
from hea.model import positions, stay
from hea.model.uncertainty import Array
from hea.proposal import Milestone

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
    seasonal: dict[int, Array] = field(default_factory=dict)
    """Labour migrants of the seasons, ``(draws, months)``, by length of the season in months."""

    @property
    def core_direct(self) -> Array:
        """Labour migrants of the core in direct service, ``(draws, months)``."""
        total: Array = np.sum([c.direct[:, None] * c.path for c in self.courses.values()], axis=0)
        return total


def migrants_wanted(streams: Streams) -> Array:
    """Labour migrants present in every month, ``(draws, months)``: arrivals fill what is missing."""
    core = [(c.direct + c.agency)[:, None] * c.path for c in streams.courses.values()]
    return _total([*core, *streams.seasonal.values()])


class Present(NamedTuple):
    """A stock with the part of its arrivals that leaves within the legal threshold."""

    stock: stay.Stock
    rni: Array

    @classmethod
    def nobody(cls, shape: tuple[int, ...]) -> Self:
        """An empty stock, ``(draws, months)``."""
        return cls(stay.Stock(*(np.zeros(shape) for _ in stay.Stock._fields)), np.zeros(shape))

    def plus(self, other: Self) -> Self:
        """Both together."""
        return type(self)(stay.add(self.stock, other.stock), self.rni + other.rni)


def wanted_streams(setting: Setting, workforce: Workforce, rows: Draws, window: slice) -> Streams:
    """Stages 1 and 2: groups that share a course are added before they meet the months."""
    blank = np.zeros((rows.count, setting.months))
    streams = Streams(courses={}, jobs=blank, seasonal_direct=blank.copy())
    weights: dict[tuple[object, ...], Array] = {}
    for group in workforce.groups:
        persons, flex = group.persons[window], group.flex[window]
        by_contract = [persons * (1 - flex) * group.direct[window], persons * flex * group.agency[window]]
        weights[group.shape_key] = weights.get(group.shape_key, 0.0) + np.stack([persons, *by_contract])
    for key, weight in weights.items():
        shape = workforce.shapes[key]
        course = streams.courses.setdefault(shape.ramp_up, course_of(setting, shape.ramp_up, rows))
        season, year_round = shape.season[window], shape.year_round[window]
        persons, direct, agency = weight * year_round
        course.persons, course.direct, course.agency = (
            course.persons + persons,
            course.direct + direct,
            course.agency + agency,
        )
        extra = positions.above_core(season, year_round)
        if extra.any():
            seasonal = course.path * extra[:, setting.calendar_month]
            persons, direct, agency = weight[:, :, None]
            streams.jobs += persons * seasonal
            streams.seasonal_direct += direct * seasonal
            before = streams.seasonal.get(shape.season_months, 0.0)
            streams.seasonal[shape.season_months] = before + (direct + agency) * seasonal
    for course in streams.courses.values():
        streams.jobs += course.persons[:, None] * course.path
    return streams


class Part(NamedTuple):
    """One stream of the core: how each draw mixes its curves, and its workers on every course."""

    family: Family
    mix: Array
    """Weight of every curve of the grid, ``(draws, curves)``."""
    workers: tuple[Array, ...]
    """Labour migrants at full operation per course, each ``(draws,)``."""

    def asked(self, courses: tuple[Course, ...]) -> Array:
        """Workers wanted, ``(draws, months)``."""
        return _total([n[:, None] * c.path for n, c in zip(self.workers, courses, strict=True)])


def _total(parts: list[Array]) -> Array:
    return functools.reduce(np.add, parts)


def core_present(setting: Setting, streams: Streams, rows: Draws) -> Present:
    """Stage 3 for the year-round core: direct, settling and circular workers together."""
    courses = tuple(streams.courses.values())
    parts = [_part(setting, stream, courses, rows) for stream in FAMILY_PARAMETERS]
    series = _brought(courses, parts, arrivals_only=False)
    if any(course.falls for course in courses):
        crowded = np.any([_crowded(courses, part) for part in parts], axis=0)
        if crowded.any():
            series[:, crowded] = _total([_in_full(part, courses, rows, crowded) for part in parts])
    mid, long, arrivals, rni = np.maximum(series, 0.0, out=series)
    wanted = _total([(c.direct + c.agency)[:, None] * c.path for c in courses])
    return Present(stay.stock_of(wanted, mid, long, arrivals), rni)


def _part(setting: Setting, stream: CoreStream, courses: tuple[Course, ...], rows: Draws) -> Part:
    kind = setting.family(stream)
    names = FAMILY_PARAMETERS[kind]
    support = tuple(rows.support(name) for name in names)
    threshold = float(rows["brp_threshold_months"][0])
    family = Family(setting.curves, kind, support, setting.months, setting.limits, threshold)
    mix = stay.mixture(responses(family).nodes, tuple(rows[name] for name in names))
    workers = tuple(course.workers(stream, rows["circular_share_flex"]) for course in courses)
    return Part(family, mix, workers)


def _brought(courses: tuple[Course, ...], parts: list[Part], *, arrivals_only: bool) -> Array:
    """What all courses bring to some streams, through shared responses, ``(kinds, draws, months)``."""
    families = tuple(part.family for part in parts)
    found = []
    for index, course in enumerate(courses):
        weight = np.concatenate([part.mix * part.workers[index][:, None] for part in parts], axis=1)
        found.append(_along(course, weight, families, arrivals_only))
    return _total(found)


def _along(course: Course, weight: Array, families: tuple[Family, ...], arrivals_only: bool) -> Array:
    months = len(course.profile)
    if course.ramp_up_months is None:
        path = tuple(course.profile.tolist())
        return stay.mixed(weight, along(families, path, arrivals_only), months)

    def growing_over(ramp_up_months: int) -> Array:
        return along(families, course.growing_over(ramp_up_months), arrivals_only)

    return stay.along_ramps(course.ramp_up_months, weight, months, growing_over)


def _crowded(courses: tuple[Course, ...], part: Part) -> Array:
    """Draws in which work shrinks faster than people leave: arrivals would come out below nought."""
    arrivals = _brought(courses, [part], arrivals_only=True)[0]
    too_many: Array = arrivals.min(axis=1) < -TOLERANCE * (1 + part.asked(courses).max(axis=1))
    return too_many


def _in_full(part: Part, courses: tuple[Course, ...], rows: Draws, which: Array) -> Array:
    """The same for some draws by the full recursion, which scales everyone down alike."""
    family = part.family
    position = tuple(rows[name][which] for name in FAMILY_PARAMETERS[family.kind])
    ages = np.arange(family.months, dtype=float)
    curves = survival(family.curves, family.kind, position, ages)
    stock = stay.renewal(part.asked(courses)[which], curves, *family.limits)
    threshold = np.array([family.threshold_months])
    here = survival(family.curves, family.kind, position, threshold)[:, 0]
    return np.stack([stock.mid, stock.long, stock.arrivals, stay.registrations(stock.arrivals, here)[0]])


def seasonal_present(setting: Setting, wanted: Array, season_months: int, rows: Draws) -> Present:
    """Stage 3 for one season: people leave gradually, and at the latest when the season ends."""
    mean = rows["seasonal_stay_months"]
    ages = np.arange(season_months, dtype=float)
    stock = stay.renewal(wanted, np.exp(-stay.exponential_hazard(ages, mean)), *setting.limits)
    threshold = rows["brp_threshold_months"]
    here = np.exp(-threshold / mean) * (threshold < season_months)
    return Present(stock, stay.registrations(stock.arrivals, here)[0])
