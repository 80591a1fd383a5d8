"""Small pictures for pages that change while someone types: an image, its words and its table.

They show the same figures in the same words as the pictures of a report; only the drawing is simpler.
"""

from typing import NamedTuple

import pandas as pd

from hea.assessment.result import Outline, Staffing
from hea.proposal import StayClass, month_number
from hea.report import charts, pictures, sketch
from hea.report.narrative import UNIT_OF_STAY, shown
from hea.report.pictures import MONTHS_PER_YEAR, Picture
from hea.texts import Lang, text

SHOWN_YEAR = 5
"""Of which the seasons are drawn: growth is over by then."""


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


def _through_time(picture: Picture, unit: str, lang: Lang) -> Still:
    (frame,) = picture.chart.figures.values()
    return Still(picture.title, sketch.through_time(frame, unit, lang), picture.alt, picture.table)


def season(assessment: Outline | Staffing, lang: Lang) -> Still:
    """Positions in each month of a year of full operation."""
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
