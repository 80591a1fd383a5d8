"""What a place can carry: per rule the range with this plan beside its limits, each on a scale of its own."""

from __future__ import annotations

from typing import Any, Final

from hea.assessment.results import Assessment
from hea.assessment.results.effects import CapacitySignalResult
from hea.colours import AXIS, INK, MUTED, NEED, SUPPLY
from hea.report.figures import svg
from hea.report.figures.figures import Figure
from hea.report.figures.lazily import alt, pd
from hea.report.figures.vega import Chart, drawing
from hea.report.sentences import signals
from hea.texts import Lang, text

ROOM: Final = 1.2
"""Length of a scale, as a part of the highest figure on it."""
ROW_PX: Final = 52
MAX_LETTERS, MAX_SMALL = 92, 54
"""Of a rule above its scale, large and small; the whole rule stands in the table."""


def thermometers(assessment: Assessment, lang: Lang) -> Figure | None:
    """Every rule that is judged, by a value and a limit; ``None`` if there is none."""
    known = signals.by_urgency(
        [item for item in assessment.capacity_signals if item.value is not None and item.reason is None]
    )
    if not known:
        return None
    rows = [_scale(item, lang) for item in known]
    columns = [text(f"thermometer.{key}", lang) for key in ("value", "limit", "level")]
    cells = [
        [signals.spread(item, lang), signals.limits(item, lang), signals.level_text(item.level, lang)]
        for item in known
    ]
    index = pd.Index([item.rule for item in known], name=text("book.capacity_rule", lang))
    return Figure(
        text("thermometer.title", lang),
        text(
            "thermometer.alt",
            lang,
            rows="; ".join(f"{item.rule} {row.told}" for item, row in zip(known, rows, strict=True)),
        ),
        pd.DataFrame(cells, columns=columns, index=index),
        vega=lambda: _chart(rows),
        svg=lambda: svg.scales([row._replace(name=_short(row.name, MAX_SMALL)) for row in rows]),
    )


def _scale(item: CapacitySignalResult, lang: Lang) -> svg.Scale:
    value = item.value
    if value is None:
        raise ValueError(item.id)
    top = max(value.p90, item.amber or 0.0, item.red or 0.0) * ROOM or 1.0
    told = text(
        "thermometer.told",
        lang,
        level=signals.level_text(item.level, lang),
        value=signals.spread(item, lang),
        limit=signals.limits(item, lang),
    )
    amber, red = (None if limit is None else limit / top for limit in (item.amber, item.red))
    return svg.Scale(_short(item.rule), told, value.p10 / top, value.p90 / top, amber, red)


def _short(rule: str, letters: int = MAX_LETTERS) -> str:
    """The rule up to a whole word."""
    if len(rule) <= letters:
        return rule
    return rule[:letters].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _chart(rows: list[svg.Scale]) -> Chart:
    frame = pd.DataFrame(rows).assign(row=range(len(rows)))
    limits = frame.melt(["row"], ["amber", "red"], var_name="kind", value_name="at").dropna()
    y: dict[str, Any] = {"axis": None, "scale": alt.Scale(domain=list(range(len(rows))), padding=0)}
    x = alt.Scale(domain=[0, 1])
    base = alt.Chart(alt.NamedData(name="rows")).encode(y=alt.Y("row:O", **y))
    whole = base.mark_bar(color=AXIS, height=3, opacity=0.7, yOffset=16).encode(
        x=alt.X("none:Q", axis=None, scale=x), x2="all:Q"
    )
    bar = base.mark_bar(color=NEED, height=11, yOffset=16, minBandSize=3).encode(
        x=alt.X("low:Q", axis=None, scale=x), x2="drawn:Q"
    )
    name = base.mark_text(align="left", fontSize=12, dy=-15, color=INK).encode(x=alt.value(0), text="name:N")
    told = base.mark_text(align="left", fontSize=12, dy=-1, color=MUTED).encode(x=alt.value(0), text="told:N")
    line = (
        alt.Chart(alt.NamedData(name="limits"))
        .mark_tick(color=SUPPLY, thickness=2.5, size=19, yOffset=16)
        .encode(y=alt.Y("row:O", **y), x=alt.X("at:Q", axis=None, scale=x))
    )
    chart = alt.layer(whole, bar, line, name, told).properties(height=ROW_PX * len(rows))
    frame = frame.assign(
        none=0.0, all=1.0, drawn=frame[["high"]].assign(least=frame["low"] + 0.006).max(axis=1)
    )
    frame["drawn"] = frame["drawn"].clip(upper=1.0)
    return Chart(drawing(chart), {"rows": frame, "limits": limits})
