"""Small drawings: every figure stands at its place, and they fit a light and a dark page."""

import base64
import math
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hea.report.figures import svg
from hea.texts import LANGUAGES, Lang

SVG = "{http://www.w3.org/2000/svg}"
FIGURES = st.floats(0, 200_000, allow_nan=False)


def parts(address: str) -> ElementTree.Element:
    kind, content = address.split(",")
    assert kind == "data:image/svg+xml;base64"
    return ElementTree.fromstring(base64.b64decode(content))


def points(element: ElementTree.Element) -> list[tuple[float, float]]:
    pairs = [pair.split(",") for pair in element.attrib["points"].split()]
    return [(float(x), float(y)) for x, y in pairs]


def value_at(y: float, top: float) -> float:
    """The figure that a place in the drawing stands for."""
    ground = svg.HEIGHT - svg.BOTTOM
    return (ground - y) / (ground - svg.TOP) * top


def months(count: int) -> pd.Series:
    return pd.Series(pd.date_range("2027-03-01", periods=count, freq="MS"))


@given(st.lists(st.tuples(FIGURES, FIGURES, FIGURES), min_size=2, max_size=150))
def test_every_month_stands_at_the_height_of_its_figure(rows: list[tuple[float, float, float]]) -> None:
    frame = pd.DataFrame([sorted(row) for row in rows], columns=["low", "middle", "high"])
    root = parts(svg.through_time(frame.assign(month=months(len(rows))), "personen", "nl"))
    top = svg.plane(float(frame["high"].max())).top
    margin = top / 1000
    (band,), (middle,) = root.iter(f"{SVG}polygon"), root.iter(f"{SVG}polyline")
    upper, lower = points(band)[: len(rows)], points(band)[len(rows) :][::-1]
    for place, name in ((upper, "high"), (lower, "low"), (points(middle), "middle")):
        told = [value_at(y, top) for _, y in place]
        assert told == pytest.approx(frame[name].to_list(), abs=margin)
        across = [x for x, _ in place]
        assert across == sorted(across)
        assert (across[0], across[-1]) == (svg.LEFT, svg.WIDTH - svg.RIGHT)


def test_supply_stays_level_until_it_changes() -> None:
    flat = {"low": [0.0] * 3, "middle": [0.0] * 3, "high": [100.0] * 3}
    frame = pd.DataFrame({"month": months(3), **flat, "supply": [0.0, 50.0, 50.0]})
    _, supply = parts(svg.through_time(frame, "plaatsen", "nl")).iter(f"{SVG}polyline")
    (x0, y0), (x1, y1), (x2, y2), *_ = points(supply)
    assert (y0, x1, y1) == (y1, x2, y0)
    assert x0 < x1
    assert value_at(y2, 100) == pytest.approx(50, abs=0.5)


@given(st.lists(FIGURES, min_size=1, max_size=12))
def test_every_bar_is_as_high_as_its_figure(values: list[float]) -> None:
    names = [str(index) for index in range(len(values))]
    root = parts(svg.per_name(values, names, "personen", "nl"))
    top = svg.plane(max(values)).top
    bars = list(root.iter(f"{SVG}rect"))
    told = [value_at(float(bar.attrib["y"]), top) for bar in bars]
    assert told == pytest.approx(values, abs=top / 1000)
    ends = [float(bar.attrib["y"]) + float(bar.attrib["height"]) for bar in bars]
    assert ends == pytest.approx([svg.HEIGHT - svg.BOTTOM] * len(values), abs=0.11)
    assert set(names) <= {label.text for label in root.iter(f"{SVG}text")}


@given(st.lists(st.tuples(FIGURES, FIGURES, FIGURES), min_size=1, max_size=15), st.floats(0, 200_000))
def test_every_range_lies_from_its_low_to_its_high_end(
    figures: list[tuple[float, float, float]], mark: float
) -> None:
    drawn = [svg.Row(f"naam {place}", f"{place} tot 2", *sorted(row)) for place, row in enumerate(figures)]
    top = max(mark, 1, *(row.high for row in drawn))
    root = parts(svg.ranges(drawn, top, [mark]))
    bars = list(root.iter(f"{SVG}rect"))
    for row, bar, stroke in zip(drawn, bars[::2], bars[1::2], strict=True):
        left, width = float(bar.attrib["x"]), float(bar.attrib["width"])
        assert left / svg.WIDTH * top == pytest.approx(row.low, abs=top / 1000)
        assert (left + width) / svg.WIDTH * top == pytest.approx(row.high, abs=top / 1000)
        assert 0 <= float(stroke.attrib["x"]) <= svg.WIDTH - float(stroke.attrib["width"])
    assert {label.text for label in root.iter(f"{SVG}text")} == {
        words for row in drawn for words in (row.name, row.told)
    }
    *_, line = root.iter(f"{SVG}path")
    assert float(line.attrib["d"][1:].split()[0]) / svg.WIDTH * top == pytest.approx(mark, abs=top / 1000)


@given(st.floats(0, 10_000_000))
def test_the_axis_holds_the_highest_figure_in_a_few_round_steps(highest: float) -> None:
    space = svg.plane(highest)
    assert space.top >= highest
    assert space.top - space.step < max(highest, 1)
    assert 2 <= len(space.ticks) <= svg.MAX_TICKS
    assert space.ticks[0] == 0
    assert space.ticks[-1] == pytest.approx(space.top)
    assert space.step / 10 ** math.floor(math.log10(space.step)) in svg.STEPS


@pytest.mark.parametrize(("count", "years"), [(3, []), (12, ["2028"]), (120, list(range(2028, 2038, 2)))])
def test_years_are_named_as_far_as_they_fit(count: int, years: list[int]) -> None:
    frame = pd.DataFrame({"month": months(count), "low": 1.0, "middle": 2.0, "high": 3.0})
    root = parts(svg.through_time(frame, "personen", "nl"))
    told = [label.text for label in root.iter(f"{SVG}text") if label.text and label.text.startswith("20")]
    assert told == [str(year) for year in years]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_drawing_fits_a_light_and_a_dark_page_and_fetches_nothing(lang: Lang) -> None:
    root = parts(svg.per_name([1200.0], ["<mrt> & co"], "personen", lang))
    words = [label.text for label in root.iter(f"{SVG}text")]
    assert "<mrt> & co" in words
    assert ("1.000" in words) == (lang == "nl")
    assert {label.attrib["fill"] for label in root.iter(f"{SVG}text")} == {"currentColor"}
    assert "prefers-color-scheme:dark" in "".join(root.itertext())
    assert not [value for part in root.iter() for name, value in part.items() if name.endswith("href")]
