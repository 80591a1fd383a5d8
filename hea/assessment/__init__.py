"""What is read from a calculation: a proposal goes in, an assessment comes out."""

from hea.assessment.results import Assessment, Outline, Staffing
from hea.assessment.results.common import DOSSIER_DRAWS
from hea.assessment.run import (
    DEFAULT_SEED,
    MAX_AGAIN,
    SCREENING_DRAWS,
    DrawnOutline,
    Run,
    Variant,
    assumptions,
    check_settings,
    drawn_outline,
    nearest_draws,
    outline,
    simulate,
    staffing,
    variant,
    workers_on_site,
)
from hea.engine.calculation import DEFAULT_DEFINITION
from hea.engine.problems import AssessmentError
from hea.engine.setting import Viewpoint
from hea.parameters import ParameterSet
from hea.problems import Problem
from hea.proposal import Proposal

__all__ = [
    "DEFAULT_DEFINITION",
    "DEFAULT_SEED",
    "DOSSIER_DRAWS",
    "MAX_AGAIN",
    "SCREENING_DRAWS",
    "Assessment",
    "AssessmentError",
    "DrawnOutline",
    "Outline",
    "Problem",
    "Run",
    "Staffing",
    "Variant",
    "assess",
    "assumptions",
    "check_settings",
    "drawn_outline",
    "nearest_draws",
    "outline",
    "simulate",
    "staffing",
    "variant",
    "workers_on_site",
]


def assess(
    proposal: Proposal,
    parameters: ParameterSet | None = None,
    *,
    draws: int = DOSSIER_DRAWS,
    seed: int = DEFAULT_SEED,
    stay_definition: str = DEFAULT_DEFINITION,
    viewpoint: Viewpoint = "regional",
) -> Assessment:
    """The whole chain for one proposal; :func:`simulate` gives the draws as well.

    Args:
        proposal: what the company plans.
        parameters: the figures to use; the shipped ones by default.
        draws: number of draws, a power of two; fewer than usual are the first of the usual ones.
        seed: base seed; the same input, parameters and seed give the same figures.
        stay_definition: id of the limits between short, mid and long stay.
        viewpoint: ``regional`` counts stay from arrival in the country, ``employer`` from the start with
            this employer.

    Returns:
        The assessment, frozen, with the trace of what was assumed.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands, with one problem per cause.
    """
    return simulate(
        proposal, parameters, draws=draws, seed=seed, stay_definition=stay_definition, viewpoint=viewpoint
    ).assessment
