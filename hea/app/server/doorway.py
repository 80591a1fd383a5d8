"""How many pages may be open, and how much a page may say at once; little until somebody was let in.

Streamlit keeps what a page says until long after it was closed, also of who stands at the door.
"""

from typing import Final

from hea.app import login
from hea.app.server import intake
from hea.app.server.gate import Asgi, Receive, Scope, Send, Translated
from hea.app.server.session_owner import OWNER_HEADER

LARGEST_AT_DOOR: Final = 65_536
"""Bytes of one message of a browser that was not let in yet."""
LARGEST_MESSAGE: Final = 4_194_304
"""Bytes of one message of one that was."""
MOST_OPEN: Final = 1_000
"""Pages that are open, of everybody together."""
MOST_AT_DOOR: Final = 200
"""Of these, pages of browsers that were not let in."""
MOST_OF_BROWSER: Final = 50
"""Pages of one browser, or of one address if the browser keeps no cookies."""
TOO_BIG, TRY_LATER = 1009, 1013


class Doorway:
    """An application that hears no more of a page than it may say."""

    def __init__(self, inner: Asgi) -> None:
        self.inner = inner
        self._open: dict[int, str] = {}
        """Pages that are open: the browser of each."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what a page says, or close it."""
        if scope["type"] != "websocket":
            await self.inner(scope, receive, send)
            return
        browser = _browser(scope)
        if self._full(browser):
            await send({"type": "websocket.close", "code": TRY_LATER})
            return
        self._open[id(scope)] = browser
        line = _Line(browser, receive, send)
        try:
            await self.inner(scope, line.receive, line.send)
        finally:
            del self._open[id(scope)]

    def _full(self, browser: str) -> bool:
        pages = list(self._open.values())
        if len(pages) >= MOST_OPEN or pages.count(browser) >= MOST_OF_BROWSER:
            return True
        return not known(browser) and sum(not known(other) for other in pages) >= MOST_AT_DOOR


class _Line:
    """What goes to and fro between a page and the app, until it says too much."""

    def __init__(self, browser: str, receive: Receive, send: Send) -> None:
        self._browser, self._receive, self._send = browser, receive, send
        self._closed = False

    async def receive(self) -> Translated:
        """The next message, or that the page is gone because it was too large."""
        message = await self._receive()
        said = message.get("bytes") or message.get("text") or ""
        if len(said) <= (LARGEST_MESSAGE if known(self._browser) else LARGEST_AT_DOOR):
            return message
        self._closed = True
        await self._send({"type": "websocket.close", "code": TOO_BIG})
        return {"type": "websocket.disconnect", "code": TOO_BIG}

    async def send(self, message: Translated) -> None:
        """Pass an answer on, unless the page was closed."""
        if not self._closed:
            await self._send(message)


def known(browser: str) -> bool:
    """Whether somebody was let in with this browser; without a login everybody is."""
    return not login.kind() or intake.known(browser)


def _browser(scope: Scope) -> str:
    """The mark of a browser that the gate passes on, else where it is."""
    marks = [value.decode() for name, value in scope["headers"] if name == OWNER_HEADER.lower().encode()]
    return marks[0] if marks else str((scope.get("client") or ("",))[0])
