"""The map of the region: every bubble at its place and as large as its figure, every name to be read."""

import math
from itertools import combinations
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hea import assess
from hea.exchange import example, example_names
from hea.report.figures import region, svg, svg_map
from hea.report.figures.svg_map import Spot
from hea.report.sentences.ranges import range_text
from hea.texts import LANGUAGES, Lang
from tests.report.figures.test_svg import SVG, parts

PLACES = st.tuples(st.floats(50.8, 53.5), st.floats(3.4, 7.2), st.floats(0, 5_000))


def spots(rows: list[tuple[float, float, float]]) -> list[Spot]:
    return [
        Spot(latitude, longitude, (f"gemeente {at:05}", "10 tot 20"), figure)
        for at, (latitude, longitude, figure) in enumerate(rows)
    ]


def circles(root: ElementTree.Element, kind: str) -> list[tuple[float, float, float]]:
    """Middle and radius of the bubbles or the dots."""
    found = [item for item in root.iter(f"{SVG}circle") if ("stroke" in item.attrib) == (kind == "bubble")]
    return [(float(i.attrib["cx"]), float(i.attrib["cy"]), float(i.attrib["r"])) for i in found]


def words(root: ElementTree.Element) -> list[str | None]:
    return [item.text for item in root.iter(f"{SVG}text")]


@given(st.lists(PLACES, min_size=1, max_size=12))
def test_the_area_of_a_bubble_is_in_proportion_to_its_figure(rows: list[tuple[float, float, float]]) -> None:
    drawn = circles(parts(svg_map.bubbles(spots(rows), [])), "bubble")
    most = max(figure for *_, figure in rows)
    for (_, _, radius), (_, _, figure) in zip(drawn, rows, strict=True):
        share = figure / most if most else 0
        assert (radius / svg_map.LARGEST_RADIUS_PX) ** 2 == pytest.approx(share, abs=0.001)


@given(st.lists(PLACES, min_size=2, max_size=12))
def test_a_kilometre_is_as_long_in_every_direction(rows: list[tuple[float, float, float]]) -> None:
    drawn = circles(parts(svg_map.bubbles(spots(rows), [])), "dot")
    narrowing = math.cos(math.radians(sum(latitude for latitude, *_ in rows) / len(rows)))
    flat = [(longitude * narrowing, -latitude) for latitude, longitude, _ in rows]
    pairs = [
        (math.dist(a[:2], b[:2]), math.dist(p, q))
        for (a, p), (b, q) in combinations(zip(drawn, flat, strict=True), 2)
    ]
    longest, apart = max(pairs, key=lambda pair: pair[1])
    for shown, real in pairs:
        assert shown * apart == pytest.approx(real * longest, abs=0.2 * apart)


@given(st.lists(PLACES, min_size=1, max_size=12), st.lists(PLACES, max_size=12))
def test_every_bubble_is_named_and_every_dot_stands_in_the_drawing(
    rows: list[tuple[float, float, float]], others: list[tuple[float, float, float]]
) -> None:
    around = [Spot(*row[:2], (f"elders {at}",)) for at, row in enumerate(others)]
    root = parts(svg_map.bubbles(spots(rows), around))
    named = words(root)
    assert {spot.words[0] for spot in spots(rows)} <= set(named)
    height = float(root.attrib["height"])
    assert height <= svg_map.HEIGHT_PX
    for x, y, _ in circles(root, "dot"):
        assert 0 <= x <= svg.WIDTH
        assert 0 <= y <= height


@pytest.mark.parametrize("name", example_names())
@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_of_an_example_stand_clear_of_each_other(name: str, lang: Lang) -> None:
    assessment = assess(example(name), draws=64)
    root = parts(region.region(assessment, lang).svg())
    boxes = [box_of(item) for item in root.iter(f"{SVG}text")]
    assert len(boxes) > 5
    for one, other in combinations(boxes, 2):
        assert one.shared(other) < 5, (one, other)
    own = assessment.housing.in_municipality
    assert range_text(own, "places", lang) in words(root)


def box_of(label: ElementTree.Element) -> svg_map.Box:
    wide = len(label.text or "") * 5.2
    x, y = float(label.attrib["x"]), float(label.attrib["y"])
    left = x - {"start": 0.0, "middle": wide / 2, "end": wide}[label.attrib["text-anchor"]]
    return svg_map.Box(left, y - 8, left + wide, y + 1)
