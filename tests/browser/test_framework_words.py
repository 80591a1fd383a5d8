"""What the framework itself says on a page follows the language of the page."""

import re

import pytest
from playwright.sync_api import expect

from hea.texts import LANGUAGES, Lang, text
from tests.browser.driving import Visit, settle


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_field_for_a_file_speaks_the_language_of_the_page(visit: Visit, lang: Lang) -> None:
    page = visit.open()
    field = page.get_by_test_id("stFileUploader")
    other: Lang = "en" if lang == "nl" else "nl"
    for spoken in (other, lang):
        page.get_by_role("radio", name=text("language.name", spoken)).click()
        settle(page)
        expect(
            page.get_by_role("heading", level=1, name=text("app.title", spoken), exact=True)
        ).to_be_visible()
        expect(field.get_by_role("button", name=text("framework.upload", spoken))).to_be_visible()
        expect(field).to_contain_text(re.compile(rf"\d+ ?MB{text('framework.per_file', spoken)}"))
    field.locator("input[type=file]").set_input_files(
        {"name": "brief.txt", "mimeType": "text/plain", "buffer": b"x"}
    )
    expect(field).to_contain_text(text("framework.not_allowed", lang).strip())
    wrong = "Choose a file" if lang == "nl" else "bestand"
    expect(field).not_to_contain_text(wrong)


def test_a_list_without_hits_says_so_in_dutch(visit: Visit) -> None:
    visit.open()
    visit.turn("quick_scan.py")
    visit.page.get_by_label(text("app.municipality"), exact=True).click()
    visit.page.keyboard.type("xyzzy")
    expect(visit.page.get_by_text(text("framework.nothing"))).to_be_visible()
