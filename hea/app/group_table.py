"""All function groups in one table, for the mouse and for pasting.

The table is never fed its own output: it starts from rows that change only when the page is opened or the
groups were changed elsewhere. Numbers are text columns, because a number column drops a decimal comma and
clamps without a word. A row that is not complete stays in the table and is counted.
"""

import copy
from typing import Any, Final, NamedTuple

import pandas as pd
import streamlit as st

from hea.app import paste_box, results, saving, state, unfinished
from hea.app.failure import reported
from hea.app.fields import shown
from hea.app.markdown import plain_text
from hea.app.problem_box import show_box
from hea.engine.given import added
from hea.exchange.group_rows import COLUMNS, columns_for, group_of, row_sentence
from hea.fields import declared, option_name
from hea.problems import Problem
from hea.proposal import MAX_LINES, FunctionGroup, field_label, shown_size
from hea.texts import Lang, text

Row = dict[str, Any]
NO_EDITS: Final[dict[str, Any]] = {"edited_rows": {}, "added_rows": [], "deleted_rows": []}


class Rows(NamedTuple):
    """What stands in the table, the group each row came from, and the groups made from it."""

    typed: tuple[Row, ...]
    origin: tuple[FunctionGroup | None, ...]
    made: tuple[FunctionGroup, ...]
    lang: Lang


def draw(lang: Lang) -> None:
    """The table, and what could not be taken over from it."""
    rows = _rows(lang)
    st.data_editor(
        _frame(rows, lang),
        key=_key(),
        num_rows="dynamic",
        hide_index=True,
        column_config=_columns(lang),
        alt=text("label.Proposal.function_groups", lang),
        on_change=_take_before_leaving,
        args=(lang,),
    )
    st.caption(text("app.table_help", lang))
    groups = state.proposal().function_groups
    total = shown_size(
        added(tuple(group.count for group in groups), results.parameters(), state.proposal().sector), lang
    )
    st.write(plain_text(text("app.table_taken", lang, count=len(groups), total=total)))
    show_box(st.session_state.get("table_problems", ()))
    if _left():
        st.button(text("app.table_accept", lang), key="table_accept", on_click=_accept, args=(lang,))
    paste_box.draw(lang)


def _rows(lang: Lang) -> Rows:
    """The rows the table starts from; renewed when the page is opened or the groups changed elsewhere."""
    groups = state.proposal().function_groups
    now: Rows | None = st.session_state.get("table_now")
    base: Rows | None = st.session_state.get("table_base")
    changed = now is None or now.made != groups or now.lang != lang
    if base is None or changed or st.session_state.entered:
        base = _from_groups(groups, lang) if changed or now is None else now
        st.session_state.table_base = st.session_state.table_now = base
        st.session_state.table_version = st.session_state.get("table_version", 0) + 1
        st.session_state.table_seen = None
        if changed:
            st.session_state.table_problems = []
        st.session_state.table_left = {} if changed else _renumbered()
    return base


def _from_groups(groups: tuple[FunctionGroup, ...], lang: Lang) -> Rows:
    typed = tuple(
        {
            name: shown(getattr(group, name), declared(f"function_groups[0].{name}").kind, lang)
            for name in COLUMNS
        }
        for group in groups
    )
    return Rows(typed, groups, groups, lang)


def _frame(rows: Rows, lang: Lang) -> pd.DataFrame:
    """Rows as text, choices by their names."""
    told = [
        {name: _option(name, row.get(name), lang) if _is_choice(name) else row.get(name) for name in COLUMNS}
        for row in rows.typed
    ]
    return pd.DataFrame(told, columns=list(COLUMNS), dtype="object")


def _is_choice(name: str) -> bool:
    return declared(f"function_groups[0].{name}").kind == "choice"


def _option(name: str, value: Any, lang: Lang) -> str | None:  # noqa: ANN401
    return option_name(name, value, lang) if value else None


def _columns(lang: Lang) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        label = field_label(FunctionGroup, name, lang)
        if name not in columns_for(grows=state.proposal().grows):
            columns[name] = None  # hides it
        elif _is_choice(name):
            options = declared(f"function_groups[0].{name}").options
            told = [option_name(name, value, lang) for value in options]
            columns[name] = st.column_config.SelectboxColumn(label, options=told)
        else:
            columns[name] = st.column_config.TextColumn(label)
    return columns


def take(lang: Lang) -> None:
    """Make groups of the rows as they stand, at the start of a run, so that the page shows them at once.

    A row that does not fit is named and changes nothing.
    """
    edits = st.session_state.get(_key())
    base: Rows | None = st.session_state.get("table_base")
    if edits is None or base is None or st.session_state.entered or base.lang != lang:
        return
    seen = st.session_state.get("table_seen")
    if edits == seen:
        return
    if (count := len(_numbers(base, edits))) > MAX_LINES:
        _refuse(count, lang)
        return
    st.session_state.table_seen = copy.deepcopy(edits)
    st.session_state.table_left = _still_left(base, edits, seen, lang)
    _take_rows(base, edits, lang)


def _refuse(count: int, lang: Lang) -> None:
    """Take none of the rows, and let the table begin again before anything is made of them."""
    problem = Problem("", "list_long", {"count": count, "maximum": MAX_LINES})
    st.session_state.table_base = None
    st.session_state.table_problems = [problem.sentence(lang)]


