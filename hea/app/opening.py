"""Which draft a tab shows: what its address asks for, and what the user opens, copies or leaves."""

import secrets
import sys
from collections.abc import Mapping
from typing import Literal

import streamlit as st

from hea.app import address, browser, login, saving, scan_address, state, unfinished
from hea.app.server import intake
from hea.app.server.gate import CODE_COOKIE, DRAFT_COOKIE
from hea.dossiers import (
    Draft,
    MissingError,
    Saved,
    StoreError,
)
from hea.exchange import InputError, example, example_names

EXAMPLE_ARGUMENT = "--example"

OF_ONE_DRAFT = (
    *saving.UNSAVED,
    *("restored", "lost", "example", "former", "copied", "kept_beside", "thrown_away"),
    *("own_doubt", "nearby", "strip", "revise_weights", "finalising"),
    *("table_now", "table_base", "table_seen", "table_problems"),
)
"""What is remembered of a draft until another takes its place."""

OF_THE_TAB = ("arrival", "drawings", "table_version")
"""How the tab came, and counters that tell the browser one drawing from another."""


def begin() -> None:
    """Open what the address of this tab asks for: when it comes, and when it went back or forward.

    While the store does not answer the session goes on without, and does this as soon as it is back.
    """
    if "draft" not in st.session_state:
        _hold(Draft())
        st.session_state.arriving = address.asked()
        st.session_state.arriving_with = address.given()
        st.session_state.arrival = state.Arrival(address.asked(), secrets.token_hex(4))
    elif taken_back():
        _take_back()
    elif address.by_history() and _leads_elsewhere(address.asked()):
        _visit(address.asked())
    if not ({"arriving", "open_dossier"} & set(st.session_state) and saving.reach_store()):
        return
    try:
        if "arriving" in st.session_state:
            _arrive()
            del st.session_state.arriving
        if "open_dossier" in st.session_state:
            open_draft(st.session_state.pop("open_dossier"))
    except StoreError as error:
        saving.note_store_failure(error)


def _arrive() -> None:
    """Open what the address names, else what was saved last in this browser, else the example asked for.

    Unless something was typed already.
    """
    _enter_by_link()
    if "open_dossier" in st.session_state or state.draft() != Draft():
        return
    asked: str = st.session_state.arriving
    last, shown = browser.cookie(DRAFT_COOKIE), starting_example()
    if asked:
        _visit(asked)
    elif scan_address.is_scan(st.session_state.arriving_with):
        _open_scan(st.session_state.arriving_with)
        return
    elif not (address.STORED.fullmatch(last) and open_draft(last)) and shown:
        show_example(shown)
    if state.saved() is not None:
        st.session_state.restored = True


def _open_scan(given: Mapping[str, str]) -> None:
    """Go on with the quick scan of an address, or say that it cannot be read."""
    try:
        go_on_with(scan_address.read(given))
    except InputError:
        _lose(address.NEW, "app.scan_unread")


def _visit(asked: str) -> None:
    """Show what an address asks for, or that it cannot be opened."""
    name = asked.removeprefix(address.EXAMPLE)
    if asked == address.NEW:
        _hold(Draft())
    elif asked != name and name in example_names():
        show_example(name)
    elif not address.STORED.fullmatch(asked):
        _lose(asked, "app.lost")
    else:
        try:
            _open(asked)
        except MissingError:
            _lose(asked, "app.lost")
        except StoreError:
            _lose(asked, "app.lost_unreadable")


def taken_back() -> bool:
    """Whether the dossier that is open is no longer shared with this visitor.

    A login that ended says nothing of that: it may be open again after the next.
    """
    kept = state.saved()
    if not login.kind() or login.ended() or kept is None or saving.store_failed():
        return False
    try:
        return state.dossiers().shut_out(kept.id)
    except StoreError as error:
        saving.note_store_failure(error)
        return False


def _take_back() -> None:
    """Close a dossier that is no longer shared; nothing of it is kept as a copy."""
    closed = state.draft_address()
    _lose(closed, "app.taken_back")
    unfinished.forget_draft(closed)


def leave() -> None:
    """Forget everything but the language: the next person at this screen must find nothing of a guest."""
    spoken = browser.language()
    for key in [key for key in st.session_state if key not in OF_THE_TAB]:
        del st.session_state[key]
    intake.shut_out()
    st.session_state[browser.LANGUAGE_KEY], st.session_state.codes = spoken, ()
    _hold(Draft())


