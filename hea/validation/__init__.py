"""The model held against published figures, hits and misses alike.

Nothing is fitted to a figure that is then reported as a hit: what was fitted says so and does not count.
"""

from collections.abc import Iterable, Mapping

from hea.assessment import DEFAULT_SEED, DOSSIER_DRAWS
from hea.engine.draws import Draws
from hea.evidence.measured import Hits, Measured
from hea.parameters import ParameterSet, load_parameters
from hea.reference import ReferenceCase
from hea.validation.cases import case_rows
from hea.validation.curves import survival_rows
from hea.validation.regions import settling_rows, share_rows, split_rows
from hea.validation.result import Validation, ValidationRow
from hea.validation.tallies import by_group, by_sector, reliability, tally
from hea.version import VERSION

__all__ = ["Validation", "ValidationRow", "measurement", "validate"]


def validate(
    parameters: ParameterSet | None = None,
    *,
    draws: int = DOSSIER_DRAWS,
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


def measurement(found: Validation) -> Measured:
    """What is told of a validation beside every range: how often ranges held, together and per sector."""
    return Measured(
        all=Hits(tested=found.tested, inside=found.hits),
        error=found.error or 0.0,
        sectors={
            name: Hits(tested=tally.tested, inside=tally.hits) for name, tally in found.by_sector.items()
        },
    )


def summarised(rows: Iterable[ValidationRow], draws: Draws) -> Validation:
    """What the rows that count add up to: together, by kind, by sector, counted and announced apart."""
    rows = tuple(rows)
    cases = [row for row in rows if row.sector is not None]
    return Validation(
        **tally(rows).model_dump(),
        version=VERSION,
        parameters_version=draws.parameters.version,
        parameters_hash=draws.parameters.hash,
        seed=draws.seed,
        draws=draws.count,
        rows=rows,
        looked_at=len(rows),
        by_group=by_group(rows),
        counted=tally(row for row in cases if not row.announced),
        announced=tally(row for row in cases if row.announced),
        by_sector=by_sector(rows),
        reliability=reliability(rows),
    )