def _take_rows(base: Rows, edits: dict[str, Any], lang: Lang) -> None:
    """Make groups of the rows; one with a choice that a paste left as it was waits until that is chosen."""
    typed, origin = _edited(base, edits, lang)
    groups: list[FunctionGroup] = []
    numbers, left = _numbers(base, edits), _left()
    waiting = {number for number, _ in left}
    problems = [
        _left_sentence(numbers.index(row) + 1, name, held, lang) for (row, name), held in left.items()
    ]
    for place, (number, row, before) in enumerate(zip(numbers, typed, origin, strict=True), start=1):
        made, found = (before, ()) if number in waiting else _group(row, before, lang)
        problems += [row_sentence(place, item, lang) for item in found]
        if made is not None:
            groups.append(made)
    saving.change({"function_groups": tuple(group.model_dump() for group in groups)})
    unfinished.forget_within("function_groups")
    made_now = state.proposal().function_groups
    st.session_state.table_now = Rows(tuple(typed), tuple(origin), made_now, lang)
    st.session_state.table_problems = problems
    st.session_state.table_numbers = numbers


@reported
def _take_before_leaving(lang: Lang) -> None:
    """The run that takes the rows may be of another page."""
    take(lang)


def _key() -> str:
    return f"group_table:{st.session_state.get('table_version', 0)}"


Cell = tuple[int, str]
"""Number of a row, counted from one as long as none is removed, and a column."""


def _left() -> dict[Cell, str]:
    """Choices that a paste left as they were, with what is chosen there."""
    found: dict[Cell, str] = st.session_state.get("table_left", {})
    return found


def _renumbered() -> dict[Cell, str]:
    """The same by the numbers that rows have when the table begins from how they stand now."""
    numbers: list[int] = st.session_state.get("table_numbers", [])
    return {(numbers.index(row) + 1, name): held for (row, name), held in _left().items()}


@reported
def _accept(lang: Lang) -> None:
    """Take the rows over with the choices that stand in them."""
    edits, base = st.session_state.get(_key()), st.session_state.get("table_base")
    st.session_state.table_left = {}
    st.session_state.table_problems = []
    if base is not None:
        _take_rows(base, edits or NO_EDITS, lang)


def _still_left(
    base: Rows, edits: dict[str, Any], seen: dict[str, Any] | None, lang: Lang
) -> dict[Cell, str]:
    """Choices that this paste or one before left as they were, and that nobody chose since.

    The table in the browser drops without a word what is pasted on a list of choices and is none of them.
    More than one cell that changes at once is a paste.
    """
    now, before = _cells(base, edits), _cells(base, seen or NO_EDITS)
    changed = {cell for cell, value in now.items() if before.get(cell) != value}
    found = _left() | {cell: _cell_in_words(base, now, cell, lang) for cell in _passed_over(changed)}
    there = _numbers(base, edits)
    return {cell: held for cell, held in found.items() if cell not in changed and cell[0] in there}


def _passed_over(changed: set[Cell]) -> list[Cell]:
    """Choices among the cells of a paste that did not change."""
    places = [COLUMNS.index(name) for _, name in changed if name in COLUMNS]
    if len(changed) < 2 or not places:
        return []
    rows = sorted({row for row, _ in changed})
    crossed = [name for name in COLUMNS[min(places) : max(places) + 1] if _is_choice(name)]
    return [(row, name) for row in rows for name in crossed if (row, name) not in changed]


def _left_sentence(row: int, name: str, held: str, lang: Lang) -> str:
    values = {"column": field_label(FunctionGroup, name, lang), "value": held}
    return row_sentence(row, Problem("", "pasted_unchanged", values), lang)


def _cells(base: Rows, edits: dict[str, Any]) -> dict[Cell, Any]:
    """What the browser reports of each cell that was changed or added."""
    rows = {int(index) + 1: row for index, row in edits["edited_rows"].items()}
    rows |= {len(base.typed) + place: row for place, row in enumerate(edits["added_rows"], start=1)}
    return {(number, name): value for number, row in rows.items() for name, value in row.items()}


def _numbers(base: Rows, edits: dict[str, Any]) -> list[int]:
    """Numbers of the rows that are there, in the order in which they stand."""
    gone = {index + 1 for index in edits["deleted_rows"]}
    kept = [number for number in range(1, len(base.typed) + 1) if number not in gone]
    return kept + [len(base.typed) + place for place in range(1, len(edits["added_rows"]) + 1)]


def _cell_in_words(base: Rows, now: dict[Cell, Any], cell: Cell, lang: Lang) -> str:
    """What is chosen in a cell, in words."""
    row, name = cell
    known = now.get(cell)
    if known is None and row <= len(base.typed):
        known = _option(name, base.typed[row - 1].get(name), lang)
    return str(known or paste_box.UNKNOWN)


def _edited(base: Rows, edits: dict[str, Any], lang: Lang) -> tuple[list[Row], list[FunctionGroup | None]]:
    """The rows after the changes that the browser reports."""
    typed = [dict(row) for row in base.typed]
    for index, changes in edits["edited_rows"].items():
        typed[int(index)] |= {name: _id(name, value, lang) for name, value in changes.items()}
    gone = set(edits["deleted_rows"])
    kept = [place for place in range(len(typed)) if place not in gone]
    added = [
        {name: _id(name, value, lang) for name, value in row.items() if name in COLUMNS}
        for row in edits["added_rows"]
    ]
    return [typed[i] for i in kept] + added, [base.origin[i] for i in kept] + [None] * len(added)


def _id(name: str, value: Any, lang: Lang) -> Any:  # noqa: ANN401
    """The id behind a name that was chosen."""
    if not _is_choice(name) or not value:
        return value
    options = declared(f"function_groups[0].{name}").options
    return next((option for option in options if option_name(name, option, lang) == value), value)


def _group(
    row: Row, before: FunctionGroup | None, lang: Lang
) -> tuple[FunctionGroup | None, tuple[Problem, ...]]:
    """The group a row stands for; else the group it came from, and why."""
    if not any(row.values()):
        return None, ()
    made, problems = group_of(row, before, lang)
    return (before if problems else made), problems
