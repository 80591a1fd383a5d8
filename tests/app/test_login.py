"""Who gets in: the user of this machine, whoever a proxy vouches for, a guest with a code; nobody else."""

import datetime as dt
import time
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import streamlit as st

from hea.app import browser, login, navigation, opening, saving
from hea.app.persons import answering_for, member
from hea.app.server import gate
from hea.dossiers import ALONE, Actor, Dossiers, Draft, StoreError, local_store
from hea.exchange import example
from hea.texts import text
from tests.app.walking import DOSSIER, at, fill, opened, press, proposal, turn

SECRET = "een-lang-gedeeld-geheim"
HEADERS = {
    login.SECRET_HEADER: SECRET,
    "X-Hea-Name": "Els",
    "X-Hea-Role": "gemeente",
    "X-Hea-Organisation": "gemeente Venray",
}


@pytest.fixture
def context(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What the server knows of a visitor."""
    made = SimpleNamespace(
        headers={},
        ip_address=None,
        cookies={},
        timezone="Europe/Amsterdam",
        theme=SimpleNamespace(type="light"),
    )
    monkeypatch.setattr(st, "context", made)
    return made


@pytest.fixture
def proxy(context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """An app behind a proxy that logs people in."""
    monkeypatch.setenv(login.LOGIN_VARIABLE, "proxy")
    monkeypatch.setenv(login.SECRET_VARIABLE, SECRET)
    context.headers = dict(HEADERS)
    return context


def test_without_a_login_the_user_is_alone(context: SimpleNamespace) -> None:
    assert login.actor() == ALONE
    assert context.headers == {}


@pytest.mark.parametrize(
    ("address", "reached"),
    [(None, True), ("127.0.0.1", True), ("::1", True), ("192.168.1.20", False), ("8.8.8.8", False)],
)
def test_an_app_without_login_is_there_for_its_own_machine_only(
    address: str | None, reached: bool, context: SimpleNamespace
) -> None:
    context.ip_address = address
    app = opened()
    assert bool(app.sidebar.children) == reached
    assert any(item.value == text("login.not_here") for item in app.error) != reached


def test_a_proxy_says_who_comes(proxy: SimpleNamespace) -> None:
    assert login.actor() == Actor("Els", "gemeente Venray", "gemeente")
    assert proxy.headers["X-Hea-Name"] == "Els"
    app = opened()
    assert any("Els, gemeente Venray (gemeente)" in item.value for item in app.caption)


@pytest.mark.parametrize(
    "change",
    [
        {login.SECRET_HEADER: "geraden"},
        {login.SECRET_HEADER: ""},
        {login.SECRET_HEADER: "é"},
        {"X-Hea-Role": "directeur"},
        {"X-Hea-Role": ""},
        {"X-Hea-Organisation": " "},
    ],
)
def test_headers_of_a_visitor_give_no_role(change: dict[str, str], proxy: SimpleNamespace) -> None:
    proxy.headers |= change
    found = login.actor()
    assert found.role is None
    assert found.organisation == ""
    assert not found.alone
    app = opened()
    assert not app.sidebar.children


def test_without_a_shared_secret_no_header_is_believed(
    proxy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(login.SECRET_VARIABLE)
    proxy.headers[login.SECRET_HEADER] = ""
    assert login.actor().role is None


@pytest.mark.parametrize("kind", ["oidc", "proxy", "anders"])
def test_an_unknown_or_unfinished_login_lets_nobody_in(
    kind: str, context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(login.LOGIN_VARIABLE, kind)
    assert login.actor() == Actor()
    app = opened()
    assert not app.sidebar.children
    assert context.headers == {}


def test_a_guest_enters_with_a_code_and_sees_that_dossier(proxy: SimpleNamespace) -> None:
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    saved = owner.save(Draft(proposal=example(DOSSIER)))
    owner.save(Draft(proposal=example("fulfilment_waalwijk")))
    code, _ = owner.share(saved.id, "gemeente")
    proxy.headers = {}
    app = opened()
    at(app, "guest_code").set_value("geraden-code")
    press(app, "guest_enter")
    assert any(item.value == text("login.wrong_code") for item in app.error)
    at(app, "guest_code").set_value(f" {code} ")
    press(app, "guest_enter")
    assert proposal(app) == example(DOSSIER)
    assert any(item.value == text("login.as_guest") for item in app.caption)
    assert at(app, "draft_choice").options == [at(app, "draft_choice").options[0]]
    turn(app, "dossier.py")


def test_a_link_with_a_code_opens_its_dossier_at_once(
    proxy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    saved = owner.save(Draft(proposal=example(DOSSIER)))
    code, _ = owner.share(saved.id, "bedrijf")
    proxy.headers = {}
    given: dict[str, Any] = {login.CODE_PARAMETER: code}
    monkeypatch.setattr(st, "query_params", given)
    assert proposal(opened()) == example(DOSSIER)
    given[login.CODE_PARAMETER] = "' OR 1=1 --"
    assert not opened().sidebar.children


def test_a_page_that_did_not_come_through_the_gate_is_not_shown(
    context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "_standing", [])
    context.headers = {"Host": "localhost:8501"}
    app = opened()
    assert not app.sidebar.children
    assert [item.value for item in app.error] == [text("login.not_guarded")]
    monkeypatch.setattr(gate, "_standing", [True])
    assert opened().sidebar.children


def test_the_address_of_a_draft_opens_nothing_for_who_may_not_see_it(proxy: SimpleNamespace) -> None:
    other = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    saved = other.save(Draft(proposal=example(DOSSIER)))
    app = opened(concept=saved.id)
    assert app.session_state["draft"] == Draft()
    assert [item.value for item in app.warning] == [text("app.lost")]
    turn(app, "quick_scan.py")
    fill(app, "quick.company", "Van Els")
    assert other.load(saved.id)[1] == saved
    assert app.session_state["saved"].id != saved.id
    proxy.headers["X-Hea-Organisation"] = "Kist"
    assert proposal(opened(concept=saved.id)) == example(DOSSIER)
    proxy.headers = {}
    assert opened(concept=saved.id).session_state["draft"] == Draft()


@pytest.mark.parametrize(
    ("hours_ago", "counts"), [(0, True), (11.9, True), (12.1, False), (24 * 30, False), (None, False)]
)
def test_a_login_counts_for_twelve_hours(
    hours_ago: float | None, counts: bool, context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"is_logged_in": True, "name": "Jan", "hea_role": "bedrijf", "hea_organisation": "Kist BV"}
    if hours_ago is not None:
        said["iat"] = time.time() - hours_ago * 3600
    monkeypatch.setenv(login.LOGIN_VARIABLE, "oidc")
    monkeypatch.setattr(st, "user", SimpleNamespace(get=said.get, to_dict=lambda: said))
    assert login.logged_in() == counts
    assert (login.actor() == Actor("Jan", "Kist BV", "bedrijf")) == counts
    assert bool(opened().sidebar.children) == counts


def test_a_login_that_ends_while_a_page_is_open_says_so_before_and_after(
    context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"is_logged_in": True, "name": "Jan", "hea_role": "bedrijf", "hea_organisation": "Kist BV"}
    said |= {"iss": "https://login", "sub": "jan", "iat": time.time() - 11 * 3600}
    monkeypatch.setenv(login.LOGIN_VARIABLE, "oidc")
    monkeypatch.setattr(st, "user", SimpleNamespace(get=said.get, to_dict=lambda: said))
    app = turn(opened(), "quick_scan.py")
    fill(app, "quick.company", "Op tijd")
    assert not app.warning
    said["iat"] -= 45 * 60
    fill(app, "quick.company", "Nog net")
    ends = dt.datetime.fromtimestamp(said["iat"] + 12 * 3600, ZoneInfo("Europe/Amsterdam"))
    assert [item.value for item in app.warning] == [text("login.ends_soon", at=f"{ends:%H:%M}")]
    said["iat"] -= 20 * 60
    fill(app, "quick.company", "Te laat")
    assert text(saving.LOGIN_ENDED) in [item.value for item in app.error]
    monkeypatch.setitem(said, "iat", time.time())
    (kept,) = local_store().of(login.actor()).listed()
    assert kept.saved.title == "Nog net"


def test_a_login_that_was_ended_counts_no_more_and_a_new_one_does(
    context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"is_logged_in": True, "iss": "https://login", "sub": "jan", "iat": time.time() - 60}
    monkeypatch.setenv(login.LOGIN_VARIABLE, "oidc")
    monkeypatch.setattr(st, "user", SimpleNamespace(get=said.get, to_dict=lambda: said))
    monkeypatch.setattr(st, "logout", lambda: None)
    assert login.logged_in()
    login._log_out()
    assert not login.logged_in()
    said["iat"] = time.time()
    assert login.logged_in()


def test_a_person_is_who_the_login_says_and_not_what_they_are_called(
    context: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"is_logged_in": True, "iat": time.time(), "name": "Jan"}
    said |= {"hea_role": "bedrijf", "hea_organisation": "Kist BV"}
    monkeypatch.setenv(login.LOGIN_VARIABLE, "oidc")
    monkeypatch.setattr(st, "user", SimpleNamespace(get=said.get, to_dict=lambda: said))
    unnamed = login.actor()
    assert unnamed == Actor("Jan", "Kist BV", "bedrijf")
    people = [unnamed.person]
    for user in ("jan-1", "jan-2"):
        said |= {"iss": "https://login", "sub": user}
        people.append(login.actor().person)
    assert len(set(people)) == 3
    said["name"] = "Jan de Vries"
    assert login.actor().person == people[-1]


def test_a_guest_who_leaves_takes_everything_along(proxy: SimpleNamespace) -> None:
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    code, _ = owner.share(owner.save(Draft(proposal=example(DOSSIER))).id, "gemeente")
    proxy.headers = {}
    app = opened()
    at(app, "guest_code").set_value(code)
    press(app, "guest_enter")
    assert proposal(app) == example(DOSSIER)
    press(app, "leave")
    assert not app.sidebar.children
    assert app.session_state["draft"] == Draft()
    assert app.session_state["codes"] == ()
    script = "".join(item.proto.body for item in app.get("html"))
    assert "hea_codes=;" in script
    assert "hea_draft=;" in script


def test_a_dossier_that_is_no_longer_shared_is_closed_at_once(proxy: SimpleNamespace) -> None:
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    saved = owner.save(Draft(proposal=example(DOSSIER)))
    code, grant = owner.share(saved.id, "bedrijf")
    proxy.headers = {}
    app = opened()
    at(app, "guest_code").set_value(code)
    press(app, "guest_enter")
    assert proposal(app) == example(DOSSIER)
    owner.revoke(saved.id, grant.id)
    turn(app, "initiative.py")
    assert [item.value for item in app.warning] == [text("app.taken_back")]
    assert app.session_state["draft"] == Draft()
    assert owner.load(saved.id)[1] == saved


def test_a_dossier_that_was_thrown_away_by_its_own_people_leaves_what_is_in_the_tab(
    proxy: SimpleNamespace,
) -> None:
    own = local_store().of(Actor("Els", "gemeente Venray", "gemeente"))
    saved = own.save(Draft(proposal=example(DOSSIER)))
    app = opened(concept=saved.id)
    assert proposal(app) == example(DOSSIER)
    own.delete(saved.id)
    turn(app, "initiative.py")
    assert proposal(app) == example(DOSSIER)


def test_what_a_guest_may_not_save_does_not_hold_up_the_rest(
    proxy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "RETRY_SECONDS", 0)
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    read, write = (
        owner.save(Draft(proposal=example(DOSSIER).update(company=name))) for name in ("Lezen", "Schrijven")
    )
    codes = tuple(owner.share(kept.id, role)[0] for kept, role in ((read, "gemeente"), (write, "bedrijf")))
    proxy.headers = {}
    app = opened()
    at(app, "guest_code").set_value(codes[0])
    press(app, "guest_enter")
    app.session_state["codes"] = codes

    def away(*_: object) -> None:
        raise StoreError("away")

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Dossiers, "save", away)
        fill(turn(app, "quick_scan.py"), "quick.company", "Mag niet")
        turn(app, "start.py")
        at(app, "draft_choice").set_value(write.id).run()
        press(app, "open_draft")
        fill(turn(app, "quick_scan.py"), "quick.company", "Mag wel")
    app.run()
    assert owner.load(write.id)[0].company == "Mag wel"
    assert owner.load(read.id)[0].company == "Lezen"
    assert text("app.not_saved") not in [item.value for item in app.error]
    assert any("Mag niet" in item.value and "Niet bewaard" in item.value for item in app.warning)
    assert app.get("download_button")[0].proto.label
    press(app, "left_seen")
    assert not any("Mag niet" in item.value for item in app.warning)


def test_a_guest_who_leaves_leaves_nothing_in_the_session(
    proxy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    shut_out: list[bool] = []
    monkeypatch.setattr(opening.intake, "shut_out", lambda: shut_out.append(True))
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    code, _ = owner.share(owner.save(Draft(proposal=example(DOSSIER))).id, "gemeente")
    proxy.headers = {}
    app = opened("en")
    at(app, "guest_code").set_value(code)
    press(app, "guest_enter")
    seen = ("leads", "leads_done", "nearby", "set_apart", "left_behind", "report", "results", "spread")
    for key in seen:
        app.session_state[key] = []
    app.session_state["leads_filter"] = "Venray"
    app.session_state["unfinished_elsewhere"] = {"x": {"own.who": "Els"}}
    app.session_state["unfinished"] = {"own.who": "Els"}
    press(app, "leave")
    assert shut_out == [True]
    assert not [key for key in (*seen, "leads_filter") if key in app.session_state]
    assert not any(app.session_state[key] for key in ("unfinished", "unfinished_elsewhere"))
    assert "heaUnfinished=true;" not in "".join(item.proto.body for item in app.get("html"))
    assert app.session_state["language"] == "en"


def test_nothing_of_a_dossier_that_was_taken_back_is_kept_as_a_copy(proxy: SimpleNamespace) -> None:
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    kept = owner.save(Draft(proposal=example(DOSSIER)))
    grant = owner.invite(kept.id, "gemeente Venray", "bedrijf")
    app = opened(concept=kept.id)
    newer = owner.save(Draft(proposal=example(DOSSIER).update(company="Elders")), kept.id, kept.revision)
    fill(turn(app, "quick_scan.py"), "quick.company", "Hier")
    assert "conflict" in app.session_state
    owner.revoke(kept.id, grant.id)
    turn(app, "start.py")
    said = [item.value for item in app.warning]
    assert text("app.taken_back") in said
    assert any("Niet bewaard" in words and "Hier" in words for words in said)
    assert not any(str(button.key).startswith("download_left") for button in app.get("download_button"))
    assert app.session_state["draft"] == Draft()
    assert local_store().of(Actor("Els", "gemeente Venray", "gemeente")).listed() == ()
    assert owner.load(kept.id)[1].revision == newer.revision


def test_a_guest_counts_with_who_gave_the_code(
    proxy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    saved = owner.save(Draft(proposal=example(DOSSIER)))
    codes = [owner.share(saved.id, "gemeente")[0] for _ in range(3)]
    counted: list[str] = []
    monkeypatch.setattr(navigation.intake, "let_in", lambda _session, person: counted.append(person))
    proxy.headers = {}
    for code in codes:
        app = opened()
        at(app, "guest_code").set_value(f" {code} ")
        press(app, "guest_enter")
    assert len(set(counted)) == len(codes)
    assert {answering_for(person) for person in counted} == {member("Kist", "Jan")}
    turn(app, "start.py")
    assert counted[-1] == counted[-2], "also on the next page"


def test_a_code_of_the_cookie_is_used_once_and_only_the_newest_are(
    proxy: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    saved = owner.save(Draft(proposal=example(DOSSIER)))
    codes = [owner.share(saved.id, "gemeente")[0] for _ in range(25)]
    proxy.headers = {}
    tried: list[str] = []
    enter = login.enter

    def noted(code: str) -> str | None:
        tried.append(code)
        return enter(code)

    monkeypatch.setattr(login, "enter", noted)
    monkeypatch.setattr(browser, "cookie", lambda name: ".".join(codes + [codes[-1]] * 300))
    app = opened()
    assert tried == codes[5:]
    assert app.session_state["codes"] == tuple(tried)
    monkeypatch.setattr(login, "enter", enter)
