"""One line per plan: ranges, what a reader must know, and what to ask first."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from hea.assessment import DEFAULT_SEED, SCREENING_DRAWS, AssessmentError
from hea.engine.draws import Draws
from hea.parameters import ParameterSet, load_parameters
from hea.portfolio.plan_figures import PlanFigures, plan_figures
from hea.portfolio.result import PlanSummary
from hea.portfolio.standard_plans import families
from hea.problems import Problem
from hea.proposal import Proposal

MAX_TOGETHER = 200
"""Plans that are handed over at a time, so that progress shows and no worker holds them all."""

Member = tuple[str, Proposal, float]
"""Where a plan was read from, the plan, and how many times as large as the standard plan it is."""
Family = tuple[Proposal, Sequence[Member]]
"""A standard plan and plans in proportion to it."""
Work = Callable[[Family], list[PlanSummary]]
Many = Callable[[Work, Sequence[Family]], Iterable[list[PlanSummary]]]
"""How one function is called for many things: ``map``, or that of processes or of a cluster."""


def screen(
    plans: Iterable[tuple[str, Proposal]],
    parameters: ParameterSet | None = None,
    *,
    draws: int = SCREENING_DRAWS,
    seed: int = DEFAULT_SEED,
    many: Many = map,
) -> Iterator[PlanSummary]:
    """Assess plans; those that differ in size alone are calculated once, together.

    All share the draws of each parameter, so that differences between plans are differences of the plans.

    Args:
        plans: each with where it was read from.
        parameters: the figures to use; those of :func:`hea.load_parameters` by default.
        draws: number of draws.
        seed: base seed.
        many: how the work is shared out.

    Yields:
        A line per plan, in the order in which they are done.
    """
    work = partial(_together, parameters=parameters, draws=draws, seed=seed)
    for rows in many(work, list(_shares(families(plans)))):
        yield from rows


def _shares(found: Iterable[Family]) -> Iterator[Family]:
    """Large families in parts."""
    for standard, members in found:
        for start in range(0, len(members), MAX_TOGETHER):
            yield standard, members[start : start + MAX_TOGETHER]


def _together(family: Family, *, parameters: ParameterSet | None, draws: int, seed: int) -> list[PlanSummary]:
    """The lines of plans of one family."""
    standard, members = family
    drawn = _drawn(parameters, draws, seed)
    try:
        found = _figures_of(standard.model_dump_json(), drawn)
    except AssessmentError as error:
        problems = tuple(map(_problem, error.problems))
        return [_line(member, drawn, headline=None, problems=problems) for member in members]
    return [_summary_of(member, found, drawn) for member in members]


def _summary_of(member: Member, found: PlanFigures, drawn: Draws) -> PlanSummary:
    _, plan, factor = member
    own = found.at(factor)
    flags = own.flags_of(plan, drawn.parameters)
    return _line(member, drawn, headline=own.headline, flags=flags, ask=own.ask)


def _line(member: Member, drawn: Draws, **told: Any) -> PlanSummary:  # noqa: ANN401
    place, plan, _ = member
    return PlanSummary(
        place=place,
        proposal=plan,
        input_hash=plan.hash,
        parameters_hash=drawn.parameters.hash,
        seed=drawn.seed,
        draws=drawn.count,
        **told,
    )


@lru_cache(maxsize=1)
def _drawn(parameters: ParameterSet | None, draws: int, seed: int) -> Draws:
    """The draws that all plans share; a process makes them once."""
    return Draws(parameters or load_parameters(), draws, seed)


@lru_cache(maxsize=16)
def _figures_of(standard: str, drawn: Draws) -> PlanFigures:
    """Kept, because a large family comes in parts."""
    return plan_figures(Proposal.model_validate_json(standard), drawn)


def _problem(problem: Problem) -> tuple[str, str, dict[str, str | float | int]]:
    place, code, values = problem
    return place, code, {key: v if isinstance(v, str | float | int) else str(v) for key, v in values.items()}
