"""A running app and a real browser: Debian's chromium, with its own language packs."""

import os
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.browser.driving import TIMEOUT_MS, Visit, WarmWindow
from tests.needs import chromium
from tests.served import Copy

START_SECONDS, STOP_SECONDS = 240, 240
LOG_NAME = "log.txt"
expect.set_options(timeout=TIMEOUT_MS)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--renderer-process-limit=1",  # tabs of a window share the program of the pages
]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


Running = subprocess.Popen[bytes] | Copy


def start(command: list[str], port: int, folder: Path) -> Running:
    """A server in the background that answers its health question."""
    log = (folder / LOG_NAME).open("wb")
    process = subprocess.Popen(command, env=_environment(folder), stdout=subprocess.DEVNULL, stderr=log)
    return answering(process, port, folder)


def start_copy(
    port: int,
    folder: Path,
    *more: str,
    reads: bool = False,
    quick: bool = False,
    beforehand: Callable[[], None] | None = None,
) -> Running:
    """The app in the background, as a copy of a process that has loaded it; ``more`` words go with it.

    The process beside it that ``reads`` files is begun with the first file, unless it is asked for. A
    ``quick`` one calculates with few draws; ``beforehand`` something may be done to its program.
    """
    log = folder / LOG_NAME
    log.touch()
    words = ("app", "--port", str(port), *more)
    made = Copy(words, _environment(folder), log, reads=reads, quick=quick, beforehand=beforehand)
    return answering(made, port, folder)


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "HEA_DATA_FOLDER": str(folder)}


def answering(process: Running, port: int, folder: Path) -> Running:
    """A process, once it answers its health question.

    Raises:
        AssertionError: if it never does.
    """
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=10):
                return process
        except OSError:
            time.sleep(0.05)
    process.kill()
    raise AssertionError((folder / LOG_NAME).read_text())


def stop(process: Running) -> None:
    """End a server, which on a busy machine takes its time."""
    process.terminate()
    process.wait(STOP_SECONDS)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the app, with a store of its own."""
    port, folder = free_port(), tmp_path_factory.mktemp("store")
    process = start_copy(port, folder, quick=True)
    yield f"http://localhost:{port}"
    stop(process)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as driver:
        yield driver


def launch(driver: Playwright, ui_language: str) -> Browser:
    """A browser whose own language is the one asked for; the page's locale alone does not change that."""
    environment = {**os.environ, "LANGUAGE": ui_language, "LANG": f"{ui_language}.UTF-8"}
    return driver.chromium.launch(
        executable_path=chromium(), args=[*ARGUMENTS, f"--lang={ui_language}"], env=environment
    )


@pytest.fixture(scope="session")
def browsers(playwright: Playwright) -> Iterator[dict[str, Browser]]:
    """A Dutch and an English browser."""
    both = {language: launch(playwright, language) for language in ("nl", "en")}
    yield both
    for browser in both.values():
        browser.close()


@pytest.fixture(scope="session")
def warm(browsers: dict[str, Browser], address: str) -> Iterator[WarmWindow]:
    """The window of most visits."""
    made = WarmWindow(browsers["nl"], address)
    yield made
    made.close()


@pytest.fixture
def visit(warm: WarmWindow) -> Iterator[Visit]:
    """A visit of a Dutch user; at its end nothing may have gone outside or wrong."""
    with warm.visit() as made:
        yield made
    assert made.outside == [], "requests that left the machine"
    assert made.complaints == [], "errors in the console"
