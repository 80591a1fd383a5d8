"""What a proposal says twice and not the same: told with both values, and with the one that is used.

Function groups go before a total, a total before an area, and a field before an answer.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from hea.assessment.at_odds import flag_at_odds
from hea.assessment.unused_answers import flag_answers
from hea.engine.given import size_bounds, total_bounds
from hea.engine.positions import workers_on
from hea.engine.stated import persons_bounds, persons_stated
from hea.engine.trace import Trace
from hea.parameters import Bounds, ParameterSet
from hea.proposal import Headcount, Proposal, Size, at_most, month_number, scaled
from hea.units import M2_PER_HA

ROUNDING: Final = 0.01
"""Two numbers that differ by less than this part are the same number, rounded."""
FAR: Final = 2.0
"""How many times beyond the bounds of the sector a number of workers and an area are far apart."""


def flag_contradictions(proposal: Proposal, trace: Trace) -> None:
    """Tell every pair of values that cannot both be true."""
    figures = trace.parameters
    sizes = stated_sizes(proposal)
    total = total_bounds(sizes, figures, proposal.sector) if sizes else None
    if total is not None and total.high == 0:
        trace.flag("no_workers")
    _flag_total(proposal, trace)
    for question, used in _answered_by_fields(proposal, total, figures).items():
        answer = proposal.answers.get(question)
        if used is not None and isinstance(answer, float) and _outside(answer, used):
            trace.flag(f"{question}_twice", used=used.central, answer=answer)
    flag_answers(proposal, trace)
    _flag_existing(proposal, trace)
    _flag_area(proposal, total, trace)
    _flag_review(proposal, trace)
    flag_at_odds(proposal, trace)


def stated_sizes(proposal: Proposal) -> tuple[Size, ...]:
    """The numbers of workers that were given, of groups or in total; none if they follow from the area."""
    if proposal.function_groups:
        return tuple(group.count for group in proposal.function_groups)
    return () if proposal.workforce is None else (proposal.workforce.count,)


def says_nobody(proposal: Proposal) -> bool:
    """Whether it says that nobody works there, which is not the same as saying nothing."""
    sizes = stated_sizes(proposal)
    return bool(sizes) and all(at_most(size) == 0 for size in sizes)


def _flag_total(proposal: Proposal, trace: Trace) -> None:
    """A total beside groups that add up to something else, in persons where the units differ."""
    groups, whole = proposal.function_groups, proposal.workforce
    if not groups or whole is None or len({part.basis for part in (*groups, whole)}) > 1:
        return
    figures = trace.parameters
    if len({part.unit for part in (*groups, whole)}) == 1:
        used, total = (_summed(parts, figures, proposal.sector) for parts in (groups, (whole,)))
        code = "groups_and_total"
    else:
        used, total = (persons_bounds(parts, figures, proposal.sector) for parts in (groups, (whole,)))
        code = "groups_and_total_units"
    if used.high < total.low * (1 - ROUNDING) or used.low > total.high * (1 + ROUNDING):
        trace.flag(code, used=used.central, total=total.central)


def _flag_review(proposal: Proposal, trace: Trace) -> None:
    """A day on which figures are held against what came, before anything has opened."""
    day = proposal.review_date
    if day is not None and month_number(f"{day:%Y-%m}") < month_number(proposal.opening):
        trace.flag("review_before_opening", review=f"{day:%Y-%m}", opening=proposal.opening)


def _summed(parts: Sequence[Headcount], figures: ParameterSet, sector: str) -> Bounds:
    """Numbers of workers together, in the one unit that they are counted in."""
    return total_bounds(tuple(part.count for part in parts), figures, sector)


def _flag_existing(proposal: Proposal, trace: Trace) -> None:
    """A total of who is there already beside groups that add up to something else."""
    groups, whole = proposal.function_groups, proposal.already_there
    known = [group.existing for group in groups if group.existing is not None and group.unit == "persons"]
    told = sum(known)
    if (
        whole is not None
        and groups
        and len(known) == len(groups)
        and _outside(whole, Bounds(told, told, told))
    ):
        trace.flag("existing_groups_and_total", used=told, total=whole)


def _answered_by_fields(
    proposal: Proposal, total: Bounds | None, figures: ParameterSet
) -> Mapping[str, Bounds | None]:
    """What the fields hold of what the conversation asks too."""
    floor, plot, builders = proposal.floor_area, proposal.plot_area, proposal.construction
    sector = proposal.sector
    return {
        "jobs_full": total,
        "floor_area": None if floor is None else size_bounds(floor.size_m2, figures, sector),
        "plot_area": None
        if plot is None
        else size_bounds(scaled(plot.size_m2, 1 / M2_PER_HA), figures, sector),
        "construction_phase": None if builders is None else size_bounds(builders.persons, figures, sector),
        "peak_size": _peak(proposal, figures),
        "migrants_expected": _stated_migrants(proposal, figures),
        "cross_border": _across_border(proposal, figures),
        "housing_beds": _exactly(sum(offer.places for offer in proposal.offers)) if proposal.offers else None,
    }


def _exactly(value: float) -> Bounds:
    return Bounds(value, value, value)


def _peak(proposal: Proposal, figures: ParameterSet) -> Bounds | None:
    """Workers in the busiest month, if that is what was counted."""
    given = proposal.function_groups or ((proposal.workforce,) if proposal.workforce else ())
    if not given or any(part.basis != "peak" for part in given):
        return None
    return persons_bounds(given, figures, proposal.sector)


def _stated_migrants(proposal: Proposal, figures: ParameterSet) -> Bounds | None:
    """Labour migrants by the statements of the groups, if each has one."""
    groups = proposal.function_groups
    if not groups or any(group.migrant_share is None or group.basis != "mean" for group in groups):
        return None
    parts = [persons_bounds((group,), figures, proposal.sector) for group in groups]
    shares = [group.migrant_share or 0.0 for group in groups]
    ends = zip(*parts, strict=True)
    return Bounds(*(sum(share * n for share, n in zip(shares, end, strict=True)) for end in ends))


def _across_border(proposal: Proposal, figures: ParameterSet) -> Bounds | None:
    """Workers who live across the border by the share that was filled in."""
    share, whole = proposal.recruitment.cross_border_share, persons_stated(proposal, figures)
    return None if share is None or whole is None else _exactly(share * whole)


def _outside(value: float, known: Bounds) -> bool:
    return value < known.low * (1 - ROUNDING) or value > known.high * (1 + ROUNDING)


def _flag_area(proposal: Proposal, total: Bounds | None, trace: Trace) -> None:
    """A number of workers that does not belong to the area."""
    area = proposal.area
    if area is None or total is None or total.high == 0 or proposal.counts_from_area:
        return
    code = "workers_and_area"
    if proposal.kind == "expansion" and proposal.area_holds == "added":
        code, there = "workers_and_added_area", proposal.already_there or 0.0
        total = Bounds(*(max(0.0, end - there) for end in total))
    measured = size_bounds(area.size_m2, trace.parameters, proposal.sector)
    size = measured.central / M2_PER_HA if area.kind == "plot" else measured.central
    usual = workers_on(proposal.sector, area.kind, size, trace.parameters)
    if usual is not None and (total.high < usual[0] / FAR or total.low > usual[1] * FAR):
        told = {"size": measured.central, "low": usual[0], "high": usual[1]}
        trace.flag(code, total=total.central, **told)
