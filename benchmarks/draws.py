"""How far ranges are from the truth with so many draws: a joint Sobol sequence against independent strata.

Independent strata are what hea drew before: one point in each of as many parts, of every figure apart. The
truth is the mean of many long runs. Per headline figure the root of the mean square error of P10, P50 and P90
over seeds is set against that of 8,192 strata; what is printed is the middle ratio over all headlines.

Run: ``python -m benchmarks.draws [seeds]`` (twelve by default: some minutes).
"""

import sys
import zlib
from collections.abc import Callable, Iterator
from unittest.mock import patch

import numpy as np

from hea.engine import draws, sobol
from hea.engine.calculation import Calculation
from hea.exchange import example, example_names
from hea.model.uncertainty import Array, percentiles
from hea.parameters import load_parameters

Points = Callable[[str, int, int], Array]
Errors = dict[tuple[str, str], Array]
"""Per example and headline, of P10, P50 and P90."""

STRATA, JOINT = (8192, 1024), (512, 1024, 2048, 4096)
TRUE_DRAWS, TRUE_RUNS = 32_768, 4
SEEDS = 12
LEAST = 0.5
"""Figures of which the middle is less are no headline of that plan."""


def strata(name: str, count: int, seed: int) -> Array:
    """One uniform point per part, in an order of its own."""
    random = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return (random.permutation(count) + random.random(count)) / count


def joint(name: str, count: int, seed: int) -> Array:
    """What hea draws."""
    return sobol.points(draws.dimensions()[name], count, seed)


def ranges(name: str, count: int, seed: int, points: Points) -> dict[str, Array]:
    """P10, P50 and P90 of the headlines of an example."""
    with patch.object(draws, "points_of", points):
        figures = Calculation(example(name), draws.Draws(load_parameters(), count, seed)).headline
    return {path: percentiles(values) for path, values in figures.items()}


def truth() -> dict[tuple[str, str], Array]:
    """The ranges of long runs, for headlines that are more than nothing."""
    found = {}
    for name in example_names():
        runs = [ranges(name, TRUE_DRAWS, 10_000 + seed, joint) for seed in range(TRUE_RUNS)]
        means = {path: np.mean([run[path] for run in runs], axis=0) for path in runs[0]}
        found |= {(name, path): mean for path, mean in means.items() if mean[1] > LEAST and np.ptp(mean) > 0}
    return found


def errors(true: dict[tuple[str, str], Array], count: int, seeds: int, points: Points) -> Errors:
    """Root of the mean square error over seeds."""
    runs = {name: [ranges(name, count, seed, points) for seed in range(seeds)] for name in example_names()}
    return {
        (name, path): np.sqrt(np.mean([(run[path] - mean) ** 2 for run in runs[name]], axis=0))
        for (name, path), mean in true.items()
    }


def ratios(of: Errors, peer: Errors) -> Iterator[str]:
    """The middle of the ratios, and the highest that nine of ten headlines stay below."""
    every = np.array([of[key] / peer[key] for key in peer if (peer[key] > 0).all()])
    for values in (np.median(every, axis=0), np.quantile(every, 0.9, axis=0)):
        yield from (f"{value:7.2f}" for value in values)


def main() -> None:
    """Print the table."""
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else SEEDS
    true = truth()
    print(f"error over that of {STRATA[0]:,} strata, {seeds} seeds, {len(true)} headlines")
    print(f"{'':24}{'middle of the headlines':>24}{'nine of ten below':>24}")
    print(f"{'':24}" + "".join(f"{name:>8}" for name in ("P10", "P50", "P90") * 2))
    peer = errors(true, STRATA[0], seeds, strata)
    for kind, counts, points in (("strata", STRATA, strata), ("Sobol", JOINT, joint)):
        for count in counts:
            of = peer if (kind, count) == ("strata", STRATA[0]) else errors(true, count, seeds, points)
            print(f"{kind:10}{count:8,}      " + " ".join(ratios(of, peer)), flush=True)


if __name__ == "__main__":
    main()
