"""Plans that are the same but for their size: one calculation serves them all.

Everything a plan without places, people or dates of its own brings is in proportion to its size, draw by
draw, so its ranges are those of a plan of a standard size times a factor. Thousands of leads of six fields
are then a few hundred calculations.
"""

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple, TypeVar

from hea.engine.housing import border_figure
from hea.engine.positions import has_season
from hea.proposal import Area, Headcount, Proposal, Size, Span, at_most, one_ended, scaled
from hea.reference import municipalities
from hea.reference.geography import LIMBURG

STANDARD_SIZE = 1000.0
"""Of the plan that is calculated for all that are in proportion to it; any size gives the same."""
SMALLEST = 1.0
"""Plans below one worker or square metre stand alone: rounding would show when they are enlarged."""
STANDARD_YEAR = 2030
"""Of the opening only the month matters, to seasonal work; what the year decides is told of each plan."""
JANUARY = "-01"

T = TypeVar("T")


class Standardised(NamedTuple):
    """A plan of standard size, and how many times as large the plan is that it stands for."""

    standard: Proposal
    factor: float


def standardised(plan: Proposal) -> Standardised:
    """The plan of standard size that a plan is in proportion to; one with more to it is its own."""
    size = _size(plan)
    if size < SMALLEST or _said_in_words(plan) or plan != _bare(plan):
        return Standardised(plan, 1.0)
    changes = {
        "company": "",
        "municipality": _stand_in(plan.municipality),
        "opening": f"{STANDARD_YEAR}{plan.opening[4:] if has_season(plan.sector) else JANUARY}",
        "area": plan.area and Area(kind=plan.area.kind, size_m2=_standard(plan.area.size_m2)),
        "workforce": plan.workforce
        and Headcount(
            count=_standard(plan.workforce.count), unit=plan.workforce.unit, basis=plan.workforce.basis
        ),
    }
    return Standardised(plan.model_copy(update=changes), size / STANDARD_SIZE)


def families(plans: Iterable[tuple[T, Proposal]]) -> list[tuple[Proposal, list[tuple[T, Proposal, float]]]]:
    """Plans by the standard plan they are in proportion to, each with its factor, in order of appearance."""
    found: dict[str, tuple[Proposal, list[tuple[T, Proposal, float]]]] = {}
    for label, plan in plans:
        standard, factor = standardised(plan)
        _, members = found.setdefault(standard.hash, (standard, []))
        members.append((label, plan, factor))
    return list(found.values())


def _size(plan: Proposal) -> float:
    """What a bare plan is in proportion to: its workers, or else its area."""
    if plan.workforce is not None:
        return at_most(plan.workforce.count)
    return at_most(plan.area.size_m2) if plan.area is not None else 0.0


def _said_in_words(plan: Proposal) -> bool:
    """Whether its size comes back in what is said of it: workers beside an area, or one end of a size."""
    counted = plan.workforce.count if plan.workforce is not None else None
    measured = plan.area.size_m2 if plan.area is not None else None
    sizes = [size for size in (counted, measured) if size is not None]
    return len(sizes) > 1 or any(one_ended(size) for size in sizes)


def _standard(size: Size) -> Size:
    """The standard size, or a range in the same proportions."""
    return scaled(size, STANDARD_SIZE / at_most(size)) if isinstance(size, Span) else STANDARD_SIZE


def _bare(plan: Proposal) -> Proposal:
    """A plan with its six fields alone."""
    return Proposal.model_construct(
        company=plan.company,
        municipality=plan.municipality,
        sector=plan.sector,
        opening=plan.opening,
        area=plan.area,
        workforce=plan.workforce,
    )


@cache
def _stand_in(municipality: str) -> str:
    """A municipality for all that count alike: of the place only how near the border is matters."""

    def kind(code: str) -> tuple[bool, str | None]:
        return municipalities()[code].province == LIMBURG, border_figure(code)

    return next(code for code in municipalities() if kind(code) == kind(municipality))
