"""A file that somebody chose in a field, as long as the server holds it.

It lets go of files of a page that was closed for a while, and of some where room is short. The browser still
shows their names then.
"""

from typing import NamedTuple

import streamlit as st

from hea.exchange import InputError
from hea.problems import Problem


class Chosen(NamedTuple):
    """The name of a file, and what is in it."""

    name: str
    content: bytes


def chosen(key: str) -> Chosen | None:
    """The file in a field; nothing if there is none.

    Raises:
        InputError: if the server let go of it.
    """
    file = st.session_state[key]
    if file is None:
        return None
    if _is_gone(file):
        raise InputError((Problem("", "file_gone", {}),))
    content = file.getvalue()
    if len(content) != file.size:
        raise InputError((Problem("", "file_gone", {}),))
    return Chosen(file.name, content)


def newly_chosen(key: str) -> Chosen | None:
    """The file in a field that changed; nothing if it was taken before, and let go of since.

    Raises:
        InputError: if the server let go of it before it was taken.
    """
    file, taken = st.session_state[key], f"taken:{key}"
    if _is_gone(file) and st.session_state.get(taken) == getattr(file, "file_id", None):
        return None
    found = chosen(key)
    st.session_state[taken] = getattr(file, "file_id", "")
    return found


def _is_gone(file: object) -> bool:
    """Whether a field has only the number of a file; what Streamlit puts there is no public kind."""
    return file is not None and not hasattr(file, "getvalue")
