"""What a user must know of own values on every page: which of them are not calculated with, and why."""

import streamlit as st

from hea.app import navigation, state
from hea.app.markdown import plain_text
from hea.exchange import left_out_sentences
from hea.texts import Lang, text


def show_left_out(lang: Lang) -> None:
    """A sentence per own value that does not count; nothing if all do."""
    left_out = state.draft().left_out
    for sentence in left_out_sentences(left_out, lang):
        st.warning(plain_text(sentence))
    if left_out:
        navigation.link("accountability.py", text("account.own_look", lang))
