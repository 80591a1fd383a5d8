"""The outcome of a validation: one row per published figure, and what they add up to."""

from typing import Literal

from hea.assessment.results.common import Range
from hea.frozen import Frozen
from hea.texts.translated import Translated

Group = Literal["regional_split", "survival", "regional_share", "settling", "cases"]
Verdict = Literal["hit", "miss", "fitted", "not_testable"]


class ValidationRow(Frozen):
    """A published figure beside what the model makes of it."""

    id: str
    group: Group
    subject: Translated
    """Which region, population or company."""
    indicator: Translated
    """Which figure of it."""
    unit: str
    published: float | None
    predicted: Range | None
    outcome: Verdict
    """``hit`` lies within P10–P90, ``miss`` does not; ``fitted`` and ``not_testable`` do not count."""
    ratio: float | None
    """P50 over published."""
    fitted: Translated | None
    """What was fitted to this figure or to its neighbours."""
    reason: Translated | None
    """Why the figure cannot be tested."""
    source: str
    year: int | None
    grade: str | None
    url: str | None


class Validation(Frozen):
    """All rows, and how often and how closely the model comes near."""

    version: str
    parameters_version: str
    parameters_hash: str
    seed: int
    draws: int
    rows: tuple[ValidationRow, ...]
    tested: int
    """Rows that count: hits and misses."""
    hits: int
    coverage_80: float | None
    """Share of the tested figures inside the 80 per cent interval; 0.8 is what the interval promises."""
    median_ratio: float | None
    """Median of P50 over published; 1 is neither too high nor too low."""
    median_width: float | None
    """Median of (P90 − P10) / P50."""
