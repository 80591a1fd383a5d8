"""The same typing gives the same number, whatever the language of the browser."""

from typing import get_args

import pytest
from playwright.sync_api import Browser

from hea.texts import Lang, number, text
from tests.browser.driving import Visit, enter, settle

TYPED: dict[Lang, dict[str, float | None]] = {
    "nl": {"3,5 fte": 3.5, "3.5 fte": 3.5, "1.234,5 fte": 1234.5, "veel": None},
    "en": {"3.5 fte": 3.5, "3,5 fte": 3.5, "1,234.5 fte": 1234.5, "many": None},
}
"""What is typed in a language of the app, and the number it stands for; ``None`` is refused."""
PART = 3.5
"""Of persons nobody has a part, so that this is asked about, however it is typed."""


def at_the_size(visit: Visit, lang: Lang) -> None:
    """Go to the field for the number of workers."""
    page = visit.open("quick-scan")
    if lang == "en":
        page.get_by_text(text("language.name", "en"), exact=True).click()
        page.get_by_role("heading", level=1, name=text("page.quick_scan", "en")).wait_for()
        page.get_by_text(text("app.quick_intro", "en")).wait_for()
        settle(page)


def echoed(visit: Visit, typed: str, lang: Lang) -> str:
    """What the app says it read."""
    page = visit.page
    enter(page, text("app.size_persons", lang), typed)
    told = {
        "refused": text("problems.typed_count", lang, value=typed),
        "asked": text("problems.size_part_person", lang, value=typed, number=1_000 * PART, part=PART),
    }
    read = text("app.read_as", lang, value="").rstrip(" .")
    said = page.get_by_text(read)
    for words in told.values():
        said = said.or_(page.get_by_text(words))
    said.first.wait_for()
    shown = page.get_by_test_id("stMain").inner_text()
    lines = (line for line in shown.splitlines() if line.startswith(read))
    return next((name for name, words in told.items() if words in shown), next(lines, ""))


@pytest.mark.parametrize("browser", ["nl", "en"])
@pytest.mark.parametrize("lang", get_args(Lang))
def test_typed_numbers(browser: str, lang: Lang, browsers: dict[str, Browser], address: str) -> None:
    visit = Visit(browsers[browser], address)
    at_the_size(visit, lang)
    for typed in ("3,5", "3.5"):  # first, as who has told full-time jobs goes on with them
        assert echoed(visit, typed, lang) == "asked", typed
    for typed, value in TYPED[lang].items():
        told = echoed(visit, typed, lang)
        if value is None:
            assert told == "refused", typed
        else:
            assert f"{number(value, lang, 2)} fte" in told, typed
    visit.close()


def test_the_two_browsers_do_differ_in_language(browsers: dict[str, Browser], address: str) -> None:
    """Otherwise the tests above compare a browser with itself."""
    told = {}
    for name, browser in browsers.items():
        visit = Visit(browser, address)
        page = visit.open()
        told[name] = page.evaluate("(1234.5).toLocaleString()")
        visit.close()
    assert told == {"nl": "1.234,5", "en": "1,234.5"}
