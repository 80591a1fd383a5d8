"""How much one assessment costs in two editions of hea, against the same floor.

The floor is the least that an assessment of so many draws has to do in any edition: random numbers for as
many figures as the model draws, and an array of the result's size. Every edition runs in processes of its
own, the two in turn. Seconds are those of the processor, and the floor is taken right before and after each
assessment, because the machine may be busy with other things.

Run ``python -m benchmarks.editions OTHER``; the first edition is ``git archive 77e1b60^ | tar x -C OTHER``.
"""

import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

HERE = Path(__file__).parents[1]
EXAMPLES = ("fulfilment_waalwijk", "fictief_dossier_venray")
DRAWS = 2048
FIGURES, MONTHS = 100, 121
"""Figures that an assessment draws, about; and months it writes."""
ROUNDS, REPEATS, FLOORS = 5, 4, 15

CHILD = """
import importlib.metadata, sys
importlib.metadata.version = lambda _: "another edition"  # that is not installed has no version
sys.path[:0] = [{edition!r}, {here!r}]
import benchmarks
benchmarks.__path__ = [{here!r} + "/benchmarks"]
from benchmarks.editions import measured
print(measured({name!r}, {edition!r}))
"""


def measured(name: str, edition: str) -> str:
    """Seconds of one assessment, and in floors, by the edition that is first on the path."""
    import hea
    from hea.exchange import example

    assert Path(hea.__file__).is_relative_to(edition), hea.__file__
    proposal = example(name)
    hea.assess(proposal, draws=DRAWS)
    seconds, floors = [], []
    for _ in range(REPEATS):
        least = taken(floor, FLOORS)
        seconds.append(taken(lambda: hea.assess(proposal, draws=DRAWS)))
        floors.append(seconds[-1] * 2 / (least + taken(floor, FLOORS)))
    return json.dumps([statistics.median(seconds), statistics.median(floors)])


def floor() -> None:
    """Draw as many numbers as an assessment does and write one array of the result's size."""
    rng = np.random.default_rng(0)
    for _ in range(FIGURES):
        np.exp(rng.standard_normal(DRAWS))
    np.full((DRAWS, MONTHS), 1.0)


def taken(call: Callable[[], object], times: int = 1) -> float:
    """Seconds of the processor that a call took, on average of a number of times."""
    start = time.process_time()
    for _ in range(times):
        call()
    return (time.process_time() - start) / times


def in_process(name: str, edition: Path) -> tuple[float, float]:
    """Seconds and floors of one edition in a process of its own."""
    code = CHILD.format(edition=str(edition), here=str(HERE), name=name)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, floors = json.loads(done.stdout)
    return seconds, floors


def main() -> None:
    """Print one line per example: seconds and floors of both editions, and now over then."""
    then = Path(sys.argv[1]).resolve()
    print(f"{'example':24} {'then s':>8} {'floors':>8} {'now s':>8} {'floors':>8} {'now/then':>9}")
    for name in EXAMPLES:
        rounds = [(in_process(name, then), in_process(name, HERE)) for _ in range(ROUNDS)]
        then_s, floors_then, now_s, floors_now = (
            statistics.median(pair[side][k] for pair in rounds) for side in (0, 1) for k in (0, 1)
        )
        ratio = statistics.median(now[1] / before[1] for before, now in rounds)
        print(f"{name:24} {then_s:8.3f} {floors_then:8.1f} {now_s:8.3f} {floors_now:8.1f} {ratio:9.2f}")


if __name__ == "__main__":
    main()
