"""The one draft of a session, what its address calls it, and what its fields showed of it.

Pages read the draft; ``saving`` replaces it by a copy, and saves that at once.
"""

from typing import Any, NamedTuple

import streamlit as st

from hea.app import address, login, unfinished
from hea.dossiers import (
    Dossiers,
    Draft,
    Saved,
    local_store,
)
from hea.proposal import Proposal


class Arrival(NamedTuple):
    """How a visit began."""

    asked: str = ""
    """What the address of the tab asked for."""
    mark: str = ""
    """What no other visit has."""


class Lost(NamedTuple):
    """A draft that cannot be opened."""

    address: str
    """How the address names it."""
    sentence: str
    """What is said of it."""


def arrival() -> Arrival:
    """How this visit began."""
    held: Arrival = st.session_state.get("arrival", Arrival())
    return held


def draft_address() -> str:
    """What the address of this tab says: its draft in the store, an example, or what could not be opened.

    As long as the address was not looked up that is what it says already, which may be nothing.
    """
    kept, missing, shown = saved(), lost(), st.session_state.get("example")
    if "arriving" in st.session_state:
        return str(st.session_state.arriving)
    if kept is not None:
        return kept.id
    if missing is not None:
        return missing.address
    return address.EXAMPLE + shown if shown else address.NEW


def lost() -> Lost | None:
    """The draft that this tab should show and that cannot be opened, if there is one."""
    found: Lost | None = st.session_state.get("lost")
    return found


def draft() -> Draft:
    """The draft of this session."""
    held: Draft = st.session_state.draft
    return held


def proposal() -> Proposal:
    """The proposal of this session, on a page that is locked until there is one."""
    held = draft().proposal
    assert held is not None
    return held


def saved() -> Saved | None:
    """How the store keeps the draft, or ``None`` if it does not yet."""
    kept: Saved | None = st.session_state.saved
    return kept


def only_looked_at() -> bool:
    """Whether what is shown is an example that nobody changed."""
    return "example" in st.session_state


def forget_typing(opened: str) -> None:
    """Let every field start from the draft again; what waited in another draft waits for its return."""
    comes_back = st.session_state.get("saved") is not None or only_looked_at()
    unfinished.set_apart(draft_address() if comes_back else "", opened)
    begin_fields_again()


def begin_fields_again(*changed: str) -> None:
    """Let every field show what the draft holds, or what waits in it outside the parts that were changed."""
    for path in changed:
        unfinished.forget_within(path)
    for key in [key for key in st.session_state if str(key).startswith("field:")]:
        del st.session_state[key]
    st.session_state.errors = {}
    st.session_state.shown_values = {}


def shown_values() -> dict[str, Any]:
    """What each field showed of the draft when it was last drawn, by its key.

    One entry of the session for all: Streamlit walks over every entry for every field it draws.
    """
    held: dict[str, Any] = st.session_state.setdefault("shown_values", {})
    return held


def stood_there(key: str) -> bool:
    """Whether a field was drawn when the page was last drawn to its end, or since; now it is drawn again."""
    drawn: dict[str, int] = st.session_state.setdefault("drawn", {})
    before, drawn[key] = drawn.get(key), st.session_state.get("drawings", 0)
    return before is not None and drawn[key] - before <= 1


def note_drawing() -> None:
    """The page is drawn to its end; the browser may forget every field that was not on it."""
    st.session_state.drawings = st.session_state.get("drawings", 0) + 1


def dossiers() -> Dossiers:
    """The store as the user of this session sees it."""
    return local_store().of(login.actor())


def take_care(lines: tuple[str, ...]) -> None:
    """Keep saying what is wrong with the report that this draft was opened from, until that was seen."""
    held: dict[str, tuple[str, ...]] = st.session_state.setdefault("cares", {})
    held.pop(draft_address(), None)
    if lines:
        held[draft_address()] = lines


def cares() -> tuple[str, ...]:
    """What is wrong with the report that this draft was opened from, if that was not seen yet."""
    found: tuple[str, ...] = st.session_state.get("cares", {}).get(draft_address(), ())
    return found
