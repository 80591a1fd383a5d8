"""How many pages may be open, and how much a page may say at once; little until somebody was let in.

Streamlit keeps what a page says until long after it was closed, also of who stands at the door.
"""

import asyncio
import logging
from functools import cache
from time import monotonic
from typing import Final, NamedTuple

from google.protobuf.message import DecodeError  # type: ignore[import-untyped]
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.protocol import Protocol

from hea.app import login
from hea.app.persons import answering_for, larger
from hea.app.server import intake
from hea.app.server.connections import MAX_PAGES
from hea.app.server.gate import FORWARDED, Asgi, Receive, Scope, Send, Translated, values_of
from hea.app.server.session_owner import OWNER_HEADER

MAX_AT_DOOR_SIZE: Final = 65_536
"""Bytes of one message of a browser that was not let in yet."""
MAX_MESSAGE_SIZE: Final = 1_048_576
"""Bytes of one message of one that was."""
MAX_TYPED: Final = 5_000
"""Characters of what is typed in a field, which a page keeps until long after it was closed; the rest is cut
off. Whatever reads a field refuses as much as is left of it."""
MAX_PASTED: Final = 100_000
"""The same of what is pasted in the box for rows of a table."""
BOX, TABLE = ":pasted_groups", "-group_table:"
"""How the name of that box ends, and what is in that of the table, of which nothing is cut off."""
MAX_FILES_ASKED: Final = 100
"""Files that one message may ask a place for; at the door none. Streamlit makes two addresses for each, and
everybody waits for that."""
MAX_AT_DOOR: Final = 200
"""Of these, pages of browsers that were not let in."""
MAX_AT_DOOR_OF_ADDRESS: Final = 50
"""Of these, pages from one address, however many browsers it makes up."""
MAX_OF_PERSON: Final = 50
"""Pages of one person; at the door of one browser, or of one address if the browser keeps no cookies."""
HEARD: Final = frozenset(
    {"rerun_script", "stop_script", "app_heartbeat", "file_urls_request", "backend_operation_request"}
)
"""Kinds of messages that the app uses; Streamlit hears others as well, and tells of each in the log."""
HEARD_AT_DOOR: Final = HEARD - {"file_urls_request", "backend_operation_request"}
MAX_MADE: Final = 20
"""Files to download that a person may ask for at once, whatever the number of their pages; after that one a
second. They are made in a few threads that everybody shares."""
MAX_SAID_AT_DOOR: Final = 100
"""Messages that pages of one address say at once at the door; after that ten a second, and the rest waits.
For each the door is drawn, and everybody waits for that."""
SAID_A_SECOND: Final = 10
FIELDS_OF_MESSAGE: Final = 20
"""So many fields in a message count as one more: each is looked at, whether there is such a field or not."""
MAX_PAUSE: Final = 20
"""Seconds that a message waits at most, however much is said from its address."""
SECONDS_AT_DOOR: Final = 60
"""That a page at the door has to come in; after that it makes place for a new one if the door is full.

A page of somebody who has no places left has as long, before it makes place for their newest.
"""
TOO_BIG, TRY_LATER = 1009, 1013
UNBOUNDED: Final = (
    "a message of a page is bounded only when it is whole: the server has no bound that can be set"
)
log = logging.getLogger("hea.app")