def _lose(asked: str, sentence: str) -> None:
    _hold(Draft())
    st.session_state.lost = state.Lost(asked, sentence)


def _leads_elsewhere(asked: str) -> bool:
    """Whether an address that was visited before is of another draft, and going there loses nothing.

    What became this draft is no other: the example or the empty form that it was before it was saved.
    """
    stays = saving.unsaved() or "arriving" in st.session_state
    former = st.session_state.get("former", frozenset())
    return not stays and asked not in ("", address.NEW, state.draft_address(), *former)


def _enter_by_link() -> None:
    """Use the link codes of the address and of the last visit."""
    if not login.kind():
        return
    given = st.query_params.get(login.CODE_PARAMETER, "")
    for code in login.newest_codes((*browser.cookie(CODE_COOKIE).split("."), given)):
        found = login.enter(code)
        if found is not None and code == given:
            st.session_state.open_dossier = found


def starting_example() -> str | None:
    """Name of the example on the command line, if any."""
    if EXAMPLE_ARGUMENT not in sys.argv:
        return None
    return sys.argv[-1] if sys.argv[-1] in example_names() else None


def start_with(new: Draft) -> None:
    """Begin a draft of its own with what was opened or chosen; the former one stays in the store."""
    _hold(new)
    if new != Draft():
        saving.save()


def go_on_with(new: Draft) -> Literal["opened", "opened_known", "opened_beside"]:
    """Go on with what was opened: the draft that holds exactly this already, else a new one.

    Returns:
        what is to be said of it: a new draft, one that was there, or one beside another of that name.
    """
    try:
        known, beside = state.dossiers().holding(new), state.dossiers().same_title(new.title)
    except StoreError:
        known, beside = None, False
    if known is not None and open_draft(known):
        return "opened_known"
    start_with(new)
    return "opened_beside" if beside else "opened"


def show_example(name: str) -> None:
    """Look at an example; it becomes a draft of its own as soon as something is changed."""
    _hold(Draft(proposal=example(name)), name=address.EXAMPLE + name)
    st.session_state.example = name


def _hold(new: Draft, kept: Saved | None = None, name: str = "") -> None:
    """Make a draft the one of this tab, with nothing left of the former one.

    Args:
        new: what it holds.
        kept: how the store keeps it, if it does.
        name: how the address names it, if what is typed in it can wait for its return.
    """
    saving.set_unsaved_apart()
    state.forget_typing(kept.id if kept else name)
    st.session_state.draft, st.session_state.saved = new, kept
    for key in OF_ONE_DRAFT:
        st.session_state.pop(key, None)


def open_draft(draft_id: str) -> bool:
    """Open a stored draft; false if it is gone or cannot be read."""
    try:
        _open(draft_id)
    except StoreError:
        return False
    return True


def copy_draft(draft_id: str) -> bool:
    """Begin a draft with what another holds; false if that is gone or cannot be read."""
    try:
        found, kept = state.dossiers().load(draft_id)
    except StoreError:
        return False
    start_with(found)
    st.session_state.copied = kept.title
    return True


def discard(draft_id: str) -> None:
    """Remove a draft for good; a tab that shows it goes on with an empty one.

    Raises:
        StoreError: if it could not be removed.
    """
    state.dossiers().delete(draft_id)
    _close(draft_id)


def leave_dossier(draft_id: str) -> None:
    """Give back a dossier of others; a tab that shows it goes on with an empty draft.

    Raises:
        StoreError: if the store does not take it.
    """
    state.dossiers().leave(draft_id)
    _close(draft_id)


def _close(draft_id: str) -> None:
    """Go on without a draft that is not there any more for this user."""
    kept = state.saved()
    if kept is not None and kept.id == draft_id:
        saving.let_go()
        start_with(Draft())
    unfinished.forget_draft(draft_id)


def _open(draft_id: str) -> None:
    found, kept = state.dossiers().load(draft_id)
    _hold(found, kept)


def take_theirs() -> None:
    """Go on with the version that was saved elsewhere, and let go of the one of this tab."""
    theirs = st.session_state.pop("conflict")
    if not open_draft(theirs.id):
        st.session_state.conflict = theirs
