"""What is half filled in is still there after a visit elsewhere; what would be gone is asked about first."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Error, Page, expect

from hea.exchange.leads import COLUMNS
from hea.fields import declared, option_name
from hea.proposal import FunctionGroup, Offer, field_label
from hea.texts import Lang, text
from tests.browser.driving import PRESS_MS, Visit, choose, settle
from tests.browser.test_fields import EXAMPLE, NAME, stored

FORMS = {
    "group": ("workforce.py", "new_group", FunctionGroup, {"name": "Inpakkers", "count": "1.200"}),
    "offer": ("housing_plan.py", "new_offer", Offer, {"places": "1.200", "from_month": "maart 2028"}),
}
ORDER = ("company", "municipality", "sector", "persons", "opening")
PLANS = (
    ("Hal BV", "Horst aan de Maas", EXAMPLE.sector, "150", "2028-03"),
    ("Kas BV", "Venray", EXAMPLE.sector, "1200", "2028-03"),
)


def at(filename: str, page: Page, lang: Lang = "nl") -> None:
    """Wait until a page of the app stands."""
    title = text(f"page.{filename.removesuffix('.py')}", lang)
    page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
    settle(page)


def unfold(page: Page, title: str) -> None:
    """Open the part behind a title."""
    page.locator("summary").filter(has_text=title).first.click(delay=PRESS_MS)
    settle(page)


def stands(page: Page, typed: dict[str, str]) -> None:
    """See that fields, by their labels, hold what was typed."""
    for label, words in typed.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(words, timeout=10_000)
        expect(page.get_by_label(label, exact=True)).to_be_visible()


def by_menu(visit: Visit, filename: str) -> None:
    visit.turn("region.py")
    visit.turn(filename)


def by_back(visit: Visit, filename: str) -> None:
    visit.turn("region.py")
    visit.page.go_back()
    at(filename, visit.page)


def by_language(visit: Visit, filename: str) -> None:
    languages: tuple[Lang, ...] = ("en", "nl")
    for lang in languages:
        visit.page.get_by_text(text("language.name", lang), exact=True).click()
        at(filename, visit.page, lang)


STAYS_MS = 1_000
"""How long a page that is loaded again waits for it, where the user stays."""
WAYS: tuple[Callable[[Visit, str], None], ...] = (by_menu, by_back, by_language)


def asked_on_reload(page: Page) -> list[str]:
    """What the browser asks when the page is loaded again, and stays."""
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    with suppress(Error):  # who stays does not load the page again
        page.reload(timeout=STAYS_MS)
    page.remove_listener("dialog", stay)
    settle(page)
    return asked


@pytest.mark.parametrize("kind", FORMS)
def test_a_half_filled_form_is_still_there_until_it_is_handed_in(kind: str, visit: Visit) -> None:
    filename, part, model, words = FORMS[kind]
    typed = {field_label(model, name, "nl"): word for name, word in words.items()}
    page = visit.show(NAME, filename)
    if not page.get_by_label(next(iter(typed)), exact=True).is_visible():
        unfold(page, text(f"app.{part}"))
    for label, word in typed.items():
        page.get_by_label(label, exact=True).fill(word)
    for way in WAYS:
        way(visit, filename)
        stands(page, typed)
    assert asked_on_reload(page) == ["beforeunload"]
    assert stored(page) == EXAMPLE
    stands(page, typed)


def test_handing_in_a_form_takes_what_stands_in_it_and_empties_it(visit: Visit) -> None:
    page = visit.show(NAME, "workforce.py")
    unfold(page, text("app.new_group"))
    name, count = (page.get_by_label(field_label(FunctionGroup, key, "nl")) for key in ("name", "count"))
    name.fill("Inpakkers")
    choose(
        page,
        field_label(FunctionGroup, "level", "nl"),
        option_name("level", declared("function_groups[0].level").options[0], "nl"),
    )
    count.fill("1.200")
    page.get_by_role("button", name=text("app.add_group")).click(delay=PRESS_MS)
    settle(page)
    assert stored(page).function_groups[-1].count == 1200
    expect(name).to_have_value("")
    assert asked_on_reload(page) == []


def portfolio(visit: Visit, folder: Path) -> Page:
    """Two plans, calculated."""
    file = folder / "plannen.csv"
    heads = [text(f"lead.{key}") for key in COLUMNS]
    rows = [dict(zip(ORDER, plan, strict=True)) for plan in PLANS]
    lines = [";".join(row.get(key, "") for key in COLUMNS) for row in rows]
    file.write_text("\n".join([";".join(heads), *lines]) + "\n", "utf-8")
    page = visit.open("portefeuille")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name=text("screen.go")).click()
    page.get_by_role("heading", name=text("screen.sheet_overview")).wait_for()
    settle(page)
    return page


def test_filter_and_sort_of_the_portfolio_are_the_same_after_a_visit_elsewhere(
    visit: Visit, tmp_path: Path
) -> None:
    page = portfolio(visit, tmp_path)
    by_size = text("screen.sort_by", name=text("screen.jobs"))
    choose(page, text("screen.filter"), "Venray")
    choose(page, text("screen.sort"), by_size)
    by_menu(visit, "portfolio.py")
    stands(page, {text("screen.filter"): "Venray", text("screen.sort"): by_size})
    assert asked_on_reload(page) == ["beforeunload"]
    stands(page, {text("screen.filter"): "Venray", text("screen.sort"): by_size})


def test_a_report_that_is_being_made_is_found_made_after_a_visit_elsewhere(visit: Visit) -> None:
    page = visit.show(NAME, "report.py")
    page.get_by_text(text("make.form_eenA4"), exact=True).click()
    settle(page)
    page.get_by_role("button", name=text("make.build")).click(delay=PRESS_MS)
    visit.turn("start.py")
    visit.turn("report.py")
    expect(page.get_by_role("button", name=text("app.download_pdf"))).to_be_visible()
