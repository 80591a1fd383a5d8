"""How many pages may be open, and how much a page may say at once; little until somebody was let in.

Streamlit keeps what a page says until long after it was closed, also of who stands at the door.
"""

from typing import Final, NamedTuple

from websockets.protocol import Protocol

from hea.app import login
from hea.app.server import intake
from hea.app.server.gate import FORWARDED, Asgi, Receive, Scope, Send, Translated
from hea.app.server.session_owner import OWNER_HEADER

LARGEST_AT_DOOR: Final = 65_536
"""Bytes of one message of a browser that was not let in yet."""
LARGEST_MESSAGE: Final = 4_194_304
"""Bytes of one message of one that was."""
MOST_OPEN: Final = 1_000
"""Pages that are open, of everybody together."""
MOST_AT_DOOR: Final = 200
"""Of these, pages of browsers that were not let in."""
MOST_AT_DOOR_OF_ADDRESS: Final = 50
"""Of these, pages from one address, however many browsers it makes up."""
MOST_OF_BROWSER: Final = 50
"""Pages of one browser, or of one address if the browser keeps no cookies."""
TOO_BIG, TRY_LATER = 1009, 1013


class Page(NamedTuple):
    """A page that is open: of which browser, and where that is."""

    browser: str
    address: str


class Doorway:
    """An application that hears no more of a page than it may say."""

    def __init__(self, inner: Asgi) -> None:
        self.inner = inner
        self._open: dict[int, Page] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what a page says, or close it."""
        if scope["type"] != "websocket":
            await self.inner(scope, receive, send)
            return
        page = _page(scope)
        if self._full(page):
            await send({"type": "websocket.close", "code": TRY_LATER})
            return
        self._open[id(scope)] = page
        line = _Line(page.browser, receive, send)
        try:
            await self.inner(scope, line.receive, line.send)
        finally:
            del self._open[id(scope)]

    def _full(self, page: Page) -> bool:
        pages = list(self._open.values())
        if (
            len(pages) >= MOST_OPEN
            or sum(other.browser == page.browser for other in pages) >= MOST_OF_BROWSER
        ):
            return True
        return not known(page.browser) and self._door_is_full(page.address)

    def _door_is_full(self, address: str) -> bool:
        waiting = [page.address for page in self._open.values() if not known(page.browser)]
        return len(waiting) >= MOST_AT_DOOR or waiting.count(address) >= MOST_AT_DOOR_OF_ADDRESS


class _Line:
    """What goes to and fro between a page and the app, until it says too much."""

    def __init__(self, browser: str, receive: Receive, send: Send) -> None:
        self._browser, self._receive, self._send = browser, receive, send
        self._closed = False
        self._bound()

    @property
    def _most(self) -> int:
        return LARGEST_MESSAGE if known(self._browser) else LARGEST_AT_DOOR

    def _bound(self) -> None:
        """Have the server gather no more of a message than the page may say now.

        It hands on whole messages only, and would keep one that never ends up to the size of an answer of the
        app, which is much more.
        """
        connection = getattr(getattr(self._receive, "__self__", None), "conn", None)
        if isinstance(connection, Protocol):
            connection.max_message_size = self._most

    async def receive(self) -> Translated:
        """The next message, or that the page is gone because it was too large."""
        self._bound()
        message = await self._receive()
        said = message.get("bytes") or message.get("text") or ""
        if len(said) <= self._most:
            return message
        self._closed = True
        await self._send({"type": "websocket.close", "code": TOO_BIG})
        return {"type": "websocket.disconnect", "code": TOO_BIG}

    async def send(self, message: Translated) -> None:
        """Pass an answer on, unless the page was closed; the first of them lets somebody in."""
        self._bound()
        if not self._closed:
            await self._send(message)


def known(browser: str) -> bool:
    """Whether somebody was let in with this browser; without a login everybody is."""
    return not login.kind() or intake.known(browser)


def _page(scope: Scope) -> Page:
    """The mark of a browser that the gate passes on, else where it is; and where it is.

    A proxy says for whom it asks in the last place; those before are what the visitor says.
    """
    marks = _values(scope, OWNER_HEADER.lower())
    forwarded = ",".join(_values(scope, FORWARDED)).split(",")[-1].strip() if login.kind() else ""
    address = forwarded or str((scope.get("client") or ("",))[0])
    return Page(marks[0] if marks else address, address)


def _values(scope: Scope, name: str) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name.encode()]
