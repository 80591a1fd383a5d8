"""The least that a Streamlit app of two pages does: the floor for the app of hea in the browser."""

import streamlit as st


def first() -> None:
    """A field and what was typed in it."""
    st.title("Eerste")
    typed = st.text_input("veld", key="veld")
    st.write(f"getypt: {typed}")


def second() -> None:
    """Only a title."""
    st.title("Tweede")
    st.write("tekst")


st.navigation([st.Page(first, title="Eerste"), st.Page(second, title="Tweede")]).run()
