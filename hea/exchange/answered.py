"""Fields that nobody filled in, from the answers to the conversation that say the same."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from pydantic import ValidationError

from hea.engine.problems import AssessmentError
from hea.engine.stated import persons_stated
from hea.exchange.written import WrittenError, read_day, read_month
from hea.parameters import load_parameters
from hea.proposal import FunctionGroup, Offer, Proposal


def with_answers(proposal: Proposal) -> Proposal:
    """A proposal in which answers fill the fields that hold nothing; what is filled in stays as it is.

    An answer that no field can hold, or that cannot be right, is left for the assessment to tell.
    """
    for fill in _FILLED:
        changes = fill(proposal)
        try:
            proposal = proposal.update(**changes) if changes else proposal
        except ValidationError:
            continue
    return proposal


def _number(proposal: Proposal, question: str) -> float:
    """An answer that is a number of people or places; nought if there is none."""
    answer = proposal.answers.get(question)
    return answer if isinstance(answer, float) and not isinstance(answer, bool) and answer > 0 else 0.0


def _part(proposal: Proposal, question: str) -> float | None:
    """The part of all workers that an answer in persons is; nothing if it is none."""
    try:
        whole = persons_stated(proposal, load_parameters())
    except AssessmentError:
        return None
    said = _number(proposal, question)
    return said / whole if whole and 0 < said <= whole else None


def _across_border(proposal: Proposal) -> Mapping[str, Any]:
    part = _part(proposal, "cross_border")
    if part is None or proposal.recruitment.cross_border_share is not None:
        return {}
    return {"recruitment": proposal.recruitment.model_copy(update={"cross_border_share": part})}


def _migrants(proposal: Proposal) -> Mapping[str, Any]:
    """What the company expects, as its statement of every group: it says nothing of one of them."""
    groups = proposal.function_groups
    part = _part(proposal, "migrants_expected")
    if part is None or any(group.migrant_share is not None for group in groups):
        return {}
    return {"function_groups": [_with_share(group, part) for group in groups]}


def _with_share(group: FunctionGroup, part: float) -> FunctionGroup:
    return group.model_copy(update={"migrant_share": part})


def _places(proposal: Proposal) -> Mapping[str, Any]:
    """Places of which only the number is known: beds from the opening, that anybody may use."""
    places = _number(proposal, "housing_beds")
    if not places or proposal.offers:
        return {}
    offer = Offer(stay="short", places=places, from_month=_month(proposal) or proposal.opening)
    return {"housing_plan": {"offers": [offer.model_dump()], "surplus_fills_other_classes": True}}


def _month(proposal: Proposal) -> str | None:
    """When places are ready by the answer, if it names a month."""
    answer = proposal.answers.get("housing_date")
    try:
        return read_month(answer) if isinstance(answer, str) else None
    except WrittenError:
        return None


def _review(proposal: Proposal) -> Mapping[str, Any]:
    answer = proposal.answers.get("review_date")
    if proposal.review_date is not None or not isinstance(answer, str):
        return {}
    try:
        return {"review_date": read_day(answer)}
    except WrittenError:
        return {}


_FILLED: Final[tuple[Callable[[Proposal], Mapping[str, Any]], ...]] = (
    _across_border,
    _migrants,
    _places,
    _review,
)
"""What fills a field, in the order in which they are tried."""
