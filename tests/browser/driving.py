"""Driving the app in a browser as a user does, by keyboard where a test says so."""

import re
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Literal
from urllib.parse import urlparse
from weakref import WeakKeyDictionary

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    TimeoutError,
    WebSocket,
)
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from hea.app.address import CONCEPT, EXAMPLE
from hea.app.navigation import PAGES
from hea.texts import Lang, text

TIMEOUT_MS, PATIENCE_MS = 120_000, 300_000
LOOK_MS, POLL_MS = 20, 50
"""Between two looks at whether the app has answered, and at what a page shows: to look whenever it is drawn
lets it be drawn sixty times a second."""
TALL, USUAL = 1_600, 900
MAX_TABS = 200
DOSSIER = "fictief_dossier_venray"
"""The made-up dossier, which fills every page."""
PRESS_MS = 90
"""How long a person holds the mouse button; a click of no time at all outruns the field being left."""
MAX_PRESSES, NOTICE_MS = 5, 15_000
"""How often and how soon a person presses again."""
Mode = Literal["light", "dark", "narrow"]
WIDTH: dict[Mode, int] = {"light": 1200, "dark": 1200, "narrow": 400}
RULES: dict[str, Any] = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
COLOURS: dict[str, Any] = {
    **RULES,
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
"""What another colour scheme can break."""
SHAPE = {**RULES, "rules": {name: {"enabled": False} for name in COLOURS["runOnly"]["values"]}}
"""What another width can break: all but colours, which take most of the time."""
EVERYTHING, MAIN = "html", '[data-testid="stMain"]'
RULES_IN: dict[Mode, dict[str, Any]] = {"light": RULES, "dark": COLOURS, "narrow": SHAPE}

SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const moves = document.getAnimations().some(one => one.playState === 'running'
    && one.effect.getComputedTiming().endTime < 5000);
  return Boolean(app && app.getAttribute('data-test-script-state') === 'notRunning' && !moves
    && !document.querySelector('[data-testid="stSkeleton"]') && document.querySelector('h1'));
}"""
"""The app has answered, and nothing opens or folds: what is below would move away under the mouse."""

DRAWN = """() => new Promise(done => {
  const soon = () => setTimeout(done);
  requestAnimationFrame(() => requestAnimationFrame(soon));
  setTimeout(soon, 200);
})"""
"""The page has been drawn twice, so what was clicked has been handled; a page out of sight is not drawn."""


IN_SCHEME = """dark => {
  const app = getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor;
  return app.match(/\\d+/g).slice(0, 3).every(part => part < 128) === dark;
}"""
"""Whether the background is dark, or not, as asked."""


STILL = "() => !document.getAnimations().some(one => one instanceof CSSTransition)"
"""Whether no colour or size is on its way to another."""


MOTIONLESS = """(() => {
  const stop = () => {
    const style = document.createElement('style');
    style.textContent = '*, *::before, *::after { animation: none !important; transition: none !important; }';
    document.documentElement.append(style);
  };
  if (document.documentElement) stop(); else addEventListener('DOMContentLoaded', stop);
})()"""
"""Nothing turns or fades: to draw that without a graphics card is an eighth of the work of a visit."""


class Talk:
    """What a page asked of the app and what the app answered, as it passes over the socket."""

    def __init__(self) -> None:
        self.frames = 0
        self.asked = self.running = self.uploading = False

    @property
    def over(self) -> bool:
        """Whether the app began an answer after the last question, and finished it."""
        return not (self.asked or self.running or self.uploading)

    def follow(self, socket: WebSocket) -> None:
        """A new socket is a new session: what was asked before is answered no more."""
        self.asked = self.running = self.uploading = False
        socket.on("framesent", self._sent)
        socket.on("framereceived", self._received)

    def _sent(self, frame: str | bytes) -> None:
        self.frames += 1
        kind = BackMsg.FromString(frame).WhichOneof("type") if isinstance(frame, bytes) else None
        if kind == "rerun_script":
            self.asked, self.uploading = True, False
        elif kind == "file_urls_request":  # what is handed in is followed by a question
            self.uploading = True

    def _received(self, frame: str | bytes) -> None:
        self.frames += 1
        kind = ForwardMsg.FromString(frame).WhichOneof("type") if isinstance(frame, bytes) else None
        if kind == "new_session":
            self.asked, self.running = False, True
        elif kind == "script_finished":
            self.running = False


TALKS: WeakKeyDictionary[Page, Talk] = WeakKeyDictionary()


def window(browser: Browser, mode: Mode = "light", height: int = USUAL) -> BrowserContext:
    """A window of a browser that knows nothing yet."""
    context = browser.new_context(
        viewport={"width": WIDTH[mode], "height": height},
        color_scheme="dark" if mode == "dark" else "light",
        timezone_id="Europe/Amsterdam",
        accept_downloads=True,
    )
    context.set_default_timeout(TIMEOUT_MS)
    context.add_init_script(MOTIONLESS)
    return context


class WarmWindow:
    """A window for one visit after another: it forgets all of a visit but the program of the pages.

    To fetch and read that takes a browser most of the time that a first page needs. One tab without the app
    stays, so that the process with the program does.
    """

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self._context = window(browser)
        self._tab = self._context.new_page()
        self._tab.goto(f"{address}/_stcore/health")

    @contextmanager
    def visit(self) -> Iterator["Visit"]:
        """A visit of somebody else."""
        made = Visit(self._browser, self._address, context=self._context)
        try:
            yield made
        finally:
            made.leave(self._tab)

    def close(self) -> None:
        """End it."""
        self._context.close()


class Visit:
    """One browser window on the app, with what it asked of the outside and complained about."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        mode: Mode = "light",
        height: int = USUAL,
        context: BrowserContext | None = None,
    ) -> None:
        """In a window of its own, or in one that was there already."""
        self.address, self.mode = address, mode
        self.outside: list[str] = []
        self.complaints: list[str] = []
        self.context = context or window(browser, mode, height)
        self.context.on("page", self._follow)
        self.page = self.tab()

    def tab(self) -> Page:
        """Another tab in the same browser."""
        return self.context.new_page()

    def close(self) -> None:
        """End the visit."""
        self.context.close()

    def leave(self, tab: Page) -> None:
        """End the visit and leave the window as it was, with one tab of the same address."""
        self.context.remove_listener("page", self._follow)
        for page in self.context.pages:
            if page is not tab:
                page.close()
        tab.evaluate("localStorage.clear()")
        self.context.clear_cookies()
        self.context.clear_permissions()

    def _follow(self, page: Page) -> None:
        TALKS[page] = talk = Talk()
        page.on("websocket", talk.follow)
        page.on("request", self._asked)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _asked(self, request: Request) -> None:
        address = urlparse(request.url)
        if address.scheme not in ("data", "blob") and address.hostname not in ("localhost", "127.0.0.1"):
            self.outside.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        """Errors; below the root Streamlit looks for its server in two places, and misses once."""
        probe = "/_stcore/" in message.location.get("url", "")
        if message.type == "error" and not probe:
            self.complaints.append(f"{message.text} {message.location}")

    def open(self, path: str = "", page: Page | None = None) -> Page:
        """Go to an address of the app and wait for the page."""
        page = page or self.page
        page.goto(f"{self.address}/{path}")
        settle(page)
        return page

    def grow(self, height: int) -> None:
        """Make the page so many pixels high, so that more of it is drawn."""
        self.page.set_viewport_size({"width": WIDTH[self.mode], "height": height})

    def show(self, name: str = DOSSIER, filename: str = "outcome.py") -> Page:
        """Open an example by its address: the way through the first page is three times the work."""
        entry = next(entry for entry in PAGES if entry.filename == filename)
        return self.open(f"{entry.url_path}?{CONCEPT}={EXAMPLE}{name}")

    def turn(self, filename: str, lang: Lang = "nl") -> None:
        """Go to a page through the menu."""
        entry = next(entry for entry in PAGES if entry.filename == filename)
        menu = self.page.get_by_test_id("stSidebarNav")
        if self.mode == "narrow":
            self.page.get_by_test_id("stExpandSidebarButton").click()
        menu.get_by_role("link", name=text(entry.title, lang), exact=True).click()
        title = text("app.title" if entry is PAGES[0] else entry.title, lang)
        self.page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
        if self.mode == "narrow":
            self.page.get_by_test_id("stSidebarCollapseButton").get_by_role("button").click()
        settle(self.page)


