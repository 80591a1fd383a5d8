"""How much assessments cost, against a floor and against plainer ways to compute the same.

The floor draws the random numbers of the run and writes one array of the result's size. Everything is timed
in one process; of repeated calls the best counts, because the machine may be busy with other things.

Run: ``python -m benchmarks.assessment`` (a few minutes), or with ``--short`` for a tenth of the work.
"""

import multiprocessing
import sys
import time
from collections.abc import Callable

import numpy as np

from benchmarks import plain
from hea import Assessment, Proposal, assess, load_parameters
from hea.assessment import DOSSIER_DRAWS, SCREENING_DRAWS, simulate
from hea.engine.draws import Draws
from hea.exchange import example, quick_proposal
from hea.reference import municipalities

MONTHS = 121
REPEATS = 5
EXAMPLES = ("fulfilment_waalwijk", "fictief_dossier_venray")
LIVE_RUNS, MANY = 100, 1000
PLAIN_DRAWS, MONACO_DRAWS = 64, 64
SECTOR, WORKERS = "dc_warehousing", 400.0


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


def quick(count: float = WORKERS, municipality: str = "GM0984") -> Proposal:
    """A quick scan of a distribution centre."""
    return quick_proposal(
        sector=SECTOR, municipality=municipality, kind="persons", size=count, opening="2027-03", company="-"
    )


def peak_memory_mb(name: str) -> float:
    """Peak resident memory of a fresh process that makes one assessment."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (name,))


def _peak(name: str) -> float:
    import resource

    assess(example(name))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def one(name: str) -> None:
    """(a) One assessment against the floor."""
    proposal = example(name)
    for draws in (DOSSIER_DRAWS, SCREENING_DRAWS):
        assessment = assess(proposal, draws=draws)
        least = best(lambda a=assessment: floor(a))
        seconds = best(lambda n=draws: assess(proposal, draws=n))
        least = min(least, best(lambda a=assessment: floor(a)))
        print(f"{name:24} {draws:6} {least:8.3f} {seconds:8.3f} {seconds / least:7.1f}")


def told(what: str, seconds: float, assessment: Assessment) -> None:
    """A line with the time per assessment against the floor."""
    ratio = seconds / best(lambda: floor(assessment))
    print(f"{what} x {DOSSIER_DRAWS} draws: {seconds:.3f} s each, {ratio:.1f} times the floor")


def live(runs: int) -> None:
    """(b) One example again and again with another number of workers, as the live app does."""
    start = time.perf_counter()
    for index in range(runs):
        assessment = assess(quick(WORKERS + index), draws=DOSSIER_DRAWS)
    told(f"(b) {runs} changed inputs", (time.perf_counter() - start) / runs, assessment)


def many(count: int) -> None:
    """(c) Many different proposals."""
    codes = sorted(municipalities())
    plans = [quick(50 + index, codes[index % len(codes)]) for index in range(count)]
    start = time.perf_counter()
    for plan in plans:
        assessment = assess(plan, draws=DOSSIER_DRAWS)
    told(f"(c) {count} proposals", (time.perf_counter() - start) / count, assessment)


def peers() -> None:
    """(d) The same model as a plain loop over draws, and as a simulation in monaco."""
    run = simulate(quick(), draws=DOSSIER_DRAWS)
    each = best(lambda: assess(quick(), draws=DOSSIER_DRAWS), repeats=3) / DOSSIER_DRAWS
    draws = [plain.values_of(run, draw) for draw in range(PLAIN_DRAWS)]

    def loop() -> list[float]:
        return [max(plain.one_draw(values, SECTOR, WORKERS, 2)) for values in draws]

    apart = np.abs(np.array(loop()) / run.headline_draws["units.total.peak"][:PLAIN_DRAWS] - 1).max()
    slow = best(loop, repeats=2) / PLAIN_DRAWS
    monaco = in_monaco(draws) / MONACO_DRAWS
    print(f"(d) per draw, everything that is reported: hea {each * 1e6:.0f} us")
    print(f"    stages 1-4 alone, plain loop: {slow * 1e6:.0f} us, {slow / each:.0f} times hea")
    print(f"    stages 1-4 alone, monaco: {monaco * 1e6:.0f} us, {monaco / each:.0f} times hea")
    print(f"    largest difference between hea and the plain loop: {apart:.1e}")


def in_monaco(draws: list[plain.Values]) -> float:
    """Seconds that monaco takes for the same plain function, in one process."""
    import monaco
    from scipy.stats import randint

    def preprocess(case: object) -> tuple[object]:
        return (case,)

    def run(case: "monaco.Case") -> tuple[object, float]:
        index = int(case.invals["draw"].val)
        return case, max(plain.one_draw(draws[index], SECTOR, WORKERS, 2))

    def postprocess(case: "monaco.Case", _: object, peak: float) -> None:
        case.addOutVal("peak", peak)

    functions = {"preprocess": preprocess, "run": run, "postprocess": postprocess}
    simulation = monaco.Sim(
        name="hea", ndraws=MONACO_DRAWS, fcns=functions, singlethreaded=True, verbose=False, debug=False,
        savecasedata=False, savesimdata=False,
    )  # fmt: skip
    simulation.addInVar(name="draw", dist=randint, distkwargs={"low": 0, "high": len(draws)})
    start = time.perf_counter()
    simulation.runSim()
    return time.perf_counter() - start


def main() -> None:
    """Print everything."""
    part = 10 if "--short" in sys.argv else 1
    print(f"{'(a) example':24} {'draws':>6} {'floor s':>8} {'best s':>8} {'ratio':>7} {'first s':>8}")
    for name in EXAMPLES:
        one(name)
    live(LIVE_RUNS // part)
    many(MANY // part)
    peers()
    for name in EXAMPLES:
        print(f"peak memory of a process, {name}: {peak_memory_mb(name):.0f} MB")


if __name__ == "__main__":
    main()
