"""The walks of an officer, a municipality and a company with the keyboard alone."""

from pathlib import Path

import pypdf
from playwright.sync_api import expect

from hea.texts import text
from tests.browser.driving import Visit, pick, push, settle, tab_to, type_in


def six_fields(visit: Visit, company: str) -> None:
    page = visit.page
    type_in(page, text("app.company"), company)
    pick(page, text("app.municipality"), "Venray")
    pick(page, text("app.sector"), "Glastuinbouw, groente")
    type_in(page, text("app.size_persons"), "120")
    type_in(page, text("app.opening"), "3-2028")


def follow(visit: Visit, title: str) -> None:
    """Go on with the link at the end of the page."""
    page = visit.page
    push(page, f"{title} →")
    page.get_by_role("heading", level=1, name=title, exact=True).wait_for()
    settle(page)


def download(visit: Visit, folder: Path) -> str:
    """Make the report and take the paper along; its text."""
    page = visit.page
    push(page, text("make.build"))
    page.get_by_role("button", name=text("app.download_pdf"), exact=True).wait_for()
    settle(page)
    tab_to(page, text("app.download_pdf"))
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    waiting.value.save_as(folder / "rapport.pdf")
    return "".join(part.extract_text() for part in pypdf.PdfReader(folder / "rapport.pdf").pages)


def test_an_officer(visit: Visit, tmp_path: Path) -> None:
    page = visit.open()
    push(page, text("door.acquisition_button"))
    page.get_by_role("heading", level=1, name=text("page.quick_scan"), exact=True).wait_for()
    six_fields(visit, "Kas en Co")
    page.get_by_role("heading", name=text("app.result")).wait_for()
    push(page, text("page.report"))
    page.get_by_role("heading", level=1, name=text("page.report"), exact=True).wait_for()
    assert "Kas en Co" in download(visit, tmp_path)


def test_a_municipality(visit: Visit, tmp_path: Path) -> None:
    page = visit.open()
    push(page, text("door.municipality_button"))
    page.get_by_role("heading", level=1, name=text("page.initiative"), exact=True).wait_for()
    six_fields(visit, "Kwekerij")
    follow(visit, text("page.workforce"))
    push(page, text("app.take_typical"))
    push(page, text("app.edit_group", number=1))
    type_in(page, text("label.Headcount.count"), "44")
    follow(visit, text("page.surroundings"))
    type_in(page, text("label.LocalContext.kern_inhabitants"), "2.500")
    follow(visit, text("page.housing_plan"))
    pick(page, text("label.Offer.stay"), text("option.stay.short"))
    for label, typed in ((text("label.Offer.places"), "40"), (text("label.Offer.from_month"), "1-2028")):
        tab_to(page, label)
        page.keyboard.type(typed)
    push(page, text("app.add_offer"))
    expect(page.get_by_text("1. 40").first).to_be_visible()
    for title in ("conversation", "outcome", "welfare"):
        follow(visit, text(f"page.{title}"))
    type_in(page, text("label.Weights.set_by"), "College")
    push(page, text("welfare.set"))
    expect(page.get_by_text("Gewichten vastgesteld door College")).to_be_visible()
    for title in ("scenarios", "comparing", "region", "report"):
        follow(visit, text(f"page.{title}"))
    assert "Kwekerij" in download(visit, tmp_path)


def test_a_company(visit: Visit, tmp_path: Path) -> None:
    page = visit.open()
    push(page, text("door.company_button"))
    page.get_by_role("heading", level=1, name=text("page.initiative"), exact=True).wait_for()
    six_fields(visit, "Zelftoets BV")
    push(page, text("page.conversation"))
    page.get_by_role("heading", level=1, name=text("page.conversation"), exact=True).wait_for()
    pick(page, "Wie is eigenaar van de grond?", "bedrijf")
    push(page, text("conversation.huisvesting"))
    pick(page, "Heeft iedereen een eigen slaapkamer en minstens 15 m2 leefruimte?", "ja")
    tab_to(page, text("conversation.download"))
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    waiting.value.save_as(tmp_path / "vragen.pdf")
    left = "".join(part.extract_text() for part in pypdf.PdfReader(tmp_path / "vragen.pdf").pages)
    assert "eigenaar" not in left
    push(page, text("page.report"))
    page.get_by_role("heading", level=1, name=text("page.report"), exact=True).wait_for()
    assert "Zelftoets BV" in download(visit, tmp_path)
