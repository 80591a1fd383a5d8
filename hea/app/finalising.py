"""Asking once before something becomes final, with what that means."""

from collections.abc import Callable

import streamlit as st

from hea.app.markdown import plain_text
from hea.texts import Lang, text

ASKED = "finalising"
"""Where the key of the button that was pressed last is kept."""


def button(label: str, key: str, act: Callable[..., None], args: tuple[object, ...], lang: Lang) -> None:
    """A button that says what final means and does nothing until that is confirmed.

    The button itself stays where it is, so that whoever works with the keyboard keeps their place.
    """
    st.button(plain_text(label), key=key, on_click=_ask, args=(key,))
    if st.session_state.get(ASKED) != key:
        return
    st.warning(text("finalise.means", lang))
    with st.container(horizontal=True):
        st.button(text("finalise.yes", lang), key=f"{key}_yes", on_click=_confirm, args=(act, *args))
        st.button(text("finalise.no", lang), key=f"{key}_no", on_click=_leave)


def _ask(key: str) -> None:
    st.session_state[ASKED] = key


def _leave() -> None:
    st.session_state.pop(ASKED, None)


def _confirm(act: Callable[..., None], *args: object) -> None:
    _leave()
    act(*args)
