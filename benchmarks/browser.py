"""How long a user waits, against a minimal Streamlit page on the same machine in the same run.

The clock stands in the browser: it starts at the click or the key, and stops at the last change of a page
that has what was asked for and whose script has ended. Prints seconds (median of the runs) and ratios:
``python -m benchmarks.browser``.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from hea.app.navigation import PAGES
from hea.texts import text
from tests.browser.conftest import free_port, launch, start
from tests.browser.driving import Visit, settle
from tests.browser.test_accessibility import open_dossier

RUNS = 7
REST_SECONDS = 0.5
"""Time for a browser to finish drawing, so that one act does not pay for the one before."""
HEIGHT = 1_000
"""Of the window: all of the menu is in sight."""
TWO = ("Eerste", "Tweede")
"""The pages of the minimal app; it starts on the first."""
CHANGED = {
    "changed field, echo and result (initiative)": ("initiative.py", "label.Proposal.existing_workers", 100),
    "changed field, totals and charts (workforce)": ("workforce.py", "label.Headcount.count", 300),
}
"""Page, label and first number of the fields that are filled in."""
WARM_SECONDS = 30
"""Time for both servers to finish loading, so that neither pays for the other's start."""
STOPPED = """() => document.querySelector('[data-testid="stApp"]')
  .getAttribute('data-test-script-state') === 'notRunning'"""
CLOCK = """([act, title, answer]) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const main = document.querySelector('[data-testid="stMain"]');
  const there = () => app.getAttribute('data-test-script-state') === 'notRunning'
    && (!title || [...document.querySelectorAll('h1')].some(head => head.textContent.trim() === title))
    && main.textContent.includes(answer) && [...document.images].every(image => image.complete);
  window.taken = new Promise(done => document.addEventListener(act, () => {
    const begun = performance.now();
    let changed = begun, ready = 0;
    const watch = new MutationObserver(() => { changed = performance.now(); });
    watch.observe(document.body, {subtree: true, childList: true, characterData: true, attributes: true});
    const look = now => {
      if (!ready && there()) ready = now;
      if (ready && now - Math.max(ready, changed) > 300) {
        watch.disconnect();
        done(Math.max(ready, changed) - begun);
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  }, {once: true, capture: true}));
}"""
"""Starts at an act, looks at every frame, and stops once nothing has changed for 0.3 seconds."""
Act = Literal["click", "keydown"]
FLOOR = Path(__file__).parent / "minimal_page.py"


def clocked(page: Page, act: Act, do: Callable[[], None], *, title: str = "", answer: str = "") -> float:
    """Seconds from an act to the last change of the page that shows a title and an answer."""
    time.sleep(REST_SECONDS)
    page.evaluate(CLOCK, [act, title, answer])
    do()
    return float(page.evaluate("window.taken")) / 1000


class Race:
    """The same act in the app and on the minimal page, in turns: a machine that slows down slows both."""

    def __init__(self) -> None:
        """No acts yet."""
        self.app: dict[str, list[float]] = {}
        self.least: list[float] = []

    def run(self, name: str, app: Callable[[], float], least: Callable[[], float]) -> None:
        """Time both once."""
        self.app.setdefault(name, []).append(app())
        self.least.append(least())

    def show(self, name: str, seconds: float) -> None:
        """A line: seconds of the app, of the floor, and the ratio."""
        floor = statistics.median(self.least)
        print(f"{name:48} {seconds:6.2f} s   floor {floor:5.2f} s   ratio {seconds / floor:5.1f}")


def first_load(browser: Browser, address: str) -> float:
    """A new visitor: from going to the address until the page stands."""
    visit = Visit(browser, address)
    time.sleep(REST_SECONDS)
    begun = time.perf_counter()
    visit.page.goto(address)
    visit.page.wait_for_selector("h1")
    visit.page.wait_for_function(STOPPED)
    taken = time.perf_counter() - begun
    visit.close()
    return taken


def open_page(page: Page, link: str, title: str) -> float:
    """From a click in the menu until the page stands."""
    box = page.get_by_test_id("stSidebarNav").get_by_role("link", name=link, exact=True).bounding_box()
    assert box is not None
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return clocked(page, "click", lambda: page.mouse.click(*middle), title=title)


def fill(page: Page, label: str, value: int, answer: str) -> float:
    """From a number that stands in a field and is handed in until the page has answered."""
    page.get_by_label(label, exact=True).first.fill(str(value))
    return clocked(page, "keydown", lambda: page.keyboard.press("Enter"), answer=answer)


def loads(browser: Browser, ours: str, least: str) -> None:
    """The first load."""
    race = Race()
    for _ in range(RUNS):
        race.run("first load", partial(first_load, browser, ours), partial(first_load, browser, least))
    race.show("first load", statistics.median(race.app["first load"]))


def openings(page: Page, least: Page) -> None:
    """Every page; the middle one first, then all from slow to quick."""
    race = Race()
    for _ in range(RUNS):
        for entry in PAGES:
            link = text(entry.title)
            title = text("app.title") if entry is PAGES[0] else link
            other = TWO[(len(race.least) + 1) % 2]
            race.run(
                entry.filename,
                partial(open_page, page, link, title),
                partial(open_page, least, other, other),
            )
    medians = {name: statistics.median(seconds) for name, seconds in race.app.items()}
    race.show("opened page", statistics.median(medians.values()))
    for name, seconds in sorted(medians.items(), key=lambda item: -item[1]):
        race.show(f"  {name}", seconds)


def changes(visit: Visit, least: Page) -> None:
    """A changed field on the pages that show results while typing."""
    for name, (filename, label, first) in CHANGED.items():
        visit.turn(filename)
        if filename == "workforce.py":
            visit.page.get_by_text(text("app.edit_group", number=1), exact=True).click()
        settle(visit.page)
        race = Race()
        for value in range(first, first + RUNS):
            answer = text("app.read_as", value=str(value))
            race.run(
                name,
                partial(fill, visit.page, text(label), value, answer),
                partial(fill, least, "veld", value, f"getypt: {value}"),
            )
        race.show(name, statistics.median(race.app[name]))


def main() -> None:
    """Measure both in one run, and print the ratios."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        port, other = free_port(), free_port()
        ours = start([sys.executable, "-m", "hea", "app", "--port", str(port)], port, Path(folder))
        plain = ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        command = [sys.executable, "-m", "streamlit", "run", str(FLOOR), "--server.port", str(other), *plain]
        minimal = start(command, other, Path(folder))
        browser = launch(driver, "nl")
        time.sleep(WARM_SECONDS)
        loads(browser, f"http://localhost:{port}", f"http://localhost:{other}")
        visit, floor = (
            Visit(browser, f"http://localhost:{number}", height=HEIGHT) for number in (port, other)
        )
        least = floor.open()
        visit.open()
        open_dossier(visit)
        for entry in PAGES:
            visit.turn(entry.filename)
        openings(visit.page, least)
        open_page(least, TWO[0], TWO[0])
        changes(visit, least)
        browser.close()
        for server in (ours, minimal):
            server.terminate()


if __name__ == "__main__":
    main()
