"""Every tab keeps its own draft: over a refresh, a restart of the server, and back and forward."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from hea.app.address import CONCEPT, NEW, arrive
from hea.dossiers import ALONE, Store
from hea.dossiers.database import FILE_NAME
from hea.texts import text
from tests.browser.conftest import free_port, start_copy
from tests.browser.driving import Visit, WarmWindow, enter, settle
from tests.dossiers.listing import seen_by

COMPANY = text("app.company")
CONNECTION = "data-test-connection-state"


class Server:
    """An app that can be ended and started again at the same address with the same store."""

    def __init__(self, folder: Path) -> None:
        self.port, self.folder = free_port(), folder
        self.begin()

    def begin(self) -> None:
        self._process = start_copy(self.port, self.folder, quick=True)

    def end(self) -> None:
        self._process.kill()
        self._process.wait(30)

    @property
    def store(self) -> Store:
        return Store(f"sqlite:///{self.folder / FILE_NAME}")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("tabs"))
    yield made
    made.end()


@pytest.fixture(scope="module")
def window(browsers: dict[str, Browser], server: Server) -> Iterator[WarmWindow]:
    made = WarmWindow(browsers["nl"], f"http://localhost:{server.port}")
    yield made
    made.close()


@pytest.fixture
def tabs(window: WarmWindow) -> Iterator[Visit]:
    """A visit in which a lost connection may be told in the console."""
    with window.visit() as made:
        yield made
    assert made.outside == []


def begin(visit: Visit, company: str, page: Page | None = None) -> Page:
    """A draft of its own in a tab."""
    page = visit.open(f"quick-scan?{CONCEPT}={NEW}", page)
    enter(page, COMPANY, company)
    expect(page.get_by_test_id("stSidebar").get_by_text(company)).to_be_visible()
    return page


def concept(page: Page) -> str:
    """The draft that the address names."""
    return parse_qs(urlparse(page.url).query).get(CONCEPT, [""])[0]


def shows(page: Page, company: str) -> None:
    expect(page.get_by_label(COMPANY, exact=True)).to_have_value(company)


def two(visit: Visit) -> tuple[Page, Page]:
    first, second = begin(visit, "Bedrijf C"), begin(visit, "Bedrijf D", visit.tab())
    assert concept(first) != concept(second)
    return first, second


def follow(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=text(title), exact=True).click()
    page.get_by_role("heading", level=1, name=text(title), exact=True).wait_for()
    settle(page)


def restart(server: Server, page: Page) -> None:
    """End the server and start it again, until a page that was open is in touch with it."""
    app = page.get_by_test_id("stApp")
    server.end()
    expect(app).not_to_have_attribute(CONNECTION, "CONNECTED")
    server.begin()
    expect(app).to_have_attribute(CONNECTION, "CONNECTED")
    settle(page)


def test_a_refresh_and_a_restart_of_the_server_change_no_tab(tabs: Visit, server: Server) -> None:
    first, second = two(tabs)
    for page, company in ((first, "Bedrijf C"), (second, "Bedrijf D"), (first, "Bedrijf C")):
        page.reload()
        settle(page)
        shows(page, company)
    address = concept(first)
    restart(server, first)
    shows(first, "Bedrijf C")
    follow(first, "page.initiative")
    expect(first.get_by_test_id("stSidebar").get_by_text("Bedrijf C")).to_be_visible()
    enter(first, COMPANY, "Bedrijf C na herstart")
    expect(first.get_by_test_id("stSidebar").get_by_text("Bedrijf C na herstart")).to_be_visible()
    assert concept(first) == address
    own = server.store.of(ALONE)
    assert own.load(address)[0].title == "Bedrijf C na herstart"
    assert own.load(concept(second))[0].title == "Bedrijf D"
    follow(first, "page.quick_scan")
    restart(server, first)
    enter(first, COMPANY, "Bedrijf C getypt")  # is the first that this server hears
    expect(first.get_by_test_id("stSidebar").get_by_text("Bedrijf C getypt")).to_be_visible()
    shows(first, "Bedrijf C getypt")
    own = server.store.of(ALONE)
    assert own.load(concept(first))[0].title == "Bedrijf C getypt"
    assert own.load(concept(second))[0].title == "Bedrijf D"


CLICK_AS_SOON_AS_CONNECTED = """([state, title]) => {
  const app = document.querySelector('[data-testid="stApp"]');
  const links = [...document.querySelectorAll('[data-testid="stSidebarNavLink"]')];
  new MutationObserver((_, observer) => {
    if (app.getAttribute(state) !== 'CONNECTED') return;
    observer.disconnect();
    links.find(link => link.innerText.includes(title)).click();
  }).observe(app, {attributes: true});
}"""


def test_a_click_in_the_menu_at_the_very_restart_stays_with_the_draft(tabs: Visit, server: Server) -> None:
    """A click in the menu does not tell the server the address."""
    first, _ = two(tabs)
    address = concept(first)
    server.end()
    expect(first.get_by_test_id("stApp")).not_to_have_attribute(CONNECTION, "CONNECTED")
    first.evaluate(CLICK_AS_SOON_AS_CONNECTED, [CONNECTION, text("page.initiative")])
    server.begin()
    first.get_by_role("heading", level=1, name=text("page.initiative"), exact=True).wait_for()
    expect(first).to_have_url(re.compile(f"initiatief.{CONCEPT}={address}$"))
    expect(first.get_by_test_id("stSidebar").get_by_text("Bedrijf C")).to_be_visible()


def test_an_address_that_lost_its_draft_is_named_again_without_loading_the_page(tabs: Visit) -> None:
    """A click in the menu of a busy app can come while the answer to the one before is thrown away."""
    page = begin(tabs, "Bedrijf C")
    named, draft = page.url, concept(page)
    page.evaluate("window.stillHere = true; history.replaceState(history.state, '', location.pathname)")
    page.evaluate(arrive(draft, "once more"))
    expect(page).to_have_url(named)
    assert page.evaluate("window.stillHere")
    page.evaluate("history.replaceState(history.state, '', location.pathname)")
    page.evaluate(arrive("nieuw", "of another draft"))
    expect(page).to_have_url(named)
    shows(page, "Bedrijf C")
    assert not page.evaluate("window.stillHere")


def test_a_new_tab_shows_the_last_draft_and_another_language_the_same(tabs: Visit) -> None:
    first, second = two(tabs)
    third = tabs.open("quick-scan", tabs.tab())
    shows(third, "Bedrijf D")
    expect(third).to_have_url(second.url)
    first.get_by_role("radio", name=text("language.name", "en")).click()
    first.get_by_role("heading", level=1, name=text("page.quick_scan", "en"), exact=True).wait_for()
    settle(first)
    first.reload()
    settle(first)
    expect(first.get_by_label(text("app.company", "en"), exact=True)).to_have_value("Bedrijf C")


def test_back_and_forward_go_through_pages_and_drafts(tabs: Visit) -> None:
    page = begin(tabs, "Bedrijf C")
    former = concept(page)
    follow(page, "page.initiative")
    assert concept(page) == former
    follow(page, "page.quick_scan")
    page.go_back()
    page.get_by_role("heading", level=1, name=text("page.initiative"), exact=True).wait_for()
    settle(page)
    assert concept(page) == former
    shows(page, "Bedrijf C")
    tabs.turn("start.py")
    page.get_by_role("button", name=text("door.municipality_button")).click()
    page.get_by_role("heading", level=1, name=text("page.initiative"), exact=True).wait_for()
    settle(page)
    enter(page, COMPANY, "Bedrijf E")
    page.go_back()
    page.get_by_role("heading", level=1, name=text("app.title"), exact=True).wait_for()
    settle(page)
    expect(page.get_by_test_id("stSidebar").get_by_text("Bedrijf E")).to_be_visible()
    page.go_back()
    page.get_by_role("heading", level=1, name=text("page.initiative"), exact=True).wait_for()
    settle(page)
    shows(page, "Bedrijf C")
    enter(page, COMPANY, "Bedrijf C verder")
    assert concept(page) == former
    page.go_forward()
    page.go_forward()
    page.get_by_role("heading", level=1, name=text("page.initiative"), exact=True).wait_for()
    expect(page.get_by_label(COMPANY, exact=True)).to_have_value("Bedrijf E")


def in_another_tab(visit: Visit, link: Locator) -> Page:
    """Open a link in a tab beside, which is there before it goes to the address."""
    with visit.context.expect_page() as opened:
        link.click(button="middle")
    opened.value.wait_for_url(lambda address: address.startswith(visit.address))
    settle(opened.value)
    return opened.value


def test_a_link_opened_in_another_tab_takes_the_draft_along(tabs: Visit) -> None:
    first, _ = two(tabs)
    link = first.get_by_test_id("stSidebarNav").get_by_role("link", name=text("page.initiative"), exact=True)
    beside = in_another_tab(tabs, link)
    shows(beside, "Bedrijf C")


def test_a_company_in_the_table_opens_its_draft_here_or_in_another_tab(tabs: Visit) -> None:
    begin(tabs, "Bedrijf H")
    begin(tabs, "Bedrijf I")
    page = tabs.open()
    link = page.get_by_role("link", name="Bedrijf H", exact=True)
    beside = in_another_tab(tabs, link)
    shows(beside, "Bedrijf H")
    link.click()
    page.get_by_role("heading", level=1, name=text("page.quick_scan"), exact=True).wait_for()
    settle(page)
    shows(page, "Bedrijf H")
    assert concept(page) == concept(beside)


def test_a_draft_that_is_gone_is_told_and_nothing_is_saved_over(tabs: Visit, server: Server) -> None:
    first, second = two(tabs)
    own = server.store.of(ALONE)
    own.delete(concept(first))
    gone = first.url
    first.reload()
    settle(first)
    expect(first.get_by_text(text("app.lost"))).to_be_visible()
    shows(first, "")
    assert first.url == gone
    enter(first, COMPANY, "Bedrijf F")
    expect(first.get_by_text(text("app.lost"))).to_have_count(0)
    assert own.load(concept(first))[0].title == "Bedrijf F"
    assert own.load(concept(second))[0].title == "Bedrijf D"
    for wrong in ("../../etc", "x" * 500, "%22%3E%3Cscript%3E"):
        page = tabs.open(f"quick-scan?{CONCEPT}={wrong}", first)
        expect(page.get_by_text(text("app.lost"))).to_be_visible()
        shows(page, "")


def test_the_title_names_the_page_and_the_company(tabs: Visit) -> None:
    page = tabs.open(f"quick-scan?{CONCEPT}=nieuw")
    expect(page).to_have_title("Quick scan – hea")
    enter(page, COMPANY, "Kas & <b>Co</b>")
    expect(page).to_have_title("Quick scan – Kas & <b>Co</b> – hea")
    follow(page, "page.initiative")
    expect(page).to_have_title(f"{text('page.initiative')} – Kas & <b>Co</b> – hea")
    enter(page, COMPANY, "Een bedrijf met een naam " * 4)
    expect(page).to_have_title(f"{text('page.initiative')} – Een bedrijf met een naam Een bedrijf met… – hea")


def test_an_example_is_in_the_address_and_not_in_the_store(tabs: Visit, server: Server) -> None:
    own = server.store.of(ALONE)
    before = len(seen_by(own))
    for _ in range(2):
        page = tabs.open()
        page.get_by_role("button", name=text("app.open_example")).click()
        page.get_by_role("heading", level=1, name=text("page.outcome"), exact=True).wait_for()
        settle(page)
    page.reload()
    settle(page)
    follow(page, "page.initiative")
    company = page.get_by_label(COMPANY, exact=True).input_value()
    assert company
    assert len(seen_by(own)) == before
    enter(page, COMPANY, "Nu van mij")
    assert len(seen_by(own)) == before + 1
    assert own.load(concept(page))[0].title.startswith("Nu van mij")
    page.go_back()
    page.get_by_role("heading", level=1, name=text("page.outcome"), exact=True).wait_for()
    expect(page.get_by_text("Nu van mij").first).to_be_visible()


def test_a_draft_thrown_away_elsewhere_is_not_made_again_unseen(tabs: Visit, server: Server) -> None:
    page = begin(tabs, "Bedrijf G")
    own = server.store.of(ALONE)
    own.delete(concept(page))
    before = seen_by(own)
    enter(page, COMPANY, "Bedrijf G verder")
    expect(page.get_by_text(text("app.not_saved_gone"))).to_be_visible()
    shows(page, "Bedrijf G verder")
    assert seen_by(own) == before
    page.reload()
    settle(page)
    expect(page.get_by_text(text("app.lost"))).to_be_visible()
