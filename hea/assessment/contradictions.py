"""What a proposal says twice and not the same: told with both values, and with the one that is used.

Function groups go before a total, a total before an area, and a field before an answer.
"""

from collections.abc import Mapping
from typing import Final

from hea.engine.positions import workers_on
from hea.engine.trace import Trace
from hea.proposal import Proposal
from hea.units import M2_PER_HA

ROUNDING: Final = 0.01
"""Two numbers that differ by less than this part are the same number, rounded."""
FAR: Final = 2.0
"""How many times beyond the bounds of the sector a number of workers and an area are far apart."""


def flag_contradictions(proposal: Proposal, trace: Trace) -> None:
    """Tell every pair of values that cannot both be true."""
    total = stated_workers(proposal)
    if total == 0:
        trace.flag("no_workers")
    _flag_total(proposal, trace)
    for question, used in _answered_by_fields(proposal, total).items():
        answer = proposal.answers.get(question)
        if used is not None and isinstance(answer, float) and _differ(used, answer):
            trace.flag(f"{question}_twice", used=used, answer=answer)
    for kind, there in (("expansion", proposal.existing_workers), ("relocation", proposal.moving_workers)):
        if proposal.kind == kind and there is not None and total is not None and there > total:
            trace.flag(f"{kind}_more_than_all", there=there, total=total)
    _flag_area(proposal, total, trace)


def stated_workers(proposal: Proposal) -> float | None:
    """The number of workers that was given, of groups or in total; nothing if it follows from the area."""
    if proposal.function_groups:
        return sum(group.count for group in proposal.function_groups)
    return None if proposal.workforce is None else proposal.workforce.count


def _flag_total(proposal: Proposal, trace: Trace) -> None:
    """A total beside groups that add up to something else."""
    groups, whole = proposal.function_groups, proposal.workforce
    if not groups or whole is None or any(group.unit != whole.unit for group in groups):
        return
    used = sum(group.count for group in groups)
    if _differ(used, whole.count):
        trace.flag("groups_and_total", used=used, total=whole.count)


def _answered_by_fields(proposal: Proposal, total: float | None) -> Mapping[str, float | None]:
    """What the fields hold of what the conversation asks too."""
    area, builders = proposal.area, proposal.construction
    return {
        "jobs_full": total,
        "floor_area": area.size_m2 if area is not None and area.kind == "gross_floor" else None,
        "plot_area": area.size_m2 / M2_PER_HA if area is not None and area.kind == "plot" else None,
        "construction_phase": None if builders is None else builders.persons,
    }


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > ROUNDING * max(abs(one), abs(other))


def _flag_area(proposal: Proposal, total: float | None, trace: Trace) -> None:
    """A number of workers that does not belong to the area."""
    area = proposal.area
    if area is None or not total or proposal.counts_from_area:
        return
    size = area.size_m2 / M2_PER_HA if area.kind == "plot" else area.size_m2
    usual = workers_on(proposal.sector, area.kind, size, trace.parameters)
    if usual is not None and not usual[0] / FAR <= total <= usual[1] * FAR:
        trace.flag("workers_and_area", total=total, size=area.size_m2, low=usual[0], high=usual[1])
