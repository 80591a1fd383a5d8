"""From draws to ranges and series, rounded to a fixed number of decimals for stable files."""

from typing import overload

import numpy as np

from hea.assessment.results.common import Range, Series
from hea.assessment.results.rounding import KEPT_DECIMALS, kept
from hea.model.uncertainty import Array, percentiles


@overload
def to_range(values: Array) -> Range: ...
@overload
def to_range(values: None) -> None: ...
@overload
def to_range(values: Array | None) -> Range | None: ...
def to_range(values: Array | None) -> Range | None:
    """P10, P50 and P90 of a quantity per draw; unknown stays unknown."""
    if values is None:
        return None
    p10, p50, p90 = (kept(value) for value in percentiles(values))
    return Range(p10=p10, p50=p50, p90=p90)


def to_single(values: Array) -> float:
    """The value of the first draw, for the central run."""
    return kept(values[0])


def to_series(values: Array) -> Series:
    """P10, P50 and P90 per month of a series ``(draws, months)``."""
    p10, p50, p90 = (tuple((np.round(line, KEPT_DECIMALS) + 0.0).tolist()) for line in percentiles(values))
    return Series(p10=p10, p50=p50, p90=p90)
