"""The six fields with which everything begins, on the quick scan and on the page of the initiative."""

from typing import Any

import streamlit as st

from hea.app import state
from hea.app.failure import reported
from hea.app.fields import attempt, errors, read, show_problems, shown, synced
from hea.dossiers import Draft
from hea.exchange import InputError, Located, QuickFields, quick_fields, quick_proposal, with_quick_fields
from hea.fields import UNKNOWN, Kind, declared, echo, named
from hea.reference import sectors
from hea.texts import Lang, text

NAMES = ("company", "municipality", "sector", "kind", "size", "opening")
NEEDED = ("municipality", "sector", "size", "opening")
SIZE_KINDS = {
    "persons": "size_persons",
    "gross_floor": "size_floor",
    "footprint": "size_footprint",
    "plot": "size_plot",
}
READ_AS: dict[str, Kind] = {"size": "number", "opening": "month"}
NO_NAME = "-"


def draw(lang: Lang) -> None:
    """The fields in two columns; every change goes into the draft at once."""
    held = state.draft().proposal
    values = _values(lang)
    keys = {name: synced(f"quick.{name}", values[name], lang) for name in NAMES}
    left, right = st.columns(2)
    with left:
        _text("company", keys, lang)
        _choice("municipality", declared("municipality").options, keys, lang)
        _choice("sector", tuple(sectors()), keys, lang)
    with right:
        if held is not None and held.function_groups:
            st.caption(text("app.size_from_groups", lang))
        else:
            kind = _kind(keys, lang)
            _text("size", keys, lang, label=text(f"app.{SIZE_KINDS[kind]}", lang), help_key="app.size_help")
        _text("opening", keys, lang, help_key="app.opening_help")
    with st.container():  # one place however many, so that nothing below moves
        for sentence in errors().get("quick", ()):
            st.error(sentence)


def missing(lang: Lang) -> list[str]:
    """Names of the fields still to be filled before there is a first range."""
    values = _values(lang)
    return [text(f"app.{name}", lang) for name in NEEDED if not values[name]]


def _values(lang: Lang) -> dict[str, Any]:
    """What stands in the fields: of the proposal, else what was typed before."""
    held = state.draft().proposal
    if held is None:
        started: dict[str, Any] = dict(state.draft().started)
        if "size" in started:
            started["size"] = shown(float(started["size"]), "number", lang)
        return dict.fromkeys(NAMES, UNKNOWN) | {"kind": "persons"} | started
    fields = quick_fields(held)._asdict()
    fields["size"] = shown(fields["size"], "number", lang)
    fields["company"] = "" if held.company == NO_NAME else held.company
    return fields


def _text(
    name: str, keys: dict[str, str], lang: Lang, *, label: str | None = None, help_key: str | None = None
) -> None:
    st.text_input(
        label or text(f"app.{name}", lang),
        key=keys[name],
        on_change=_commit,
        args=(name, lang),
        persist_state="session",
        max_chars=120,
    )
    spoken = _echo(name, st.session_state[keys[name]], lang)
    explained = text(help_key, lang) if help_key else ""
    if spoken or explained:
        st.caption(f"**{text('app.read_as', lang, value=spoken)}** {explained}" if spoken else explained)
    show_problems(f"quick.{name}")


def _choice(name: str, options: tuple[str, ...], keys: dict[str, str], lang: Lang) -> None:
    st.selectbox(
        text(f"app.{name}", lang),
        [UNKNOWN, *options],
        format_func=lambda key: named(key, lang) if key else text("app.choose", lang),
        key=keys[name],
        on_change=_commit,
        args=(name, lang),
        persist_state="session",
    )
    show_problems(f"quick.{name}")


def _kind(keys: dict[str, str], lang: Lang) -> str:
    return st.selectbox(
        text("app.size_kind", lang),
        list(SIZE_KINDS),
        format_func=lambda key: text(f"app.{SIZE_KINDS[key]}", lang),
        key=keys["kind"],
        on_change=_commit,
        args=("kind", lang),
        persist_state="session",
    )


def _echo(name: str, typed: str, lang: Lang) -> str:
    kind = READ_AS.get(name)
    if kind is None or f"quick.{name}" in errors():
        return ""
    try:
        return echo(read(typed, kind, lang), kind, lang)
    except InputError:
        return ""


@reported
def _commit(name: str, lang: Lang) -> None:
    """Take over one field; together they make or change the proposal as soon as they are complete."""
    typed = _typed(lang)
    errors().pop("quick", None)

    def check() -> None:
        value = read(typed[name], READ_AS.get(name, "text"), lang)
        if state.draft().proposal is not None and name in NEEDED and value is None:
            raise InputError((Located("", "missing", {}),))

    if name == "kind":
        _forget_size(typed, lang)
    if attempt(f"quick.{name}", check, lang) and not any(f"quick.{key}" in errors() for key in NAMES):
        attempt("quick", lambda: _take(typed, lang), lang)
    elif state.draft().proposal is None:
        _begin(typed, lang)
    _settle(lang)


def _forget_size(typed: dict[str, Any], lang: Lang) -> None:
    """Persons are no square metres: another measure asks for another number."""
    typed["size"] = UNKNOWN
    st.session_state[f"field:{lang}:quick.size"] = UNKNOWN
    errors().pop("quick.size", None)


def _typed(lang: Lang) -> dict[str, Any]:
    return {name: st.session_state.get(f"field:{lang}:quick.{name}", UNKNOWN) for name in NAMES}


def _begin(typed: dict[str, Any], lang: Lang) -> None:
    """Keep what can be read so far, in a notation that does not depend on the language."""
    started = {name: str(typed[name]) for name in NAMES if typed[name]}
    for name, kind in READ_AS.items():
        try:
            value = read(typed[name], kind, lang)
        except InputError:
            value = None
        started.pop(name, None)
        if value is not None:
            started[name] = str(value)
    state.keep(state.draft().model_copy(update={"started": started}))


def _take(typed: dict[str, Any], lang: Lang) -> None:
    held, draft = state.draft().proposal, state.draft()
    if held is None and not all(typed[name] for name in NEEDED):
        _begin(typed, lang)
        return
    if held is not None and typed["kind"] != quick_fields(held).kind and not typed["size"]:
        return  # wait for the number in the new measure
    fields = _fields(typed, lang)
    made = quick_proposal(**fields._asdict()) if held is None else with_quick_fields(held, fields)
    state.keep(Draft(proposal=made, own_values=draft.own_values))


def _fields(typed: dict[str, Any], lang: Lang) -> QuickFields:
    values = {name: typed[name] for name in ("sector", "municipality", "kind")}
    size = read(typed["size"], "number", lang)
    opening = read(typed["opening"], "month", lang)
    return QuickFields(**values, size=size, opening=opening, company=typed["company"].strip() or NO_NAME)


def _settle(lang: Lang) -> None:
    """What stands in the fields is now what the draft holds; leave it as it was typed."""
    for name, value in _values(lang).items():
        state.shown_values()[f"field:{lang}:quick.{name}"] = value
