"""How many connections are open: one that asks nothing makes place, and never for longer than some seconds.

A server answers as long as the system gives it another file. Whoever opens connections and asks nothing, or
half of a question, or does not read the answer, would have them all.
"""

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Iterable
from functools import partial
from itertools import count
from typing import Final, NamedTuple

import uvicorn
from streamlit.runtime import memory_session_storage
from uvicorn.protocols.http.h11_impl import H11Protocol

from hea.app.server.gate import UPLOAD
from hea.once import once

MAX_CONNECTIONS: Final = 2_000
"""Connections that are open, where the system has files for that many."""
FILES_KEPT_FREE: Final = 200
"""For the database, the files that are read, and the processes beside the app."""
MAX_PAGES: Final = 1_000
"""Pages that are open, where the system has files for that many."""
MAX_KEPT: Final = 128
"""Pages that are closed and can be gone on with, as when a laptop was asleep."""
FILES_OF_PAGE: Final = 4
"""Its connection, and the event loop that Streamlit makes for each; that stays while the page is kept."""
MAX_FILES: Final = 16_384
"""Files that the app asks the system for."""
MAX_AT_ONCE: Final = 100
"""Connections that are taken in one go, before any of them is counted."""
SHARE_OF_ADDRESS: Final = 4
"""One address has at most this part of the connections, its pages not counted."""
SECONDS_TO_ASK: Final = 15
"""That a connection has for a whole question, its first or the next."""
SECONDS_TO_READ: Final = 60
"""That nothing of an answer may go out."""
SECONDS_OF_ANSWER: Final = 900
"""That an answer, once it waits to be read, may take in all."""
FULL: Final = "all connections are taken: new ones are refused until others are closed"
log = logging.getLogger("hea.app")


class Connections:
    """The connections of this server that are open."""

    def __init__(self, most: int) -> None:
        """Nobody is connected yet."""
        self.most = most
        self._open: dict[int, _Connection] = {}
        """By when each was made, those of longest ago first."""
        self._numbers = count()
        self._watching = self._told = False

    def add(self, new: "_Connection") -> None:
        """Take a connection, for which one that asks nothing may have to go; or refuse it."""
        self._forget_closed()
        if not self._has_room(new):
            new.transport.abort()
            return
        self._open[next(self._numbers)] = new
        if not self._watching:
            self._watch(new.loop)

    def _has_room(self, new: "_Connection") -> bool:
        counted = Counter(one.address for one in self._open.values() if not one.is_page)
        if counted[new.address] >= max(1, self.most // SHARE_OF_ADDRESS):
            return self._ended_of(new.address)
        if len(self._open) < self.most:
            return True
        return self._ended_of(max(counted, key=counted.__getitem__, default="")) or self._full()

    def _ended_of(self, address: str) -> bool:
        """Whether one from there asked nothing, and was ended: the one that is there longest."""
        waiting = (key for key, one in self._open.items() if one.address == address and one.asks_nothing)
        found = next(waiting, None)
        self._end([] if found is None else [found])
        return found is not None

    def _full(self) -> bool:
        if not self._told:
            self._told = True
            log.warning(FULL)
        return False

    def _end(self, keys: Iterable[int]) -> None:
        for key in keys:
            self._open.pop(key).transport.abort()

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        """End what had its time; every second as long as there is something to look at."""
        self._forget_closed()
        self._end([key for key, one in self._open.items() if one.had_its_time()])
        self._watching = bool(self._open)
        if self._watching:
            loop.call_later(1, self._watch, loop)

    def _forget_closed(self) -> None:
        self._open = {key: one for key, one in self._open.items() if not one.is_gone}


class _Connection(H11Protocol):
    """A connection of somebody, which becomes a page when it is one."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note when it was made, and from where."""
        assert isinstance(transport, asyncio.Transport)
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        self.waiting_since = self.loop.time()
        self._unread, self._unread_since, self._stuck_since = 0, 0.0, 0.0
        connections().add(self)

    def on_response_complete(self) -> None:
        """Begin to wait for the next question."""
        self.waiting_since = self.loop.time()
        super().on_response_complete()

    @property
    def is_page(self) -> bool:
        """Whether it is a page by now, which :class:`hea.app.server.doorway.Doorway` counts."""
        return self.transport.get_protocol() is not self

    @property
    def is_gone(self) -> bool:
        """Whether the system has its file back: closing waits until whoever is there has read everything."""
        return bool(self.transport.get_extra_info("socket").fileno() < 0)

    @property
    def asks_nothing(self) -> bool:
        """Whether no question of it is being answered."""
        return not self.is_page and (self.cycle is None or self.cycle.response_complete)

    @property
    def _asks_half(self) -> bool:
        """Whether the rest of a question did not come; files are looked at as they come in."""
        asked = not self.is_page and self.cycle is not None and self.cycle.more_body
        return asked and UPLOAD not in self.scope["path"]

    def had_its_time(self) -> bool:
        """Whether it asked nothing, or did not read its answer, for too long."""
        now, unread = self.loop.time(), self.transport.get_write_buffer_size()
        if not unread:
            self._unread = 0
            unasked = self.asks_nothing or self._asks_half
            return unasked and now - self.waiting_since > SECONDS_TO_ASK
        if not self._unread:
            self._unread_since = now
        if unread != self._unread:
            self._stuck_since = now
        self._unread = unread
        stuck = now - self._stuck_since > SECONDS_TO_READ
        return stuck or (not self.is_page and now - self._unread_since > SECONDS_OF_ANSWER)


def begin() -> None:
    """Ask the system for more files, and have Streamlit and its server keep within what it gave."""
    _ask_for_files()
    kept = room_in(files_there_are()).kept
    memory_session_storage.MemorySessionStorage = partial(  # type: ignore[assignment, misc]
        memory_session_storage.MemorySessionStorage, maxsize=kept
    )
    uvicorn.Config = partial(  # type: ignore[assignment, misc]
        uvicorn.Config, http=_Connection, backlog=MAX_AT_ONCE
    )


class Room(NamedTuple):
    """For how much there are files."""

    connections: int
    """Those of pages among them."""
    pages: int
    kept: int
    """Pages that are closed and can be gone on with."""


def room_in(files: int) -> Room:
    """For how much there is room where so many files may be open."""
    kept = min(MAX_KEPT, files // 16)
    free = min(FILES_KEPT_FREE, files // 4)
    left = (files - free - kept * (FILES_OF_PAGE - 1)) // 2
    pages = max(1, min(MAX_PAGES, left // FILES_OF_PAGE))
    return Room(min(MAX_CONNECTIONS, left + pages), pages, kept)


@once
def connections() -> Connections:
    """Those of this process."""
    return Connections(room_in(files_there_are()).connections)


def _ask_for_files() -> None:
    """Most systems give a program few files until it asks."""
    if sys.platform != "win32":
        import resource

        few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = MAX_FILES if most == resource.RLIM_INFINITY else min(most, MAX_FILES)
        if few != resource.RLIM_INFINITY and few < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def files_there_are() -> int:
    """How many files may be open."""
    if sys.platform == "win32":
        return MAX_FILES
    import resource

    few, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MAX_FILES if few == resource.RLIM_INFINITY else few
