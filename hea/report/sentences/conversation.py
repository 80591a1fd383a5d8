"""The conversation guide as rows: what was asked, what is open, why it is asked and what it sharpens."""

from typing import Literal, NamedTuple

from hea.fields import answered_share, echo
from hea.parameters import ParameterSet
from hea.proposal import Answer, Proposal
from hea.reference import Question, questions, welfare_criteria, welfare_parts
from hea.texts import Lang, plain, text

Status = Literal["open", "answered", "unknown", "known"]
"""Not asked yet; answered; asked and not known; or known already from the proposal itself."""


class Item(NamedTuple):
    """One question as people read it."""

    id: str
    phase: str
    question: str
    why: str
    sharpens: str
    """Which figures or criteria the answer makes sharper; empty if it is to be known only."""
    status: Status
    answer: str


def items(proposal: Proposal, parameters: ParameterSet, lang: Lang) -> list[Item]:
    """All questions in their order."""
    return [
        _item(row, proposal, parameters, lang) for row in sorted(questions().values(), key=lambda r: r.order)
    ]


def phases() -> list[str]:
    """The phases of the conversation, in order."""
    return list(dict.fromkeys(row.phase for row in sorted(questions().values(), key=lambda r: r.order)))


def open_items(found: list[Item]) -> list[Item]:
    """Questions without an answer: not asked yet, or asked and not known."""
    return [item for item in found if item.status in ("open", "unknown")]


def done_in(phase: str, found: list[Item], lang: Lang) -> str:
    """How many questions of a phase have been answered."""
    done = len(found) - len(open_items(found))
    return text(
        "conversation.phase", lang, name=text(f"conversation.{phase}", lang), done=done, all=len(found)
    )


def _item(row: Question, proposal: Proposal, parameters: ParameterSet, lang: Lang) -> Item:
    return Item(
        row.id,
        row.phase,
        row.in_language("question", lang),
        row.in_language("why", lang),
        ", ".join(_sharpens(row.id, proposal, parameters, lang)),
        status(row.id, proposal),
        answer_text(row, proposal.answers.get(row.id), lang),
    )


def status(question: str, proposal: Proposal) -> Status:
    """How far a question is."""
    if question in proposal.answers:
        return "unknown" if proposal.answers[question] is None else "answered"
    return "known" if proposal.tells(question) else "open"


def _sharpens(question: str, proposal: Proposal, parameters: ParameterSet, lang: Lang) -> list[str]:
    """Titles of parameters and names of criteria that an answer bears on."""
    titles = [
        parameter.title.in_language(lang)
        for name, parameter in parameters.items()
        if parameter.question == question and _of_this_sector(name, proposal)
    ]
    for key, parts in welfare_parts().items():
        if any(part.question_id == question for steps in parts.values() for part in steps):
            titles.append(welfare_criteria()[key].name_in(lang))
    return list(dict.fromkeys(titles))


def _of_this_sector(name: str, proposal: Proposal) -> bool:
    if not name.startswith("sector."):
        return not name.startswith("level.")
    return name.split(".")[1] == proposal.sector


def answer_text(row: Question, answer: Answer, lang: Lang) -> str:
    """An answer as people read it."""
    if answer is None:
        return ""
    if isinstance(answer, bool):
        return text("option.yes" if answer else "option.no", lang)
    if isinstance(answer, float):
        share = row.answer_type == "share"
        return echo(answered_share(answer), "share", lang) if share else plain(answer, lang)
    given = answer if isinstance(answer, tuple) else (answer,)
    return ", ".join(row.named_options(lang).get(item, item) if row.options else item for item in given)
