"""Saving the draft of a session: every change at once, and nothing is lost when the store fails."""

import logging
import time
from collections.abc import Mapping
from typing import Any, NamedTuple

import streamlit as st

from hea.app import login, state, unfinished
from hea.dossiers import (
    ConflictError,
    DeniedError,
    Draft,
    DraftTooLargeError,
    MissingError,
    Saved,
    StoreError,
    local_store,
)
from hea.scenarios import overridden

STORE_FAILED = "app.not_saved"
"""Why a draft is not saved, if it can be later: key of the sentence that says so."""

GONE = "app.not_saved_gone"
"""The same, of a draft that was thrown away elsewhere."""

LOGIN_ENDED = "app.not_saved_login"
"""The same, of a page that stayed open after the login that opened it."""

RETRY_SECONDS = 3
"""A store that failed is left alone so long: one that does not answer must not hold up a run twice."""

UNSAVED = ("conflict", "not_saved")
"""What stands in the session as long as the store did not take what was changed last."""

log = logging.getLogger("hea.app")


class Unsaved(NamedTuple):
    """A draft that was left for another before the store took it."""

    draft: Draft
    saved: Saved | None
    """As it was before the change that is not saved."""
    typed: dict[str, unfinished.Typed]
    """What waits in its half-filled forms."""


class Left(NamedTuple):
    """A draft that was left for another and may not be saved."""

    title: str
    draft: Draft | None
    """What to take along as a file; nothing of a dossier that is closed to this visitor."""


def change(changes: Mapping[str, Any]) -> None:
    """Replace the proposal by a copy with some fields changed, and save.

    Raises:
        pydantic.ValidationError: for a value that does not fit; the proposal stays as it was.
    """
    held = state.proposal()
    keep(state.draft().model_copy(update={"proposal": overridden(held, changes)}))


def keep(new: Draft) -> None:
    """Make a draft the one of this session, and save it."""
    if new == state.draft():
        return
    note_former()
    st.session_state.draft = new
    for key in ("restored", "example", "copied", "kept_beside"):
        st.session_state.pop(key, None)
    save()


def note_former() -> None:
    """Remember how the address named this draft so far: going back there leads to no other draft."""
    st.session_state.former = st.session_state.get("former", frozenset()) | {state.draft_address()}


def save() -> None:
    """Save the draft; what goes wrong is shown at the top of the page, and nothing is lost."""
    if "conflict" in st.session_state:
        return
    try:
        _save()
    except ConflictError as error:
        st.session_state.pop("not_saved", None)
        st.session_state.conflict = error.current
    except DraftTooLargeError:
        st.session_state.not_saved = "app.not_saved_large"
    except DeniedError:
        st.session_state.not_saved = LOGIN_ENDED if login.ended() else "app.not_allowed"
    except MissingError:
        st.session_state.not_saved = LOGIN_ENDED if login.ended() else GONE
    except StoreError as error:
        note_store_failure(error)
        st.session_state.not_saved = STORE_FAILED


def _save() -> None:
    kept = state.saved()
    if kept is None:
        note_former()
        st.session_state.saved = state.dossiers().save(state.draft())
    else:
        st.session_state.saved = state.dossiers().save(state.draft(), kept.id, kept.revision)
    for key in ("not_saved", "lost", "example", "thrown_away"):
        st.session_state.pop(key, None)


def notice_gone() -> None:
    """Notice that the dossier of this tab was thrown away elsewhere, before the next change is lost on it."""
    kept = state.saved()
    if kept is None or store_failed() or any(key in st.session_state for key in UNSAVED):
        return
    try:
        if not login.ended() and not state.dossiers().rights(kept.id):
            st.session_state.not_saved, st.session_state.thrown_away = GONE, state.draft()
    except StoreError as error:
        note_store_failure(error)


