"""How a figure is rounded for whoever reads it: the same on every surface.

A difference between two figures is rounded to the nearest, also of places: rounding it up would make an
improvement smaller and a deterioration larger.
"""

import math
from typing import Final, Literal

from hea.units import PLACE_DECIMALS, nearest

Kind = Literal["people", "places", "share"]
KEPT_DECIMALS: Final = 6
"""Decimals in which results are kept, so that files are stable."""
SAME_WITHIN: Final = 1e-6
"""Difference below which two figures are the same."""


def rounded(value: float, kind: str) -> float:
    """A figure as every surface shows it: people rounded, places to live rounded up, shares to a per cent."""
    if kind == "share":
        return nearest(value, 2)
    return math.ceil(round(value, PLACE_DECIMALS)) if kind == "places" else int(nearest(value))


def kept(value: float) -> float:
    """A value with the decimals that results are kept with; minus nought becomes nought."""
    return round(float(value), KEPT_DECIMALS) + 0.0


def kind_of(path: str) -> Kind:
    """What kind of figure stands under a path of the headline, such as ``units.short.peak``."""
    if path.endswith("share"):
        return "share"
    return "places" if path.startswith(("units.", "gap.")) else "people"
