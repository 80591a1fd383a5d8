"""Files on their way in: only from who was let in, and no more of them than memory can hold.

Streamlit takes files from everyone who has a page open, also at the door, and holds them until long after the
page was closed. Here they are let go of soon after that, and sooner where somebody else has less room.
"""

import asyncio
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple, Protocol, runtime_checkable

from streamlit.runtime.scriptrunner import get_script_run_ctx

from hea.app.persons import larger
from hea.app.server.gate import UPLOAD, Asgi, Receive, Scope, Send, Translated
from hea.app.server.session_owner import owners
from hea.texts import LANGUAGES, text

MAX_OF_ONE: Final = 160 * 1024 * 1024
"""Bytes held for one open page: a dossier of the largest size, and a few files beside it."""
MAX_OF_ALL: Final = 512 * 1024 * 1024
"""Bytes held for everybody together."""
MAX_REMEMBERED: Final = 10_000
"""Open pages that are known to have been let in."""

MAX_OF_PERSON: Final = 256 * 1024 * 1024
"""Bytes held for one person, however many pages they have open."""
MAX_SECONDS_CLOSED: Final = 120
"""Seconds that the files of a page are held once it is closed; who comes back sooner still has them."""
SECONDS_BETWEEN_LOOKS: Final = 5
"""At pages that are closed, as long as there are files."""
MAX_SILENCE: Final = 20
"""Seconds that a file on its way may stand still."""
START_SECONDS: Final = 30
LEAST_SPEED: Final = 50_000
"""Bytes per second that a file comes in, once it had its time to start."""

_let_in: dict[str, str] = {}
"""Sessions that were let in and the person of each, those of longest ago first."""
_browsers: dict[str, str] = {}
"""Browsers with which somebody was let in and who that was, those of longest ago first."""


@runtime_checkable
class FileStore(Protocol):
    """Where files are kept, by session and by file."""

    @property
    def file_storage(self) -> Mapping[str, Mapping[str, Any]]:
        """The files."""

    def remove_file(self, session_id: str, file_id: str) -> None:
        """Let go of one."""

    def remove_session_files(self, session_id: str) -> None:
        """Let go of all of a page."""


class Pages(Protocol):
    """The pages that send files."""

    def is_open(self, session_id: str) -> bool:
        """Whether somebody has the page open."""

    def forget_files(self, session_id: str, held: Iterable[str]) -> None:
        """Have the page keep no file but those that are held, so that the memory is free."""


class _File(NamedTuple):
    session: str
    id: str
    size: int


