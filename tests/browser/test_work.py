"""In a real browser: refresh keeps the draft, two tabs do not overwrite each other, nothing goes outside."""

import json
import urllib.request

from playwright.sync_api import Page, expect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from hea.app.scan_address import query
from hea.proposal import Proposal
from hea.texts import text
from tests.browser.driving import PRESS_MS, Visit, choose, enter, settle

COMPANY = text("app.company")
SCAN = query(
    Proposal.model_validate(
        {
            "company": "Uit een link",
            "municipality": "GM0984",
            "sector": "glasshouse",
            "opening": "2028-03",
            "workforce": {"count": 120},
        }
    )
)
"""A quick scan in an address: to fill it in is five times the work."""


def begin(visit: Visit, company: str, filename: str = "") -> Page:
    """A quick scan that was saved under a name, and a page of it if that is asked for."""
    page = visit.open(f"quick-scan?{SCAN}")
    enter(page, COMPANY, company)
    if filename:
        visit.turn(filename)
    return page


def fill_in(visit: Visit, company: str) -> Page:
    """A quick scan with all six fields, one after the other."""
    page = visit.open("quick-scan")
    enter(page, COMPANY, company)
    choose(page, text("app.municipality"), "Venray")
    choose(page, text("app.sector"), "Glastuinbouw, groente en gemengd")
    enter(page, text("app.size_persons"), "120")
    enter(page, text("app.opening"), "maart 2028")
    page.get_by_role("heading", name=text("app.result")).wait_for()
    return page


def test_a_refresh_and_a_new_tab_keep_the_draft(visit: Visit) -> None:
    page = fill_in(visit, "Kas en Co")
    page.reload()
    settle(page)
    expect(page.get_by_label(COMPANY, exact=True)).to_have_value("Kas en Co")
    expect(page.get_by_text("is teruggezet")).to_be_visible()
    other = visit.open("uitkomst", visit.tab())
    expect(other.get_by_text("Kas en Co, Venray").first).to_be_visible()


def test_a_change_says_once_that_it_is_kept_and_leaves_the_menu_alone(visit: Visit) -> None:
    page = begin(visit, "Begin")
    heard: list[str | None] = []

    def hear(frame: bytes) -> None:
        heard.append(ForwardMsg.FromString(frame).WhichOneof("type"))

    page.on("websocket", lambda socket: socket.on("framereceived", hear))
    page.reload()
    settle(page)
    assert "navigation" in heard
    heard.clear()
    side = page.get_by_test_id("stSidebar")
    for company in ("Tweede naam", "Derde naam"):
        enter(page, COMPANY, company)
        expect(side.get_by_text("Bewaard om")).to_have_count(1)
        expect(side.get_by_text(company)).to_be_visible()
    assert "delta" in heard
    assert "navigation" not in heard


def test_two_tabs_of_one_draft_ask_instead_of_overwriting(visit: Visit) -> None:
    first = begin(visit, "Begin")
    second = visit.open("quick-scan", visit.tab())
    enter(second, COMPANY, "Tweede tab")
    enter(first, COMPANY, "Eerste tab")
    expect(first.get_by_text("in een ander venster gewijzigd")).to_be_visible()
    first.get_by_role("button", name=text("app.conflict_theirs")).click()
    settle(first)
    expect(first.get_by_label(COMPANY, exact=True)).to_have_value("Tweede tab")


def test_what_was_typed_is_taken_when_a_link_is_clicked_at_once(visit: Visit) -> None:
    page = begin(visit, "Voor")
    page.get_by_label(COMPANY, exact=True).fill("Na")
    menu = page.get_by_test_id("stSidebarNav")
    menu.get_by_role("link", name=text("page.outcome"), exact=True).click(delay=PRESS_MS)
    page.get_by_text("Na, Venray").first.wait_for()


