"""The model held against published figures, hits and misses alike.

Nothing is fitted to a figure that is then reported as a hit: what was fitted says so and does not count.
"""

from collections.abc import Iterable, Mapping
from importlib.metadata import version
from statistics import median

from hea.assessment import DEFAULT_SEED
from hea.assessment.ranges import rounded
from hea.engine.draws import Draws
from hea.parameters import ParameterSet, load_parameters
from hea.reference import ReferenceCase
from hea.validation.cases import case_rows
from hea.validation.curves import survival_rows
from hea.validation.regions import settling_rows, share_rows, split_rows
from hea.validation.result import Validation, ValidationRow

VALIDATION_DRAWS = 2048

__all__ = ["VALIDATION_DRAWS", "Validation", "ValidationRow", "validate"]


def validate(
    parameters: ParameterSet | None = None,
    *,
    draws: int = VALIDATION_DRAWS,
    seed: int = DEFAULT_SEED,
    cases: Mapping[str, ReferenceCase] | None = None,
) -> Validation:
    """Hits and misses of the model against published figures.

    Args:
        parameters: the figures to test; the shipped ones by default.
        draws: number of draws.
        seed: base seed.
        cases: own cases to test instead of everything that ships; the regions are then left out.
    """
    parameters = parameters or load_parameters()
    drawn = Draws(parameters, draws, seed)
    if cases is not None:
        rows = list(case_rows(drawn, dict(cases)))
    else:
        makers = (split_rows, survival_rows, share_rows, settling_rows, case_rows)
        rows = [row for make in makers for row in make(drawn)]
    return summarised(rows, drawn)


def summarised(rows: Iterable[ValidationRow], draws: Draws) -> Validation:
    """Coverage, ratio and width over the rows that count."""
    rows = tuple(rows)
    tested = [row for row in rows if row.outcome in {"hit", "miss"}]
    hits = sum(row.outcome == "hit" for row in tested)
    ratios = [row.ratio for row in tested if row.ratio is not None]
    spreads = [row.predicted for row in tested if row.predicted is not None and row.predicted.p50]
    widths = [(spread.p90 - spread.p10) / spread.p50 for spread in spreads]
    return Validation(
        version=version("hea"),
        parameters_version=draws.parameters.version,
        parameters_hash=draws.parameters.hash,
        seed=draws.seed,
        draws=draws.count,
        rows=rows,
        tested=len(tested),
        hits=hits,
        coverage_80=rounded(hits / len(tested)) if tested else None,
        median_ratio=rounded(median(ratios)) if ratios else None,
        median_width=rounded(median(widths)) if widths else None,
    )
