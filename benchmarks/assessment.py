"""How much an assessment costs, against the least any such calculation must do.

The floor draws the random numbers of the run and writes one array of the result's size. Every case is
timed several times in one process and the best time counts; memory is the peak of a process of its own.

Run: ``python -m benchmarks.assessment``
"""

import multiprocessing
import time
from collections.abc import Callable

import numpy as np

from hea import Assessment, assess, load_parameters
from hea.assessment import LIVE_DRAWS, REPORT_DRAWS
from hea.assessment.curves import responses
from hea.assessment.draws import Draws
from hea.exchange import example
from hea.model import stay

MONTHS = 121
REPEATS = 5
EXAMPLES = ("fulfilment_waalwijk", "fictief_dossier_venray")
STREAMS = 4


def best(call: Callable[[], object], repeats: int = REPEATS) -> float:
    """Seconds of the fastest of several calls."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return min(times)


def floor(assessment: Assessment) -> None:
    """Draw the same parameters and write one array of the result's size."""
    drawn = Draws(load_parameters(), assessment.draws, assessment.seed)
    for name in assessment.parameters.used:
        if load_parameters()[name].central is not None:
            drawn[name]
    np.full((assessment.draws, MONTHS), 1.0)


def plain_renewals(draws: int) -> None:
    """Four full recursions over all months: what the shared responses avoid."""
    survival = np.exp(-stay.weibull_hazard(np.arange(float(MONTHS)), 0.431, 32.0))
    for _ in range(STREAMS):
        for start in range(0, draws, LIVE_DRAWS):
            count = min(LIVE_DRAWS, draws - start)
            stay.renewal(np.full((count, MONTHS), 100.0), np.tile(survival, (count, 1)), 4, 36)


def peak_memory_mb(name: str) -> float:
    """Peak resident memory of a fresh process that makes one assessment."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (name,))


def _peak(name: str) -> float:
    import resource

    assess(example(name))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str) -> None:
    """One line per example and number of draws."""
    proposal = example(name)
    for draws in (REPORT_DRAWS, LIVE_DRAWS):
        assessment = assess(proposal, draws=draws)
        least = best(lambda a=assessment: floor(a))
        seconds = best(lambda n=draws: assess(proposal, draws=n))
        responses.cache_clear()
        cold = best(lambda n=draws: assess(proposal, draws=n), repeats=1)
        print(f"{name:24} {draws:6} {least:8.3f} {seconds:8.3f} {seconds / least:7.1f} {cold:8.3f}")


def main() -> None:
    """Print the table."""
    print(f"{'example':24} {'draws':>6} {'floor s':>8} {'best s':>8} {'ratio':>7} {'first s':>8}")
    for name in EXAMPLES:
        measure(name)
    proposal = assess(example(EXAMPLES[0]))
    least = best(lambda: floor(proposal))
    renewals = best(lambda: plain_renewals(REPORT_DRAWS)) / least
    print(f"plain renewals alone, {REPORT_DRAWS} draws: {renewals:.1f} times the floor")
    for name in EXAMPLES:
        print(f"peak memory of a process, {name}: {peak_memory_mb(name):.0f} MB")


if __name__ == "__main__":
    main()
