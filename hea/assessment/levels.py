"""Which level a value has beside the thresholds of a rule."""

from typing import NamedTuple

import numpy as np

from hea.assessment.results.common import Level
from hea.model.uncertainty import TAIL, Array

EVEN = 1 / 2
"""A limit that is passed more often than not is passed."""


class Chances(NamedTuple):
    """Chance that a value lies beyond each limit of a rule, if it has that limit."""

    amber: float | None
    red: float | None

    @property
    def level(self) -> Level:
        """Red if it is beyond red more often than not; green only if nine in ten are within every limit."""
        if self.red is not None and self.red > EVEN:
            return "red"
        beyond = max(self.amber or 0.0, self.red or 0.0)
        return "amber" if beyond > TAIL else "green"


def chances(
    values: Array, amber: float | None, red: float | None, *, unfavourable: str, at_limit: bool = False
) -> Chances:
    """How often a value is on the unfavourable side of each limit.

    Args:
        values: per draw, ``(draws,)``.
        amber: limit from which to take care.
        red: limit that should not be passed.
        unfavourable: "above" or "below" the limits.
        at_limit: whether a value at a limit is on its unfavourable side too.
    """
    compare = {
        ("above", False): np.greater,
        ("above", True): np.greater_equal,
        ("below", False): np.less,
        ("below", True): np.less_equal,
    }[unfavourable, at_limit]

    def beyond(limit: float | None) -> float | None:
        if limit is None:
            return None
        return float(compare(values, limit).mean())

    return Chances(beyond(amber), beyond(red))


def above(value: float, amber: float | None, red: float | None) -> Level:
    """Level of a value that is unfavourable above its thresholds."""
    if red is not None and value > red:
        return "red"
    return "amber" if amber is not None and value > amber else "green"


def below(value: float, amber: float | None, red: float | None) -> Level:
    """Level of a value that is unfavourable below its thresholds."""
    if red is not None and value < red:
        return "red"
    return "amber" if amber is not None and value < amber else "green"
