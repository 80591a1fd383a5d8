"""How reliable ranges are: what ranges of every width promise, beside what they held."""

from __future__ import annotations

from hea.colours import AXIS, NEED, SUPPLY
from hea.report.figures.figures import Figure
from hea.report.figures.lazily import alt, pd
from hea.report.figures.vega import as_image, self_contained
from hea.texts import Lang, percent, text
from hea.validation.result import Validation


def reliability(validation: Validation, lang: Lang) -> Figure | None:
    """Points on the line are ranges that keep their promise; points below it are too narrow."""
    if not validation.reliability:
        return None
    promised, held = (text(f"validation.{key}", lang) for key in ("promised", "held"))
    points = pd.DataFrame([level.model_dump() for level in validation.reliability])
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(points).encode(
        x=alt.X("promised:Q", title=promised, axis=alt.Axis(format="%", grid=False), scale=scale),
        y=alt.Y("held:Q", title=held, axis=alt.Axis(format="%", grid=False), scale=scale),
    )
    even = pd.DataFrame({"promised": [0.0, 1.0], "held": [0.0, 1.0]})
    line = alt.Chart(even).mark_line(color=AXIS, strokeDash=[4, 3]).encode(x="promised:Q", y="held:Q")
    drawn = alt.layer(line, base.mark_line(color=NEED), base.mark_point(color=SUPPLY, filled=True, size=70))
    rows = [(percent(level.promised, lang), percent(level.held, lang)) for level in validation.reliability]
    told = "; ".join(f"{one} → {other}" for one, other in rows)
    table = pd.DataFrame(
        {held: [other for _, other in rows]}, index=pd.Index([one for one, _ in rows], name=promised)
    )
    chart = self_contained(drawn.properties(height=240))
    return Figure(
        text("validation.reliability", lang),
        text("validation.reliability_alt", lang, count=validation.tested, rows=told),
        table,
        vega=lambda: chart,
        svg=lambda: as_image(chart, lang),
    )
