"""Someone in a hurry on a busy machine: types in a field and is gone before the app has answered.

A try types in one field and hands it in, so that the app has work to do, then types in the next field and
leaves it in one of several ways. What was typed must be in the store, and in the field when one comes back.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from random import Random
from threading import Event, Thread
from typing import NamedTuple

from playwright.sync_api import Locator, Page, TimeoutError

from hea.dossiers import ALONE, Store
from hea.dossiers.database import FILE_NAME
from hea.proposal import Proposal
from hea.texts import text
from tests.browser.driving import POLL_MS, PRESS_MS, SETTLED, Visit
from tests.dossiers.listing import seen_by

GIVEN_SECONDS, TAKEN_SECONDS = (0.005, 0.02), (0.01, 0.04)
"""How long, at least and at most, a processor of a busy machine works for a program and then for others."""
PATIENCE_SECONDS = 120
"""How long a value may be on its way to the store; what is not there by then never comes."""
CLICKS_AT_MOST, LOOK_MS = 6, 3_000
NOTICE_MS = 60_000
"""How soon a person in front of a page that does not come clicks again."""
HOME = text("page.initiative")
FIELDS = {name: text(f"label.Proposal.{name}") for name in ("initiative", "kern", "value_added_ratio")}
"""Fields of the page where the tries are made."""


@contextmanager
def in_turn(send: Callable[[int], None]) -> Iterator[None]:
    """Give a program the processor a third of the time, as a busy machine does, and let nobody use the rest.

    Args:
        send: gives the program a signal.
    """
    over = Event()
    thread = Thread(target=_stop_and_go, args=(send, over))
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _stop_and_go(send: Callable[[int], None], over: Event) -> None:
    dice = Random()
    while not over.wait(dice.uniform(*GIVEN_SECONDS)):
        send(signal.SIGSTOP)
        time.sleep(dice.uniform(*TAKEN_SECONDS))
        send(signal.SIGCONT)


def ready(page: Page, title: str) -> None:
    """Wait until a page of the app stands with its title and nothing is being calculated."""
    page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
    page.wait_for_function(SETTLED, polling=POLL_MS)


def field(page: Page, name: str) -> Locator:
    """A field of the page where the tries are made."""
    return page.get_by_label(FIELDS[name], exact=True)


def menu(page: Page, key: str) -> None:
    """Click on a page in the menu, as long as a person holds the button."""
    link = page.get_by_test_id("stSidebarNav").get_by_role("link", name=text(key), exact=True)
    link.click(delay=PRESS_MS)


def by_menu(page: Page) -> str:
    """Click in the menu."""
    menu(page, "page.workforce")
    return text("page.workforce")


def by_quick_menu(page: Page) -> str:
    """Click in the menu without holding the button at all."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=text("page.workforce"), exact=True).click()
    return text("page.workforce")


def by_link(page: Page) -> str:
    """Follow the link to the next page."""
    link = page.get_by_test_id("stMain").get_by_role("link", name=text("page.workforce"))
    heading = page.get_by_role("heading", level=1, name=text("page.workforce"), exact=True)
    for _ in range(CLICKS_AT_MOST):  # what is calculated pushes the link away from under the mouse
        link.or_(heading).first.click(delay=PRESS_MS)
        with suppress(TimeoutError):
            heading.wait_for(timeout=LOOK_MS)
            break
    return text("page.workforce")


def enter_then_menu(page: Page) -> str:
    """Enter, and a click at once."""
    page.keyboard.press("Enter")
    return by_menu(page)


def tab_then_menu(page: Page) -> str:
    """Tab, and a click at once."""
    page.keyboard.press("Tab")
    return by_menu(page)


def other_field_then_menu(page: Page) -> str:
    """A click in another field, and away."""
    field(page, "value_added_ratio").click(delay=PRESS_MS)
    return by_menu(page)


def two_pages(page: Page) -> str:
    """Two pages further in one go."""
    menu(page, "page.region")
    return by_menu(page)


def back(page: Page) -> str:
    """The button of the browser that goes back."""
    page.evaluate("document.activeElement.blur(); history.back()")
    return text("app.title")


def other_language(page: Page) -> str:
    """Another language, and back to the first."""
    for lang in ("en", "nl"):
        heading = page.get_by_role("heading", level=1, name=text("page.initiative", lang), exact=True)
        for _ in range(CLICKS_AT_MOST):  # what is drawn again takes the button from under the mouse
            page.get_by_text(text("language.name", lang), exact=True).click(delay=PRESS_MS)
            with suppress(TimeoutError):
                heading.wait_for(timeout=LOOK_MS)
                break
    return HOME