def settle(page: Page) -> None:
    """Wait until the app has answered all that was asked, and nothing is still being drawn.

    Raises:
        AssertionError: if that never comes.
    """
    talk, until = TALKS[page], time.monotonic() + PATIENCE_MS / 1000
    page.evaluate(DRAWN)
    while True:
        before = talk.frames
        if talk.over:  # until then the page need not be drawn for a look at it
            page.evaluate(DRAWN)
            if talk.over and talk.frames == before and page.evaluate(SETTLED):
                return
        assert time.monotonic() < until, f"the app does not settle: {vars(talk)}"
        page.wait_for_timeout(LOOK_MS)


def press_until(control: Locator, shown: Locator) -> None:
    """Press until something is shown, as a person does when the page was just drawn anew under the mouse.

    Raises:
        AssertionError: if that never helps.
    """
    for _ in range(MAX_PRESSES):
        if shown.is_visible():
            return
        control.click(delay=PRESS_MS)
        try:
            shown.wait_for(timeout=NOTICE_MS)
        except TimeoutError:
            continue
    assert shown.is_visible(), f"{control} never shows {shown}"


def choose(page: Page, label: str, option: str) -> None:
    """Choose an option of a list with the mouse; long lists draw only what matches.

    Behind the name of an option may stand other words by which it is found.
    """
    page.get_by_label(label, exact=True).click()
    page.keyboard.type(option)
    page.get_by_role("option", name=re.compile(rf"^{re.escape(option)}( · .*)?$")).click()
    settle(page)


