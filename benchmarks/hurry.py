"""How much is lost of what someone types who is gone before a busy app has answered: it must be nothing.

Starts the app on a folder of its own, with a browser, and processes beside it that take all the time they can
get; the tests let app and browser go on in turn instead, which costs less and makes any machine busy.
Prints per way of leaving a field how many of the tries were lost, and fails if any was:
``python -m benchmarks.hurry [tries]``.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.browser.conftest import free_port, launch, start_copy, stop
from tests.browser.driving import Visit
from tests.browser.hurry import CLICKS, OTHERS, SUDDEN, Hurry, Try

TRIES, SUDDEN_TRIES = 200, 20
EXAMPLE = "fulfilment_waalwijk"
BUSY_PROCESSES = 2


@contextmanager
def busy_processes() -> Iterator[None]:
    """Processes that take all the time they can get, for as long as this one lives."""
    command = [sys.executable, "-c", f"import os\nwhile os.getppid() == {os.getpid()}: pass"]
    others = [subprocess.Popen(command) for _ in range(BUSY_PROCESSES)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


@contextmanager
def visitor(driver: Playwright, *, quick: bool = False) -> Iterator[Hurry]:
    """Someone in a hurry, on an app that shows an example; a ``quick`` one calculates with few draws."""
    with tempfile.TemporaryDirectory() as place:
        port, folder = free_port(), Path(place)
        server = start_copy(port, folder, "--example", EXAMPLE, quick=quick)
        browser = launch(driver, "nl")
        try:
            yield Hurry(Visit(browser, f"http://localhost:{port}"), folder, server.pid)
        finally:
            browser.close()
            stop(server)


def tell(tried: list[Try]) -> int:
    """Print what became of the tries, and how many were lost."""
    for one in tried:
        if one.lost or one.hidden:
            print(f"{'lost' if one.lost else 'not shown'}: {one}")
    lost, made = Counter(one.way for one in tried if one.lost), Counter(one.way for one in tried)
    for way, count in made.items():
        print(f"{way:24} {lost[way]:4} lost of {count}")
    print(f"{'all':24} {lost.total():4} lost of {len(tried)}")
    return lost.total()


def main() -> None:
    """Try every way in turn on a busy machine, and what is over at once on one that is not."""
    tries = int(sys.argv[1]) if len(sys.argv) > 1 else TRIES
    with sync_playwright() as driver, visitor(driver) as hurry:
        with busy_processes():
            tried = [hurry.attempt(way) for way in islice(cycle((*CLICKS, *OTHERS)), tries)]
        lost = tell(tried)
        print(f"clicked again because a page did not come: {hurry.again}")
        print("over at once, which a browser need not survive:", flush=True)
        tell([hurry.attempt(way) for way in SUDDEN * SUDDEN_TRIES])
    sys.exit(1 if lost else 0)


if __name__ == "__main__":
    main()
