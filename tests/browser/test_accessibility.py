"""No page breaks WCAG 2.2 A or AA as far as a program can tell, in light, dark and on a narrow screen."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from hea.app.navigation import PAGES
from hea.texts import LANGUAGES, Lang, text
from tests.browser.driving import PRESS_MS, TALL, WIDTH, Mode, Visit, press_until, settle, violations

FORMS = {
    *(text(f"app.new_{part}") for part in ("group", "offer", "capacity")),
    *(text(f"label.Proposal.{part}") for part in ("automation", "recruitment", "construction")),
    text("app.edit_construction"),
    text("radius.title"),
}
"""Titles of folded parts that hold fields or a form."""
MODES_OF_TABS: tuple[tuple[Mode, ...], ...] = (("light", "dark"), ("light", "narrow"))
"""Every page is looked at in every mode, and every tab behind its first in light and one of the others, in
turn: tabs of a page are made of the same parts."""


def test_every_page_opens_at_its_own_address_and_breaks_no_rule_with_a_full_dossier(visit: Visit) -> None:
    visit.grow(TALL)
    found = {}
    for entry in PAGES:
        page = visit.show(filename=entry.filename)
        title = text("app.title" if entry is PAGES[0] else entry.title)
        assert page.get_by_role("heading", level=1).inner_text() == title
        for place, name in enumerate(tabs(page)):
            unfold(page)
            around = () if place else WIDTH if entry is PAGES[0] else ("light",)
            broken = violations(page, around=around, modes=MODES_OF_TABS[place % 2] if place else WIDTH)
            if broken:
                found[f"{entry.filename} {name}"] = broken
    assert found == {}


def tabs(page: Page) -> Iterator[str]:
    """Every tab of a page, opened in turn; once for a page without tabs."""
    names = page.get_by_role("tab").all_inner_texts()
    for name in names[:1] or [""]:
        yield name
    for name in names[1:]:
        page.get_by_role("tab", name=name, exact=True).click(delay=PRESS_MS)
        settle(page)
        yield name


def unfold(page: Page) -> None:
    """Open the first two parts that stand folded, and every form."""
    shut = page.locator("details:not([open]) > summary")
    titles = [told.split("\n")[-1].strip() for told in shut.all_inner_texts()]  # first the name of an icon
    for place, title in enumerate(titles):
        if place < 2 or title in FORMS:
            part = page.locator("details").filter(has=page.locator("summary", has_text=title)).first
            press_until(part.locator("summary").first, part.get_by_test_id("stElementContainer").first)
            settle(page)  # what is below moves until then


def test_the_check_itself_can_fail(visit: Visit) -> None:
    page = visit.open()
    page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=\"\">')")
    page.evaluate("document.querySelector('h1').style.color = '#eeeeee'")
    broken = " ".join(violations(page))
    assert "light image-alt" in broken
    assert "light color-contrast" in broken
    assert "narrow image-alt" in broken
    page.evaluate("document.querySelector('h1').style.color = '#111111'")
    assert "dark color-contrast" in " ".join(violations(page))


def test_on_a_narrow_screen_the_menu_opens_and_leads_to_a_page(
    browsers: dict[str, Browser], address: str
) -> None:
    visit = Visit(browsers["nl"], address, "narrow")
    visit.open()
    visit.turn("quick_scan.py")
    expect(visit.page.get_by_test_id("stExpandSidebarButton")).to_be_visible()
    visit.close()
    assert visit.complaints == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_tells_its_language(lang: Lang, visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("radio", name=text("language.name", lang)).or_(
        page.get_by_role("button", name=text("language.name", lang))
    ).first.click()
    page.get_by_role("heading", level=1, name=text("app.title", lang)).wait_for()
    expect(page.locator("html")).to_have_attribute("lang", lang)
