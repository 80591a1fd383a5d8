"""Fields: text with a strict parser, echo of what was read, problems at the field."""

import streamlit as st

from hea.texts import Lang, number, parse_number, text


def number_field(label: str, key: str, lang: Lang, *, help_text: str, value: str = "") -> float | None:
    """A number in the notation of the language; ``None`` while empty or not a number.

    A text field, because number fields of browsers read "3,5" as 35 in another language.
    """
    typed = st.text_input(label, value=value, key=key, persist_state="session")
    if not typed.strip():
        st.caption(help_text)
        return None
    try:
        parsed = parse_number(typed, lang)
    except ValueError:
        st.error(text("app.not_a_number", lang, value=typed))
        return None
    decimals = 0 if parsed == int(parsed) else 2
    st.caption(text("app.read_as", lang, value=number(parsed, lang, decimals)))
    return parsed
