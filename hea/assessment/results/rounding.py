"""How a figure is rounded for whoever reads it: the same on every surface.

A difference between two figures is rounded to the nearest, also of places: rounding it up would make an
improvement smaller and a deterioration larger.
"""

import math
from typing import Final, Literal

from hea.units import PLACE_DECIMALS, nearest

Kind = Literal["people", "places", "share", "euros"]
EUROS_THAT_COUNT: Final = 2
"""Digits of an amount in euros that mean something beside its range."""
KEPT_DECIMALS: Final = 6
"""Decimals in which results are kept, so that files are stable."""
SAME_WITHIN: Final = 1e-6
"""Difference below which two figures are the same."""


def rounded(value: float, kind: str) -> float:
    """A figure as every surface shows it: people rounded, places to live rounded up, shares to a per cent.

    Of an amount in euros two digits are left: more would say that it is known so well.
    """
    if kind == "share":
        return nearest(value, 2)
    if kind == "euros":
        return _with_digits(value, EUROS_THAT_COUNT)
    return math.ceil(round(value, PLACE_DECIMALS)) if kind == "places" else int(nearest(value))


def _with_digits(value: float, digits: int) -> float:
    """A number of which so many digits are left, and the rest is nought."""
    step = 10.0 ** max(0, math.floor(math.log10(abs(value))) + 1 - digits) if abs(value) >= 1 else 1.0
    return nearest(value / step) * step


def kept(value: float) -> float:
    """A value with the decimals that results are kept with; minus nought becomes nought."""
    return round(float(value), KEPT_DECIMALS) + 0.0


def kind_of(path: str) -> Kind:
    """What kind of figure stands under a path of the headline, such as ``units.short.peak``."""
    if path.endswith("share"):
        return "share"
    return "places" if path.startswith(("units.", "gap.")) else "people"
