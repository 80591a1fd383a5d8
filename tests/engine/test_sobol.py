"""The sequence against another that is known, its scrambling, and the register of who draws from where."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import qmc

import hea
from hea.engine import draws, sobol
from hea.engine.draws import Draws, dimensions, points_of
from hea.parameters import load_parameters
from hea.reference import welfare_criteria
from hea.reference.tables import welfare_parts
from hea.scenarios.robustness import WEIGHTS

REGISTER = Path(hea.__file__).parent / "engine" / "dimensions.txt"
FIRST_REGISTERED = 397
"""Names of the first register: they stay where they are for good."""


def unscrambled(dimension: int, count: int) -> np.ndarray:
    steps = sobol._directions(dimension)
    found = np.zeros(1, dtype=np.uint64)
    for step in steps[: (count - 1).bit_length()]:
        found = np.concatenate([found, found ^ step])
    return found / 2.0**sobol.BITS


def test_without_scrambling_the_points_are_those_of_scipy() -> None:
    """Scipy takes them in another order (Gray code), in which only one digit of their number changes."""
    number = np.arange(2048)
    theirs = qmc.Sobol(1024, scramble=False, bits=sobol.BITS).random(2048)
    for dimension in range(1024):
        np.testing.assert_array_equal(
            unscrambled(dimension, 2048)[number ^ (number >> 1)], theirs[:, dimension]
        )


@pytest.mark.parametrize("dimension", [0, 1, 2, 40, 1023])
def test_every_part_holds_one_point_also_of_the_first(dimension: int) -> None:
    points = sobol.points(dimension, 65_536, 3)
    assert len(np.unique(points)) == 65_536
    for count in (1, 16, 512, 2048, 65_536):
        np.testing.assert_array_equal(sobol.points(dimension, count, 3), points[:count])
        np.testing.assert_array_equal(np.sort(np.floor(points[:count] * count)), np.arange(count))


def test_within_their_part_points_are_anywhere() -> None:
    within = np.concatenate([sobol.points(7, 1024, seed) * 1024 % 1 for seed in range(30)])
    assert within.mean() == pytest.approx(0.5, abs=0.02)
    assert within.std() == pytest.approx(12**-0.5, abs=0.02)


def test_two_dimensions_are_even_together() -> None:
    """Each of 16 by 16 fields holds as many: points that are even in each dimension alone do not do that."""
    one, two = (sobol.points(dimension, 1024, 5) for dimension in (0, 1))
    fields, *_ = np.histogram2d(one, two, bins=16, range=[[0, 1], [0, 1]])
    assert (fields == 4).all()


def test_a_seed_and_a_dimension_give_the_same_points_on_every_machine() -> None:
    drawn = np.stack(
        [sobol.points(dimension, 64, seed) for dimension in (0, 5, 80) for seed in (0, 20260101)]
    )
    digest = hashlib.sha256((drawn * 2.0**33).astype("<u8").tobytes()).hexdigest()
    assert digest[:16] == "a8bda9f1e6dad589"
    assert not np.array_equal(sobol.points(5, 64, 1), sobol.points(5, 64, 2))


def test_points_that_are_shared_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        sobol.points(0, 16, 1)[0] = 0.5


def test_a_name_without_a_dimension_says_where_it_goes() -> None:
    with pytest.raises(KeyError, match=r"onbekend.*at the end of hea/engine/dimensions\.txt"):
        points_of("onbekend", 8, 1)


def test_every_name_that_is_drawn_has_a_dimension() -> None:
    criteria = {f"{kind}.{name}" for kind in ("unknown", "anchors", WEIGHTS) for name in welfare_criteria()}
    parts = {f"points.{name}.{part}" for name, steps in welfare_parts().items() for part in steps}
    missing = (set(load_parameters()) | criteria | parts) - set(dimensions())
    assert not missing, "add these at the end of hea/engine/dimensions.txt"


def test_a_name_stands_in_the_register_once_and_where_it_always_stood() -> None:
    lines = [line for line in REGISTER.read_text(encoding="ascii").splitlines() if not line.startswith("#")]
    assert len(lines) == len(set(lines)) == len(dimensions()) <= 1024
    first = "\n".join(lines[:FIRST_REGISTERED])
    assert hashlib.sha256(first.encode()).hexdigest()[:16] == "9d19884a6e24e2a8", (
        "a name that moves takes the draws of another: put a new one at the end"
    )


def test_a_parameter_that_is_added_shifts_no_draws_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    before = Draws(load_parameters(), 64, 5)
    then = {name: before[name].copy() for name in ("direct_stay_factor", "persons_per_fte")}
    more = dimensions() | {"a_new_one": len(dimensions())}
    monkeypatch.setattr(draws, "dimensions", lambda: more)
    assert len(draws.points_of("a_new_one", 64, 5)) == 64
    after = Draws(load_parameters(), 64, 5)
    for name, values in then.items():
        np.testing.assert_array_equal(after[name], values)


def test_a_mean_is_steadier_than_of_points_that_are_even_in_each_dimension_alone() -> None:
    """Mean of a product over four dimensions, over twenty seeds; points of both kinds are equally many."""

    def mean(points: list[np.ndarray]) -> float:
        return float(np.prod([0.5 + u for u in points], axis=0).mean())

    def alone(seed: int) -> list[np.ndarray]:
        random = np.random.default_rng(seed)
        return [(random.permutation(512) + random.random(512)) / 512 for _ in range(4)]

    jointly = [mean([sobol.points(k, 512, seed) for k in range(4)]) for seed in range(20)]
    assert np.std(jointly) < 0.25 * np.std([mean(alone(seed)) for seed in range(20)])
