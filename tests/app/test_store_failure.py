"""A store that fails: every page says so and works on, and what was typed is saved when it is back."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from hea.app import browser, login, results, saving
from hea.app.address import CONCEPT
from hea.app.navigation import PAGES, PageEntry
from hea.app.server import gate
from hea.dossiers import ALONE, Dossiers, Draft, Saved, StoreError, local_store
from hea.dossiers.database import FILE_NAME
from hea.exchange import example
from hea.texts import Lang, text
from tests.app.walking import (
    DOSSIER,
    ENTRY,
    at,
    field,
    fill,
    on,
    opened,
    press,
    proposal,
    quick,
    stored,
    turn,
)
from tests.dossiers.listing import seen_by


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that failed is asked again at every run."""
    monkeypatch.setattr(saving, "RETRY_SECONDS", 0)


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A folder stands where the file of the store should be, until someone takes it away."""
    place = tmp_path / FILE_NAME
    place.unlink()
    place.mkdir()
    return place


def says_so(app: AppTest, lang: Lang = "nl") -> bool:
    """Whether the sentence stands at the top of the page itself, before its title."""
    main = [item.value for item in app.main if item.type in ("error", "title")]
    return bool(main) and main[0] == text("app.not_saved", lang)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.filename)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_page_says_that_nothing_is_saved(broken: Path, entry: PageEntry, lang: Lang) -> None:
    app = turn(opened(lang, example(DOSSIER)), entry.filename)
    assert says_so(app, lang)
    assert at(app, "try_store_again").label == text("app.try_again", lang)
    assert app.title
    broken.rmdir()
    app.run()
    assert not says_so(app, lang)


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.filename)
def test_every_page_says_that_a_change_was_not_saved(
    entry: PageEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("disk full")

    app = quick(turn(opened(), "quick_scan.py"))
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Dossiers, "save", full)
        fill(app, "quick.company", "Nog niet bewaard")
        turn(app, entry.filename)
        assert says_so(app)
    app.run()
    assert not says_so(app)
    assert stored(app).proposal.company == "Nog niet bewaard"


def test_the_menu_does_not_promise_to_save_what_the_store_cannot_take(broken: Path) -> None:
    app = opened()
    promise = text("app.nothing_saved")
    assert says_so(app)
    assert not any(item.value == promise for item in app.caption)
    broken.rmdir()
    press(app, "try_store_again")
    assert any(item.value == promise for item in app.caption)


def test_what_was_typed_before_the_store_opened_is_saved_when_it_does(broken: Path) -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    assert says_so(app)
    assert app.session_state["saved"] is None
    broken.rmdir()
    press(app, "try_store_again")
    assert not says_so(app)
    assert stored(app).proposal == proposal(app)
    assert any("Bewaard om" in item.value for item in app.caption)


def test_the_draft_of_last_time_comes_when_the_store_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, aside = kept_and_hidden(tmp_path, monkeypatch)
    app = opened()
    assert says_so(app)
    assert not any(gate.DRAFT_COOKIE in item.proto.body for item in app.get("html"))
    show_again(tmp_path, aside)
    app.run()
    assert proposal(app) == example(DOSSIER)
    assert any("teruggezet" in item.value for item in app.info)


def test_an_address_keeps_its_draft_while_the_store_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = local_store().of(ALONE).save(Draft(started={"company": "Van dit adres"}))
    _, aside = kept_and_hidden(tmp_path, monkeypatch)
    app = opened(concept=other.id)
    turn(app, "quick_scan.py")
    assert app.query_params[CONCEPT] == other.id
    show_again(tmp_path, aside)
    app.run()
    assert app.session_state["saved"].id == other.id
    assert field(app, "quick.company").value == "Van dit adres"


def test_the_draft_of_last_time_does_not_take_the_place_of_what_was_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, aside = kept_and_hidden(tmp_path, monkeypatch)
    app = turn(opened(), "quick_scan.py")
    fill(app, "quick.company", "Intussen")
    show_again(tmp_path, aside)
    app.run()
    assert stored(app).started.company == "Intussen"
    assert {row.id for row in seen_by(local_store().of(ALONE))} == {kept.id, app.session_state["saved"].id}


def kept_and_hidden(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Saved, Path]:
    """A draft of last time, known to the browser, in a store that is out of reach."""
    kept = local_store().of(ALONE).save(Draft(proposal=example(DOSSIER)))
    monkeypatch.setattr(browser, "cookie", lambda name: kept.id if name == gate.DRAFT_COOKIE else "")
    return kept, hide(folder)


def hide(folder: Path) -> Path:
    """Put the file of the store where the app cannot find it, and something else in its place."""
    local_store().engine.dispose()
    local_store.cache_clear()
    aside = folder / "apart.sqlite"
    (folder / FILE_NAME).rename(aside)
    (folder / FILE_NAME).mkdir()
    return aside


def show_again(folder: Path, aside: Path) -> None:
    (folder / FILE_NAME).rmdir()
    aside.rename(folder / FILE_NAME)


def test_a_draft_that_was_left_for_another_is_saved_too(broken: Path) -> None:
    app = turn(opened(), "quick_scan.py")
    fill(app, "quick.company", "Eerst dit")
    turn(app, "start.py")
    press(app, "door_acquisition")
    turn(app, "quick_scan.py")
    fill(app, "quick.company", "Toen dat")
    broken.rmdir()
    app.run()
    own = local_store().of(ALONE)
    names = {own.load(row.id)[0].started.company for row in seen_by(own)}
    assert names == {"Eerst dit", "Toen dat"}


def test_a_dossier_that_was_deleted_elsewhere_is_no_failure_of_the_store() -> None:
    app = turn(opened(), "quick_scan.py")
    fill(app, "quick.company", "Kist en Zn")
    local_store().of(ALONE).delete(app.session_state["saved"].id)
    fill(app, "quick.company", "Kist en Zonen")
    said = [item.value for item in app.error]
    assert text("app.not_saved_gone") in said
    assert text("app.not_saved") not in said
    assert app.session_state["draft"].started.company == "Kist en Zonen"


def test_the_door_says_it_too_and_a_code_is_not_called_wrong(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(login.LOGIN_VARIABLE, "proxy")
    app = AppTest.from_file(str(ENTRY), default_timeout=600).run()
    assert any(item.value == text("app.not_saved") for item in app.error)
    app.text_input(key="guest_code").set_value("abcdefghijkl")
    app.button(key="guest_enter").click().run()
    said = [item.value for item in app.error]
    assert text("login.code_unread") in said
    assert text("login.wrong_code") not in said


def test_an_error_of_a_page_does_not_say_that_unsaved_work_is_saved(
    broken: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = on("outcome.py")
    app.session_state["not_saved"] = saving.STORE_FAILED

    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(results, "assessment", fail)
    app.run()
    said = " ".join(item.value for item in app.error)
    assert "kenmerk" in said
    assert "is bewaard en staat er nog" not in said
