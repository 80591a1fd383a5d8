"""What a user must know of own values: which do not count and why, and which the figures rest on."""

import streamlit as st

from hea.app import navigation, results, state
from hea.app.markdown import plain_text
from hea.assessment import AssessmentError
from hea.assessment.own_values import OWN_VALUE_FLAGS
from hea.exchange import left_out_sentences
from hea.texts import Lang, text


def show_left_out(lang: Lang) -> None:
    """A sentence per own value that does not count; nothing if all do."""
    left_out = state.draft().left_out
    for sentence in left_out_sentences(left_out, lang):
        st.warning(plain_text(sentence))
    if left_out:
        navigation.link("accountability.py", text("account.own_look", lang))


def show_used(lang: Lang) -> None:
    """Which own values count and which do not, each in one line; worked out only if there are any."""
    if not state.draft().usable:
        return
    try:
        flags = results.assessment().flags
    except AssessmentError:  # the page says why nothing can be calculated
        return
    told = [flag for flag in flags if flag.code in OWN_VALUE_FLAGS]
    for flag in told:
        st.warning(plain_text(flag.message.in_language(lang)))
    if told:
        navigation.link("accountability.py", text("account.own_look", lang))
