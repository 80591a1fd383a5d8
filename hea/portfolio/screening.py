"""One line per plan: ranges, what a reader must know, and what to ask first."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from hea.assessment import DEFAULT_SEED, LIVE_DRAWS, AssessmentError, assess
from hea.assessment.problems import Problem
from hea.assessment.result import Flag, Message, RangeHeadline, Result
from hea.parameters import ParameterSet, load_parameters
from hea.proposal import Proposal

Many = Callable[
    [Callable[[tuple[str, Proposal]], "Screened"], Iterable[tuple[str, Proposal]]], Iterable["Screened"]
]
"""How one function is called for many things: ``map``, or that of a pool of processes."""


class Screened(Result):
    """What a screening says of one plan."""

    place: str
    """Where the plan was read from."""
    proposal: Proposal
    input_hash: str
    parameters_hash: str
    seed: int
    draws: int
    headline: RangeHeadline | None
    """``None`` if it cannot be assessed as it stands."""
    flags: tuple[Flag, ...] = ()
    ask: tuple[Message, ...] = ()
    """Inputs whose answer narrows the range most."""
    problems: tuple[tuple[str, str, dict[str, str | float | int]], ...] = ()
    """Why it cannot be assessed: place, code and values of each problem."""


def screen(
    plans: Iterable[tuple[str, Proposal]],
    parameters: ParameterSet | None = None,
    *,
    draws: int = LIVE_DRAWS,
    seed: int = DEFAULT_SEED,
    many: Many = map,
) -> Iterator[Screened]:
    """Assess plans one after the other, or as ``many`` does it; the order stays.

    All share the draws of each parameter, so that differences between plans are differences of the plans.
    """
    figures = parameters or load_parameters()
    yield from many(partial(_one, parameters=figures, draws=draws, seed=seed), plans)


def _one(plan: tuple[str, Proposal], *, parameters: ParameterSet, draws: int, seed: int) -> Screened:
    place, proposal = plan
    same = {
        "place": place,
        "proposal": proposal,
        "input_hash": proposal.hash,
        "parameters_hash": parameters.hash,
        "seed": seed,
        "draws": draws,
    }
    try:
        found = assess(proposal, parameters, draws=draws, seed=seed)
    except AssessmentError as error:
        return Screened(**same, headline=None, problems=tuple(map(_problem, error.problems)))
    asked = tuple(item.about for item in found.drivers.ask_first)
    return Screened(**same, headline=found.headline, flags=found.flags, ask=asked)


def _problem(problem: Problem) -> tuple[str, str, dict[str, str | float | int]]:
    place, code, values = problem
    return place, code, {key: v if isinstance(v, str | float | int) else str(v) for key, v in values.items()}