def enter(page: Page, label: str, typed: str) -> None:
    """Type in a field and leave it."""
    field = page.get_by_label(label, exact=True)
    field.fill(typed)
    field.press("Enter")
    settle(page)


def focused(page: Page) -> str:
    """Name of what has the focus, as a screen reader would say it; what only scrolls has none."""
    return str(
        page.evaluate(
            """() => {
              const e = document.activeElement;
              if (e === document.body) return '';
              const of = id => document.getElementById(id)?.innerText ?? '';
              const label = e.labels?.[0]?.innerText ?? '';
              const content = e.matches('a, button, summary, label, [role]') ? e.innerText : '';
              return (e.getAttribute('aria-label') || of(e.getAttribute('aria-labelledby')) || label
                || content || '').trim();
            }"""
        )
    )


def tab_to(page: Page, name: str) -> None:
    """Press Tab until something with this name has the focus.

    Raises:
        AssertionError: if the keyboard never gets there.
    """
    passed = []
    for _ in range(MAX_TABS):
        page.keyboard.press("Tab")
        passed.append(focused(page))
        if passed[-1].split("\n")[-1].strip() == name:  # before the name stands the name of an icon
            return
    raise AssertionError(f"Tab never reaches {name!r}; passed {list(dict.fromkeys(passed))}")


def type_in(page: Page, name: str, typed: str) -> None:
    """Fill a field by keyboard alone."""
    tab_to(page, name)
    page.keyboard.press("Control+A")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    settle(page)


def pick(page: Page, name: str, option: str) -> None:
    """Choose from a list by keyboard alone."""
    tab_to(page, name)
    page.keyboard.type(option)
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Enter")
    settle(page)


def push(page: Page, name: str) -> None:
    """Press a button or follow a link by keyboard alone."""
    tab_to(page, name)
    page.keyboard.press("Enter")
    settle(page)


def violations(
    page: Page, *, around: Collection[Mode] = tuple(WIDTH), modes: Collection[Mode] = tuple(WIDTH)
) -> list[str]:
    """What axe finds against WCAG 2.2 A and AA in light, in dark and on a narrow screen.

    Args:
        page: as it stands.
        around: in which of these it looks at what is around the page too, which is the same on all.
        modes: in which it looks at all.
    """
    found = []
    for mode in in_every_mode(page, modes):
        broken = _broken(page, RULES_IN[mode], EVERYTHING if mode in around else MAIN)
        found += [f"{mode} {item['id']}: {node['html'][:200]}" for item in broken for node in item["nodes"]]
    return found


def _broken(page: Page, rules: dict[str, Any], within: str) -> list[dict[str, Any]]:
    """What axe finds; its half a megabyte of script is given to a document once."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate(
        "([within, rules]) => axe.run(within, rules).then(told => told.violations)", [within, rules]
    )
    return found


def in_every_mode(page: Page, modes: Collection[Mode] = tuple(WIDTH)) -> Iterator[Mode]:
    """The page as it stands, in one mode after the other; at the end as it was."""
    was = page.viewport_size
    assert was is not None
    for mode in modes:
        page.emulate_media(color_scheme="dark" if mode == "dark" else "light")
        page.set_viewport_size({"width": WIDTH[mode], "height": was["height"]})
        page.wait_for_function(IN_SCHEME, arg=mode == "dark", polling=POLL_MS)
        page.evaluate(DRAWN)
        page.wait_for_function(STILL, polling=POLL_MS)
        yield mode
    page.set_viewport_size(was)
    page.evaluate(DRAWN)


def remark(page: Page, words: str) -> None:
    """Say something about the dossier on its page, and wait until it stands there."""
    field = page.get_by_label(text("dossier.words"), exact=True)
    field.fill(words)
    field.press("Tab")
    settle(page)
    page.get_by_role("button", name=text("dossier.say")).click(delay=PRESS_MS)
    page.get_by_test_id("stText").filter(has_text=words).first.wait_for()
    settle(page)
