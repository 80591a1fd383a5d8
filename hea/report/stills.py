"""Small pictures for pages that change while someone types: an image, its words and its table.

They show the same figures in the same words as the pictures of a report; only the drawing is simpler.
"""

from typing import NamedTuple

import pandas as pd

from hea.assessment.result import Assessment, Outline, Range, Staffing
from hea.proposal import StayClass, month_number
from hea.report import charts, pictures, sketch
from hea.report.pictures import MONTHS_PER_YEAR, Picture
from hea.report.sentences.headlines import UNIT_OF_STAY, range_text, shown
from hea.scenarios import Comparison
from hea.texts import Lang, text

HIGHEST_SCORE = 100
SHOWN_YEAR = 5
"""Of which the seasons are drawn; the jobs are told of the same year."""


class Still(NamedTuple):
    """An image with its words and its table."""

    title: str
    image: str
    """Its address, which holds the whole drawing."""
    alt: str
    table: pd.DataFrame


def workforce_path(assessment: Outline | Staffing, lang: Lang) -> Still:
    """Positions through time: the growth and the seasons together."""
    return _through_time(pictures.workforce_path(assessment, lang), text("unit.persons", lang), lang)


def coverage(assessment: Outline, stay: StayClass, lang: Lang) -> Still:
    """Need and known supply of one class of stay."""
    unit = text(f"unit.{UNIT_OF_STAY[stay]}", lang)
    return _through_time(pictures.stay_need(assessment, stay, lang), unit, lang)


def facility_use(assessment: Assessment, lang: Lang) -> Still | None:
    """Use of each facility with the plan; ``None`` where no capacity is known."""
    return _ranges(pictures.facility_use(assessment, lang), "share", lang)


def welfare_profile(assessment: Assessment, lang: Lang) -> Still | None:
    """Scores of the criteria that are known, from 0 to 100; ``None`` if none is."""
    return _ranges(pictures.welfare_profile(assessment, lang), "people", lang, top=HIGHEST_SCORE)


def scenario_places(comparison: Comparison, lang: Lang) -> Still | None:
    """All places in the busiest month, per scenario."""
    return _ranges(pictures.scenario_places(comparison, lang), "places", lang)


def _ranges(picture: Picture | None, kind: str, lang: Lang, *, top: float | None = None) -> Still | None:
    """Bars from P10 to P90, up to ``top`` or the highest figure."""
    if picture is None:
        return None
    figures = picture.chart.figures
    rows = []
    for name, low, middle, high in figures["rows"].to_numpy():
        told = range_text(Range(p10=low, p50=middle, p90=high), kind, lang)
        rows.append(sketch.Row(name, told, low, middle, high))
    marks = figures["marks"]["at"].to_list()
    end = max([row.high for row in rows] + marks) if top is None else top
    return Still(picture.title, sketch.ranges(rows, end, marks), picture.alt, picture.table)


def _through_time(picture: Picture, unit: str, lang: Lang) -> Still:
    (frame,) = picture.chart.figures.values()
    return Still(picture.title, sketch.through_time(frame, unit, lang), picture.alt, picture.table)


def season(assessment: Outline | Staffing, lang: Lang) -> Still:
    """Positions in each month of the fifth year."""
    monthly = assessment.monthly
    names = charts.month_names(lang)
    window = slice((SHOWN_YEAR - 1) * MONTHS_PER_YEAR, SHOWN_YEAR * MONTHS_PER_YEAR)
    months = [month_number(value) % MONTHS_PER_YEAR for value in monthly.month[window]]
    values = dict(zip(months, monthly.positions.p50[window], strict=True))
    told = [values[index] for index in range(MONTHS_PER_YEAR)]
    busiest, quietest = (names[told.index(end)] for end in (max(told), min(told)))
    words = text(
        "picture.season_alt", lang, busiest=busiest, high=max(told), quietest=quietest, low=min(told)
    )
    table = pd.DataFrame(
        {text("unit.persons", lang): [shown(value, "people", lang) for value in told]},
        index=pd.Index(names, name=text("report.month", lang)),
    )
    image = sketch.per_name(told, names, text("unit.persons", lang), lang)
    return Still(text("picture.season", lang), image, words, table)
