"""That a dossier takes no more: said where something was added to it."""

import streamlit as st

from hea.app.markdown import plain_text
from hea.dossiers.limits import MAX_DOSSIER_SIZE
from hea.texts import Lang, text
from hea.units import MEGABYTE


def show(lang: Lang) -> None:
    """Say that what was added is not there, and what to do."""
    if st.session_state.pop("dossier_full", False):
        st.error(plain_text(text("dossier.full", lang, megabytes=MAX_DOSSIER_SIZE // MEGABYTE)))
