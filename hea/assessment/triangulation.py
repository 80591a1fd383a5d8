"""Several ways to the same figure side by side: statement, benchmark, published cases, regional split."""

from collections.abc import Callable
from typing import Literal

import numpy as np

from hea.assessment.estimates import QUARTILES
from hea.assessment.ranges import to_range
from hea.assessment.results.common import Range
from hea.assessment.results.evidence import CasePoint, Estimate, Method, MigrantShareEstimates, Triangulation
from hea.assessment.results.rounding import kept
from hea.engine.calculation import Calculation
from hea.engine.given import middle_of
from hea.engine.positions import rests_on_area
from hea.engine.problems import AssessmentError
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import STAY_CLASSES, Proposal, StayClass
from hea.reference import ReferenceCase, kinds_of, municipalities, reference_cases
from hea.reference.geography import LIMBURG
from hea.texts.translated import Translated, translated
from hea.units import M2_PER_HA

REGION_OF_COROP = {"Noord-Limburg": "noord", "Midden-Limburg": "midden", "Zuid-Limburg": "zuid"}
WHOLE_PROVINCE = "limburg"

CaseMethod = Literal["cases_jobs", "cases_floor", "cases_plot"]
Size = Callable[[ReferenceCase], float | None]
SIZES: dict[CaseMethod, Size] = {
    "cases_jobs": lambda case: case.workers,
    "cases_floor": lambda case: case.floor_m2,
    "cases_plot": lambda case: None if case.plot_ha is None else case.plot_ha * M2_PER_HA,
}


def triangulated(
    calculation: Calculation, shares: MigrantShareEstimates, benchmark: Array
) -> tuple[Triangulation, ...]:
    """Workers, labour migrants and places per class of stay, each by every method there is.

    Args:
        calculation: of the plan.
        shares: the estimates of the share of labour migrants, with the one that was used.
        benchmark: share by the benchmark per draw.
    """
    return (
        _workers(calculation),
        _migrants(calculation, shares, benchmark),
        *(_places(calculation, stay) for stay in STAY_CLASSES),
    )


def _own_sizes(calculation: Calculation) -> dict[CaseMethod, float | None]:
    """Size of this proposal in the measure of each kind of case."""
    proposal, known = calculation.proposal, calculation.parameters
    floor, plot = proposal.floor_area, proposal.plot_area
    return {
        "cases_jobs": float(np.median(calculation.headline["jobs"])),
        "cases_floor": None if floor is None else middle_of(floor.size_m2, known, proposal.sector),
        "cases_plot": None if plot is None else middle_of(plot.size_m2, known, proposal.sector),
    }


def _workers(calculation: Calculation) -> Triangulation:
    proposal, jobs, own = calculation.proposal, calculation.headline["jobs"], _own_sizes(calculation)
    stated = not rests_on_area(proposal, calculation.parameters)
    by_area = to_range(jobs) if not stated else _area_range(calculation)
    statement = _estimate(
        "statement", to_range(jobs) if stated else None, chosen=stated, missing="no_workers"
    )
    missing = "no_area" if proposal.area is None else "no_density"
    cases = [
        _by_cases(m, proposal, own[m], SIZES["cases_jobs"], calculation.parameters)
        for m in SIZES
        if m != "cases_jobs"
    ]
    return Triangulation(
        subject="workers",
        name=translated(f"triangulation.subject.{'workers_added' if proposal.grows else 'workers'}"),
        unit="persons",
        estimates=(statement, _estimate("area", by_area, chosen=not stated, missing=missing), *cases),
        reason=translated(f"triangulation.reason.{'stated' if stated else 'area'}"),
    )


def _area_range(calculation: Calculation) -> Range | None:
    """Workers that the area would give if no number had been stated."""
    proposal = calculation.proposal
    if proposal.area is None:
        return None
    try:
        bare = proposal.update(function_groups=(), workforce=None)
        groups = Calculation(bare, calculation.draws).workforce.groups
    except AssessmentError:
        return None
    total: Array = np.sum([group.persons for group in groups], axis=0)
    return to_range(total)


def _migrants(calculation: Calculation, shares: MigrantShareEstimates, benchmark: Array) -> Triangulation:
    proposal, jobs, own = calculation.proposal, calculation.headline["jobs"], _own_sizes(calculation)
    stated = None if shares.statement is None else to_range(jobs * shares.statement.share)
    cases = [
        _by_cases(m, proposal, own[m], lambda case: case.migrants, calculation.parameters) for m in SIZES
    ]
    return Triangulation(
        subject="migrants",
        name=translated("triangulation.subject.migrants"),
        unit="persons",
        estimates=(
            _estimate("statement", stated, chosen=shares.chosen != "benchmark", missing="no_statement"),
            _estimate("benchmark", to_range(jobs * benchmark), chosen=shares.chosen != "statement"),
            *cases,
        ),
        reason=shares.reason,
    )


def _by_cases(
    method: CaseMethod, proposal: Proposal, own: float | None, amount: Size, parameters: ParameterSet
) -> Estimate:
    """Amount per job, floor or plot in the published cases of the sector, times the own size."""
    if own is None:
        return _estimate(method, None, missing=f"no_own_{method}")
    points = tuple(
        CasePoint(
            id=case.id,
            name=case.name,
            value=kept(own * ratio),
            year=case.year,
            url=case.url,
            reliability=case.reliability,
        )
        for case in reference_cases().values()
        if case.comparable
        and case.sector_id in (proposal.sector, *kinds_of(proposal.sector))
        and (ratio := _ratio(case, amount, SIZES[method])) is not None
    )
    needed = int(parameters.value("reference_quartiles_from"))
    if len(points) < needed:
        note = translated("triangulation.note.few_cases", count=len(points), needed=needed)
        return Estimate(method=method, name=_method_name(method), range=None, points=points, note=note)
    quartiles = np.percentile([point.value for point in points], QUARTILES)
    low, middle, high = (kept(value) for value in quartiles)
    return Estimate(
        method=method, name=_method_name(method), range=None, points=points, quartiles=(low, middle, high)
    )


def _ratio(case: ReferenceCase, amount: Size, size: Size) -> float | None:
    value, measure = amount(case), size(case)
    return None if value is None or not measure else value / measure


def _places(calculation: Calculation, stay: StayClass) -> Triangulation:
    """Structural places by the model and by the fixed split of the region."""
    figures, draws = calculation.headline, calculation.draws
    corop = municipalities()[calculation.proposal.municipality].corop_name or ""
    region = REGION_OF_COROP.get(corop, WHOLE_PROVINCE)
    split = figures["units.total.structural"] * draws[f"stay_share_{stay}_{region}"]
    place = corop if region != WHOLE_PROVINCE else LIMBURG
    return Triangulation(
        subject=f"units_{stay}",
        name=translated(f"triangulation.subject.units_{stay}"),
        unit="places",
        estimates=(
            _estimate("model", to_range(figures[f"units.{stay}.structural"]), chosen=True),
            Estimate(
                method="split",
                name=_method_name("split"),
                range=to_range(split),
                note=translated("triangulation.note.split", region=place),
            ),
        ),
        reason=translated("triangulation.reason.model"),
    )


def _estimate(
    method: Method, values: Range | None, *, chosen: bool = False, missing: str | None = None
) -> Estimate:
    note = translated(f"triangulation.note.{missing}") if values is None and missing else None
    return Estimate(method=method, name=_method_name(method), range=values, chosen=chosen, note=note)


def _method_name(method: Method) -> Translated:
    return translated(f"triangulation.method.{method}")
