"""Pictures of every page in light, dark and 400 pixels wide, to look at: ``make screenshots``."""

import sys
import tempfile
from pathlib import Path
from typing import get_args

from playwright.sync_api import sync_playwright

from hea.app.navigation import PAGES
from tests.browser.conftest import free_port, launch, start
from tests.browser.driving import Mode, Visit, settle

FOLDER = Path("build/screenshots")
HEIGHT = 2_400
DRAWN_MS = 1_500


def main() -> None:
    """Walk through the made-up dossier and keep a picture of every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as store, sync_playwright() as driver:
        port = free_port()
        server = start([sys.executable, "-m", "hea", "app", "--port", str(port)], port, Path(store))
        browser = launch(driver, "nl")
        for mode in get_args(Mode):
            visit = Visit(browser, f"http://localhost:{port}", mode, HEIGHT)
            visit.show()
            for entry in PAGES:
                visit.turn(entry.filename)
                visit.page.wait_for_timeout(DRAWN_MS)
                settle(visit.page)
                visit.page.screenshot(path=FOLDER / f"{Path(entry.filename).stem}-{mode}.png")
            visit.close()
        browser.close()
        server.terminate()


if __name__ == "__main__":
    main()
