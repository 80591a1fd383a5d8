"""A snapshot calculated again: what a file says its figures are need not be what hea makes of its input."""

from math import isclose
from typing import Any, Final

from hea.assessment import MAX_AGAIN, Assessment, assess, nearest_draws
from hea.assessment.results.rounding import SAME_WITHIN
from hea.dossiers.snapshots import DossierState

OF_THE_MAKING: Final = frozenset({"version", "parameters"})
"""Parts of an assessment that say with what it was made."""


def recalculated(frozen: DossierState) -> Assessment | None:
    """The assessment of what was frozen, made here in the same way; ``None`` if there is none to make.

    Raises:
        AssessmentError: if the input cannot be assessed.
    """
    then, proposal = frozen.assessment, frozen.draft.proposal
    if then is None or proposal is None:
        return None
    return assess(
        proposal,
        frozen.draft.parameters,
        draws=nearest_draws(min(then.draws, MAX_AGAIN)),
        seed=then.seed,
        stay_definition=then.stay_definition,
        viewpoint=then.viewpoint,
    )


def same_figures(first: Assessment, second: Assessment) -> bool:
    """Whether two assessments agree in everything but with what they were made."""
    return _alike(*(item.model_dump(mode="json", exclude=set(OF_THE_MAKING)) for item in (first, second)))


def _alike(first: Any, second: Any) -> bool:  # noqa: ANN401
    if isinstance(first, dict) and isinstance(second, dict):
        return first.keys() == second.keys() and all(_alike(first[key], second[key]) for key in first)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(_alike, first, second))
    if isinstance(first, float) and isinstance(second, float):
        return isclose(first, second, rel_tol=SAME_WITHIN, abs_tol=SAME_WITHIN)
    return bool(first == second)
