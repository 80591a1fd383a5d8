"""How long a user waits, against a minimal Streamlit page on the same machine in the same run.

Prints seconds (median of the runs) and ratios: ``python -m benchmarks.browser``.
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from hea.app.navigation import PAGES
from hea.texts import text
from tests.browser.conftest import free_port, launch, start
from tests.browser.driving import Visit, settle
from tests.browser.test_accessibility import open_dossier

RUNS = 7
WARM_SECONDS = 30
"""Time for both servers to finish loading, so that neither pays for the other's start."""
STOPPED = """() => document.querySelector('[data-testid="stApp"]')
  .getAttribute('data-test-script-state') === 'notRunning'"""
FLOOR = Path(__file__).parent / "minimal_page.py"


def timed(act: Callable[[], None]) -> float:
    """Seconds that something takes."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def median(act: Callable[[int], None], runs: int = RUNS) -> float:
    """Median seconds over the runs."""
    return statistics.median(timed(lambda run=run: act(run)) for run in range(runs))  # type: ignore[misc]


def first_load(browser: object, address: str) -> float:
    """A new visitor: from going to the address until the page stands."""

    def load(_: int) -> None:
        visit = Visit(browser, address)  # type: ignore[arg-type]
        visit.page.goto(address)
        visit.page.wait_for_selector("h1")
        finished(visit.page)
        visit.close()

    return median(load)


def finished(page: Page) -> None:
    """Until the app says that it has stopped running."""
    page.wait_for_function(STOPPED)


def floor(browser: object, address: str) -> dict[str, float]:
    """Times of the minimal page."""
    found = {"first load": first_load(browser, address)}
    visit = Visit(browser, address)  # type: ignore[arg-type]
    page = visit.open()

    def change(run: int) -> None:
        page.get_by_label("veld").fill(str(run))
        page.keyboard.press("Enter")
        page.get_by_text(f"getypt: {run}", exact=True).wait_for()

    def turn(run: int) -> None:
        name = ("Tweede", "Eerste")[run % 2]
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
        page.get_by_role("heading", level=1, name=name).wait_for()
        finished(page)

    found["changed field"] = median(change)
    found["opened page"] = median(turn, 2 * RUNS)
    visit.close()
    return found


def app(browser: object, address: str) -> dict[str, float]:
    """Times of the app of hea: every page, and a changed field on those with results."""
    found = {"first load": first_load(browser, address)}
    visit = Visit(browser, address)  # type: ignore[arg-type]
    page = visit.open()
    open_dossier(visit)
    for entry in PAGES:
        visit.turn(entry.filename)

    def turn(run: int) -> None:
        entry = PAGES[run % len(PAGES)]
        menu = page.get_by_test_id("stSidebarNav")
        menu.get_by_role("link", name=text(entry.title), exact=True).click()
        title = text("app.title" if entry is PAGES[0] else entry.title)
        page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
        finished(page)

    slowest = {entry.filename: timed(lambda i=i: turn(i)) for i, entry in enumerate(PAGES)}  # type: ignore[misc]
    found["opened page"] = statistics.median(slowest.values())
    name = max(slowest, key=lambda key: slowest[key])
    found[f"opened page, slowest ({name})"] = slowest[name]
    visit.turn("initiative.py")
    settle(page)

    def change(run: int) -> None:
        field = page.get_by_label(text("label.Proposal.existing_workers"), exact=True)
        field.fill(str(100 + run))
        field.press("Enter")
        page.get_by_text(text("app.read_as", value=str(100 + run))).wait_for()
        finished(page)

    found["changed field, echo and result (initiative)"] = median(change)
    visit.turn("workforce.py")
    page.get_by_text(text("app.edit_group", number=1), exact=True).click()
    settle(page)

    def group(run: int) -> None:
        field = page.get_by_label(text("label.Headcount.count"), exact=True).first
        field.fill(str(300 + run))
        field.press("Enter")
        page.get_by_text(text("app.read_as", value=str(300 + run))).wait_for()
        finished(page)

    found["changed field, totals and charts (workforce)"] = median(group)
    visit.close()
    return found


def main() -> None:
    """Measure both in one run, and print the ratios."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        port, other = free_port(), free_port()
        ours = start([sys.executable, "-m", "hea", "app", "--port", str(port)], port, Path(folder))
        plain = ["--server.headless", "true", "--browser.gatherUsageStats", "false"]
        command = [sys.executable, "-m", "streamlit", "run", str(FLOOR), "--server.port", str(other), *plain]
        least = start(command, other, Path(folder))
        browser = launch(driver, "nl")
        time.sleep(WARM_SECONDS)
        base = floor(browser, f"http://localhost:{other}")
        for name, seconds in app(browser, f"http://localhost:{port}").items():
            least_seconds = next(base[key] for key in base if name.startswith(key))
            ratio = seconds / least_seconds
            print(f"{name:48} {seconds:6.2f} s   floor {least_seconds:5.2f} s   ratio {ratio:5.1f}")
        browser.close()
        for server in (ours, least):
            server.terminate()


if __name__ == "__main__":
    main()
