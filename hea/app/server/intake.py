"""Files on their way in: only from who was let in, and no more of them than memory can hold.

Streamlit takes files from everyone who has a page open, also at the door, and holds them until long after the
page was closed.
"""

import asyncio
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Protocol

from streamlit.runtime.scriptrunner import get_script_run_ctx

from hea.app.server.gate import UPLOAD, Asgi, Receive, Scope, Send, Translated
from hea.app.server.session_owner import owners
from hea.texts import LANGUAGES, text

MOST_OF_ONE: Final = 160 * 1024 * 1024
"""Bytes held for one open page: a dossier of the largest size, and a few files beside it."""
MOST_OF_ALL: Final = 512 * 1024 * 1024
"""Bytes held for everybody together."""
MOST_REMEMBERED: Final = 10_000
"""Open pages that are known to have been let in."""

MOST_OF_PERSON: Final = 256 * 1024 * 1024
"""Bytes held for one person, however many pages they have open."""
LONGEST_SILENCE: Final = 20
"""Seconds that a file on its way may stand still."""
START_SECONDS: Final = 30
LEAST_SPEED: Final = 50_000
"""Bytes per second that a file comes in, once it had its time to start."""

_let_in: dict[str, str] = {}
"""Sessions that were let in and the person of each, those of longest ago first."""
_browsers: dict[str, str] = {}
"""Browsers with which somebody was let in and who that was, those of longest ago first."""


class FileStore(Protocol):
    """Where files are kept, by session and by file."""

    @property
    def file_storage(self) -> Mapping[str, Mapping[str, Any]]:
        """The files."""


def let_in(session_id: str, person: str = "") -> None:
    """Take files of this session, which is of a person, from now on."""
    _let_in.pop(session_id, None)
    _let_in[session_id] = person or session_id
    browser = owners.owner_of(session_id)
    if browser:
        _browsers.pop(browser, None)
        _browsers[browser] = _let_in[session_id]
    for known_ones in (_let_in, _browsers):
        while len(known_ones) > MOST_REMEMBERED:
            del known_ones[next(iter(known_ones))]


def known(browser: str) -> bool:
    """Whether somebody was let in with this browser."""
    return browser in _browsers


def person_with(browser: str) -> str:
    """Who was let in with this browser last; nothing if nobody was."""
    return _browsers.get(browser, "")


def shut_out() -> None:
    """Take no more files of the session that is at hand, and let go of those it sent."""
    session = get_script_run_ctx()
    if session is not None:
        _let_in.pop(session.session_id, None)
        session.uploaded_file_mgr.remove_session_files(session.session_id)


class Intake:
    """An application that is given a file only if there is room for it."""

    def __init__(self, inner: Asgi, held: Callable[[], FileStore]) -> None:
        self.inner = inner
        self.held = held
        self._coming: dict[int, tuple[str, int]] = {}
        """Files that are being sent: the session of each, and its size."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it before anything of the file is read."""
        if scope["type"] != "http" or scope["method"] != "PUT" or UPLOAD not in scope["path"]:
            await self.inner(scope, receive, send)
            return
        session_id = str(scope["path"]).split(UPLOAD, 1)[1].split("/")[0]
        size = _size(scope)
        status = self._refused(session_id, size)
        if status:
            await _say(status, send)
            return
        self._coming[id(scope)] = (session_id, size or 0)
        pace = _Pace(receive, send)
        try:
            await self.inner(scope, pace.receive, pace.send)
        except Exception:
            if not pace.late:
                raise
        finally:
            del self._coming[id(scope)]
        if pace.late and not pace.answered:
            await _say(408, send)

    def _refused(self, session_id: str, size: int | None) -> int:
        """Why a file is not taken, as a status of HTTP; 0 if it is."""
        if session_id not in _let_in:
            return 403
        if size is None:
            return 411
        kept = self.held().file_storage
        coming = self._coming.values()
        own = _total(kept.get(session_id, {})) + sum(n for owner, n in coming if owner == session_id)
        everything = sum(map(_total, list(kept.values()))) + sum(n for _, n in coming)
        person = {session for session, whose in list(_let_in.items()) if whose == _let_in[session_id]}
        theirs = sum(_total(kept.get(session, {})) for session in person)
        theirs += sum(n for owner, n in coming if owner in person)
        if own + size > MOST_OF_ONE or theirs + size > MOST_OF_PERSON:
            return 413
        return 503 if everything + size > MOST_OF_ALL else 0


class _Pace:
    """A file on its way, which is given up when it stands still or comes in too slowly."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._began, self._size = time.monotonic(), 0
        self.late = self.answered = False

    async def receive(self) -> Translated:
        """The next part, or that whoever sends it is gone."""
        try:
            message = await asyncio.wait_for(self._receive(), LONGEST_SILENCE)
        except TimeoutError:
            self.late = True
            return {"type": "http.disconnect"}
        self._size += len(message.get("body", b""))
        lasted = time.monotonic() - self._began - START_SECONDS
        if message.get("more_body") and self._size < LEAST_SPEED * lasted:
            self.late = True
            return {"type": "http.disconnect"}
        return message

    async def send(self, message: Translated) -> None:
        """Pass the answer on."""
        self.answered = True
        await self._send(message)


def _total(files: Mapping[str, Any]) -> int:
    return sum(len(file.data) for file in list(files.values()))


def _size(scope: Scope) -> int | None:
    """How long a request says that it is."""
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    told = [value for name, value in headers if name.lower() == b"content-length"]
    return int(told[0]) if len(told) == 1 and told[0].isdigit() and len(told[0]) < 16 else None


async def _say(status: int, send: Send) -> None:
    """Refuse, in every language."""
    body = "\n".join(text("server.no_room", lang) for lang in LANGUAGES).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
