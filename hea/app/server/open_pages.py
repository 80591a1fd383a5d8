"""Which pages are open, and that none keeps a file that is held no more.

A page keeps what was chosen in its fields until long after it was closed: without this the memory of a file
that was let go of would not be free.
"""

from collections.abc import Container, Iterable, Iterator

from streamlit.runtime import Runtime
from streamlit.runtime.state import SessionState
from streamlit.runtime.uploaded_file_manager import UploadedFile


class OpenPages:
    """The pages of the running server."""

    def is_open(self, session_id: str) -> bool:
        """Whether somebody has the page open."""
        return Runtime.instance().is_active_session(session_id)

    def forget_files(self, session_id: str, held: Iterable[str]) -> None:
        """Have the page keep no file but those that are held."""
        found = Runtime.instance()._session_mgr.get_session_info(session_id)
        if found is not None:
            empty(found.session.session_state, frozenset(held))


def empty(state: SessionState, held: Container[str]) -> None:
    """Take what is in the files of a session out of them, but for those that are held.

    Streamlit has no way to ask for the fields of another session. A run that goes on is not disturbed: it has
    what it read, and :mod:`hea.app.chosen_file` sees it if there is nothing left to read.
    """
    for file in _chosen(state):
        if file.file_id not in held:
            file.seek(0)
            file.truncate()


def _chosen(state: SessionState) -> Iterator[UploadedFile]:
    """Every file in a field; of what was not looked at yet nothing was taken."""
    values = list(state._old_state.values())
    values += [getattr(value, "value", None) for value in list(state._new_widget_state.states.values())]
    for value in values:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, UploadedFile):
                yield one
