"""What is wrong, in one box however much it is: a red box per problem hides the page."""

from collections.abc import Sequence

import streamlit as st

from hea.app.markdown import Markdown, plain_text


def show_box(sentences: Sequence[str]) -> None:
    """One sentence as it is, more of them as a list."""
    if len(sentences) == 1:
        st.error(plain_text(sentences[0]))
    elif sentences:
        st.error(Markdown("\n".join(f"- {plain_text(sentence)}" for sentence in sentences)))
