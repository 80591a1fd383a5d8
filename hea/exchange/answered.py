"""Fields that nobody filled in, from the answers to the conversation that say the same.

Wherever answers come from, a field goes before an answer, and an empty field is filled by its answer.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from hea.engine.problems import AssessmentError
from hea.engine.stated import persons_stated
from hea.exchange.written import WrittenError, read_day
from hea.fields import answered_share
from hea.parameters import load_parameters
from hea.proposal import Answer, FunctionGroup, Proposal
from hea.texts import Lang, text
from hea.units import M2_PER_HA

FULL_TIME: Final = "voltijdbanen"
"""The answer that workers were counted as full-time jobs."""
SIZES: Final = ("jobs_full", "peak_size", "floor_area", "plot_area")
"""Answers that say how large the plan is when nothing else does; of people and of area the first counts."""


def with_answers(proposal: Proposal) -> Proposal:
    """A proposal in which answers fill the fields that hold nothing; what is filled in stays as it is.

    An answer that no field can hold, or that cannot be right, is left for the assessment to tell.
    """
    for field in _FIELDS.values():
        proposal = _changed(proposal, field.fill(proposal))
    return proposal


def filled_by_answers(before: Proposal, after: Proposal) -> tuple[str, ...]:
    """Ids of the questions whose answers filled a field of a proposal."""
    changed = {key for key, field in _FIELDS.items() if field.held(before) != field.held(after)}
    return tuple(key for key in _FIELDS if key in changed)


def field_filled(proposal: Proposal, question: str) -> str | None:
    """The question itself if the field beside it holds just what its answer gives."""
    field = _FIELDS.get(question)
    if field is None or proposal.answers.get(question) is None:
        return None
    empty = _changed(proposal, field.emptied(proposal))
    same = field.held(_changed(empty, field.fill(empty))) == field.held(proposal) != field.held(empty)
    return question if same else None


def answered_changes(proposal: Proposal, answers: Mapping[str, Answer]) -> dict[str, Any]:
    """What changes in a proposal that gets these answers: they, and the fields that they fill.

    A field that an earlier answer filled follows the new one; what somebody filled in otherwise stays.
    """
    bare = proposal
    for key, field in _FIELDS.items():
        if answers.get(key) != proposal.answers.get(key) and field_filled(proposal, key):
            bare = _changed(bare, field.emptied(bare))
    made = with_answers(_changed(bare, {"answers": dict(answers)}))
    was, now = proposal.model_dump(), made.model_dump()
    return {name: now[name] for name in now if now[name] != was[name]} | {"answers": dict(answers)}


def size_in_answers(answers: Mapping[str, Any]) -> dict[str, Any]:
    """How large a plan is by the answers, as fields by their path."""
    full, peak, floor, plot = (answers.get(key) for key in SIZES)
    found: dict[str, Any] = {}
    if full is not None or peak is not None:
        found["workforce.count"] = peak if full is None else full
        if full is None:
            found["workforce.basis"] = "peak"
        if answers.get("heads_or_fte") == FULL_TIME:
            found["workforce.unit"] = "fte"
    if floor is not None:
        found |= {"area.size_m2": floor, "area.kind": "gross_floor"}
    elif plot is not None:
        found |= {"area.size_m2": plot * M2_PER_HA, "area.kind": "plot"}
    return found


def sizing_answers(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """Ids of the questions whose answers gave these fields of a size."""
    counted = () if "workforce.count" not in fields else (SIZES["workforce.basis" in fields],)
    kinds = {"gross_floor": ("floor_area",), "plot": ("plot_area",)}
    return (*counted, *kinds.get(fields.get("area.kind", ""), ()))


def filled_sentence(questions: Iterable[str], lang: Lang) -> str:
    """What was filled in from answers, so that nobody takes it for what was said of the field itself."""
    names = ", ".join(text(f"answered.{key}", lang) for key in questions)
    return text("conversation.filled_all", lang, fields=names)


def unread_sentence(titles: tuple[str, ...], lang: Lang) -> str:
    """That sheets of a workbook were not read, so that nobody thinks that what is on them counts."""
    return text("conversation.unread_sheets", lang, sheets=", ".join(titles), count=len(titles))


def _changed(proposal: Proposal, changes: Mapping[str, Any]) -> Proposal:
    """A proposal with some fields changed; itself if they cannot be."""
    try:
        return proposal.update(**changes) if changes else proposal
    except ValidationError:
        return proposal


def _number(proposal: Proposal, question: str) -> float:
    """An answer that is a number of people; nought if there is none."""
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


def _recruited(proposal: Proposal, **changes: float | None) -> Mapping[str, Any]:
    return {"recruitment": proposal.recruitment.model_copy(update=changes)}


def _across_border(proposal: Proposal) -> Mapping[str, Any]:
    part = _part(proposal, "cross_border")
    if part is None or proposal.recruitment.cross_border_share is not None:
        return {}
    return _recruited(proposal, cross_border_share=part)


def _agency(proposal: Proposal) -> Mapping[str, Any]:
    """The share through an agency of everybody, unless one of the groups tells its own."""
    answer = proposal.answers.get("direct_or_agency")
    told = any(group.flex_share is not None for group in proposal.function_groups)
    if not isinstance(answer, float) or told or proposal.recruitment.flex_share is not None:
        return {}
    share = answered_share(answer)
    return _recruited(proposal, flex_share=share) if 0 <= share <= 1 else {}


def _migrants(proposal: Proposal) -> Mapping[str, Any]:
    """What the company expects, as its statement of every group: it says nothing of one of them."""
    groups = proposal.function_groups
    part = _part(proposal, "migrants_expected")
    if part is None or any(group.migrant_share is not None for group in groups):
        return {}
    return _shares(proposal, part)


def _shares(proposal: Proposal, share: float | None) -> Mapping[str, Any]:
    groups: list[FunctionGroup] = [
        group.model_copy(update={"migrant_share": share}) for group in proposal.function_groups
    ]
    return {"function_groups": groups} if groups else {}


def _review(proposal: Proposal) -> Mapping[str, Any]:
    answer = proposal.answers.get("review_date")
    if proposal.review_date is not None or not isinstance(answer, str):
        return {}
    try:
        return {"review_date": read_day(answer)}
    except WrittenError:
        return {}


class _Field(NamedTuple):
    """A field that an answer fills."""

    fill: Callable[[Proposal], Mapping[str, Any]]
    emptied: Callable[[Proposal], Mapping[str, Any]]
    held: Callable[[Proposal], Any]


_FIELDS: Final[dict[str, _Field]] = {
    "cross_border": _Field(
        _across_border,
        lambda plan: _recruited(plan, cross_border_share=None),
        lambda plan: plan.recruitment.cross_border_share,
    ),
    "direct_or_agency": _Field(
        _agency,
        lambda plan: _recruited(plan, flex_share=None),
        lambda plan: plan.recruitment.flex_share,
    ),
    "migrants_expected": _Field(
        _migrants,
        lambda plan: _shares(plan, None),
        lambda plan: tuple(group.migrant_share for group in plan.function_groups),
    ),
    "review_date": _Field(_review, lambda _: {"review_date": None}, lambda plan: plan.review_date),
}
"""What an answer fills by the question, in the order in which they are tried."""
