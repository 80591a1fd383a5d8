"""The first visitor comes while the server is still loading: the page works, and what is typed is kept."""

import sqlite3
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hea.dossiers.database import FILE_NAME
from hea.texts import text
from tests.browser.conftest import free_port, start, start_copy, stop
from tests.browser.driving import Visit, enter, violations


@pytest.mark.parametrize("turn", range(2))
def test_a_visitor_at_the_very_start_finds_a_page_that_saves(
    browsers: dict[str, Browser], tmp_path: Path, turn: int
) -> None:
    port = free_port()
    process = start([sys.executable, "-m", "hea", "app", "--port", str(port)], port, tmp_path)
    visit = Visit(browsers["nl"], f"http://localhost:{port}")
    try:
        page = visit.open("quick-scan")
        enter(page, text("app.company"), "Vroege Vogel")
        side = page.get_by_test_id("stSidebar")
        expect(side.get_by_text("Vroege Vogel")).to_be_visible()
        expect(page.get_by_role("alert").filter(has_text="opslag")).to_have_count(0)
    finally:
        visit.close()
        stop(process)
    assert titles(tmp_path) == ["Vroege Vogel"]
    assert "Traceback" not in (tmp_path / "log.txt").read_text()


@pytest.mark.parametrize("asked", [True, False], ids=["asked", "by itself"])
def test_a_store_that_comes_back_takes_what_was_typed_meanwhile(
    browsers: dict[str, Browser], tmp_path: Path, asked: bool
) -> None:
    (tmp_path / FILE_NAME).mkdir()  # in the way of the file
    port = free_port()
    process = start_copy(port, tmp_path, quick=True)
    visit = Visit(browsers["nl"], f"http://localhost:{port}")
    try:
        page = visit.open("quick-scan")
        told = page.get_by_role("alert").filter(has_text=text("app.not_saved"))
        expect(told).to_have_count(1)
        enter(page, text("app.company"), "Geduldig BV")
        expect(told).to_have_count(1)
        assert violations(page) == []
        (tmp_path / FILE_NAME).rmdir()
        if asked:
            page.get_by_role("button", name=text("app.try_again")).click()
        expect(page.get_by_test_id("stSidebar").get_by_text("Geduldig BV")).to_be_visible()
        expect(told).to_have_count(0)
        expect(page.get_by_label(text("app.company"), exact=True)).to_have_value("Geduldig BV")
    finally:
        visit.close()
        stop(process)
    assert titles(tmp_path) == ["Geduldig BV"]


def titles(folder: Path) -> list[str]:
    """The dossiers in the store of a folder."""
    connection = sqlite3.connect(folder / FILE_NAME)
    found = [row[0] for row in connection.execute("SELECT title FROM dossiers")]
    connection.close()
    return found