def may_keep_anew() -> bool:
    """Whether what was thrown away elsewhere can become a draft of its own.

    Not what is closed to this visitor; and a guest cannot begin one.
    """
    kept = state.saved()
    if kept is None or st.session_state.get("not_saved") != GONE:
        return False
    try:
        return state.dossiers().may_begin and not state.dossiers().shut_out(kept.id)
    except StoreError as error:
        note_store_failure(error)
        return False


def note_store_failure(error: StoreError) -> None:
    """Remember that the store failed, so that every page says so until it is back."""
    log.warning("the store failed: %s", type(error).__name__)
    st.session_state.store_failed_at = time.monotonic()


def store_failed() -> bool:
    """Whether the store failed when it was last asked."""
    return "store_failed_at" in st.session_state


def reach_store(*, at_once: bool = False) -> bool:
    """Whether the store answers; what it missed while it did not is saved.

    Args:
        at_once: also if it failed only a moment ago.
    """
    failed_at = st.session_state.get("store_failed_at")
    if failed_at is not None and not at_once and time.monotonic() - failed_at < RETRY_SECONDS:
        return False
    try:
        local_store().check()
        st.session_state.pop("store_failed_at", None)
        _save_set_apart()
    except StoreError as error:
        note_store_failure(error)
        return False
    if st.session_state.get("not_saved") == STORE_FAILED:
        save()
    return not store_failed()


def unsaved() -> bool:
    """Whether this tab holds work that the store does not: of this draft, or of one that was left for it."""
    return _is_unsaved() or bool(st.session_state.get("set_apart"))


def _is_unsaved() -> bool:
    return any(key in st.session_state for key in UNSAVED) and not state.only_looked_at()


def let_go() -> None:
    """What is not saved of this draft is not to be kept."""
    for key in UNSAVED:
        st.session_state.pop(key, None)


def set_unsaved_apart() -> None:
    """Let a draft that the store did not take wait for it, now that another takes its place.

    What was thrown away elsewhere and not changed since is not brought back by leaving it.
    """
    if _is_unsaved() and st.session_state.get("thrown_away") != state.draft():
        left = Unsaved(state.draft(), state.saved(), unfinished.all_typed())
        st.session_state.setdefault("set_apart", []).append(left)


def _save_set_apart() -> None:
    """Save what was left unsaved; what may not be saved does not hold up the rest.

    Raises:
        StoreError: if the store does not take it now; it goes on waiting.
    """
    waiting: list[Unsaved] = st.session_state.get("set_apart", [])
    while waiting:
        left = waiting[0]
        try:
            kept: Saved | None = _save_left(left)
        except (ConflictError, DeniedError, MissingError):
            kept = _save_beside(left)
        if kept is not None:
            unfinished.wait_in(kept.id, left.typed)
        waiting.pop(0)


def _save_left(left: Unsaved) -> Saved:
    if left.saved is None:
        return state.dossiers().save(left.draft)
    return state.dossiers().save(left.draft, left.saved.id, left.saved.revision)


def _save_beside(left: Unsaved) -> Saved | None:
    """Save what fits in no dossier as one of its own; who may not begin one can take it along as a file."""
    if left.saved is not None:
        unfinished.forget_draft(left.saved.id)
    closed = left.saved is not None and state.dossiers().shut_out(left.saved.id)
    if closed or not state.dossiers().may_begin or not left.draft.fits:
        left_behind = Left(left.draft.title, None if closed else left.draft)
        st.session_state.setdefault("left_behind", []).append(left_behind)
        return None
    kept = state.dossiers().save(left.draft)
    st.session_state.kept_beside = kept.title
    return kept


def let_go_of_left() -> None:
    """The user has seen what could not be saved, and took along what they wanted."""
    st.session_state.pop("left_behind", None)


def save_if_new() -> None:
    """Save a draft that the store does not hold yet, such as an example that was only looked at."""
    if state.saved() is None:
        save()


def save_as_copy() -> None:
    """Save the draft of this tab as one of its own: the former was changed or thrown away elsewhere."""
    note_former()
    st.session_state.pop("conflict", None)
    st.session_state.saved = None
    save()
