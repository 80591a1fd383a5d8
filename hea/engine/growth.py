"""Workers who do not count as growth: they were there already, or move along."""

import numpy as np

from hea.engine.draws import Draws
from hea.engine.given import size_bounds, total_bounds
from hea.engine.problems import AssessmentError
from hea.engine.trace import Trace
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.problems import Problem
from hea.proposal import FunctionGroup, Headcount, Proposal, Span

Counted = tuple[str, FunctionGroup, Array]
"""Path in the proposal, the group, and its number of persons per draw."""

WORTH_TELLING = 0.01
"""A chance below this is not told."""

MORE_BY_ROUNDING = 1e-9
"""This much more than all, as a share, is all of them."""


def shares_there(proposal: Proposal, counted: list[Counted], draws: Draws, trace: Trace) -> list[Array]:
    """Share of each group that was there already, ``(draws,)``; what a group says goes before the total.

    Numbers are compared on the basis in which the group was counted, so that 200 of 200 leaves no growth.
    """
    nobody = np.zeros(len(counted[0][2]))
    if not proposal.grows:
        return [nobody for _ in counted]
    known = _known(counted, draws)
    _tell_missing(proposal, counted, known, trace)
    shares = _shares(proposal, counted, known)
    _tell_chance(proposal, counted, shares, trace)
    return shares


def on_top_of_those_there(
    proposal: Proposal, counted: list[Counted], factor: Array, draws: Draws
) -> list[Counted]:
    """Groups of an expansion with everyone in them, where the area gives who comes.

    Args:
        proposal: an expansion that is sized by the area that is added.
        counted: its groups: with everyone in them if they were given, with who comes if they follow from
            the area.
        factor: workers by the area over the same at central values, ``(draws,)``.
        draws: the draws.
    """
    if not proposal.function_groups:
        people = np.sum([count for _, _, count in counted], axis=0)
        there = (proposal.existing_workers or 0.0) / np.where(people > 0, people, np.inf)
        return [(path, group, count * (1 + there)) for path, group, count in counted]
    shares = _shares(proposal, counted, _known(counted, draws))
    return [
        (path, group, count * (share + (1 - share) * factor))
        for (path, group, count), share in zip(counted, shares, strict=True)
    ]


def _shares(proposal: Proposal, counted: list[Counted], known: dict[str, Array]) -> list[Array]:
    """Share of each group that was there already, by what it says itself or else by the total."""
    nobody = np.zeros(len(counted[0][2]))
    people = sum((count for path, _, count in counted if path not in known), nobody)
    spoken_for = sum((known[path] * count for path, _, count in counted if path in known), nobody)
    left = (proposal.already_there or 0.0) - spoken_for
    rest: Array = np.clip(left / np.where(people > 0, people, np.inf), 0.0, 1.0)
    return [known.get(path, rest) for path, _, _ in counted]


def _known(counted: list[Counted], draws: Draws) -> dict[str, Array]:
    """Shares of the groups that say themselves who is there, by path."""
    shares = {}
    for path, group, count in counted:
        if group.existing is not None:
            there = group.existing * (draws["persons_per_fte"] if group.unit == "fte" else 1.0)
            shares[path] = np.clip(there / np.where(count > 0, count, np.inf), 0.0, 1.0)
    return shares


def _tell_missing(proposal: Proposal, counted: list[Counted], known: dict[str, Array], trace: Trace) -> None:
    """What is assumed of groups that do not say who is there."""
    if len(known) == len(counted):
        return
    if proposal.already_there is not None:
        spread = "existing_spread" if proposal.function_groups else "existing_mix"
        trace.assume("function_groups.existing", spread)
    elif known:
        trace.assume("function_groups.existing", "existing_none")
    elif not proposal.sized_by_added_area:
        trace.flag(f"{proposal.kind}_unknown")


