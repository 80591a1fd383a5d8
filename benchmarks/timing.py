"""Timing two tasks in turn, so that a slow moment of the machine hits both."""

import statistics
import time
from collections.abc import Callable
from typing import NamedTuple

ROUNDS = 7


class Timed(NamedTuple):
    """Median times in seconds, and the median of the ratios of the rounds."""

    first: float
    second: float
    ratio: float


def in_turn(first: Callable[[], object], second: Callable[[], object]) -> Timed:
    """Time two tasks alternately, after each has run once."""
    first()
    second()
    rounds = [(_seconds(first), _seconds(second)) for _ in range(ROUNDS)]
    ours, theirs = zip(*rounds, strict=True)
    ratio = statistics.median(one / other for one, other in rounds)
    return Timed(statistics.median(ours), statistics.median(theirs), ratio)


def _seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start
