"""Promised against realised as a chart."""

from __future__ import annotations

from collections.abc import Sequence

from hea.assessment.results import Outline
from hea.colours import NEED, SUPPLY
from hea.report.figures.figures import Figure, months_index
from hea.report.figures.lazily import alt, pd
from hea.report.figures.vega import as_image, self_contained
from hea.report.sentences.follow_up import Counted, forecast_text
from hea.report.sentences.ranges import shown
from hea.texts import Lang, month, text


def counted_against_forecast(assessment: Outline, counts: Sequence[Counted], lang: Lang) -> Figure | None:
    """The forecast of labour migrants as a band with what was counted as points."""
    points = [(item.month, item.values["migrants"]) for item in counts if "migrants" in item.values]
    if not points:
        return None
    monthly = assessment.monthly
    band = pd.DataFrame(
        {
            "month": pd.to_datetime(list(monthly.month)),
            "low": monthly.migrants.p10,
            "middle": monthly.migrants.p50,
            "high": monthly.migrants.p90,
        }
    )
    seen = pd.DataFrame(
        {"month": pd.to_datetime([at for at, _ in points]), "counted": [value for _, value in points]}
    )
    axis = alt.X("month:T", title=None, axis=alt.Axis(format="%Y", tickCount=6, grid=False))
    base = alt.Chart(band).encode(x=axis)
    area = base.mark_area(opacity=0.25, color=NEED).encode(
        y=alt.Y("low:Q", title=text("realised.migrants", lang)), y2="high:Q"
    )
    line = base.mark_line(color=NEED, strokeWidth=2).encode(y="middle:Q")
    dots = (
        alt.Chart(seen)
        .mark_point(color=SUPPLY, filled=True, size=90, shape="diamond")
        .encode(x=axis, y="counted:Q")
    )
    table = pd.DataFrame(
        {
            text("realised.head_forecast", lang): [
                forecast_text(assessment, "migrants", at, lang) for at, _ in points
            ],
            text("realised.head_counted", lang): [shown(value, "people", lang) for _, value in points],
        },
        index=months_index([at for at, _ in points], lang),
    )
    told = "; ".join(
        f"{month(at, lang)}: {shown(value, 'people', lang)} "
        f"({forecast_text(assessment, 'migrants', at, lang)})"
        for at, value in points
    )
    chart = self_contained(alt.layer(area, line, dots).properties(height=220))
    return Figure(
        text("realised.picture", lang),
        text("realised.picture_alt", lang, rows=told),
        table,
        vega=lambda: chart,
        svg=lambda: as_image(chart, lang),
    )
