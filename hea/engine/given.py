"""Sizes as they were given: one number, or a range that is drawn."""

import numpy as np

from hea.engine.density import companies_apart
from hea.engine.draws import Draws
from hea.engine.trace import Trace
from hea.model.uncertainty import Array, lognormal, two_piece
from hea.parameters import Bounds, ParameterSet
from hea.proposal import Size, Span

POSITION, ABOUT = "given_size_position", "about_margin"
"""Figures that say where in a range a size ends up, and how far "about" goes."""

MIDDLE = 0.5
"""Position of the middle."""


def size_bounds(size: Size, figures: ParameterSet, sector: str) -> Bounds:
    """P10, middle and P90 of a size; of one number three times that number.

    Args:
        size: as it was given.
        figures: the parameters.
        sector: of the plan, whose companies say how far the other end lies; empty if it is not known.
    """
    if not isinstance(size, Span):
        return Bounds(size, size, size)
    if size.low is not None and size.high is not None:
        middle = (size.low + size.high) / 2 if size.middle is None else size.middle
        return Bounds(size.low, middle, size.high)
    if size.middle is not None:
        margin = 1 + figures.value(ABOUT)
        return Bounds(size.middle / margin, size.middle, size.middle * margin)
    down, up, _ = companies_apart(sector, figures)
    if size.high is not None:
        return Bounds(size.high / down / up, size.high / down, size.high)
    assert size.low is not None
    return Bounds(size.low, size.low * up, size.low * up * down)


def middle_of(size: Size, figures: ParameterSet, sector: str) -> float:
    """The one number to calculate with where nothing is drawn."""
    if not isinstance(size, Span):
        return size
    return float(_at(np.array([figures.value(POSITION)]), size_bounds(size, figures, sector))[0])


def total_bounds(sizes: tuple[Size, ...], figures: ParameterSet, sector: str) -> Bounds:
    """Bounds of a total; ranges of one plan move together, so their ends add up."""
    found = [size_bounds(size, figures, sector) for size in sizes]
    return Bounds(*(sum(ends) for ends in zip(*found, strict=True))) if found else Bounds(0.0, 0.0, 0.0)


def added(sizes: tuple[Size, ...], figures: ParameterSet, sector: str) -> Size:
    """What sizes add up to, as a range if one of them is."""
    if len(sizes) == 1:
        return sizes[0]
    low, middle, high = total_bounds(sizes, figures, sector)
    return middle if low == high else Span(low=low, middle=middle, high=high)


def size_draws(path: str, size: Size, draws: Draws, trace: Trace, sector: str) -> Array:
    """A size per draw, ``(draws,)``; what was made of a range is recorded."""
    low, middle, high = size_bounds(size, draws.parameters, sector)
    if not isinstance(size, Span) or low == high:
        return np.full(draws.count, middle)
    told = {"nl": size.shown("nl"), "en": size.shown("en")}
    trace.assume(path, "given_range", POSITION, low=low, middle=middle, high=high, **told)
    return _at(draws[POSITION], Bounds(low, middle, high))


def _at(position: Array, bounds: Bounds) -> Array:
    """Sizes at points of a range; below one that begins at nought nothing has a logarithm."""
    if bounds.degenerate:
        return np.full_like(position, bounds.central)
    if bounds.low == 0:
        return np.maximum(0.0, two_piece(position, *bounds))
    drawn = lognormal(position, *bounds, 0.0)
    return np.where(position == MIDDLE, bounds.central, drawn)  # exactly, and not but for rounding
