"""Parts of a proposal that can be added and removed: groups, offers, milestones, the construction phase."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import streamlit as st

from hea.app import saving, state, unfinished
from hea.app.failure import reported
from hea.app.fields import (
    attempt,
    errors,
    field_key,
    form_field,
    handed_in,
    read_field,
    show_problems,
    value_at,
)
from hea.app.markdown import Markdown, plain_text
from hea.exchange import InputError
from hea.fields import UNKNOWN, Declared, declared, echo, option_name
from hea.problems import Problem
from hea.proposal import field_help, field_label
from hea.texts import Lang, text

Maker = Callable[[dict[str, Any]], Mapping[str, Any]]
"""From the values of a form to the changes of the proposal."""


def new_part(
    path: str,
    names: tuple[str, ...],
    submit: str,
    changes: Maker,
    lang: Lang,
    *,
    labels: Mapping[str, str] | None = None,
) -> None:
    """A form for a part that is not there yet; nothing changes until it is handed in whole.

    Args:
        path: where such a part stands, such as ``housing_plan.offers[0]``.
        names: its fields to ask for.
        submit: words on the button.
        changes: makes the changes of the proposal from the values read.
        lang: language of the fields.
        labels: other names of fields than the usual.
    """
    with st.container(border=True, key=f"form:{path}"):
        columns = st.columns(2)
        for index, name in enumerate(names):
            with columns[index % 2]:
                _empty_field(path, name, (labels or {}).get(name), lang)
        st.button(plain_text(submit), on_click=_add, args=(path, names, changes, lang), key=f"add:{path}")
    show_problems(f"new:{path}")


def folded(words: str, key: str, draw: Callable[[], None], *, expanded: bool = False, form: str = "") -> None:
    """A part behind its title, drawn from the moment that it is first opened.

    What nobody looks at costs no time. Once opened it stays drawn, so that what was typed in a form that was
    not handed in yet is still there after folding. With such a ``form`` half filled in it begins open.
    """
    opened_before, half_filled = f"unfolded:{key}", f"half_filled:{key}"
    if st.session_state.entered:
        st.session_state.pop(opened_before, None)
        st.session_state[half_filled] = bool(form) and unfinished.within(f"new:{form}")
    expanded = expanded or st.session_state.get(half_filled, False)
    with st.expander(plain_text(words), expanded=expanded, key=key, on_change="rerun") as opened:
        if opened.open or opened_before in st.session_state:
            st.session_state[opened_before] = True
            draw()


def tabbed(key: str, tabs: Mapping[str, Callable[[], None]]) -> None:
    """Parts of a page behind tabs, each drawn from the moment that it is first opened.

    Once opened a part stays drawn, so that what was typed in a form that was not handed in yet is still there
    after a look at another tab.
    """
    opened: set[str] = st.session_state.setdefault(f"opened:{key}", set())
    if st.session_state.entered:
        opened.clear()
    shown = st.tabs([plain_text(name) for name in tabs], key=key, on_change="rerun")
    for tab, (name, draw) in zip(shown, tabs.items(), strict=True):
        if tab.open:
            opened.add(name)
        if name in opened:
            with tab:
                draw()


def _empty_field(path: str, name: str, label: str | None, lang: Lang) -> None:
    field = declared(f"{path}.{name}")
    words = plain_text(label or field_label(field.model, field.name, lang))
    waiting = f"new:{path}.{name}"
    if field.kind in ("choice", "bool"):
        options = [UNKNOWN, *field.options]
        none = text("option.unknown" if field.optional else "app.choose", lang)
        st.selectbox(
            words,
            options,
            format_func=lambda value: none if value == UNKNOWN else option_name(name, value, lang),
            **form_field(waiting, lang, begin=UNKNOWN),
        )
    else:
        placeholder = text("option.unknown", lang) if field.optional else None
        st.text_input(words, placeholder=placeholder, **form_field(waiting, lang, kind=field.kind))
    said, explained = _read_so(field, waiting, lang), plain_text(field_help(field.model, field.name, lang))
    st.caption(Markdown(f"**{said}** {explained}") if said else explained)
    show_problems(f"new:{path}.{name}")


def _read_so(field: Declared, waiting: str, lang: Lang) -> Markdown | None:
    """How what stands in a field of a form is read, before it is handed in; nothing if it cannot be."""
    typed = st.session_state.get(field_key(waiting, lang))
    if field.kind in ("choice", "bool") or waiting in errors():
        return None
    try:
        spoken = echo(read_field(typed, field), field.kind, lang)
    except InputError:
        return None
    return plain_text(text("app.read_as", lang, value=spoken)) if spoken else None


@reported
def _add(path: str, names: tuple[str, ...], changes: Maker, lang: Lang) -> None:
    values: dict[str, Any] = {}
    for name in names:
        field = declared(f"{path}.{name}")
        typed = st.session_state[field_key(f"new:{path}.{name}", lang)]

        def take(name: str = name, typed: Any = typed, field: Declared = field) -> None:  # noqa: ANN401
            values[name] = read_field(typed, field)
            if values[name] is None and not field.optional:
                raise InputError((Problem("", "missing", {}),))

        attempt(f"new:{path}.{name}", take, lang, name=field_label(field.model, name, lang))
    if any(f"new:{path}.{name}" in errors() for name in names):
        errors().pop(f"new:{path}", None)
        return
    if attempt(f"new:{path}", lambda: saving.change(changes(values)), lang):
        handed_in((f"new:{path}.{name}" for name in names), lang)
        state.begin_fields_again()


def remove_button(words: str, key: str, changes: Callable[[], Mapping[str, Any]]) -> None:
    """A button that takes a part away; the fields of what remains start afresh."""
    st.button(plain_text(words), key=key, on_click=_change, args=(changes,))


@reported
def _change(changes: Callable[[], Mapping[str, Any]]) -> None:
    made = changes()
    saving.change(made)
    state.begin_fields_again(*made)


def without(rows: tuple[Any, ...], index: int) -> tuple[Any, ...]:
    """The rows but one."""
    return (*rows[:index], *rows[index + 1 :])


def _without_point(path: str, points: tuple[Any, ...], index: int) -> Mapping[str, Any]:
    return {path: without(points, index)}


def milestones(path: str, words: str, lang: Lang) -> None:
    """A path through time: its points, each with a button to remove it, and a form for the next one."""
    points = value_at(state.draft().proposal, path) or ()
    st.markdown(f"**{plain_text(words)}**")
    for index, point in enumerate(points):
        left, right = st.columns([3, 1])
        left.write(plain_text(f"{echo(point.month, 'month', lang)}: {echo(point.share, 'share', lang)}"))
        with right:
            remove_button(
                text("app.remove", lang),
                f"remove:{path}:{index}",
                partial(_without_point, path, points, index),
            )

    def added(values: dict[str, Any]) -> Mapping[str, Any]:
        return {path: tuple(sorted((*(p.model_dump() for p in points), values), key=lambda p: p["month"]))}

    new_part(f"{path}[0]", ("month", "share"), text("app.add_milestone", lang), added, lang)
