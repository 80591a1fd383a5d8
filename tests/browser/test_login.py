"""An organisation's login for real: a provider on loopback, two apps on one PostgreSQL, and a browser.

The company fills in, hands over with a code, the municipality opens it without an account and asks; what one
app keeps, the other shows.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page, expect

from hea.texts import text
from tests.browser.conftest import Running, free_port, start_copy, stop
from tests.browser.driving import Visit, choose, enter, remark, settle
from tests.oidc import CLIENT, SECRET, Provider
from tests.postgres import Postgres


class Place(NamedTuple):
    """Two app processes on one database, with one provider."""

    first: str
    second: str
    provider: Provider
    database: str


@pytest.fixture(scope="module")
def place(server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with Provider() as provider:
        url = server.new("hea_login")
        apps = [_app(provider, url, tmp_path_factory.mktemp("app")) for _ in range(2)]
        yield Place(apps[0][0], apps[1][0], provider, url)
        for _, process in apps:
            stop(process)


def _app(provider: Provider, url: str, folder: Path) -> tuple[str, Running]:
    port = free_port()
    secrets = folder / "secrets.toml"
    secrets.write_text(
        f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\n'
        f'cookie_secret = "{"0123456789abcdef" * 4}"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
        f'server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"\n'
    )
    settings = {"HEA_LOGIN": "oidc", "HEA_DATABASE_URL": url, "STREAMLIT_SECRETS_FILES": str(secrets)}
    before = {key: os.environ.get(key) for key in settings}
    os.environ.update(settings)
    try:
        process = start_copy(port, folder, quick=True)
    finally:
        for key, value in before.items():
            os.environ.pop(key) if value is None else os.environ.update({key: value})
    return f"http://localhost:{port}", process


@pytest.fixture
def visitors(browsers: dict[str, Browser], place: Place) -> Iterator[dict[str, Visit]]:
    """Windows of people who do not know each other."""
    found = {
        "company": Visit(browsers["nl"], place.first),
        "town": Visit(browsers["nl"], place.second),
        "guest": Visit(browsers["nl"], place.second),
    }
    yield found
    for visit in found.values():
        visit.close()
        assert visit.outside == []
        assert visit.complaints == []


def log_in(visit: Visit, user: str) -> Page:
    page = visit.open()
    page.get_by_role("button", name=text("login.login")).click()
    page.get_by_role("link", name=user, exact=True).click()
    page.get_by_role("heading", level=1, name=text("app.title"), exact=True).wait_for()
    settle(page)
    return page


def test_a_dossier_goes_from_company_to_municipality_and_back(
    visitors: dict[str, Visit], place: Place
) -> None:
    company = log_in(visitors["company"], "jan")
    expect(company.get_by_text("Jan de Boer, Kist BV (bedrijf)")).to_be_visible()
    assert place.provider.exchanged == 1
    code = _fill_in_and_share(visitors["company"])

    guest = visitors["guest"].open()
    enter(guest, text("login.code"), "geraden-code-123")
    expect(guest.get_by_text("opent geen dossier")).to_be_visible()
    enter(guest, text("login.code"), code)
    guest.get_by_role("heading", level=1, name=text("app.title"), exact=True).wait_for()
    settle(guest)
    visitors["guest"].turn("initiative.py")
    expect(guest.get_by_label(text("app.company"), exact=True)).to_have_value("Kist BV Venray")
    enter(guest, text("app.company"), "Door de gast veranderd")
    expect(guest.get_by_text("u mag dit dossier lezen")).to_be_visible()
    _ask(visitors["guest"], "Waaruit blijkt dit aantal?")

    visitors["company"].turn("start.py")
    visitors["company"].turn("dossier.py")
    expect(company.get_by_text("waarvan 1 om bewijs")).to_be_visible()
    visitors["company"].turn("initiative.py")
    expect(company.get_by_label(text("app.company"), exact=True)).to_have_value("Kist BV Venray")

    visitors["guest"].turn("initiative.py")
    visitors["company"].turn("dossier.py")
    company.get_by_text(text("dossier.access"), exact=True).click()
    settle(company)
    company.get_by_role("button", name=re.compile("^Trek in")).click()
    settle(company)
    guest.get_by_label(text("app.company"), exact=True).fill("Na het intrekken")
    guest.keyboard.press("Tab")
    guest.get_by_text(text("app.taken_back")).wait_for()
    expect(guest.get_by_text("Kist BV Venray")).to_have_count(0)


def test_another_organisation_and_who_has_no_role_see_nothing(visitors: dict[str, Visit]) -> None:
    company = log_in(visitors["company"], "jan")
    _begin(visitors["company"], "Alleen van Kist")
    assert company
    town = log_in(visitors["town"], "els")
    expect(town.get_by_text("Els Janssen, gemeente Venray (gemeente)")).to_be_visible()
    expect(town.get_by_text(text("app.no_dossiers"))).to_be_visible()
    nobody = log_in(visitors["guest"], "kim")
    expect(nobody.get_by_text("nog geen rol")).to_be_visible()
    expect(nobody.get_by_test_id("stSidebarNav")).to_have_count(0)


def test_both_apps_show_one_dossier_and_neither_overwrites_it(
    browsers: dict[str, Browser], place: Place
) -> None:
    here, there = Visit(browsers["nl"], place.first), Visit(browsers["nl"], place.second)
    first, second = log_in(here, "jan"), log_in(there, "jan")
    _begin(here, "Gedeeld")
    there.turn("initiative.py")
    there.turn("start.py")
    second.get_by_role("button", name=text("app.open_draft")).click()
    settle(second)
    there.turn("initiative.py")
    expect(second.get_by_label(text("app.company"), exact=True)).to_have_value("Gedeeld")
    enter(second, text("app.company"), "Van de tweede")
    here.turn("initiative.py")
    enter(first, text("app.company"), "Van de eerste")
    expect(first.get_by_text("in een ander venster gewijzigd")).to_be_visible()
    first.get_by_role("button", name=text("app.conflict_theirs")).click()
    settle(first)
    expect(first.get_by_label(text("app.company"), exact=True)).to_have_value("Van de tweede")
    here.close()
    there.close()


def _begin(visit: Visit, company: str) -> None:
    visit.turn("quick_scan.py")
    page = visit.page
    enter(page, text("app.company"), company)
    choose(page, text("app.municipality"), "Venray")
    choose(page, text("app.sector"), "Glastuinbouw, groente en gemengd")
    enter(page, text("app.size_persons"), "120")
    enter(page, text("app.opening"), "maart 2028")
    page.get_by_role("heading", name=text("app.result")).wait_for()


def _fill_in_and_share(visit: Visit) -> str:
    _begin(visit, "Kist BV Venray")
    visit.turn("dossier.py")
    page = visit.page
    page.get_by_text(text("dossier.access"), exact=True).click()
    settle(page)
    page.get_by_role("button", name=text("dossier.share"), exact=True).click()
    page.get_by_text(text("dossier.code_once")).wait_for()
    code = page.get_by_test_id("stCode").inner_text().strip()
    assert len(code) == 20
    return code


def _ask(visit: Visit, words: str) -> None:
    visit.turn("dossier.py")
    page = visit.page
    page.get_by_text(text("dossier.comments"), exact=True).click()
    settle(page)
    page.get_by_text(text("comment.evidence"), exact=True).click()
    settle(page)
    remark(page, words)
