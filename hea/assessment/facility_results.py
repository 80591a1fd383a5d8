"""Stage 5 filled in: demand per facility, and utilisation where the local capacity is known."""

import numpy as np

from hea.assessment.chances import of_capacity
from hea.assessment.levels import Chances, chances
from hea.assessment.ranges import to_range
from hea.assessment.results.effects import FacilityResult
from hea.engine.calculation import Calculation
from hea.engine.facilities import demand_of
from hea.engine.housing import in_municipality
from hea.model import facilities as model
from hea.model.uncertainty import Array
from hea.reference import Facility, capacity_signals, facilities, municipalities
from hea.reference.geography import rni_desk_of
from hea.texts.translated import Translated, translated

AT_A_DESK = "arrivals_rni"
"""What is asked at one of the desks for people who are no residents, wherever they live."""


def facility_results(calculation: Calculation) -> tuple[tuple[FacilityResult, ...], Array | None]:
    """Demand and signal per facility, and the highest utilisation after the plan per draw.

    The highest utilisation is ``None`` if no capacity was given: the criterion is then unknown.
    """
    rows, used = [], []
    for facility in facilities().values():
        row, utilisation = _result(facility, calculation)
        rows.append(row)
        if utilisation is not None:
            used.append(utilisation)
    return tuple(rows), np.max(used, axis=0) if used else None


def _result(facility: Facility, calculation: Calculation) -> tuple[FacilityResult, Array | None]:
    proposal, outcome = calculation.proposal, calculation.outcome
    draws, trace = calculation.draws, calculation.trace
    known = f"facility.{facility.id}.norm" in draws.parameters
    capacity = proposal.context.facility_capacities.get(facility.id)
    path = f"facilities.{facility.id}"
    reason: Translated | None = None
    structural = peak = utilisation = None
    if not known:
        reason = trace.cannot(path, "no_norm")
    else:
        structural, peak = (
            demand_of(facility, moment, draws) for moment in (outcome.structural, outcome.peak)
        )
        if capacity is None:
            reason = trace.cannot(f"{path}.signal", "no_capacity")
    local = share_here(facility, calculation)
    if facility.driver == AT_A_DESK:
        desk = rni_desk_of(proposal.municipality)
        if desk != proposal.municipality:
            reason = translated("unavailable.at_desk", desk=municipalities()[desk].name)
    here = structural is not None and local.any()
    if structural is not None and capacity is not None:
        utilisation = model.utilisation(capacity.in_use, structural * local, capacity.capacity)
    found = capacity_chances(utilisation)
    row = FacilityResult(
        id=facility.id,
        name=Translated(nl=facility.name_nl, en=facility.name_en),
        unit=facility.unit,
        explanation=Translated(nl=facility.explanation_nl, en=facility.explanation_en),
        grade=facility.grade_norm,
        grade_use=facility.grade_multiplier,
        source=facility.source,
        url=facility.url,
        one_off=facility.one_off == "yes",
        same_pressure_as=facility.same_pressure_as,
        benefit_possible=facility.benefit_possible == "yes",
        region_structural=to_range(structural),
        region_peak=to_range(peak),
        structural=to_range(structural * local if structural is not None and here else None),
        peak=to_range(peak * local if peak is not None and here else None),
        share_of_normal=to_range(_share_of_normal(facility, calculation, structural, local)),
        capacity=capacity.capacity if capacity else None,
        utilisation_before=capacity.in_use / capacity.capacity if capacity else None,
        utilisation_after=to_range(utilisation),
        spare_used=to_range(
            model.spare_capacity_used(capacity.in_use, structural * local, capacity.capacity)
            if capacity and structural is not None
            else None
        ),
        chance_amber=found.amber,
        chance_red=found.red,
        chances=of_capacity(utilisation, found),
        signal="unknown" if utilisation is None else found.level,
        reason=reason,
    )
    return row, utilisation


def share_here(facility: Facility, calculation: Calculation) -> Array:
    """Share of the demand in the region that falls to the municipality of the site."""
    proposal, draws = calculation.proposal, calculation.draws
    if facility.driver == AT_A_DESK:
        return np.full(draws.count, float(rni_desk_of(proposal.municipality) == proposal.municipality))
    return in_municipality(proposal, draws)


def _share_of_normal(
    facility: Facility, calculation: Calculation, structural: Array | None, local: Array
) -> Array | None:
    """Extra demand over what the inhabitants of the municipality normally ask, by the same norm."""
    if structural is None or facility.driver != "residents":
        return None
    inhabitants = municipalities()[calculation.proposal.municipality].population
    norm = calculation.draws[f"facility.{facility.id}.norm"]
    return structural * local / (inhabitants * norm / facility.norm_per)


def capacity_chances(utilisation: Array | None) -> Chances:
    """Chance that the use after the plan passes each limit; nothing where no capacity is known."""
    if utilisation is None:
        return Chances(None, None)
    rule = capacity_signals()["def_utilisation"]
    return chances(utilisation, rule.amber, rule.red, unfavourable=rule.unfavourable)
