"""Answers to the conversation that a calculation does not use, because the field for them is empty."""

from typing import Final

from hea.engine.trace import Trace
from hea.fields import answered_share
from hea.proposal import Proposal
from hea.reference import questions
from hea.texts import LANGUAGES, text

OTHER_FIELDS: Final = {"jobs_start": "full_date"}
"""Questions without a field of their own, by the one whose field holds what they ask."""
TOLD_APART: Final = frozenset({"heads_or_fte", "housing_plan", "housing_beds"})
"""Questions whose answers have a sentence of their own."""
ROUNDING: Final = 0.01
"""Two shares that differ by less are the same share, rounded."""
FULL_TIME: Final = "voltijdbanen"
IN_PERSONS: Final = "personen"


def flag_answers(proposal: Proposal, trace: Trace) -> None:
    """Tell what was answered and is not calculated with, and what else answers contradict."""
    unused = [key for key in questions() if _unused(key, proposal)]
    if unused:
        words = {lang: ", ".join(text(f"answered.{key}", lang) for key in unused) for lang in LANGUAGES}
        trace.flag("answers_unused", **words)
    _flag_unit(proposal, trace)
    _flag_plan(proposal, trace)
    _flag_beds(proposal, trace)
    _flag_agency(proposal, trace)


def _unused(key: str, proposal: Proposal) -> bool:
    answer, question = proposal.answers.get(key), questions()[key]
    if answer is None or answer is False or answer in ("", 0) or key in TOLD_APART:
        return False
    if question.field is None and key not in OTHER_FIELDS:
        return False
    if key in ("jobs_full", "peak_size", "migrants_expected"):
        return _no_place(key, proposal)
    return not proposal.tells(OTHER_FIELDS.get(key, key))


def _no_place(key: str, proposal: Proposal) -> bool:
    """Whether a number of people is held against nothing: no field says the same."""
    given = proposal.function_groups or ((proposal.workforce,) if proposal.workforce else ())
    if key == "jobs_full":
        return not given
    if key == "peak_size":
        seasons = [group.season_index or group.season_profile for group in proposal.function_groups]
        return not any(part.basis == "peak" for part in given) and not any(seasons)
    return not all(g.migrant_share is not None for g in proposal.function_groups) or not given


def _flag_unit(proposal: Proposal, trace: Trace) -> None:
    """Persons in a field and full-time jobs in an answer, or the other way round."""
    given = proposal.function_groups or ((proposal.workforce,) if proposal.workforce else ())
    units = {part.unit for part in given}
    answer = proposal.answers.get("heads_or_fte")
    if answer == FULL_TIME and units == {"persons"}:
        trace.flag("heads_answered_fte")
    elif answer == IN_PERSONS and "fte" in units:
        trace.flag("fte_answered_heads")


def _flag_plan(proposal: Proposal, trace: Trace) -> None:
    """A housing plan by the answer and none in the fields, or the other way round."""
    answer = proposal.answers.get("housing_plan")
    if answer is True and not proposal.offers:
        trace.flag("plan_answered")
    elif answer is False and proposal.offers:
        trace.flag("plan_denied", places=sum(offer.places for offer in proposal.offers))


def _flag_beds(proposal: Proposal, trace: Trace) -> None:
    """Places of which an answer gives the number alone: they count for nobody until it is known for whom."""
    answer = proposal.answers.get("housing_beds")
    if isinstance(answer, float) and answer > 0 and not proposal.offers:
        trace.flag("beds_no_class", places=answer)


def _flag_agency(proposal: Proposal, trace: Trace) -> None:
    """A share through an agency in a field, and another in an answer."""
    answer, used = proposal.answers.get("direct_or_agency"), proposal.recruitment.flex_share
    if isinstance(answer, float) and used is not None and abs(answered_share(answer) - used) >= ROUNDING:
        trace.flag("agency_twice", used=used, answer=answered_share(answer))
