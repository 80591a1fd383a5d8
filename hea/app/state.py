"""State of a session: the language, the example to start with, and assessments by input."""

import sys
from typing import get_args

import streamlit as st

from hea.assessment import LIVE_DRAWS, REPORT_DRAWS, Assessment, assess
from hea.exchange import example, example_names
from hea.proposal import Proposal
from hea.texts import LANGUAGES, Lang
from hea.validation import Validation, validate

LANGUAGE_KEY = "language"
EXAMPLE_ARGUMENT = "--example"


def language() -> Lang:
    """Language of this session; Dutch unless chosen otherwise."""
    chosen = st.session_state.get(LANGUAGE_KEY, LANGUAGES[0])
    return chosen if chosen in get_args(Lang) else LANGUAGES[0]


def set_page_language(lang: Lang) -> None:
    """Tell browsers and screen readers the language; the page itself always says English."""
    st.html(f"<script>document.documentElement.lang='{lang}'</script>", unsafe_allow_javascript=True)


def starting_example() -> Proposal | None:
    """The example named on the command line, if any."""
    if EXAMPLE_ARGUMENT not in sys.argv:
        return None
    name = sys.argv[-1]
    return example(name) if name in example_names() else None


@st.cache_data(max_entries=64, show_spinner=False, scope="session")
def preview(_proposal: Proposal, key: str) -> Assessment:
    """A live assessment; ``key`` is the hash of the proposal."""
    return assess(_proposal, draws=LIVE_DRAWS)


@st.cache_data(max_entries=8, show_spinner=False, scope="session")
def full(_proposal: Proposal, key: str) -> Assessment:
    """An assessment with the draws of a report; ``key`` is the hash of the proposal."""
    return assess(_proposal, draws=REPORT_DRAWS)


@st.cache_data(max_entries=1, show_spinner=False)
def validation() -> Validation:
    """The validation of the shipped figures; the same for everyone."""
    return validate()
