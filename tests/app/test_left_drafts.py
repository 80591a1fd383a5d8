"""A draft that is left before it was saved: nothing of it is lost, and nothing of it shows up in another."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from hea.app import results, saving, state
from hea.app.navigation import PAGES_FOLDER
from hea.dossiers import ALONE, Dossiers, Draft, Saved, StoreError, local_store
from hea.exchange import example
from hea.texts import text
from tests.app.walking import DOSSIER, at, choose_tab, field, fill, on, opened, press, proposal, quick, turn


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that failed is asked again at every run."""
    monkeypatch.setattr(saving, "RETRY_SECONDS", 0)


def refusing(*_: object) -> None:
    """A store that takes nothing."""
    raise StoreError("disk full")


def companies() -> list[str]:
    """The companies of all drafts in the store."""
    return sorted(item.saved.title.split(",")[0] for item in local_store().of(ALONE).listed())


def another(company: str = "Ander") -> Saved:
    """A second draft in the store."""
    return local_store().of(ALONE).save(Draft(proposal=example(DOSSIER).update(company=company)))


def go_over_to(app: AppTest, kept: Saved) -> None:
    """Open another draft from the list, as a user does."""
    turn(app, "start.py")
    at(app, "draft_choice").set_value(kept.id).run()
    press(app, "open_draft")
    assert app.session_state["saved"].id == kept.id


def in_conflict() -> AppTest:
    """A tab whose draft was changed elsewhere since, with a change of its own."""
    app = quick(turn(opened(), "quick_scan.py"))
    kept = app.session_state["saved"]
    own = local_store().of(ALONE)
    held, _ = own.load(kept.id)
    assert held.proposal is not None
    own.save(Draft(proposal=held.proposal.update(company="Elders")), kept.id, kept.revision)
    fill(app, "quick.company", "Hier")
    assert any("ander venster" in item.value for item in app.warning)
    return app


def script(app: AppTest) -> str:
    return "".join(item.proto.body for item in app.get("html"))


def test_a_conflict_is_not_called_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    app = in_conflict()
    assert not any("Bewaard om" in item.value for item in app.sidebar.caption)
    assert text("app.not_saved_short") in [item.value for item in app.sidebar.error]

    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(results, "assessment", fail)
    app.switch_page(str(PAGES_FOLDER / "outcome.py")).run()
    said = " ".join(item.value for item in app.error)
    assert "kenmerk" in said
    assert "is bewaard en staat er nog" not in said


@pytest.mark.parametrize("where", ["list", "door"])
def test_a_version_in_conflict_that_is_left_is_kept_beside_the_other(where: str) -> None:
    app = in_conflict()
    if where == "list":
        go_over_to(app, another())
    else:
        press(turn(app, "start.py"), "door_acquisition")
    assert {"Elders", "Hier"} <= set(companies())
    assert any("Hier" in item.value and "eigen concept" in item.value for item in app.info)
    assert not state_of(app)


def state_of(app: AppTest) -> list[str]:
    return [key for key in ("conflict", "not_saved") if key in app.session_state]


def test_a_version_that_was_let_go_of_is_not_kept() -> None:
    app = in_conflict()
    press(app, "take_theirs")
    assert companies() == ["Elders"]
    assert proposal(app).company == "Elders"


def test_a_draft_that_was_removed_elsewhere_is_kept_when_it_is_left() -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    local_store().of(ALONE).delete(app.session_state["saved"].id)
    fill(app, "quick.company", "Blijft")
    go_over_to(app, another())
    assert companies() == ["Ander", "Blijft"]


def test_a_draft_that_is_thrown_away_does_not_come_back() -> None:
    app = in_conflict()
    turn(app, "start.py")
    at(app, "draft_choice").set_value(app.session_state["saved"].id).run()
    press(app, "discard_draft")
    press(app, "discard_yes")
    app.run()
    assert companies() == []


def test_a_store_that_came_back_to_a_conflict_is_not_said_to_be_away(monkeypatch: pytest.MonkeyPatch) -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    kept = app.session_state["saved"]
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Dossiers, "save", refusing)
        fill(app, "quick.company", "Hier")
    own = local_store().of(ALONE)
    own.save(Draft(proposal=example(DOSSIER)), kept.id, kept.revision)
    app.run()
    assert any("ander venster" in item.value for item in app.warning)
    assert text("app.not_saved") not in [item.value for item in app.error]


