"""Stages 1 to 3 filled in: courses through time, streams of workers, and who is present."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from hea.assessment.curves import FAMILY_PARAMETER, CoreStream, hazard, responses
from hea.assessment.draws import Draws
from hea.assessment.setting import Setting
from hea.assessment.workforce import Workforce
from hea.model import positions, stay
from hea.model.uncertainty import Array
from hea.proposal import Milestone, month_number

TOLERANCE = 1e-9
"""Arrivals this far below nought, relative to the stock, are rounding."""


@dataclass
class Course:
    """Growth and automation through time, with the year-round workers of all groups that follow it."""

    path: Array
    """Share of full operation, ``(draws, months)``, or ``(1, months)`` if it is the same for all draws."""
    ramp_up_months: Array | None
    """Months of even growth per draw, where that alone decides the path."""
    full_from: Array
    """Month from which operation is full, ``(draws,)``."""
    persons: Array
    """Year-round workers at full operation, ``(draws,)``."""
    direct: Array
    """Labour migrants among them in direct service."""
    agency: Array
    """Labour migrants among them through an agency."""


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

    def core(self, stream: CoreStream, circular: Array) -> Iterator[tuple[Course, Array]]:
        """Courses with the workers of one stream that follow them, ``(draws,)``."""
        for course in self.courses.values():
            if stream == "direct":
                yield course, course.direct
            else:
                yield course, course.agency * (circular if stream == "circular" else 1 - circular)

    @property
    def core_direct(self) -> Array:
        """Labour migrants of the core in direct service, ``(draws, months)``."""
        total: Array = np.sum([c.direct[:, None] * c.path for c in self.courses.values()], axis=0)
        return total


class Present(NamedTuple):
    """A stock with the part of its arrivals that leaves within the legal threshold."""

    stock: stay.Stock
    rni: Array


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
        course = streams.courses.setdefault(shape.ramp_up, _course(setting, shape.ramp_up, rows))
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


def _course(setting: Setting, ramp_up: tuple[Milestone, ...], rows: Draws) -> Course:
    months = np.arange(setting.months, dtype=float)
    evenly = rows["ramp_up_months"]
    if ramp_up:
        path = _through(ramp_up, setting, months)[None, :]
        full = max(0, month_number(ramp_up[-1].month) - setting.opening)
        full_from = np.full(rows.count, float(full))
    else:
        path = positions.linear_ramp(months, evenly)
        full_from = np.ceil(evenly) - 1
    if setting.proposal.automation:
        path = path * _automation(setting, months)[None, :]
    by_ramp = None if ramp_up or setting.proposal.automation else evenly
    nobody = np.zeros(rows.count)
    return Course(path, by_ramp, full_from, persons=nobody, direct=nobody, agency=nobody)


def _through(path: tuple[Milestone, ...], setting: Setting, months: Array) -> Array:
    at = np.array([month_number(point.month) - setting.opening for point in path], dtype=float)
    return positions.milestone_path(months, at, np.array([point.share for point in path]))


def _automation(setting: Setting, months: Array) -> Array:
    """Automation starts from all the work in the opening month unless a milestone says otherwise."""
    path = setting.proposal.automation
    start = Milestone(month=setting.proposal.opening, share=1.0)
    return _through((start, *path) if path[0].month > start.month else path, setting, months)


def core_present(setting: Setting, streams: Streams, rows: Draws) -> Present:
    """Stage 3 for the year-round core: direct, settling and circular workers together."""
    wanted = np.zeros((rows.count, setting.months))
    series = np.zeros((3, rows.count, setting.months))
    rni = np.zeros_like(wanted)
    for stream in FAMILY_PARAMETER:
        parts = list(streams.core(stream, rows["circular_share_flex"]))
        family = setting.family(stream)
        position = rows[FAMILY_PARAMETER[family]]
        brought = _by_response(setting, family, parts, rows)
        asked = np.zeros_like(wanted)
        for course, workers in parts:
            asked += workers[:, None] * course.path
        crowded = brought[2].min(axis=1) < -TOLERANCE * (1 + asked.max(axis=1))
        if crowded.any():  # work shrinks faster than people leave
            brought[:, crowded] = _in_full(setting, family, asked[crowded], position[crowded])
        series += np.maximum(brought, 0.0)
        rni += stay.registrations(brought[2], _threshold(setting, family, position, rows))[0]
        wanted += asked
    return Present(stay.stock_of(wanted, *series), rni)


def _by_response(
    setting: Setting, family: CoreStream, parts: list[tuple[Course, Array]], rows: Draws
) -> Array:
    """Mid stay, long stay and arrivals of a stream through shared responses, ``(3, draws, months)``.

    Arrivals below nought mean that the work shrinks faster than people leave.
    """
    parameter = FAMILY_PARAMETER[family]
    shared = responses(setting.curves, family, rows.support(parameter), setting.months, *setting.limits)
    total = np.zeros((3, rows.count, setting.months))
    for course, workers in parts:
        brought = _along(course, rows[parameter], shared)
        brought *= workers[:, None]
        total += brought
    return total


def _along(course: Course, position: Array, shared: stay.Responses) -> Array:
    if course.ramp_up_months is not None:
        return stay.along_ramp(course.ramp_up_months, position, shared)
    if len(course.path) == 1:
        return stay.along_path(course.path[0], position, shared)
    return stay.along_paths(course.path, position, shared)


def _in_full(setting: Setting, family: CoreStream, wanted: Array, position: Array) -> Array:
    """The same by the full recursion, which scales everyone down alike where work shrinks fast."""
    ages = np.arange(setting.months, dtype=float)
    survival = np.exp(-hazard(setting.curves, family, position, ages))
    stock = stay.renewal(wanted, survival, *setting.limits)
    return np.stack([stock.mid, stock.long, stock.arrivals])


def _threshold(setting: Setting, family: CoreStream, position: Array, rows: Draws) -> Array:
    """Share still here at the legal threshold for registration, per draw."""
    month = rows["brp_threshold_months"][:1]
    return np.exp(-hazard(setting.curves, family, position, month)[:, 0])


def seasonal_present(setting: Setting, wanted: Array, season_months: int, rows: Draws) -> Present:
    """Stage 3 for one season: people leave gradually, and at the latest when the season ends."""
    mean = rows["seasonal_stay_months"]
    ages = np.arange(season_months, dtype=float)
    stock = stay.renewal(wanted, np.exp(-stay.exponential_hazard(ages, mean)), *setting.limits)
    threshold = rows["brp_threshold_months"]
    here = np.exp(-threshold / mean) * (threshold < season_months)
    return Present(stock, stay.registrations(stock.arrivals, here)[0])
