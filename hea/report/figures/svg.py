"""Small drawings for pages that change while someone types, as SVG.

Two drawings by the renderer of the charts on paper are a fifth of what a user waits after a changed field,
and a chart that the browser builds delays its page more than its fields do. These three shapes are plain
enough to write out.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from hea.colours import INK, INK_DARK, NEED, SUPPLY
from hea.report.figures.lazily import pd
from hea.texts import Lang, number

WIDTH, HEIGHT = 360, 190
"""Of a drawing, in units that are pixels at its own size."""
LEFT, RIGHT, TOP, BOTTOM = 44, 12, 26, 24
"""Room around the space between the axes, for names and figures."""
ROW_HEIGHT = 38
"""Of a name with its bar."""
GROUP_HEIGHT = 24
"""Of the heading of a group of rows."""
DOT = 5
"""Radius of a dot."""
SCALE_HEIGHT = 52
"""Of a rule with its figures and its thermometer."""
MAX_TICKS = 5
MAX_YEARS = 6
STEPS: Final = (1, 2, 5, 10)
"""Round steps between figures on an axis, times a power of ten."""
INKS: Final = f"<style>svg{{color:{INK}}}@media(prefers-color-scheme:dark){{svg{{color:{INK_DARK}}}}}</style>"
"""Text colours of the app on a light and on a dark page; an image cannot take them from what it stands in."""

Points = npt.NDArray[np.float64]


class Row(NamedTuple):
    """A range with its name and its words."""

    name: str
    told: str
    low: float
    middle: float
    high: float


class Period(NamedTuple):
    """What lasts from the begin of one month to that of another, in a colour of its own."""

    name: str
    told: str
    first: float
    last: float
    ink: str
    full: float
    """How full the colour is, from 0 to 1."""


class Bar(NamedTuple):
    """A step of a cascade: a whole from nought, or a part that hangs on the step before it."""

    name: str
    told: str
    start: float
    end: float
    joins: float
    """Where it hangs on the step before."""
    whole: bool


class Scale(NamedTuple):
    """A range and its limits as parts of a scale of its own, with its name and its words."""

    name: str
    told: str
    low: float
    high: float
    amber: float | None
    red: float | None


class Plane(NamedTuple):
    """The space between the axes, with numbers from nought up to a round top."""

    step: float
    top: float

    def y(self, value: float | Points) -> Points:
        """Places from the top of the drawing."""
        return np.asarray(HEIGHT - BOTTOM - np.asarray(value) / self.top * (HEIGHT - TOP - BOTTOM))

    @property
    def ticks(self) -> list[float]:
        """Figures on the axis."""
        return [self.step * index for index in range(round(self.top / self.step) + 1)]


def plane(highest: float) -> Plane:
    """Between nought and the first round number at or above the highest figure; whole steps."""
    least = max(highest, 1.0) / (MAX_TICKS - 1)
    power = max(10.0 ** math.floor(math.log10(least)), 1.0)
    step = next(power * factor for factor in STEPS if power * factor >= least)
    return Plane(step, step * math.ceil(max(highest, 1.0) / step))


def through_time(frame: pd.DataFrame, unit: str, lang: Lang) -> str:
    """A band with its middle per month, and the supply in steps where it is given.

    Args:
        frame: a row per month with ``month`` (moments), ``low``, ``middle``, ``high`` and perhaps ``supply``.
        unit: what the figures count.
        lang: language of the figures.
    """
    lines = {name: column.to_numpy() for name, column in frame.items() if name != "month"}
    space = plane(max(float(line.max()) for line in lines.values()))
    x = np.linspace(LEFT, WIDTH - RIGHT, len(frame))
    low, middle, high = (space.y(lines[name]) for name in ("low", "middle", "high"))
    band = _points(np.concatenate([x, x[::-1]]), np.concatenate([high, low[::-1]]))
    marks = [
        f"<polygon points='{band}' fill='{NEED}' fill-opacity='0.25'/>",
        f"<polyline points='{_points(x, middle)}' fill='none' stroke='{NEED}' stroke-width='2'/>",
    ]
    if "supply" in lines:
        steps = _points(np.repeat(x, 2)[1:], np.repeat(space.y(lines["supply"]), 2)[:-1])
        marks.append(
            f"<polyline points='{steps}' fill='none' stroke='{SUPPLY}' stroke-width='1.5' "
            "stroke-dasharray='5 3'/>"
        )
    return _drawing(space, marks, _years(frame["month"], x), unit, lang)


def per_name(values: Sequence[float], names: Sequence[str], unit: str, lang: Lang) -> str:
    """A bar per name."""
    space, room = plane(max(values)), (WIDTH - LEFT - RIGHT) / len(values)
    left = LEFT + room * np.arange(len(values))
    ground = float(space.y(0.0))
    marks = [
        f"<rect x='{x + room / 10:.1f}' y='{y:.1f}' width='{room * 0.8:.1f}' height='{ground - y:.1f}' "
        f"fill='{NEED}'/>"
        for x, y in zip(left, space.y(np.array(values)), strict=True)
    ]
    return _drawing(space, marks, zip(left + room / 2, names, strict=True), unit, lang)


def ranges(rows: Sequence[Row], top: float, marks: Sequence[float]) -> str:
    """A bar from low to high with a stroke at the middle, below the name and the figures of each row.

    Args:
        rows: what to draw; no figure is below nought.
        top: figure at the right edge.
        marks: figures at which a line goes through all rows.
    """
    scale, height = WIDTH / (top or 1), ROW_HEIGHT * len(rows)
    drawn = []
    for index, row in enumerate(rows):
        line = index * ROW_HEIGHT
        low, middle, high = (value * scale for value in (row.low, row.middle, row.high))
        drawn += [
            label(0, line + 12, row.name, "start"),
            label(WIDTH, line + 12, row.told, "end"),
            f"<path d='M0 {line + 22.5}H{WIDTH}' stroke='currentColor' stroke-opacity='0.2'/>",
            f"<rect x='{low:.1f}' y='{line + 18}' width='{high - low:.1f}' height='9' fill='{NEED}' "
            "fill-opacity='0.35'/>",
            f"<rect x='{min(middle, WIDTH - 3):.1f}' y='{line + 16}' width='3' height='13' fill='{NEED}'/>",
        ]
    drawn += [
        f"<path d='M{mark * scale:.1f} 16V{height}' stroke='{SUPPLY}' stroke-dasharray='4 3'/>"
        for mark in marks
    ]
    return image(drawn, height)


def dots(groups: Sequence[tuple[str, Sequence[Row]]]) -> str:
    """Rows in groups, each with a scale of its own: a line from low to high and a dot at the middle.

    Args:
        groups: the heading of each, with its rows.
    """
    drawn, line = [], 0
    for heading, rows in groups:
        drawn.append(label(0, line + 14, heading, "start", "bold"))
        line += GROUP_HEIGHT
        scale = (WIDTH - 2 * DOT) / (max(row.high for row in rows) or 1)
        for row in rows:
            low, middle, high = (DOT + value * scale for value in (row.low, row.middle, row.high))
            drawn += [
                label(0, line + 12, row.name, "start"),
                label(WIDTH, line + 12, row.told, "end"),
                f"<path d='M0 {line + 23}H{WIDTH}' stroke='currentColor' stroke-opacity='0.2'/>",
                f"<path d='M{low:.1f} {line + 23}H{high:.1f}' stroke='{NEED}' stroke-width='4'/>",
                f"<circle cx='{middle:.1f}' cy='{line + 23}' r='{DOT}' fill='{NEED}' stroke='currentColor'/>",
            ]
            line += ROW_HEIGHT
    return image(drawn, line)


def cascade(bars: Sequence[Bar]) -> str:
    """Bars below each other, each below its name and figures, with a thin line where one leaves another."""
    scale, height = WIDTH / (max(bar.end for bar in bars) or 1), ROW_HEIGHT * len(bars)
    drawn = []
    for index, bar in enumerate(bars):
        line = index * ROW_HEIGHT
        start, end, joins = (value * scale for value in (bar.start, bar.end, bar.joins))
        joins = min(max(joins, 0.5), WIDTH - 0.5)
        if index:
            drawn.append(f"<path d='M{joins:.1f} {line - 8}v7m0 16v4' stroke='{NEED}'/>")
        drawn += [
            f"<rect x='{start:.1f}' y='{line + 18}' width='{max(end - start, 1):.1f}' height='12' "
            f"fill='{NEED}' fill-opacity='{1 if bar.whole else 0.3}' stroke='{NEED}'/>",
            label(0, line + 12, bar.name, "start", "bold" if bar.whole else "normal"),
            label(WIDTH, line + 12, bar.told, "end", "bold" if bar.whole else "normal"),
        ]
    return image(drawn, height)


def scales(rows: Sequence[Scale]) -> str:
    """A thermometer per rule, below its name and its figures; limits are strokes across."""
    drawn, height = [], SCALE_HEIGHT * len(rows)
    for index, row in enumerate(rows):
        line = index * SCALE_HEIGHT
        low, high = row.low * WIDTH, max(row.high * WIDTH, row.low * WIDTH + 2)
        drawn += [
            label(0, line + 12, row.name, "start", "bold"),
            label(0, line + 25, row.told, "start"),
            f"<path d='M0 {line + 38}H{WIDTH}' stroke='currentColor' stroke-opacity='0.2'/>",
            f"<rect x='{low:.1f}' y='{line + 33}' width='{high - low:.1f}' height='10' fill='{NEED}'/>",
        ]
        drawn += [
            f"<path d='M{limit * WIDTH:.1f} {line + 29}v18' stroke='{SUPPLY}' stroke-width='2'/>"
            for limit in (row.amber, row.red)
            if limit is not None
        ]
    return image(drawn, height)


def spans(rows: Sequence[Period], today: int | None) -> str:
    """Bars on one calendar, each below its name and its words, with a stroke across each at today.

    Args:
        rows: with their first and last moment in months.
        today: in months; nothing is drawn without it.
    """
    moments = [row.first for row in rows] + [row.last for row in rows] + ([] if today is None else [today])
    first, height = min(moments), SCALE_HEIGHT * len(rows)
    scale = WIDTH / (max(moments) - first or 1)
    drawn = []
    for index, row in enumerate(rows):
        line, start, end = index * SCALE_HEIGHT, (row.first - first) * scale, (row.last - first) * scale
        drawn += [
            label(0, line + 12, row.name, "start", "bold"),
            label(0, line + 25, row.told, "start"),
            f"<rect x='{start:.1f}' y='{line + 32}' width='{end - start:.1f}' height='10' fill='{row.ink}' "
            f"fill-opacity='{row.full}'/>",
        ]
        if today is not None:
            drawn.append(
                f"<path d='M{(today - first) * scale:.1f} {line + 29}v16' stroke='currentColor' "
                "stroke-width='1.5'/>"
            )
    return image(drawn, height)


def _years(months: pd.Series, x: Points) -> list[tuple[float, str]]:
    """The place of each January with its year, as many as fit."""
    first = months.dt.month == 1
    found = [(at, str(year)) for at, year in zip(x[first], months.dt.year[first], strict=True)]
    return found[:: math.ceil(len(found) / MAX_YEARS) or 1]


def _points(x: Points, y: Points) -> str:
    return " ".join(f"{across:.1f},{down:.1f}" for across, down in zip(x, y, strict=True))


def _drawing(
    space: Plane, marks: Iterable[str], below: Iterable[tuple[float, str]], unit: str, lang: Lang
) -> str:
    """Figures beside their lines, names below, and the marks of the drawing itself."""
    lines = [
        f"<path d='M{LEFT} {y:.1f}H{WIDTH - RIGHT}' stroke='currentColor' stroke-opacity='0.2'/>"
        + label(LEFT - 6, y + 3.5, number(value, lang), "end")
        for value, y in ((value, float(space.y(value))) for value in space.ticks)
    ]
    names = [label(x, HEIGHT - 8, name, "middle") for x, name in below]
    return image([label(0, 12, unit, "start"), *lines, *marks, *names], HEIGHT)


def image(drawn: Iterable[str], height: int) -> str:
    """The address of an image, which follows the light or dark setting of the browser."""
    svg = (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH} {height}' width='{WIDTH}' "
        f"height='{height}' font-family='sans-serif' font-size='10'>{INKS}{''.join(drawn)}</svg>"
    )
    return address(svg)


def address(svg: str) -> str:
    """A drawing as the address of an image, so that a page can hold it without a file."""
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def label(x: float, y: float, words: str, anchor: str, weight: str = "normal") -> str:
    """Words that start at, end at or stand around a place, in the text colour of the page."""
    heavy = "" if weight == "normal" else f" font-weight='{weight}'"
    place = f"x='{x:.1f}' y='{y:.1f}' text-anchor='{anchor}'"
    return f"<text {place}{heavy} fill='currentColor'>{escape(words)}</text>"
