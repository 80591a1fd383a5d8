"""A box for rows from a spreadsheet: what was understood is shown before anything is taken over.

A table in the browser drops what is pasted on a list of choices and is none of them, without a word.
"""

import streamlit as st

from hea.app import saving, show, state
from hea.app.failure import reported
from hea.app.fields import attempt, form_field, handed_in, show_problems
from hea.app.markdown import plain_text
from hea.app.problem_box import show_box
from hea.app.server.doorway import MAX_PASTED
from hea.exchange import InputError
from hea.exchange.group_rows import Pasted, columns_for, pasted_groups, row_sentence
from hea.fields import declared, echo, option_name
from hea.problems import Problem
from hea.proposal import FunctionGroup, field_label
from hea.texts import Lang, text

PATH = "pasted_groups"
UNKNOWN = "–"


def draw(lang: Lang) -> None:
    """The box, what was understood of it, and the button that takes it over."""
    labels = [field_label(FunctionGroup, name, lang) for name in _columns()]
    arguments = form_field(PATH, lang)
    st.text_area(text("pasted.box", lang), height=120, **arguments)
    st.caption(plain_text(text("pasted.help", lang, columns=", ".join(labels).lower())))
    words = st.session_state[arguments["key"]]
    if words.strip():
        _understood(words, labels, lang)
    show_problems(PATH)


def _columns() -> tuple[str, ...]:
    return columns_for(grows=state.proposal().grows)


def _understood(words: str, labels: list[str], lang: Lang) -> None:
    if len(words) >= MAX_PASTED:
        show_box([Problem("", "too_long", {"maximum": MAX_PASTED - 1}).sentence(lang)])
        return
    try:
        rows = pasted_groups(words, lang, grows=state.proposal().grows)
    except InputError as error:
        show_box([problem.sentence(lang) for problem in error.problems])
        return
    show_box(
        [
            row_sentence(number, problem, lang)
            for number, row in enumerate(rows, start=1)
            for problem in row.problems
        ]
    )
    read = [row.group for row in rows if row.group is not None]
    if read:
        show.table([_group_in_words(group, lang) for group in read], labels, text("pasted.understood", lang))
    ready = len(read) == len(rows)
    st.button(
        text("pasted.take", lang, count=len(read)),
        key="take_pasted",
        disabled=not ready,
        on_click=_take,
        args=(rows, lang),
    )
    if not ready:
        st.caption(text("pasted.first_mend", lang))


def _group_in_words(group: FunctionGroup, lang: Lang) -> list[str]:
    """A group as it was understood, in the words of the page."""
    told = []
    for name in _columns():
        value, kind = getattr(group, name), declared(f"function_groups[0].{name}").kind
        choice = option_name(name, value, lang) if value and kind == "choice" else ""
        told.append(choice or echo(value, kind, lang) or str(value or UNKNOWN))
    return told


@reported
def _take(rows: tuple[Pasted, ...], lang: Lang) -> None:
    """Add the groups behind those that are there."""
    made = [row.group.model_dump() for row in rows if row.group is not None]

    def take() -> None:
        there = [group.model_dump() for group in state.proposal().function_groups]
        saving.change({"function_groups": (*there, *made)})
        state.begin_fields_again("function_groups")

    if attempt(PATH, take, lang):
        handed_in((PATH,), lang)
