"""Fields show what the draft holds, and taking over one field changes no other."""

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from hea.exchange import example
from hea.texts import text
from tests.app.walking import DOSSIER, at, field, fill, on, press, proposal, turn

HELD = example(DOSSIER)


def test_a_field_that_was_away_is_shown_again_even_if_the_browser_sends_it() -> None:
    app = on("initiative.py")
    fill(app, "initiative", "Hal Noord")
    sent = WidgetState(id=field(app, "initiative").id, string_value="Hal Noord")
    at(app, "language").set_value("en").run()
    app.session_state["language"] = "nl"
    app._run(WidgetStates(widgets=[sent]))
    assert field(app, "initiative").proto.set_value
    assert field(app, "initiative").proto.value == "Hal Noord"


def test_emptiness_sent_for_other_fields_is_not_taken_over_by_one_edit() -> None:
    app = on("quick_scan.py")
    for name in ("municipality", "sector", "opening"):
        app.session_state[f"field:nl:quick.{name}@quick_scan"] = ""
        app.session_state[f"field:nl:quick.{name}"] = ""
    fill(app, "quick.company", "Andere naam")
    assert not app.error
    assert proposal(app) == HELD.update(company="Andere naam")


def test_what_cannot_be_read_waits_on_both_pages_and_is_called_by_its_name() -> None:
    app = on("quick_scan.py")
    fill(app, "quick.opening", "lente 2027")
    turn(app, "initiative.py")
    assert field(app, "quick.opening").value == "lente 2027"
    assert any(item.value.startswith(text("app.opening")) for item in app.error)
    fill(app, "quick.company", "Andere naam")
    assert proposal(app) == HELD.update(company="Andere naam")
    fill(app, "quick.opening", "2029-05")
    assert not app.error
    turn(app, "quick_scan.py")
    assert field(app, "quick.opening").value == "2029-05"
    assert not app.error


def test_what_waits_in_a_row_goes_with_that_row() -> None:
    app = on("workforce.py")
    app.session_state["group:0"] = app.session_state["group:1"] = True
    app.run()
    fill(app, "function_groups[0].count", "veel")
    fill(app, "function_groups[1].flex_share", "weinig")
    at(app, "remove:function_groups[0]").click().run()
    assert proposal(app).function_groups == HELD.function_groups[1:]
    assert not app.error


def test_weights_not_yet_set_stay_after_other_pages_and_another_language() -> None:
    app = on("welfare.py")
    press(app, "revise_weights_button")
    fill(app, "weights.preset", "eigen")
    fill(app, "weights.values.wonen", "12,5")
    turn(app, "workforce.py")
    app.session_state["group:0"] = True
    app.run()
    at(app, "remove:function_groups[0]").click().run()
    turn(app, "welfare.py")
    assert field(app, "weights.values.wonen").value == "12,5"
    at(app, "language").set_value("en").run()
    assert field(app, "weights.preset", "en").value == "eigen"
    assert field(app, "weights.values.wonen", "en").value == "12.5"


def test_what_waits_in_a_draft_is_not_seen_in_another_and_there_on_its_return() -> None:
    app = on("quick_scan.py")
    fill(app, "quick.company", "Eerste")
    fill(app, "quick.opening", "lente 2027")
    first = app.session_state["saved"].id
    turn(app, "start.py")
    press(app, "open_example")
    turn(app, "quick_scan.py")
    assert field(app, "quick.opening").value != "lente 2027"
    turn(app, "start.py")
    at(app, "draft_choice").set_value(first)
    press(app, "open_draft")
    turn(app, "quick_scan.py")
    assert field(app, "quick.opening").value == "lente 2027"
    assert proposal(app) == HELD.update(company="Eerste")
