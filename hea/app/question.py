"""One question of the conversation guide: its field, "not known" as an answer, and why it is asked."""

from typing import Any

import streamlit as st

from hea.app import saving, state
from hea.app.failure import reported
from hea.app.fields import read, show_problems, shown, synced, take_over, untold
from hea.app.markdown import Markdown, plain_text
from hea.exchange.answered import answered_changes, field_filled
from hea.exchange.written.proposals import answered_in
from hea.fields import Kind, answered_share, echo
from hea.proposal import Answer
from hea.reference import Question, questions
from hea.report.sentences.conversation import Item
from hea.texts import Lang, text

OPEN, NOT_KNOWN = "", "?"
"""Not asked yet, and asked but not known; the second is an answer."""

READ_AS: dict[str, Kind] = {"number": "number", "share": "share", "date": "date"}
NUMBERS: tuple[Kind, ...] = ("number", "share")


def draw(item: Item, lang: Lang) -> None:
    """The question with its field and, under it, why it is asked and what it sharpens."""
    row = questions()[item.id]
    answers = state.proposal().answers
    path = f"answers.{item.id}"
    if row.answered_by_field:
        st.markdown(plain_text(item.question))
    elif row.answer_type in ("yes_no", "choice") and not row.several:
        _choice(row, path, answers, item, lang)
    elif row.several:
        _several(row, path, answers, item, lang)
    else:
        _typed(row, path, answers, item, lang)
    st.caption(_under(item, lang))
    show_problems(path)


def _under(item: Item, lang: Lang) -> Markdown:
    lines = [plain_text(item.why)]
    if item.sharpens:
        lines.append(plain_text(text("conversation.sharpens", lang, what=item.sharpens)))
    if item.status == "known":
        lines.append(Markdown(f"**{text('conversation.known', lang)}**"))
    return Markdown(" ".join(lines))


def _choice(row: Question, path: str, answers: dict[str, Answer], item: Item, lang: Lang) -> None:
    names: dict[Any, str] = {True: text("option.yes", lang), False: text("option.no", lang)}
    options: list[Any] = [True, False]
    if row.answer_type == "choice":
        options, names = list(row.options), dict(row.named_options(lang))
    names |= {OPEN: text("conversation.open", lang), NOT_KNOWN: text("conversation.not_known", lang)}
    held = _chosen_option(row, answers)
    key = synced(path, held, lang)
    st.selectbox(
        plain_text(item.question),
        [OPEN, *options, NOT_KNOWN],
        format_func=names.__getitem__,
        key=key,
        on_change=_take,
        args=(row.id, key, lang),
        persist_state="session",
    )


def _chosen_option(row: Question, answers: dict[str, Answer]) -> Any:  # noqa: ANN401
    if row.id not in answers:
        return OPEN
    return NOT_KNOWN if answers[row.id] is None else answers[row.id]


def _several(row: Question, path: str, answers: dict[str, Answer], item: Item, lang: Lang) -> None:
    held = answers.get(row.id)
    chosen = list(held) if isinstance(held, tuple) else [held] if held else []
    key = synced(path, chosen, lang)
    st.pills(
        plain_text(item.question),
        list(row.options),
        selection_mode="multi",
        format_func=lambda option: plain_text(row.named_options(lang)[option]),
        key=key,
        on_change=_take,
        args=(row.id, key, lang),
        persist_state="session",
    )
    _not_known(row, answers, item, lang)


def _typed(row: Question, path: str, answers: dict[str, Answer], item: Item, lang: Lang) -> None:
    kind = READ_AS.get(row.answer_type, "text")
    held: Any = answers.get(row.id)
    if kind == "share" and held is not None:
        held = answered_share(held)
    begin = shown(held, kind, lang, answered_in(row)) if kind in NUMBERS else held or OPEN
    key = synced(path, begin, lang, kind=kind)
    if untold(path, lang):
        _take(row.id, key, lang)
    st.text_input(
        plain_text(item.question),
        key=key,
        on_change=_take,
        args=(row.id, key, lang),
        placeholder=text("conversation.open", lang),
        persist_state="session",
    )
    if kind in NUMBERS and held is not None:
        st.caption(f"**{plain_text(text('app.read_as', lang, value=echo(held, kind, lang)))}**")
    if (filled := field_filled(state.proposal(), row.id)) is not None:
        st.caption(plain_text(text("conversation.filled", lang, field=text(f"answered.{filled}", lang))))
    _not_known(row, answers, item, lang)


def _not_known(row: Question, answers: dict[str, Answer], item: Item, lang: Lang) -> None:
    path = f"answers.{row.id}.not_known"
    key = synced(path, row.id in answers and answers[row.id] is None, lang)
    st.checkbox(
        plain_text(text("conversation.not_known_to", lang, question=_short(item.question))),
        key=key,
        on_change=_tick,
        args=(row.id, key),
        persist_state="session",
    )


def _short(question: str) -> str:
    """The first words of a question, so that every box has a name of its own."""
    words = question.split()
    return " ".join(words[:6]).rstrip("?,") + ("…" if len(words) > 6 else "")


@reported
def _take(question: str, key: str, lang: Lang) -> None:
    row = questions()[question]

    def take() -> None:
        typed = st.session_state[key]
        if isinstance(typed, list):
            answer: Any = tuple(typed) or OPEN
        elif typed == NOT_KNOWN:
            answer = None
        elif row.answer_type in READ_AS:
            value = read(typed, READ_AS[row.answer_type], answered_in(row))
            answer = OPEN if value is None else value if isinstance(value, float) else value.isoformat()
        else:
            answer = typed
        _keep(question, answer)

    name = row.in_language("question", lang)
    take_over(f"answers.{question}", key, take, lang, _short(name))


@reported
def _tick(question: str, key: str) -> None:
    _keep(question, None if st.session_state[key] else OPEN)


def _keep(question: str, answer: Answer) -> None:
    others = {key: value for key, value in state.proposal().answers.items() if key != question}
    given = others if answer == OPEN else {**others, question: answer}
    saving.change(answered_changes(state.proposal(), given))
