"""What a user must know of the store before anything else: that it does not take the work at the moment.

It stands at the top of every page, tries again by itself, and goes when everything is saved.
"""

import streamlit as st

from hea.app import browser, login, saving
from hea.app.failure import reported
from hea.texts import Lang, text

EVERY_SECONDS = 10


def show(lang: Lang) -> None:
    """Say that the work is not saved or soon will not be, why, and what to do; nothing if it is."""
    ends = login.ends_soon()
    if ends is not None:
        st.warning(text("login.ends_soon", lang, at=f"{browser.local_time(ends):%H:%M}"))
    if saving.store_failed():
        _waiting(lang)
    elif "not_saved" in st.session_state:
        st.error(text(st.session_state.not_saved, lang))
        if saving.may_keep_anew():
            st.button(text("app.keep_anew", lang), on_click=_keep_anew, key="keep_anew")


@reported
def _keep_anew() -> None:
    saving.save_as_copy()


@st.fragment(run_every=EVERY_SECONDS)
def _waiting(lang: Lang) -> None:
    if saving.reach_store():
        st.rerun()
    st.error(text(saving.STORE_FAILED, lang))
    st.button(text("app.try_again", lang), on_click=_try_again, key="try_store_again")


@reported
def _try_again() -> None:
    saving.reach_store(at_once=True)
