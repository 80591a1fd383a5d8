"""Timing: the median of a few rounds after one that warms up."""

import statistics
import time
from collections.abc import Callable

ROUNDS = 5


def seconds(task: Callable[[], object]) -> float:
    """Median time of a task that has run once before."""
    task()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        task()
        times.append(time.perf_counter() - start)
    return statistics.median(times)
