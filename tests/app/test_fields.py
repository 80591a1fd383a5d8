"""Fields show what the draft holds, and taking over one field changes no other."""

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates

from hea.app.markdown import plain_text
from hea.app.six_fields import SIZE_KINDS
from hea.exchange import example
from hea.fields import declared
from hea.texts import text
from tests.app.walking import DOSSIER, at, choose_tab, field, fill, on, opened, press, proposal, turn, unfold
from tests.conftest import distribution_centre

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
    fill(app, "quick.opening", "zodra het kan")
    turn(app, "initiative.py")
    assert field(app, "quick.opening").value == "zodra het kan"
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
    fill(app, "quick.opening", "zodra het kan")
    first = app.session_state["saved"].id
    turn(app, "start.py")
    press(app, "open_example")
    turn(app, "quick_scan.py")
    assert field(app, "quick.opening").value != "zodra het kan"
    turn(app, "start.py")
    at(app, "draft_choice").set_value(first)
    press(app, "open_draft")
    turn(app, "quick_scan.py")
    assert field(app, "quick.opening").value == "zodra het kan"
    assert proposal(app) == HELD.update(company="Eerste")


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("persons", "-5"),
        ("persons", "99.999.999"),
        ("gross_floor", "0"),
        ("footprint", "-1"),
        ("plot", "99.999.999"),
    ],
)
def test_a_size_that_cannot_be_is_refused_at_once_by_the_name_of_its_field(kind: str, typed: str) -> None:
    app = turn(opened(), "quick_scan.py")
    fill(app, "quick.kind", kind)
    fill(app, "quick.size", typed)
    [told] = [item.value for item in app.error]
    assert told.startswith(plain_text(text(f"app.{SIZE_KINDS[kind]}")))
    assert field(app, "quick.size").value == typed
    assert not any("Gelezen als" in item.value for item in app.caption)
    fill(app, "quick.size", "40" if kind == "plot" else "400")
    assert not app.error


def test_an_opening_out_of_reach_is_refused_at_once() -> None:
    app = turn(opened(), "quick_scan.py")
    fill(app, "quick.opening", "1850-01")
    assert [item.value for item in app.error]
    assert app.session_state["draft"].started.opening is None


def test_a_company_without_a_name_is_called_so_and_the_field_says_it() -> None:
    app = turn(opened(), "quick_scan.py")
    nameless = text("drafts.nameless")
    for name, value in (
        ("municipality", "GM0984"),
        ("sector", "dc_warehousing"),
        ("size", "400"),
        ("opening", "2027-03"),
    ):
        fill(app, f"quick.{name}", value)
    hint = plain_text(text("app.company_open", name=nameless))
    assert hint in [item.value for item in app.caption]
    assert any(plain_text(nameless) in item.value for item in app.sidebar.caption)
    turn(app, "outcome.py")
    assert plain_text(f"{nameless}, Venray") in " ".join(item.value for item in app.markdown)
    turn(app, "quick_scan.py")
    fill(app, "quick.company", "Kist")
    assert hint not in [item.value for item in app.caption]


@pytest.mark.parametrize(
    ("filename", "part", "path", "others"),
    [
        ("workforce.py", "new_group", "function_groups[0]", {"name": "Inpakkers", "count": "10"}),
        ("housing_plan.py", "new_offer", "housing_plan.offers[0]", {"places": "10", "from_month": "2027-01"}),
    ],
)
def test_a_choice_in_a_new_part_is_made_by_the_user_and_asked_for(
    filename: str, part: str, path: str, others: dict[str, str]
) -> None:
    app = on(filename)
    app.session_state[part] = True
    app.run()
    choice = "level" if part == "new_group" else "stay"
    before = proposal(app)
    assert field(app, f"new:{path}.{choice}").value == ""
    assert text("app.choose") in field(app, f"new:{path}.{choice}").options
    for name, typed in others.items():
        fill(app, f"new:{path}.{name}", typed)
    press(app, f"add:{path}")
    assert [item.value for item in app.error]
    assert proposal(app) == before
    chosen = declared(f"{path}.{choice}").options[1]
    fill(app, f"new:{path}.{choice}", chosen)
    press(app, f"add:{path}")
    assert not app.error
    assert proposal(app) != before


