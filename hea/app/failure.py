"""What to do when the program itself fails: a reference for the user, the details in the log."""

import functools
import logging
import sys
import uuid
from collections.abc import Callable
from typing import ParamSpec

import streamlit as st

from hea.app import journal
from hea.app.markdown import plain_text
from hea.texts import Lang, text

log = logging.getLogger("hea.app")
P = ParamSpec("P")


def record() -> str:
    """Log the error at hand under a reference, and give the reference."""
    reference = uuid.uuid4().hex[:8]
    log.error("error", extra={"reference": reference, **journal.about(sys.exception())})
    return reference


def show(reference: str, lang: Lang) -> None:
    """What happened, whether the work is safe, and the reference that is in the log."""
    words = "app.error_text_unsaved" if "not_saved" in st.session_state else "app.error_text"
    st.error(plain_text(text(words, lang, id=reference)), title=text("app.error_title", lang))


def reported(callback: Callable[P, None]) -> Callable[P, None]:
    """A callback whose errors are shown on the page instead of a traceback."""

    @functools.wraps(callback)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            callback(*args, **kwargs)
        except Exception:
            st.session_state.failure = record()

    return guarded
