"""The outcome of a validation: one row per published figure, and what they add up to."""

from typing import Literal

from hea.assessment.results.common import Range
from hea.frozen import Frozen
from hea.texts.translated import Translated

Group = Literal[
    "regional_split",
    "survival",
    "regional_share",
    "settling",
    "case_workers",
    "case_peaks",
    "case_migrants",
    "case_places",
]
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
    left_out: bool = False
    """Whether the range was made without this case, which takes part in the figures that ship."""
    announced: bool = False
    """Whether it was promised and not counted; then the range is of what would be announced."""
    sector: str | None = None
    """Of a case."""
    crps: float | None = None
    """On the logarithm of a number or the log-odds of a share; lower is better."""
    log_score: float | None = None
    below: float | None = None
    """Share of the draws below the published figure."""
    source: str
    year: int | None
    grade: str | None
    url: str | None


class Tally(Frozen):
    """What the figures that count add up to."""

    tested: int
    """Rows that count: hits and misses."""
    hits: int
    coverage_80: float | None
    """Share of the tested figures inside the 80 per cent interval; 0.8 is what the interval promises."""
    error: float | None
    """Standard error of that share if the promise holds: so far it may lie off by chance."""
    median_ratio: float | None
    """Median of P50 over published; 1 is neither too high nor too low."""
    median_width: float | None
    """Median of (P90 − P10) / P50."""
    crps: float | None
    log_score: float | None


class Narrowing(Frozen):
    """How much narrower a range would be if one figure were known."""

    parameter: str
    share: float


class PlanWidth(Frozen):
    """The range of the places in the busiest month of a plan, and what makes it wide."""

    name: str
    places: Range
    narrowing: tuple[Narrowing, ...]
    """The figures that would narrow it most, first the one that does so most."""


class Level(Frozen):
    """One point of the reliability of ranges: what a range promises, and how much it held."""

    promised: float
    held: float


class Validation(Tally):
    """All rows, and how often and how closely the model comes near."""

    version: str
    parameters_version: str
    parameters_hash: str
    seed: int
    draws: int
    rows: tuple[ValidationRow, ...]
    looked_at: int
    """Published figures that were looked at."""
    by_group: dict[Group, Tally]
    counted: Tally
    """Of the cases: those that somebody counted."""
    announced: Tally
    by_sector: dict[str, Tally]
    reliability: tuple[Level, ...]