def test_a_number_without_a_unit_counts_persons_whatever_was_said_before() -> None:
    app = turn(opened("nl", distribution_centre()), "quick_scan.py")
    said = {
        "ca. 300 fte": "ongeveer 300 fte",
        "tot 800": "hoogstens 800 (gerekend met 125 tot 800, midden 315). De andere kant komt uit "
        "hoe ver bedrijven in deze sector uiteenlopen.",
        "90": "90.",
        "80 fte": "80 fte.",
        "80 personen": "80.",
    }
    for typed, read_as in said.items():
        fill(app, "quick.size", typed)
        assert any(f"Gelezen als {read_as}" in item.value for item in app.caption), typed
    held = proposal(app).workforce
    assert held is not None
    assert (held.count, held.unit) == (80, "persons")


@pytest.mark.parametrize(
    ("page", "path"),
    [("quick_scan.py", "quick.municipality"), ("housing_plan.py", "housing_plan.offers[0].municipality")],
)
def test_a_municipality_stands_in_every_list_with_what_it_is_and_was_called(page: str, path: str) -> None:
    app = on(page)
    if page == "housing_plan.py":
        unfold(app, "offer:0")
    options = [str(option) for option in field(app, path).options]
    assert any(
        "Hertogenbosch · Den Bosch, deel van Maasdonk (tot 2015), " in option and "Rosmalen" in option
        for option in options
    )
    assert any(
        option.startswith("Land van Cuijk · ") and "Boxmeer (tot 2022)" in option for option in options
    )
    assert any(option.startswith("Venray · ") and "Ysselsteyn" in option for option in options)


@pytest.mark.parametrize("page", ["quick_scan.py", "initiative.py"])
def test_an_opening_in_the_past_is_asked_about(page: str) -> None:
    app = on(page)
    question = text("app.opening_past", month="2020-01")
    assert not [item for item in app.warning if item.value == plain_text(question)]
    fill(app, "quick.opening", "2020-01")
    assert [item for item in app.warning if item.value == plain_text(question)]


def test_a_sector_with_a_word_that_means_others_too_tells_the_difference() -> None:
    app = on("quick_scan.py")
    fill(app, "quick.sector", "dc_warehousing")
    (told,) = [item.value for item in app.caption if "logistiek" in item.value and "%" in item.value]
    assert "Transport en logistiek" in told
    assert told.count("%") == 2
    fill(app, "quick.sector", "mushrooms")
    assert not [item for item in app.caption if "logistiek" in item.value and "%" in item.value]


def test_what_kind_of_warehouse_is_asked_and_may_stay_unknown() -> None:
    app = on("quick_scan.py")
    assert proposal(app).sector == "dc_warehousing"
    assert field(app, "quick.work").value == ""
    fill(app, "quick.work", "dc_grocery")
    assert proposal(app).sector == "dc_grocery"
    assert field(app, "quick.sector").value == "dc_warehousing"
    turn(app, "initiative.py")
    assert field(app, "quick.work").value == "dc_grocery"
    fill(app, "quick.work", "")
    assert proposal(app) == HELD
    fill(app, "quick.sector", "slaughter")
    assert not app.error
    assert not [item for item in app.selectbox if item.label == text("app.work_dc_warehousing")]


def test_a_form_says_how_a_field_is_read_before_it_is_handed_in() -> None:
    app = turn(opened("nl", distribution_centre()), "housing_plan.py")
    for typed, read_as in (("1.200", "Gelezen als 1.200."), ("ca", ""), ("", "")):
        fill(app, "new:housing_plan.offers[0].places", typed)
        said = [item.value for item in app.caption if "Gelezen als" in item.value]
        assert bool(said) == bool(read_as), typed
        assert all(read_as in words for words in said)


def test_fields_without_help_below_them_say_how_they_were_read() -> None:
    app = turn(opened("nl", distribution_centre()), "surroundings.py")
    choose_tab(app, "surroundings", text("app.places_title"))
    fill(app, "context.free_places.short", "1.200")
    assert any(item.value == "Gelezen als 1.200." for item in app.caption)
