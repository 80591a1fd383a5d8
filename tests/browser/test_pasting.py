"""Function groups pasted from a spreadsheet: read, or told, and never something else."""

from playwright.sync_api import Page, expect

from hea.texts import text
from tests.browser.driving import Visit, push, settle
from tests.browser.test_work import begin

GOOD = "Orderpickers\tEenvoudig werk\t320\tpersonen\tgemiddeld\t65%\t60%"
DOUBTFUL = "Techniek\thandwerk\t25 fte\t\tgemiddeld\t0%"
MENDED = DOUBTFUL.replace("handwerk", "Vakwerk")


def paste(page: Page, words: str) -> None:
    """Paste in the box what was copied elsewhere, in the place of what stands there."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("words => navigator.clipboard.writeText(words)", words)
    box = page.get_by_label(text("pasted.box"), exact=True)
    box.click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+v")
    page.keyboard.press("Control+Enter")
    settle(page)


def test_rows_from_a_spreadsheet_are_shown_as_understood_and_doubts_are_mended_first(visit: Visit) -> None:
    page = begin(visit, "Plakken")
    visit.turn("workforce.py")
    page.get_by_text(text("app.edit_table"), exact=True).click()
    settle(page)
    paste(page, f"{GOOD}\n{DOUBTFUL}")
    expect(page.get_by_text("handwerk").first).to_be_visible()
    expect(page.get_by_role("button", name=text("pasted.take_one"))).to_be_disabled()
    expect(page.get_by_text(text("app.table_taken", count=0, total="0"))).to_be_visible()
    paste(page, f"{GOOD}\n{MENDED}")
    push(page, text("pasted.take", count=2))
    expect(page.get_by_text(text("app.table_taken", count=2, total="345"))).to_be_visible()
    expect(page.get_by_label(text("pasted.box"), exact=True)).to_have_value("")
