"""A long list a page at a time: a page of thousands of parts is slow to draw and of no use to read."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import streamlit as st

from hea.app.failure import reported
from hea.app.markdown import plain_text
from hea.texts import Lang, text

AT_ONCE: Final = 50
"""How many are shown until the user asks for more."""
T = TypeVar("T")


def draw(rows: Sequence[T], one: Callable[[T], None], key: str, lang: Lang) -> None:
    """Draw the first of a list, and a button for more.

    Args:
        rows: what there is.
        one: draws one of them.
        key: name of the list on its page.
        lang: language of the button.
    """
    for row in first(rows, key):
        one(row)
    more(len(rows), key, lang)


def first(rows: Sequence[T], key: str) -> Sequence[T]:
    """As much of a list as is shown now."""
    return rows[: _shown(key)]


def more(count: int, key: str, lang: Lang) -> None:
    """A button for more of a list of so many, if that was not all."""
    left = count - _shown(key)
    if left > 0:
        words = text("show.more", lang, next=min(left, AT_ONCE), left=left)
        st.button(plain_text(words), key=f"more:{key}", on_click=_show_more, args=(key,))


def _shown(key: str) -> int:
    return AT_ONCE + int(st.session_state.get(f"shown:{key}", 0))


@reported
def _show_more(key: str) -> None:
    name = f"shown:{key}"
    st.session_state[name] = st.session_state.get(name, 0) + AT_ONCE