def reload_after_enter(page: Page) -> str:
    """Enter, and the page is loaded again."""
    page.keyboard.press("Enter")
    page.reload()
    return HOME


def reload_at_once(page: Page) -> str:
    """The page is loaded again while the cursor is still in the field."""
    page.reload()
    return HOME


def close_at_once(page: Page) -> str:
    """The tab is closed while the cursor is still in the field, and the app opened in another."""
    address = page.url
    page.close(run_before_unload=True)
    page = page.context.new_page()
    page.goto(address)
    return HOME


def elsewhere(page: Page) -> str:
    """Another address while the cursor is still in the field, and back."""
    page.evaluate("location.href = 'about:blank'")
    page.wait_for_url("about:blank")
    page.go_back()
    return HOME


Way = Callable[[Page], str]
"""Leaves what was typed in a field, and says which page then opens."""
CLICKS: tuple[Way, ...] = (by_menu, by_link, enter_then_menu, tab_then_menu, other_field_then_menu)
OTHERS: tuple[Way, ...] = (
    by_quick_menu,
    two_pages,
    back,
    other_language,
    reload_after_enter,
)
SUDDEN: tuple[Way, ...] = (reload_at_once, close_at_once, elsewhere)
"""Over at once: a browser that gets no time does not always send what is handed in as its page goes."""


class Try(NamedTuple):
    """What became of one try."""

    way: str
    typed: str
    stored: str
    shown: str

    @property
    def lost(self) -> bool:
        """Whether what was typed did not come into the store."""
        return self.typed != self.stored

    @property
    def hidden(self) -> bool:
        """Whether it is in the store and the field does not show it."""
        return not self.lost and self.typed != self.shown


class Hurry:
    """A visit of someone in a hurry, with a look in the store behind the app."""

    def __init__(self, visit: Visit, folder: Path, app: int) -> None:
        """On an app that was started with an example and keeps its data in a folder."""
        self.visit, self.folder, self.app = visit, folder, app
        self.count = self.again = 0
        page = visit.open()
        self._home()
        field(page, "initiative").fill("Begin")
        field(page, "initiative").press("Enter")
        page.get_by_test_id("stSidebar").get_by_text("Bewaard om").wait_for()

    @contextmanager
    def busy_machine(self) -> Iterator[None]:
        """App and browser each get the processor now and then, and not together."""
        with in_turn(partial(os.kill, self.app)), in_turn(partial(os.killpg, self._group_of_browser())):
            yield

    def _group_of_browser(self) -> int:
        """The processes of the browser, which lead a group of their own."""
        browser = self.visit.context.browser
        assert browser is not None
        known = browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
        return os.getpgid(next(int(process["id"]) for process in known if process["type"] == "browser"))

    def attempt(self, leave: Way) -> Try:
        """Type, leave, and look for what was typed."""
        page = self.visit.page
        self._home()
        self.count += 1
        typed = f"Kern {self.count}"
        field(page, "initiative").fill(f"Plan {self.count}")
        field(page, "initiative").press("Enter")
        field(page, "kern").fill(typed)
        title = leave(page)
        page = self.visit.page = self.visit.context.pages[-1]
        self._arrive(page, title)
        stored = self._stored(typed)
        self._home()
        return Try(leave.__name__, typed, stored, field(page, "kern").input_value())

    def _arrive(self, page: Page, title: str) -> None:
        """Wait for the page that was asked for; a person whose click does nothing clicks again."""
        heading = page.get_by_role("heading", level=1, name=title, exact=True)
        with suppress(TimeoutError):
            heading.wait_for(timeout=NOTICE_MS)
        if title == text("page.workforce") and not heading.is_visible():
            self.again += 1
            menu(page, "page.workforce")
        ready(page, title)

    def _home(self) -> None:
        page = self.visit.page
        if page.get_by_role("heading", level=1, name=HOME, exact=True).count() == 0:
            menu(page, "page.start")
            ready(page, text("app.title"))
            menu(page, "page.initiative")
        ready(page, HOME)

    def _stored(self, typed: str) -> str:
        """What the store holds, once that is what was typed or no longer on its way."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (held := self._held()) != typed and time.monotonic() < deadline:
            time.sleep(0.1)
        return held

    def _held(self) -> str:
        proposal = newest(self.folder)
        return (proposal and proposal.kern) or ""


def newest(folder: Path) -> Proposal | None:
    """The proposal that was saved last in the store of a folder."""
    store = Store(f"sqlite:///{folder / FILE_NAME}")
    try:
        dossiers = store.of(ALONE)
        return next((dossiers.load(row.id)[0].proposal for row in seen_by(dossiers)), None)
    finally:
        store.engine.dispose()
