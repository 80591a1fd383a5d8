"""What to do when something fails: the store says why it refused, the program itself gives a reference.

The details of a fault of the program are in the log, under that reference.
"""

import functools
import logging
import sys
import uuid
from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from hea.app import journal, saving
from hea.app.markdown import plain_text
from hea.dossiers import (
    DeniedError,
    DraftTooLargeError,
    MissingError,
    OwnOrganisationError,
    StoreError,
    TooLargeError,
    UnopenedError,
    UnreadableError,
)
from hea.texts import Lang, text

log = logging.getLogger("hea.app")
P = ParamSpec("P")
Sentences = tuple[tuple[type[StoreError], str], ...]
ACTIONS: Sentences = (
    (MissingError, "app.action_gone"),
    (OwnOrganisationError, "dossier.share_own"),
    (UnopenedError, "problems.share_unopened"),
    (DraftTooLargeError, "app.not_saved_large"),
    (DeniedError, "app.action_denied"),
    (UnreadableError, "app.unread_damaged"),
)
"""What is said of an action that the store refused, by why."""
UNREAD: Sentences = (
    (MissingError, "app.unread_gone"),
    (DeniedError, "app.unread_denied"),
    (UnreadableError, "app.unread_damaged"),
)
"""What is said where something of the store should stand, by why it does not."""


def log_error() -> str:
    """Log the error at hand under a reference, and give the reference."""
    reference = uuid.uuid4().hex[:8]
    log.error("error", extra={"reference": reference, **journal.about(sys.exception())})
    return reference


def show(reference: str, lang: Lang) -> None:
    """What happened, whether the work is safe, and the reference that is in the log."""
    words = "app.error_text_unsaved" if saving.unsaved() else "app.error_text"
    st.error(plain_text(text(words, lang, id=reference)), title=text("app.error_title", lang))


def refuse(error: StoreError) -> None:
    """Remember why the store did not do what was asked; one that fails is tried again until it is back."""
    if isinstance(error, TooLargeError) and not isinstance(error, DraftTooLargeError):
        st.session_state.dossier_full = True
        return
    st.session_state.refused = _sentence(error, ACTIONS) or "app.action_failed"


def show_unread(error: StoreError, lang: Lang) -> None:
    """Why what the store keeps cannot be shown here."""
    st.error(text(_sentence(error, UNREAD) or "app.store_unreadable", lang))


def _sentence(error: StoreError, sentences: Sentences) -> str:
    """Key of what is said of an error; nothing if the store itself fails, which is noted."""
    known = next((words for kind, words in sentences if isinstance(error, kind)), "")
    if not known:
        saving.note_store_failure(error)
    return known


def show_refusal(lang: Lang) -> None:
    """Why the store did not do what was asked, at the top of the page and where the user is looking."""
    if "refused" in st.session_state:
        words = text(st.session_state.pop("refused"), lang)
        st.error(words)
        st.toast(words, duration="long")


def reported(callback: Callable[P, None]) -> Callable[P, None]:
    """A callback whose errors are shown on the page instead of a traceback."""

    @functools.wraps(callback)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except StoreError as error:
            refuse(error)
        except Exception:
            st.session_state.failure = log_error()

    return guarded
