"""A map of bubbles on the middles of municipalities, as SVG; named without names on top of each other."""

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from hea.colours import NEED
from hea.report.figures.svg import WIDTH, Points, image, label

HEIGHT_PX = 420
"""Of a drawing; a long region is drawn smaller."""
MARGIN = 36
"""Around the middles, for the names of those at the edge."""
LARGEST_RADIUS_PX = 22
"""Radius of the bubble with the highest figure."""
CORE = 0.8
"""Part of a radius from the middle in which no name of another spot should stand."""
DOT, GAP, LINE = 2, 2, 11
"""Radius of a dot, room between a bubble and its name, and height of a line."""
LETTER, BOLD = 6.0, 7.0
"""Width of a letter in a wide typeface: every machine has another one."""
OUTSIDE = 5
"""How much worse words outside the drawing are than words on top of each other."""


class Spot(NamedTuple):
    """A municipality on the map."""

    latitude: float
    longitude: float
    words: Sequence[str]
    """Its name, and perhaps its figures on a line below it."""
    figure: float = 0.0
    """What the area of its bubble stands for; nought is a dot alone."""


class Box(NamedTuple):
    """A part of the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: "Box") -> float:
        """The area that two boxes have in common."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(across, 0.0) * max(down, 0.0)


class Place(NamedTuple):
    """Where words may stand."""

    words: Sequence[str]
    box: Box
    anchor: str
    """Which end of the words stands at its side of the box."""

    def crowded(self, taken: Sequence[Box], height: int) -> float:
        """How much of it is taken or lies outside the drawing."""
        outside = self.box.shared(self.box) - self.box.shared(Box(0, 0, WIDTH, height))
        return outside * OUTSIDE + sum(self.box.shared(other) for other in taken)


ANCHORS: Final = {1: "start", 0: "middle", -1: "end"}
SIDES: Final = ((1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1))
"""Where a name may stand beside its spot, the best first."""


def bubbles(spots: Sequence[Spot], around: Sequence[Spot]) -> str:
    """Bubbles with their names and figures, and dots for orientation, named where there is room.

    After the first, the longest names find a place first: they have the fewest to choose from.

    Args:
        spots: municipalities with a bubble; their area is in proportion to their figure.
        around: other municipalities.
    """
    every = [*spots, *around]
    x, y, height = _projected(every)
    most = max(spot.figure for spot in spots) or 1.0
    radii = [LARGEST_RADIUS_PX * math.sqrt(spot.figure / most) for spot in every]
    drawn = [_circle(*circle) for circle in zip(x[: len(spots)], y, radii, strict=False)]
    drawn += [_dot(x[at], y[at], own=at < len(spots)) for at in range(len(every))]
    taken = [_square(a, b, max(radius * CORE, DOT)) for a, b, radius in zip(x, y, radii, strict=True)]
    for at in sorted(range(len(every)), key=lambda at: (at > 0, at >= len(spots), -len(every[at].words[0]))):
        must, others = at < len(spots), [*taken[:at], *taken[at + 1 :]]
        place = _room(every[at], (x[at], y[at]), radii[at], others, height)
        if must or not place.crowded(others, height):
            taken.append(place.box)
            drawn += _named(place, bold=must)
    return image(drawn, height)


def _projected(spots: Sequence[Spot]) -> tuple[Points, Points, int]:
    """Places in the drawing, with a kilometre as long across as it is down, and the height that it takes."""
    latitude = np.array([spot.latitude for spot in spots])
    longitude = np.array([spot.longitude for spot in spots])
    across = (longitude - longitude.min()) * math.cos(math.radians(float(latitude.mean())))
    down = latitude.max() - latitude
    wide, high = WIDTH - 2 * MARGIN, HEIGHT_PX - 2 * MARGIN
    scale = min(wide / (float(across.max()) or 1.0), high / (float(down.max()) or 1.0))
    left = (WIDTH - float(across.max()) * scale) / 2
    return left + across * scale, MARGIN + down * scale, round(2 * MARGIN + float(down.max()) * scale)


def _room(spot: Spot, middle: tuple[float, float], radius: float, taken: Sequence[Box], height: int) -> Place:
    """The first free place beside a spot or over its bubble, or the one that shares least with others.

    The name stands alone if there is no room for its figures.
    """
    most = len(spot.words)
    ways = dict.fromkeys(((most, radius), (most, 0.0), (1, radius), (1, 0.0)))
    places = [place for lines, room in ways for place in _places(spot, lines, middle, room)]
    free = next((place for place in places if not place.crowded(taken, height)), None)
    return free or min(places, key=lambda place: place.crowded(taken, height))


def _places(spot: Spot, lines: int, middle: tuple[float, float], radius: float) -> Iterator[Place]:
    """Places for the words at each side of a spot."""
    words = spot.words[:lines]
    wide, high = max(map(len, words)) * (BOLD if spot.figure else LETTER), LINE * len(words)
    for right, down in SIDES:
        gap = max(radius, DOT) / math.hypot(right, down) + GAP
        x = middle[0] + right * (gap + wide / 2)
        y = middle[1] + down * (gap + high / 2)
        box = Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        yield Place(words, box, ANCHORS[right])


def _square(x: float, y: float, half: float) -> Box:
    return Box(x - half, y - half, x + half, y + half)


def _circle(x: float, y: float, radius: float) -> str:
    return (
        f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius:.2f}' fill='{NEED}' fill-opacity='0.3' "
        f"stroke='{NEED}'/>"
    )


def _dot(x: float, y: float, *, own: bool) -> str:
    ink = f"fill='{NEED}'" if own else "fill='currentColor' fill-opacity='0.5'"
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{DOT}' {ink}/>"


def _named(place: Place, *, bold: bool) -> list[str]:
    words, box, anchor = place
    x = {"start": box.left, "middle": (box.left + box.right) / 2, "end": box.right}[anchor]
    weights = ("bold" if bold else "normal", "normal")
    return [
        label(x, box.top + LINE * (line + 0.8), told, anchor, weight)
        for line, (told, weight) in enumerate(zip(words, weights, strict=False))
    ]
