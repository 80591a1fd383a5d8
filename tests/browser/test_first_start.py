"""The first visitor comes while the server is still loading: the page works, and what is typed is kept."""

import sqlite3
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from hea.dossiers.database import FILE_NAME
from hea.texts import text
from tests.browser.conftest import free_port, start
from tests.browser.driving import Visit, enter


@pytest.mark.parametrize("turn", range(4))
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
        process.terminate()
        process.wait(10)
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    assert connection.execute("SELECT title FROM dossiers").fetchall() == [("Vroege Vogel",)]
    connection.close()
    assert "Traceback" not in (tmp_path / "log.txt").read_text()