def test_an_edited_table_keeps_every_edit(visit: Visit) -> None:
    page = begin(visit, "Tabel", "workforce.py")
    page.get_by_role("button", name=text("app.take_typical")).click()
    settle(page)
    page.get_by_text(text("app.edit_table"), exact=True).click()
    settle(page)
    grid = page.get_by_test_id("stDataFrame").locator("canvas").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    for typed, total in (("51", "75"), ("52", "76"), ("54", "78")):
        page.mouse.dblclick(box["x"] + 600, box["y"] + 52)
        page.get_by_test_id("stDataFrameCellEditor").or_(page.locator("textarea")).first.wait_for()
        page.keyboard.press("Control+A")
        page.keyboard.type(typed, delay=PRESS_MS)
        page.keyboard.press("Enter")
        page.get_by_text(f"samen {total}.").wait_for()
        settle(page)
    visit.turn("start.py")
    visit.turn("workforce.py")
    page.get_by_text(text("app.edit_form"), exact=True).click()
    settle(page)
    page.get_by_text(text("app.edit_group", number=1), exact=True).click()
    settle(page)
    group = page.get_by_test_id("stExpander").first
    assert group.get_by_label(text("label.Headcount.count"), exact=True).input_value() == "54"


def test_a_group_stays_open_while_it_is_edited(visit: Visit) -> None:
    page = begin(visit, "Open", "workforce.py")
    page.get_by_role("button", name=text("app.take_typical")).click()
    settle(page)
    page.get_by_text(text("app.edit_group", number=1), exact=True).click()
    settle(page)
    name = page.get_by_test_id("stExpander").get_by_label(text("label.FunctionGroup.name"), exact=True).first
    name.fill("Oogstploeg")
    name.press("Enter")
    settle(page)
    expect(name).to_be_visible()
    expect(page.get_by_text("1. Oogstploeg")).to_be_visible()


def test_what_was_typed_in_a_form_survives_a_look_at_another_tab(visit: Visit) -> None:
    page = begin(visit, "Tabbladen", "surroundings.py")
    tabs = page.get_by_role("tab")
    tabs.filter(has_text=text("section.facilities")).click()
    settle(page)
    page.get_by_text(text("app.new_capacity"), exact=True).click(delay=PRESS_MS)
    field = page.get_by_label(text("label.FacilityCapacity.in_use"), exact=True)
    field.fill("13,4")
    tabs.filter(has_text=text("app.labour_market")).click(delay=PRESS_MS)
    page.get_by_label(text("label.LocalContext.labour_reserve"), exact=True).wait_for()
    settle(page)
    tabs.filter(has_text=text("section.facilities")).click()
    expect(field).to_have_value("13,4")


def test_no_other_site_may_steer_the_app(address: str) -> None:
    with urllib.request.urlopen(f"{address}/_stcore/host-config", timeout=120) as answer:
        assert json.load(answer)["allowedOrigins"] == []


def test_what_was_typed_while_the_app_was_busy_survives_a_click_away(visit: Visit) -> None:
    """A run that is still going keeps later requests waiting, and Streamlit melts those into one."""
    page = begin(visit, "Druk", "workforce.py")
    page.get_by_role("button", name=text("app.take_typical")).click()
    settle(page)
    menu = page.get_by_test_id("stSidebarNav")
    opener = page.get_by_text(text("app.edit_group", number=1), exact=True)
    count = page.get_by_label(text("label.Headcount.count"), exact=True).first
    flex = page.get_by_label(text("label.FunctionGroup.flex_share"), exact=True).first
    for number, share in ((61, 41), (62, 42), (63, 43)):
        opener.click()
        settle(page)
        count.fill(str(number))
        count.press("Enter")
        flex.fill(str(share))
        menu.get_by_role("link", name=text("page.initiative"), exact=True).click(delay=PRESS_MS)
        page.get_by_role("heading", level=1, name=text("page.initiative"), exact=True).wait_for()
        settle(page)
        visit.turn("workforce.py")
        opener.click()
        settle(page)
        expect(count).to_have_value(str(number))
        expect(flex).to_have_value(str(share))
        opener.click()
        settle(page)
