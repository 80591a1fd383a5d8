"""Many plans: how fast, how large, how it grows, what a second worker adds, and what it saves.

``python -m benchmarks.portfolio [plans]`` screens random leads (every sector, municipality, month and size)
with 1,024 draws and prints plans per second, memory, the time against the number of plans, the time of one
worker over that of two (processes and a Dask cluster), and the time per plan of a loop that assesses each
plan on its own over that of the screening.
"""

import random
import resource
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

import dask
from distributed import LocalCluster

from hea.assessment import SCREENING_DRAWS, assess
from hea.exchange import quick_proposal
from hea.portfolio import cluster, processes, screen
from hea.portfolio.screening import Many
from hea.portfolio.standard_plans import families
from hea.proposal import Proposal
from hea.reference import municipalities, sectors

PLANS, IN_LOOP, SEED = 10_000, 20, 1
SHARES = (100, 10, 1)
"""One in so many of the plans, to see how the time grows."""
WORKERS = 2
FOR_ARRAYS = {"MALLOC_TRIM_THRESHOLD_": 1 << 28, "MALLOC_MMAP_THRESHOLD_": 1 << 26, "OMP_NUM_THREADS": 1}
"""Dask tells its workers to give memory back at once, which costs arrays of a megabyte half of their time."""

Leads = list[tuple[str, Proposal]]


def leads(count: int) -> Leads:
    """Random leads of six fields."""
    pick = random.Random(SEED)
    return [
        (
            f"rij {number}",
            quick_proposal(
                sector=pick.choice(list(sectors())),
                municipality=pick.choice(list(municipalities())),
                kind="persons",
                size=pick.randint(20, 1500),
                opening=f"{pick.randint(2027, 2030)}-{pick.randint(1, 12):02d}",
                company=f"Plan {number}",
            ),
        )
        for number in range(count)
    ]


def seconds(work: Callable[[], object]) -> float:
    """How long something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def screened(plans: Leads, workers: AbstractContextManager[Many]) -> float:
    """Seconds for all plans, the start of the workers left out."""
    with workers as many:
        list(screen(plans[:WORKERS], draws=SCREENING_DRAWS, many=many))  # every worker loads the program
        return seconds(lambda: list(screen(plans, draws=SCREENING_DRAWS, many=many)))


def megabytes() -> float:
    """Most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else PLANS
    plans = leads(count)
    before = megabytes()
    alone = seconds(lambda: [assess(plan, draws=SCREENING_DRAWS) for _, plan in plans[:IN_LOOP]]) / IN_LOOP
    print(f"a plan on its own: {alone:.3f} s")
    for part in SHARES:
        some = plans[: max(1, count // part)]
        took = screened(some, processes(1))
        print(
            f"{len(some):>6} plans of {len(families(some))} kinds: {took:.1f} s, "
            f"{len(some) / took:.0f} plans/s; a loop takes {alone * len(some) / took:.1f} times as long"
        )
    print(f"memory: {megabytes():.0f} MB, of which {megabytes() - before:.0f} MB since the plans were made")
    two = screened(plans, processes(WORKERS))
    print(f"one process over {WORKERS}: {took / two:.2f}")
    dask.config.set({"distributed.nanny.pre-spawn-environ": FOR_ARRAYS})
    with LocalCluster(WORKERS, threads_per_worker=1, dashboard_address="127.0.0.1:0", protocol="tcp") as own:
        shared = screened(plans, cluster(own.scheduler_address))
    print(f"one process over a Dask cluster of {WORKERS}: {took / shared:.2f}")


if __name__ == "__main__":
    main()
