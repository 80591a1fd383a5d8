"""What the counted and announced cases say of the figures of a sector, in the unit of those figures."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from hea.engine.calculation import Calculation
from hea.engine.draws import Along, CentralDraw
from hea.engine.problems import AssessmentError
from hea.evidence.links import LINKS, SEASON, SHARE, Link, workers_of
from hea.model.uncertainty import STANDARD, TAIL
from hea.parameters import ParameterSet
from hea.reference import ReferenceCase, sectors, whole_of

RATIO = "announced_over_counted"
HALF = 1 / 2
STRENGTHS = np.linspace(np.log(1 / 12), np.log(12), 201)
"""Strengths of a season, on the logarithm, among which that of a case is looked for."""


class Observation(NamedTuple):
    """One case of one figure."""

    case: str
    figure: str
    """Name of the parameter."""
    value: float
    """On the scale of the figure: the logarithm of a density, the log-odds of a share."""
    extra: float
    """Standard deviation beyond that between companies: of what was only announced."""
    announced: bool


def on_scale(figure: str, value: float) -> float:
    """A density as its logarithm, a share as its log-odds."""
    return float(np.log(value / (1 - value)) if figure.endswith(SHARE) else np.log(value))


def off_scale(figure: str, value: float) -> float:
    """Back from the logarithm or the log-odds."""
    return float(1 / (1 + np.exp(-value)) if figure.endswith(SHARE) else np.exp(value))


def observations(cases: Iterable[ReferenceCase], figures: ParameterSet) -> Iterator[Observation]:
    """Every case that tells of a figure of its sector.

    The model itself turns a case into the unit of the figure: what it makes of the case with the figure in
    the middle is held against what was counted, so that season, full-time jobs and busiest weeks count the
    same here. Only companies in the Netherlands count, of which the workers belong to the area and the
    labour migrants to the workers; what opponents claim and places for more companies tell nothing here.

    Args:
        cases: published and own ones.
        figures: the parameters, of which the middles are used.
    """
    for case in cases:
        if case.comparable and case.sector_id in sectors() and (case.counted or case.announced):
            yield from _of_case(case, figures)


def _of_case(case: ReferenceCase, figures: ParameterSet) -> Iterator[Observation]:
    """What a case says of its sector, and of the whole that its kind of work is part of."""
    told: set[str] = set()
    for sector in (case.sector_id, whole_of(case.sector_id)):
        one = case.model_copy(update={"sector_id": sector})
        for link in LINKS:
            figure = link.figure_of(one)
            if figure is None or figure in told or figure not in figures or link.note(one) is not None:
                continue
            value = _value(one, link, figure, figures)
            if value is not None:
                told.add(figure)
                yield _as_counted(one, figure, value, figures)


def _value(case: ReferenceCase, link: Link, figure: str, figures: ParameterSet) -> float | None:
    """What a case says of a figure, on its scale."""
    published, plan = link.published(case), link.proposal(case)
    if not published or plan is None:
        return None
    if figure == SEASON:
        return _strength(case, link, published, Calculation(plan, Along(figures, SEASON, np.exp(STRENGTHS))))
    try:
        predicted = float(link.predicted(case, Calculation(plan, CentralDraw(figures)))[0])
    except AssessmentError:
        return None
    whole = workers_of(case) if link.figure == SHARE else None
    off = _scaled(published, whole) - _scaled(predicted, whole)
    return on_scale(figure, figures.value(figure)) + off


def _strength(case: ReferenceCase, link: Link, published: float, along: Calculation) -> float | None:
    """How strong the season of a case is, on the logarithm; nothing of a sector without one."""
    peaks = link.predicted(case, along)
    return None if np.ptp(peaks) == 0 else float(np.interp(np.log(published), np.log(peaks), STRENGTHS))


def _scaled(count: float, whole: float | None) -> float:
    """A number of people as its logarithm, or as the odds of being one of all, which are never certain."""
    return float(np.log(count) if whole is None else np.log((count + HALF) / (max(whole - count, 0) + HALF)))


def _as_counted(case: ReferenceCase, figure: str, value: float, figures: ParameterSet) -> Observation:
    """A case as counted: what was announced is divided by what usually came of it, and counts for less."""
    if not case.announced or figure.endswith(SHARE):
        return Observation(case.id, figure, value, 0.0, case.announced)
    low, middle, high = np.log(figures.bounds(RATIO))
    width = float(high - low) / (2 * STANDARD.inv_cdf(1 - TAIL))
    return Observation(case.id, figure, value - float(middle), width, announced=True)