def let_in(session_id: str, person: str = "") -> None:
    """Take files of this session, which is of a person, from now on."""
    _let_in.pop(session_id, None)
    _let_in[session_id] = person or session_id
    browser = owners.owner_of(session_id)
    if browser:
        _browsers.pop(browser, None)
        _browsers[browser] = _let_in[session_id]
    for known_ones in (_let_in, _browsers):
        while len(known_ones) > MAX_REMEMBERED:
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

    def __init__(self, inner: Asgi, held: Callable[[], FileStore], pages: Pages) -> None:
        self.inner = inner
        self.held = held
        self.pages = pages
        self._coming: dict[int, tuple[str, int]] = {}
        """Files that are being sent: the session of each, and its size."""
        self._came: dict[tuple[str, str], None] = {}
        """Files that are held by session and id, those of longest ago first."""
        self._closed: dict[str, float] = {}
        """Sessions with files of which the page is closed, and since when."""
        self._watching = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it before anything of the file is read."""
        if scope["type"] != "http" or UPLOAD not in scope["path"]:
            await self.inner(scope, receive, send)
            return
        session_id, _, file_id = str(scope["path"]).split(UPLOAD, 1)[1].partition("/")
        if scope["method"] != "PUT":
            await self.inner(scope, receive, send)
            self._forget(session_id)
            return
        size = _size(scope)
        status = self._refused(session_id, size)
        if status:
            await _say(status, send)
            return
        self._coming[id(scope)] = (session_id, size or 0)
        self._watch()
        try:
            await self._take(scope, receive, send)
        finally:
            del self._coming[id(scope)]
        self._came.pop((session_id, file_id), None)
        self._came[session_id, file_id] = None

    async def _take(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a file on as long as it comes in fast enough."""
        pace = _Pace(receive, send)
        try:
            await self.inner(scope, pace.receive, pace.send)
        except Exception:
            if not pace.late:
                raise
        if pace.late and not pace.answered:
            await _say(408, send)

    def _refused(self, session_id: str, size: int | None) -> int:
        """Why a file is not taken, as a status of HTTP; 0 if it is."""
        if session_id not in _let_in:
            return 403
        if size is None:
            return 411
        held = self._held_by_page()
        theirs = sum(n for session, n in held.items() if _whose(session) == _whose(session_id))
        if held.get(session_id, 0) + size > MAX_OF_ONE or theirs + size > MAX_OF_PERSON:
            return 413
        short = sum(held.values()) + size - MAX_OF_ALL
        return 0 if short <= 0 or self._pushed_out(short, _whose(session_id), size) else 503

    def _held_by_page(self) -> dict[str, int]:
        """Bytes of each session, with those that are on their way."""
        held = {session: _total(files) for session, files in list(self.held().file_storage.items())}
        for session, size in self._coming.values():
            held[session] = held.get(session, 0) + size
        return held

    def _pushed_out(self, short: int, newcomer: str, size: int) -> bool:
        """Whether so many bytes were made free for a file of somebody, of this size.

        The oldest files go of whoever holds most, and nothing of who holds no more than that somebody would.
        """
        held, files, going = self._held_by_person(), self._files_by_person(), []
        while short > 0:
            largest = next((who for who in larger(held, newcomer, size) if files.get(who)), None)
            if largest is None:
                return False
            oldest = files[largest].popleft()
            going.append(oldest)
            held[largest] -= oldest.size
            short -= oldest.size
        for file in going:
            self.held().remove_file(file.session, file.id)
        for session in {file.session for file in going}:
            self._forget(session)
        return True

    def _held_by_person(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for session, size in self._held_by_page().items():
            found[_whose(session)] = found.get(_whose(session), 0) + size
        return found

    def _files_by_person(self) -> dict[str, deque[_File]]:
        """What each holds, the oldest first; what is empty makes no room."""
        turn = {key: number for number, key in enumerate(self._came)}
        found: dict[str, deque[_File]] = {}
        for file in sorted(self._files(), key=lambda file: turn.get((file.session, file.id), -1)):
            found.setdefault(_whose(file.session), deque()).append(file)
        return found

    def _files(self) -> Iterator[_File]:
        for session, files in list(self.held().file_storage.items()):
            for key, file in list(files.items()):
                if file.data:
                    yield _File(session, key, len(file.data))

    def _watch(self) -> None:
        """Look at pages that are closed from now on, as long as there are files."""
        if not self._watching:
            self._watching = True
            asyncio.get_running_loop().call_later(SECONDS_BETWEEN_LOOKS, self._look)

    def _look(self) -> None:
        self._watching = False
        self.let_go_of_closed()
        if self.held().file_storage or self._coming:
            self._watch()

    def let_go_of_closed(self) -> None:
        """Let go of the files of pages that were closed a while ago and did not come back."""
        now, storage = time.monotonic(), self.held().file_storage
        closed = [session for session in list(storage) if not self.pages.is_open(session)]
        self._closed = {session: self._closed.get(session, now) for session in closed}
        for session, since in self._closed.items():
            if now - since >= MAX_SECONDS_CLOSED:
                self.held().remove_session_files(session)
                self._forget(session)
        self._came = {key: None for key in self._came if key[1] in storage.get(key[0], {})}

    def _forget(self, session_id: str) -> None:
        """Have a page keep nothing of what is no longer held."""
        self.pages.forget_files(session_id, list(self.held().file_storage.get(session_id, {})))


class _Pace:
    """A file on its way, which is given up when it stands still or comes in too slowly."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._began, self._size = time.monotonic(), 0
        self.late = self.answered = False

    async def receive(self) -> Translated:
        """The next part, or that whoever sends it is gone."""
        try:
            message = await asyncio.wait_for(self._receive(), MAX_SILENCE)
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


def _whose(session_id: str) -> str:
    """The person who was let in with a session; the session itself if that is not known."""
    return _let_in.get(session_id, session_id)


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