def _tell_chance(proposal: Proposal, counted: list[Counted], shares: list[Array], trace: Trace) -> None:
    """The chance that nobody is added at all, where the number of workers is drawn."""
    people = np.sum([count for _, _, count in counted], axis=0)
    added = np.sum(
        [count * (1 - share) for (_, _, count), share in zip(counted, shares, strict=True)], axis=0
    )
    none = float((added <= MORE_BY_ROUNDING).mean()) if (people > 0).any() else 0.0
    if none >= WORTH_TELLING and not _is_certain(proposal):
        there = proposal.already_there or float(np.median(people - added))
        trace.flag(f"{proposal.kind}_perhaps_none", there=there, chance=none)


def share_there(proposal: Proposal, part: Headcount, figures: ParameterSet) -> float:
    """Share of a group, or of the total, that was there already by the numbers that were entered."""
    if not proposal.grows:
        return 0.0
    whole = size_bounds(part.count, figures, proposal.sector).central
    if isinstance(part, FunctionGroup) and part.existing is not None:
        return _share(part.existing, whole)
    others = tuple(group.count for group in proposal.function_groups if group.existing is None)
    spoken_for = sum(group.existing or 0.0 for group in proposal.function_groups)
    total = (
        total_bounds(others, figures, proposal.sector).central if isinstance(part, FunctionGroup) else whole
    )
    left = max(0.0, (proposal.already_there or 0.0) - spoken_for)
    return _share(left, total) if left else 0.0


def _share(there: float, total: float) -> float:
    return min(1.0, there / total) if total > 0 else 0.0


def _is_counted(proposal: Proposal) -> bool:
    """Whether the number of workers was given in persons; a range may be, and is drawn."""
    counts = proposal.function_groups or ((proposal.workforce,) if proposal.workforce else ())
    return not proposal.sized_by_area and all(part.unit == "persons" for part in counts)


def _is_certain(proposal: Proposal) -> bool:
    """Whether the number of workers is the same in all draws."""
    counts = proposal.function_groups or ((proposal.workforce,) if proposal.workforce else ())
    return _is_counted(proposal) and not any(isinstance(part.count, Span) for part in counts)


def check_growth(proposal: Proposal, figures: ParameterSet) -> None:
    """Refuse more people there than at full operation: then perhaps only the growth was entered.

    An area of an expansion that says neither that it is the whole site nor that it is what is added leaves
    the same open, and is asked as well.

    Raises:
        AssessmentError: with both numbers.
    """
    if proposal.grows:
        problems = [*_groups_with_more(proposal, figures), *_total_with_more(proposal, figures)]
        if proposal.kind == "expansion" and proposal.sized_by_area and proposal.area_holds is None:
            problems.append(Problem("area_holds", "area_holds", {}))
        if problems:
            raise AssessmentError(problems)


def _groups_with_more(proposal: Proposal, figures: ParameterSet) -> list[Problem]:
    return [
        Problem(f"function_groups[{index}].existing", _more(proposal), {"there": there, "total": total})
        for index, (there, total) in enumerate(
            (group.existing, size_bounds(group.count, figures, proposal.sector).high)
            for group in proposal.counted_groups
        )
        if there is not None and there > total * (1 + MORE_BY_ROUNDING)
    ]


def _total_with_more(proposal: Proposal, figures: ParameterSet) -> list[Problem]:
    groups = proposal.function_groups
    there = proposal.already_there
    if there is None or not _is_counted(proposal) or (groups and all(g.existing is not None for g in groups)):
        return []
    counts: tuple[Headcount, ...] = groups or ((proposal.workforce,) if proposal.workforce else ())
    total = total_bounds(tuple(part.count for part in counts), figures, proposal.sector).high
    if there <= total * (1 + MORE_BY_ROUNDING):
        return []
    field = {"expansion": "existing_workers", "relocation": "moving_workers"}[proposal.kind]
    return [Problem(field, _more(proposal), {"there": there, "total": total})]


def _more(proposal: Proposal) -> str:
    return f"{proposal.kind}_more_than_all"