class Doorway:
    """An application that hears no more of a page than it may say."""

    def __init__(self, inner: Asgi, most_open: int = MAX_PAGES) -> None:
        """Nobody is there yet."""
        self.inner = inner
        self.most_open = most_open
        self.most_at_door = min(MAX_AT_DOOR, self.most_open // 5)
        self._open: dict[int, _Line] = {}
        """Pages that are open, those of longest ago first."""
        self._counts = _counts()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what a page says, or close it."""
        if scope["type"] != "websocket":
            await self.inner(scope, receive, send)
            return
        line = _Line(*_page(scope), receive, send, self._counts)
        if not self._has_room(line):
            await send({"type": "websocket.close", "code": TRY_LATER})
            return
        self._open[id(scope)] = line
        try:
            await self.inner(scope, line.receive, line.send)
        finally:
            self._open.pop(id(scope), None)

    def _has_room(self, line: "_Line") -> bool:
        """Whether one more may be open, for which only a page of the same person is ended.

        Where everybody together has no more places, it is one of whoever has most.
        """
        theirs = self._by_person()
        own = theirs.get(line.whose, [])
        if len(own) >= self._most_of_person:
            return self._ended(own[0])
        if not line.let_in:
            return len(self._open) < self.most_open and self._has_room_at_door(line.address)
        inside = [key for key, page in self._open.items() if page.let_in]
        if len(inside) < self.most_open - self.most_at_door:
            return True
        most = larger({whose: len(keys) for whose, keys in theirs.items()}, line.whose, 1)
        return bool(most) and self._ended(theirs[most[0]][0])

    @property
    def _most_of_person(self) -> int:
        return min(MAX_OF_PERSON, (self.most_open - self.most_at_door) // 2)

    def _by_person(self) -> dict[str, list[int]]:
        """Pages of each, after those are ended that somebody came in with who had no places left."""
        found: dict[str, list[int]] = {}
        for key, page in self._open.items():
            found.setdefault(page.whose, []).append(key)
        for whose, keys in found.items():
            for key in keys[: -self._most_of_person]:
                self._open.pop(key).end()
            found[whose] = keys[-self._most_of_person :]
        return found

    def _has_room_at_door(self, address: str) -> bool:
        """Whether one more may stand at the door, for whom the one that stands there longest is ended."""
        waiting = [key for key, page in self._open.items() if not page.let_in]
        of_address = [key for key in waiting if self._open[key].address == address]
        if len(of_address) >= min(MAX_AT_DOOR_OF_ADDRESS, max(1, self.most_at_door // 4)):
            return self._ended(of_address[0])
        return len(waiting) < self.most_at_door or self._ended(waiting[0])

    def _ended(self, key: int) -> bool:
        """Whether a page had its time, and so was ended."""
        if monotonic() - self._open[key].began < SECONDS_AT_DOOR:
            return False
        self._open.pop(key).end()
        return True


class _Line:
    """What goes to and fro between a page and the app, until it says too much or has to make place."""

    def __init__(self, browser: str, address: str, receive: Receive, send: Send, counts: "_Counts") -> None:
        self.browser, self.address, self.began = browser, address, monotonic()
        self._counts = counts
        self._receive, self._send = receive, send
        self._closed = False
        self._over = asyncio.Event()
        self._bound()

    @property
    def let_in(self) -> bool:
        """Whether somebody was let in with this browser."""
        return known(self.browser)

    @property
    def whose(self) -> str:
        """Of whom it is: the person who was let in with this browser, or else the browser."""
        return intake.person_with(self.browser) or self.browser

    def end(self) -> None:
        """Let the app hear no more of this page, and the page no more of the app."""
        self._over.set()

    @property
    def _most(self) -> int:
        return MAX_MESSAGE_SIZE if self.let_in else MAX_AT_DOOR_SIZE

    def _bound(self) -> None:
        """Have the server gather no more of a message than the page may say now.

        It hands on whole messages only, and would keep one that never ends up to the size of an answer of the
        app, which is much more.
        """
        connection = getattr(getattr(self._receive, "__self__", None), "conn", None)
        if isinstance(connection, Protocol) and hasattr(connection, "max_message_size"):
            connection.max_message_size = self._most
        else:
            note_unbounded()

    async def receive(self) -> Translated:
        """The next message that the app uses, or that the page is gone.

        It is when it said too much or had to make place.
        """
        while True:
            self._bound()
            message = await self._heard()
            if message is None:
                return await self._close(TRY_LATER)
            if message["type"] != "websocket.receive":
                return message
            said = message.get("bytes") or b""
            told = _message_in(said) if len(said) <= self._most else None
            most_files = MAX_FILES_ASKED if self.let_in else 0
            if told is None or len(told.file_urls_request.file_names) > most_files:
                return await self._close(TOO_BIG)
            if self._uses(told):
                if not self.let_in:
                    await asyncio.sleep(self._counts.said.take(self.address, _weight(told)))
                return {**message, "bytes": told.SerializeToString()} if cut_off(told) else message

    def _uses(self, told: BackMsg) -> bool:
        kind = told.WhichOneof("type")
        if kind == "backend_operation_request" and self.let_in:
            return told.backend_operation_request.HasField("deferred_file") and self._may_ask_for_file()
        return kind in (HEARD if self.let_in else HEARD_AT_DOOR)

    def _may_ask_for_file(self) -> bool:
        person = answering_for(self.whose)
        if self._counts.made.take(person) > 0:
            self._counts.made.give_back(person)
            return False
        return True

    async def _heard(self) -> Translated | None:
        """The next message; nothing if the page is ended first."""
        said, over = asyncio.ensure_future(self._receive()), asyncio.ensure_future(self._over.wait())
        try:
            await asyncio.wait((said, over), return_when=asyncio.FIRST_COMPLETED)
            return None if over.done() else said.result()
        finally:
            said.cancel()
            over.cancel()

    async def _close(self, code: int) -> Translated:
        self._closed = True
        await self._send({"type": "websocket.close", "code": code})
        return {"type": "websocket.disconnect", "code": code}

    async def send(self, message: Translated) -> None:
        """Pass an answer on, unless the page was closed; the first of them lets somebody in."""
        self._bound()
        if not self._closed:
            await self._send(message)


class _Allowance:
    """How often people asked for something lately, of which they have so much at once and then a second."""

    def __init__(self, most: float, a_second: float) -> None:
        self._most, self._a_second = most, a_second
        self._left: dict[str, tuple[float, float]] = {}
        """What is left of each, and since when."""

    def take(self, person: str, much: float = 1) -> float:
        """Take so much, which is there after so many seconds."""
        now = monotonic()
        left, since = self._left.pop(person, (self._most, now))
        left = min(self._most, left + (now - since) * self._a_second) - much
        left = max(left, -MAX_PAUSE * self._a_second)
        self._left[person] = (left, now)
        while len(self._left) > MAX_PAGES:
            del self._left[next(iter(self._left))]
        return max(0.0, -left / self._a_second)

    def give_back(self, person: str) -> None:
        """One was taken and not used."""
        left, since = self._left[person]
        self._left[person] = (left + 1, since)


class _Counts(NamedTuple):
    """What is counted over all pages."""

    made: _Allowance
    """Files to download, by who asks or answers for them."""
    said: _Allowance
    """Messages at the door, by address."""


def _counts() -> _Counts:
    return _Counts(_Allowance(MAX_MADE, 1), _Allowance(MAX_SAID_AT_DOOR, SAID_A_SECOND))


@cache
def note_unbounded() -> None:
    """Say once that the server does not take the bound."""
    log.warning(UNBOUNDED)


def _message_in(said: bytes | str) -> BackMsg:
    """What a page says; what is no message of one is left to the server."""
    try:
        found: BackMsg = BackMsg.FromString(said if isinstance(said, bytes) else b"")
    except DecodeError:
        return BackMsg()
    return found


def _weight(told: BackMsg) -> float:
    """For how many messages one counts."""
    return 1 + len(told.rerun_script.widget_states.widgets) / FIELDS_OF_MESSAGE


def cut_off(told: BackMsg) -> bool:
    """Cut off what is too long in fields, and say whether there was anything."""
    fields = told.rerun_script.widget_states.widgets
    long = [field for field in fields if len(field.string_value) > _most_in(field.id)]
    for field in long:
        field.string_value = field.string_value[: _most_in(field.id)]
    return bool(long)


def _most_in(name: str) -> int:
    if TABLE in name:
        return MAX_MESSAGE_SIZE
    return MAX_PASTED if name.endswith(BOX) else MAX_TYPED


def known(browser: str) -> bool:
    """Whether somebody was let in with this browser; without a login everybody is."""
    return not login.kind() or intake.known(browser)


def _page(scope: Scope) -> tuple[str, str]:
    """The mark of a browser that the gate passes on, else where it is; and where it is.

    A proxy says for whom it asks in the last place; those before are what the visitor says.
    """
    marks = values_of(scope, OWNER_HEADER.lower())
    forwarded = ",".join(values_of(scope, FORWARDED)).split(",")[-1].strip() if login.kind() else ""
    address = forwarded or str((scope.get("client") or ("",))[0])
    return (marks[0] if marks else address), address
