"""Charts, defined once in Altair: for the screen, and as SVG for the PDF.

Altair checks every part of a drawing, which takes longer than the figures themselves. So drawings that
return with other figures name their figures only, and are made once per language.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from hea.assessment.results import Outline
from hea.assessment.results.rounding import rounded
from hea.colours import AXIS, INK, INK_DARK, NEED, SUPPLY
from hea.proposal import STAY_CLASSES, StayClass
from hea.report.document import FONT_FILES
from hea.report.figures import svg
from hea.report.figures.lazily import alt, pd
from hea.report.sentences.ranges import UNIT_OF_STAY
from hea.texts import Lang, text

DUTCH_NUMBERS: Final[dict[str, Any]] = {
    "decimal": ",",
    "thousands": ".",
    "grouping": [3],
    "currency": ["€ ", ""],
}
DUTCH_TIME: Final[dict[str, Any]] = {
    "dateTime": "%a %e %B %Y %X",
    "date": "%d-%m-%Y",
    "time": "%H:%M:%S",
    "periods": ["", ""],
    "days": ["zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag"],
    "shortDays": ["zo", "ma", "di", "wo", "do", "vr", "za"],
    "months": [
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ],
    "shortMonths": ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
}
PAPER: Final = {
    "background": "white",
    "view": {"stroke": AXIS},
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"},
}
"""Style of a chart on paper."""
OF_THE_WHOLE: Final = ("$schema", "config")
"""What stands once in a chart, not in each of its panels."""
KEPT_DRAWINGS: Final = 32
"""Drawings that are kept: the files of one report hold the same, and drawing takes half the time of one."""
MAP_HEIGHT_PX: Final = 420
SHOWN: Final = "_shown"
"""Ending of a column with what a pointer finds where the column itself is drawn."""
ENGLISH_MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def monthly_frame(assessment: Outline, stay: StayClass) -> pd.DataFrame:
    """Need and supply per month for one class of stay; the table twin of its chart."""
    monthly = assessment.monthly
    need, supply = getattr(monthly.units, stay), getattr(monthly.supply, stay)
    return pd.DataFrame(
        {
            "month": pd.to_datetime(list(monthly.month)),
            "low": need.p10,
            "middle": need.p50,
            "high": need.p90,
            "supply": supply.p50,
        }
    )


def with_shown(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    """A table with its places as every surface rounds them, for who points at a drawing of it."""
    return frame.assign(
        **{column + SHOWN: [rounded(value, "places") for value in frame[column]] for column in columns}
    )


def month_names(lang: Lang) -> list[str]:
    """The twelve months in short."""
    return list(DUTCH_TIME["shortMonths"] if lang == "nl" else ENGLISH_MONTHS)


class Chart(NamedTuple):
    """A drawing in Vega-Lite, and the tables of values that it names."""

    drawing: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]

    def with_properties(self, **properties: Any) -> Chart:  # noqa: ANN401
        """The chart with another title, width or height (pixels)."""
        return self._replace(drawing={**self.drawing, **properties})


def drawing(chart: Any) -> dict[str, Any]:  # noqa: ANN401
    """A chart of Altair as Vega-Lite."""
    made: dict[str, Any] = chart.to_dict(validate=False)  # the charts are ours; checking them again is slow
    return made


def self_contained(chart: Any) -> Chart:  # noqa: ANN401
    """A chart of Altair that holds its own values."""
    return Chart(drawing(chart), {})


def stay_chart(assessment: Outline, stay: StayClass, lang: Lang = "nl") -> Chart:
    """Need for places in one class of stay: band, middle line and known supply."""
    figures = with_shown(monthly_frame(assessment, stay), "low", "middle", "high", "supply")
    return Chart(_stay_drawing(stay, lang), {stay: figures})


@functools.cache
def _stay_drawing(stay: StayClass, lang: Lang) -> dict[str, Any]:
    axis = alt.Axis(format="%Y", tickCount=6, grid=False)
    base = alt.Chart(alt.NamedData(name=stay)).encode(x=alt.X("month:T", title=None, axis=axis))
    unit = text(f"unit.{UNIT_OF_STAY[stay]}", lang)
    band = base.mark_area(opacity=0.25, color=NEED).encode(y=alt.Y("low:Q", title=unit), y2="high:Q")
    middle = base.mark_line(color=NEED, strokeWidth=2).encode(y="middle:Q", tooltip=_tooltip(lang))
    supply = base.mark_line(color=SUPPLY, strokeWidth=1.5, strokeDash=[5, 3], interpolate="step-after")
    chart = alt.layer(band, middle, supply.encode(y="supply:Q"))
    return drawing(chart.properties(title=text(f"stay.{stay}", lang), height=170))


def housing_chart(assessment: Outline, lang: Lang = "nl", *, width: int = 200) -> Chart:
    """The three classes of stay beside each other on one scale, for paper.

    Args:
        assessment: the assessment to show.
        lang: language of titles and months.
        width: width of a panel in pixels.
    """
    panels = [stay_chart(assessment, stay, lang).with_properties(width=width) for stay in STAY_CLASSES]
    whole = {key: panels[0].drawing[key] for key in OF_THE_WHOLE}
    parts = [{key: part for key, part in panel.drawing.items() if key not in whole} for panel in panels]
    beside = {**whole, "hconcat": parts, "resolve": {"scale": {"y": "shared"}}}
    return Chart(beside, {name: frame for panel in panels for name, frame in panel.tables.items()})


def _tooltip(lang: Lang) -> list[alt.Tooltip]:
    names = {"low": "low", "middle": "middle", "high": "high", "supply": "chart_supply"}
    month = alt.Tooltip("month:T", title=text("report.month", lang), format="%B %Y")
    return [
        month,
        *(
            alt.Tooltip(f"{k}{SHOWN}:Q", title=text(f"report.{v}", lang), format=",.0f")
            for k, v in names.items()
        ),
    ]


def legend_text(lang: Lang) -> str:
    """The legend in words, so that colour is never the only carrier."""
    keys = ("chart_need", "chart_band", "chart_legend_supply")
    return "; ".join(text(f"report.{key}", lang) for key in keys) + "."


def for_screen(chart: Chart, lang: Lang, *, dark: bool = False) -> dict[str, Any]:
    """The chart as a Vega-Lite specification with its figures, in the notation of the language.

    Args:
        chart: what to draw.
        lang: language of its numbers and months.
        dark: whether it stands on a dark page, where ink would not be seen.
    """
    if dark:
        chart = chart._replace(drawing=_in_the_dark(chart.drawing))
    locale = {"locale": {"number": DUTCH_NUMBERS, "time": DUTCH_TIME}} if lang == "nl" else {}
    config = {**chart.drawing.get("config", {}), **locale}
    return {**chart.drawing, "config": config, "datasets": _datasets(chart)}


def _in_the_dark(part: Any) -> Any:  # noqa: ANN401
    """A drawing with what is written and ruled in ink in the ink of a dark page."""
    if isinstance(part, Mapping):
        return {key: _in_the_dark(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_in_the_dark(value) for value in part]
    return INK_DARK if part == INK else part


def _datasets(chart: Chart) -> dict[str, Any]:
    return {**chart.drawing.get("datasets", {}), **chart.tables}


def to_svg(chart: Chart, lang: Lang, font: str) -> str:
    """The chart as SVG for paper, labels in the language and set in the given font."""
    spec = {
        **chart.drawing,
        "config": {**chart.drawing.get("config", {}), **PAPER, "font": font},
        "datasets": {name: _records(held) for name, held in _datasets(chart).items()},
    }
    return _drawn(json.dumps(spec), lang)


def as_image(chart: Chart, lang: Lang) -> str:
    """The address of a small image of a chart, for figures that have no small drawing of their own."""
    return svg.address(to_svg(chart.with_properties(width=svg.WIDTH), lang, "sans-serif"))


def bubbles(frame: pd.DataFrame) -> Chart:
    """Bubbles on the middles of municipalities.

    Args:
        frame: a row per municipality with ``name``, ``lat`` and ``lon`` (degrees), ``places``, and ``named``,
            what stands beside its bubble.
    """
    hidden: dict[str, Any] = {"title": None, "axis": None, "scale": alt.Scale(zero=False, padding=40)}
    base = alt.Chart(frame).encode(x=alt.X("lon:Q", **hidden), y=alt.Y("lat:Q", **hidden))
    size = alt.Size("places:Q", scale=alt.Scale(range=[40, 3000]), legend=None)
    circles = base.mark_circle(color=NEED, opacity=0.3, stroke=NEED).encode(size=size)
    names = base.mark_text(dy=-12, fontSize=12, fontWeight="bold", color=NEED).encode(text="named:N")
    return self_contained(alt.layer(circles, names).properties(height=MAP_HEIGHT_PX))


@functools.lru_cache(KEPT_DRAWINGS)
def _drawn(spec: str, lang: Lang) -> str:
    numbers, time = (DUTCH_NUMBERS, DUTCH_TIME) if lang == "nl" else (None, None)
    return str(_drawer().vegalite_to_svg(spec, format_locale=numbers, time_format_locale=time))


@functools.lru_cache(KEPT_DRAWINGS)
def to_png(chart: str, sharpness: int) -> bytes:
    """A chart as dots, for files that hold no vectors.

    Args:
        chart: as :func:`to_svg` gives it.
        sharpness: dots for each of its pixels, in both directions.
    """
    made: bytes = _drawer().svg_to_png(chart, scale=sharpness)
    return made


@functools.cache
def _drawer() -> Any:  # noqa: ANN401
    """What draws, which must know our type before it measures a word; imported late because it is large."""
    import vl_convert

    vl_convert.register_font_directory(str(FONT_FILES))
    return vl_convert


def _records(held: Any) -> Any:  # noqa: ANN401
    """Figures as rows; Altair has made rows of its own already."""
    if not isinstance(held, pd.DataFrame):
        return held
    return json.loads(held.to_json(orient="records", date_format="iso"))
