"""Total workers in persons, according to the plan."""

from collections.abc import Sequence
from typing import Final

from hea.engine.given import middle_of, size_bounds
from hea.parameters import Bounds, ParameterSet
from hea.proposal import Headcount, Proposal

PERSONS_PER_FTE: Final = "persons_per_fte"


def persons_stated(proposal: Proposal, parameters: ParameterSet) -> float | None:
    """All workers in persons, as the mean of a year; nothing if an area or a peak is all that was given."""
    given = proposal.function_groups or ((proposal.workforce,) if proposal.workforce else ())
    if not given or any(part.basis != "mean" for part in given):
        return None
    return sum(
        middle_of(part.count, parameters, proposal.sector) * _persons_each(part, parameters) for part in given
    )


def persons_bounds(given: Sequence[Headcount], parameters: ParameterSet, sector: str) -> Bounds:
    """P10, middle and P90 of numbers of workers together, in persons; ranges of one plan move together."""
    ends = [
        [end * _persons_each(part, parameters) for end in size_bounds(part.count, parameters, sector)]
        for part in given
    ]
    return Bounds(*(sum(parts) for parts in zip(*ends, strict=True))) if ends else Bounds(0.0, 0.0, 0.0)


def _persons_each(part: Headcount, parameters: ParameterSet) -> float:
    return parameters.value(PERSONS_PER_FTE) if part.unit == "fte" else 1.0
