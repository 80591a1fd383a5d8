"""Which pages are open, and that none keeps a file that is held no more.

A page keeps what was chosen in its fields until long after it was closed: without this the memory of a file
that was let go of would not be free. Streamlit does not promise to keep the parts that this leans on. Where
they are gone, files are held as long as Streamlit holds them by itself, and the log says so.
"""

import io
import logging
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from hea.app.server.intake import FileStore

if TYPE_CHECKING:
    from streamlit.runtime import Runtime
    from streamlit.runtime.state import SessionState
    from streamlit.runtime.uploaded_file_manager import UploadedFile

KEPT: Final = "files that were sent are held until a page ends: this Streamlit keeps them in another way"
log = logging.getLogger("hea.app")


class OpenPages:
    """The pages of the running server."""

    def is_open(self, session_id: str) -> bool:
        """Whether somebody has the page open; also where Streamlit does not tell."""
        try:
            return bool(_runtime().is_active_session(session_id))
        except (AttributeError, ImportError, TypeError):
            note_kept()
            return True

    def forget_files(self, session_id: str, held: Iterable[str]) -> None:
        """Have the page keep no file but those that are held."""
        try:
            found = _runtime()._session_mgr.get_session_info(session_id)
            if found is not None:
                empty(found.session.session_state, frozenset(held))
        except (AttributeError, ImportError, TypeError, BufferError):
            note_kept()


class Untold:
    """Stands for the files of a Streamlit that does not tell which it holds."""

    file_storage: Mapping[str, Mapping[str, Any]] = MappingProxyType({})

    def remove_file(self, session_id: str, file_id: str) -> None:
        """Nothing can be done."""

    def remove_session_files(self, session_id: str) -> None:
        """Nothing can be done."""


def held_files() -> FileStore:
    """The files that the running server keeps."""
    try:
        found = _runtime().uploaded_file_mgr
    except (AttributeError, ImportError):
        found = None
    if isinstance(found, FileStore):
        return found
    note_kept()
    return Untold()


@cache
def note_kept() -> None:
    """Say once that files are not let go of, nor counted perhaps."""
    log.warning(KEPT)


def empty(state: "SessionState", held: Container[str]) -> None:
    """Take what is in the files of a session out of them, but for those that are held.

    Streamlit has no way to ask for the fields of another session. A run that goes on is not disturbed: it has
    what it read, and :mod:`hea.app.chosen_file` sees it if there is nothing left to read.
    """
    for file in _chosen(state):
        if file.file_id not in held:
            file.seek(0)
            file.truncate()


def _chosen(state: "SessionState") -> Iterator["UploadedFile"]:
    """Every file in a field; of what was not looked at yet nothing was taken."""
    values = list(state._old_state.values())
    values += [getattr(value, "value", None) for value in list(state._new_widget_state.states.values())]
    for value in values:
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, io.BytesIO) and hasattr(one, "file_id"):
                yield cast("UploadedFile", one)


def _runtime() -> "Runtime":
    from streamlit.runtime import Runtime

    return Runtime.instance()
