"""Charts, defined once in Altair: for the screen, and as SVG for the PDF."""

from typing import Any, Final

import altair as alt
import pandas as pd

from hea.assessment.result import Outline
from hea.proposal import STAY_CLASSES, StayClass
from hea.report.narrative import UNIT_OF_STAY
from hea.texts import Lang, text

ACCENT: Final = "#3579b8"
"""One accent colour for lines and areas: at least 3:1 on the light and on the dark background."""
SUPPLY: Final = "#b45309"
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


def stay_chart(assessment: Outline, stay: StayClass, lang: Lang = "nl") -> alt.LayerChart | alt.FacetChart:
    """Need for places in one class of stay: band, middle line and known supply."""
    axis = alt.Axis(format="%Y", tickCount=6, grid=False)
    base = alt.Chart(monthly_frame(assessment, stay)).encode(x=alt.X("month:T", title=None, axis=axis))
    unit = text(f"unit.{UNIT_OF_STAY[stay]}", lang)
    band = base.mark_area(opacity=0.25, color=ACCENT).encode(y=alt.Y("low:Q", title=unit), y2="high:Q")
    middle = base.mark_line(color=ACCENT, strokeWidth=2).encode(y="middle:Q", tooltip=_tooltip(lang))
    supply = base.mark_line(color=SUPPLY, strokeWidth=1.5, strokeDash=[5, 3], interpolate="step-after")
    chart = alt.layer(band, middle, supply.encode(y="supply:Q"))
    return chart.properties(title=text(f"stay.{stay}", lang), height=170)


def housing_chart(assessment: Outline, lang: Lang = "nl", *, width: int = 200) -> alt.HConcatChart:
    """The three classes of stay beside each other on one scale, for paper.

    Args:
        assessment: the assessment to show.
        lang: language of titles and months.
        width: width of a panel in pixels.
    """
    panels = [stay_chart(assessment, stay, lang).properties(width=width) for stay in STAY_CLASSES]
    chart: alt.HConcatChart = alt.hconcat(*panels).resolve_scale(y="shared")
    return chart


def _tooltip(lang: Lang) -> list[alt.Tooltip]:
    names = {"low": "low", "middle": "middle", "high": "high", "supply": "chart_supply"}
    month = alt.Tooltip("month:T", title=text("report.month", lang), format="%B %Y")
    return [
        month,
        *(alt.Tooltip(f"{k}:Q", title=text(f"report.{v}", lang), format=",.0f") for k, v in names.items()),
    ]


def legend_text(lang: Lang) -> str:
    """The legend in words, so that colour is never the only carrier."""
    keys = ("chart_need", "chart_band", "chart_legend_supply")
    return "; ".join(text(f"report.{key}", lang) for key in keys) + "."


def dutch_locale() -> alt.Locale:
    """Dutch names of months and notation of numbers, for charts on the screen."""
    return alt.Locale(number=DUTCH_NUMBERS, time=DUTCH_TIME)


def to_svg(chart: Any, lang: Lang, font: str) -> str:  # noqa: ANN401
    """The chart as SVG, labels in the language and set in the given font."""
    import vl_convert

    spec: dict[str, Any] = chart.to_dict()
    spec["config"] = {**spec.get("config", {}), "font": font, "background": "white"}
    spec["config"]["view"] = {"stroke": "#d4d4d4"}
    spec["config"]["axis"] = {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    numbers, time = (DUTCH_NUMBERS, DUTCH_TIME) if lang == "nl" else (None, None)
    return str(vl_convert.vegalite_to_svg(spec, format_locale=numbers, time_format_locale=time))
