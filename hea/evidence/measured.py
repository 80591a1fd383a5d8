"""How often the ranges held what was published, as measured when the figures were made."""

from functools import cache
from importlib.resources import files
from typing import Final

from hea.frozen import Frozen

FILE: Final = "measured.json"
POOR: Final = 0.6
"""Share of a sector's own figures inside their range below which its ranges are called poor."""
FEWEST: Final = 3
"""Figures of its own from which that can be told of a sector."""


class Hits(Frozen):
    """So many figures, of which so many lay inside their range."""

    tested: int
    inside: int

    @property
    def coverage(self) -> float:
        """Share inside; the range promises eight in ten."""
        return self.inside / self.tested

    @property
    def poor(self) -> bool:
        """Whether there are figures enough, and too few of them lay inside."""
        return self.tested >= FEWEST and self.coverage < POOR


class Measured(Frozen):
    """Published figures that did not set the ranges, all together and per sector that has them."""

    all: Hits
    error: float
    """Standard error of the coverage if the promise holds."""
    sectors: dict[str, Hits]


@cache
def measured() -> Measured:
    """The measurement of the figures that ship; the command that makes the method page writes it."""
    return Measured.model_validate_json((files(__package__) / FILE).read_text(encoding="utf-8"))