@pytest.mark.parametrize("saved", [True, False])
def test_the_browser_asks_before_it_closes_what_is_not_saved(
    saved: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    if not saved:
        monkeypatch.setattr(Dossiers, "save", refusing)
    fill(app, "quick.company", "Laatste wijziging")
    assert ("heaUnfinished=true;" in script(app)) != saved


@pytest.mark.parametrize(
    "left",
    [
        {"own_doubt": "een waarde"},
        {"nearby": "een telling"},
        {"revise_weights": True},
        {"finalising": "final"},
        {"table_now": "rijen", "table_base": "rijen", "table_seen": {}, "table_problems": ["Rij 1"]},
    ],
    ids=lambda left: next(iter(left)),
)
def test_what_was_asked_in_one_draft_is_not_asked_in_another(left: dict[str, Any]) -> None:
    app = opened("nl", example(DOSSIER))
    for key, value in left.items():
        app.session_state[key] = value
    go_over_to(app, another())
    assert not [key for key in left if key in app.session_state]


def test_a_doubted_value_is_not_taken_into_another_draft() -> None:
    other = another()
    app = on("accountability.py")
    choose_tab(app, "account", text("account.own"))
    at(app, "own_choice").set_value("persons_per_fte").run()
    for name, typed in (("value", "105"), ("who", "Els"), ("why", "proef")):
        fill(app, f"own.{name}", typed)
    press(app, "own_take")
    assert at(app, "own_sure")
    go_over_to(app, other)
    choose_tab(turn(app, "accountability.py"), "account", text("account.own"))
    assert at(app, "own_take")
    assert "own_sure" not in [item.key for item in app.button]


def test_a_dossier_is_removed_only_if_that_one_was_meant() -> None:
    first, second = another("Eerste"), another("Tweede")
    app = opened(concept=first.id)
    app.session_state["dossier:delete"] = True
    turn(app, "dossier.py")
    at(app, f"delete_sure_{first.id}").set_value(True).run()
    assert not at(app, "delete_dossier").disabled
    app.session_state["open_dossier"] = second.id
    app.run()
    assert app.session_state["saved"].id == second.id
    assert not at(app, f"delete_sure_{second.id}").value
    assert at(app, "delete_dossier").disabled


def half_filled(app: AppTest) -> None:
    """Type in a form that is not handed in."""
    app.session_state["unfinished"]["own.who"] = state.unfinished.Typed("Els", "nl")


def test_what_was_typed_in_an_example_waits_for_its_return() -> None:
    app = opened(concept=f"voorbeeld.{DOSSIER}")
    turn(app, "accountability.py")
    half_filled(app)
    go_over_to(app, another())
    assert not app.session_state["unfinished"]
    turn(app, "start.py")
    at(app, "example_choice").set_value(DOSSIER).run()
    press(app, "open_example")
    assert app.session_state["unfinished"]["own.who"].value == "Els"


def test_what_was_typed_in_a_draft_that_was_not_saved_waits_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    other = another()
    app = turn(opened(), "quick_scan.py")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Dossiers, "save", refusing)
        fill(app, "quick.company", "Nog niet bewaard")
        half_filled(app)
        go_over_to(app, other)
    app.run()
    kept = next(item.saved for item in local_store().of(ALONE).listed() if item.saved.id != other.id)
    go_over_to(app, kept)
    assert field(turn(app, "quick_scan.py"), "quick.company").value == "Nog niet bewaard"
    assert app.session_state["unfinished"]["own.who"].value == "Els"


def test_nothing_waits_for_a_draft_that_was_thrown_away() -> None:
    first, second = another("Eerste"), another("Tweede")
    app = opened(concept=first.id)
    half_filled(app)
    go_over_to(app, second)
    assert "heaUnfinished=true;" in script(app)
    turn(app, "start.py")
    at(app, "draft_choice").set_value(first.id).run()
    press(app, "discard_draft")
    press(app, "discard_yes")
    assert "heaUnfinished=true;" not in script(app)
