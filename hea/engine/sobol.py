"""Points of one scrambled Sobol sequence, a dimension at a time.

Points of two dimensions fill their square evenly *together*, which points that are even in each dimension
alone do not: that is why so few are enough.

Source: Sobol, USSR Comput. Math. Math. Phys. 7 (1967) 86–112; direction numbers of Joe and Kuo, SIAM J. Sci.
    Comput. 30 (2008) 2635–2654; scrambled by Matoušek, J. Complexity 14 (1998) 527–556.
"""

from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

import numpy as np
from numpy.typing import NDArray

from hea.model.uncertainty import Array

BITS: Final = 32
"""Binary digits of a point."""
LEVELS: Final = 16
"""Binary digits of its number in the sequence: there are 65,536 points."""

_KEPT: Final = 512
"""Arrays of points that are kept: those of every figure that one assessment draws, a few times over."""

GOLDEN: Final = 0x9E3779B97F4A7C15
WORD: Final = (1 << 64) - 1
MIXING: Final = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
LAST_SHIFT: Final = 31
"""Constants of SplitMix64."""

Words = NDArray[np.uint64]


@lru_cache(_KEPT)
def points(dimension: int, count: int, seed: int) -> Array:
    """The first points of the sequence in one dimension, each in the middle of its place.

    Of a number that is a power of two exactly one lies in each of as many equal parts of (0, 1). Fewer are
    the first of more.

    Args:
        dimension: from 0.
        count: number of points, up to 65,536.
        seed: of the scrambling; it depends on nothing else, on any machine.

    Returns:
        Array ``(count,)``, which cannot be written to.
    """
    random = _random_words(seed, dimension)
    steps = _scrambled(_directions(dimension), random[:LEVELS])
    found = random[LEVELS:] >> np.uint64(BITS)  # the shift is the first point
    for step in steps[: max(count - 1, 0).bit_length()]:
        found = np.concatenate([found, found ^ step])
    placed = (found[:count].astype(np.float64) + 1 / 2) / 2.0**BITS
    placed.flags.writeable = False
    return placed


def _scrambled(steps: Words, random: Words) -> Words:
    """Direction numbers times a random matrix with ones on its diagonal and nothing above it."""
    place = np.arange(BITS - 1, BITS - 1 - LEVELS, -1, dtype=np.uint64)
    diagonal = np.uint64(1) << place
    columns = ((random >> np.uint64(BITS)) & (diagonal - np.uint64(1))) | diagonal
    digits = (steps[:, None] & diagonal) != 0
    mixed: Words = np.bitwise_xor.reduce(np.where(digits, columns, np.uint64(0)), axis=1)
    return mixed


def _random_words(seed: int, dimension: int) -> Words:
    """Random words of 64 binary digits that follow from the seed and the dimension alone.

    Source: SplitMix64; Steele e.a., OOPSLA 2014, 453–472.
    """
    start = _mixed(_mixed(seed) ^ dimension)
    return np.array([_mixed(start + step * GOLDEN) for step in range(LEVELS + 1)], dtype=np.uint64)


def _mixed(number: int) -> int:
    """The next word of SplitMix64."""
    number = (number + GOLDEN) & WORD
    for shift, factor in MIXING:
        number = ((number ^ (number >> shift)) * factor) & WORD
    return number ^ (number >> LAST_SHIFT)


@cache
def _directions(dimension: int) -> Words:
    """Direction numbers of a dimension, as whole numbers of as many binary digits as a point."""
    degree, taps, *first = _table()[dimension]
    numbers = list(first[:LEVELS])
    for at in range(len(numbers), LEVELS):
        number = numbers[at - degree] ^ (numbers[at - degree] << degree)
        for back in range(1, degree):
            if taps >> (degree - 1 - back) & 1:
                number ^= numbers[at - back] << back
        numbers.append(number)
    return np.array([number << (BITS - 1 - at) for at, number in enumerate(numbers)], dtype=np.uint64)


@cache
def _table() -> list[list[int]]:
    """Per dimension the degree of its polynomial, its coefficients and the first direction numbers."""
    text = (files("hea.engine") / "directions.txt").read_text(encoding="ascii")
    lines = [line.split()[1:] for line in text.splitlines() if not line.startswith("#")]
    return [[0, 0, *[1] * LEVELS], *([int(part) for part in line] for line in lines)]
