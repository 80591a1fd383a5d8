"""Function groups as forms and as a table: nothing typed is clamped, dropped or lost."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from hea.app import group_table
from hea.assessment import outline
from hea.exchange import example
from hea.fields import option_name
from hea.proposal import Span
from hea.texts import Lang
from tests.app.walking import DOSSIER, at, calm, field, fill, on, opened, press, proposal, turn, unfold


def table(lang: Lang = "nl", name: str = DOSSIER) -> AppTest:
    app = on("workforce.py", lang, name)
    at(app, "group_mode").set_value("table").run()
    calm(app)
    return app


def edit(app: AppTest, **edits: Any) -> AppTest:
    """What the browser reports of a table: edited, added and deleted rows."""
    reported = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | edits
    app.session_state[f"group_table:{app.session_state['table_version']}"] = reported
    app.run()
    calm(app)
    return app


def counts(app: AppTest) -> list[float]:
    return [group.count for group in proposal(app).function_groups]


def taken(edits: dict[str, Any], lang: Lang = "nl") -> tuple[list[Any], list[str]]:
    """Groups and sentences made of edits on the groups of the example."""
    groups = example(DOSSIER).function_groups
    base = group_table._from_groups(groups, lang)
    reported = {"edited_rows": {}, "added_rows": [], "deleted_rows": []} | edits
    typed, origin = group_table._edited(base, reported, lang)
    made, said = [], []
    for row, before in zip(typed, origin, strict=True):
        group, problems = group_table._group(row, before, lang)
        said += [item.sentence(lang) for item in problems]
        made += [group] if group else []
    return made, said


@pytest.mark.parametrize(("lang", "typed"), [("nl", "12,5"), ("en", "12.5")])
def test_decimals_in_the_table_are_read_in_the_notation_of_the_language(lang: Lang, typed: str) -> None:
    made, said = taken({"edited_rows": {0: {"count": typed, "unit": "fte", "flex_share": typed}}}, lang)
    assert not said
    assert (made[0].count, made[0].flex_share) == (12.5, 0.125)


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("-5", "negatief"),
        ("999999", "hoogstens"),
        ("veel", "geen getal"),
    ],
)
def test_a_number_that_does_not_fit_is_named_and_the_group_stays(typed: str, part: str) -> None:
    made, said = taken({"edited_rows": {1: {"count": typed}}})
    assert part in " ".join(said)
    assert made == list(example(DOSSIER).function_groups)


def test_a_share_above_the_whole_is_refused_not_clamped() -> None:
    made, said = taken({"edited_rows": {0: {"flex_share": "110"}}})
    assert "0 tot en met 100" in " ".join(said)
    assert made[0] == example(DOSSIER).function_groups[0]


def test_an_incomplete_row_is_counted_and_changes_nothing() -> None:
    made, said = taken({"added_rows": [{"name": "Nachtploeg"}, {}]})
    assert len(made) == len(example(DOSSIER).function_groups)
    assert len(said) == 1
    assert "aantal" in said[0]


def test_a_row_added_keeps_what_the_others_know_besides() -> None:
    options = group_table.declared("function_groups[0].level").options
    level = option_name("level", options[0], "nl")
    row = {"name": "Nachtploeg", "level": level, "count": "8"}
    made, said = taken({"added_rows": [row], "deleted_rows": [0]})
    groups = example(DOSSIER).function_groups
    assert not said
    assert made[:-1] == list(groups[1:])
    assert (made[-1].name, made[-1].level, made[-1].count) == ("Nachtploeg", options[0], 8)
    assert made[0].ramp_up == groups[1].ramp_up


def test_the_table_in_the_app_changes_the_groups_every_time_and_survives_leaving() -> None:
    app = table()
    for number in ("100", "101", "102"):
        edit(app, edited_rows={0: {"count": number}})
        assert counts(app)[0] == float(number)
    turn(app, "start.py")
    turn(app, "workforce.py")
    assert counts(app)[0] == 102
    assert at(app, "group_mode").value == "table"
    edit(app, edited_rows={0: {"count": "103"}})
    assert counts(app)[0] == 103


def test_an_incomplete_row_in_the_app_is_still_there_after_leaving() -> None:
    app = edit(table(), added_rows=[{"name": "Nachtploeg"}])
    assert any("nog niet compleet" in item.value for item in app.error)
    assert any("Overgenomen: 5 groepen" in item.value for item in app.markdown)
    turn(app, "start.py")
    turn(app, "workforce.py")
    rows = app.session_state["table_base"].typed
    assert rows[-1]["name"] == "Nachtploeg"
    assert any("nog niet compleet" in item.value for item in app.error)


def test_a_change_elsewhere_is_shown_in_the_table() -> None:
    app = table()
    at(app, "group_mode").set_value("form").run()
    unfold(app, "group:0")
    fill(app, "function_groups[0].count", "77")
    at(app, "group_mode").set_value("table").run()
    calm(app)
    assert app.session_state["table_base"].typed[0]["count"] == "77"


def test_groups_by_form_only() -> None:
    app = turn(opened(proposal=example("fulfilment_waalwijk")), "workforce.py")
    before = len(proposal(app).function_groups)
    values = {"name": "Nachtploeg", "level": "elementary", "count": "8", "flex_share": "45"}
    unfold(app, "new_group")
    for name, typed in values.items():
        field(app, f"new:function_groups[0].{name}").set_value(typed)
    press(app, "add:function_groups[0]")
    group = proposal(app).function_groups[-1]
    assert (group.name, group.count, group.flex_share) == ("Nachtploeg", 8, 0.45)
    assert len(proposal(app).function_groups) == before + 1
    unfold(app, f"group:{before}")
    press(app, f"remove:function_groups[{before}]")
    assert len(proposal(app).function_groups) == before


def test_a_new_group_that_lacks_a_number_keeps_what_was_typed() -> None:
    app = on("workforce.py")
    unfold(app, "new_group")
    field(app, "new:function_groups[0].name").set_value("Nachtploeg")
    press(app, "add:function_groups[0]")
    assert any("ontbreekt" in item.value for item in app.error)
    app.session_state["new_group"] = False
    app.run()
    assert field(app, "new:function_groups[0].name").value == "Nachtploeg"
    assert proposal(app) == example(DOSSIER)


def test_the_usual_functions_of_the_sector_keep_the_total() -> None:
    plan = example("fulfilment_waalwijk").update(
        function_groups=(), workforce={"count": 403, "basis": "peak"}
    )
    app = turn(opened(proposal=plan), "workforce.py")
    press(app, "take_typical")
    assert sum(counts(app)) == 403
    assert all(count == int(count) for count in counts(app))
    assert {group.basis for group in proposal(app).function_groups} == {"peak"}


def test_an_expansion_of_an_area_stays_as_large_with_the_usual_functions() -> None:
    plan = example("fulfilment_waalwijk").update(
        function_groups=(),
        workforce=None,
        area={"kind": "gross_floor", "size_m2": 30_000},
        kind="expansion",
        existing_workers=60,
        area_holds="whole_site",
    )
    app = turn(opened(proposal=plan), "workforce.py")
    assert any("al 60 mensen" in item.value for item in app.caption)
    before = outline(plan).central.jobs
    press(app, "take_typical")
    assert sum(counts(app)) == pytest.approx(before + 60, abs=1)
    assert outline(proposal(app)).central.jobs == pytest.approx(before, abs=1)
    assert proposal(app).counts_from_area
    field(app, "counts_from_area").select(False).run()
    assert not proposal(app).counts_from_area


def test_more_people_than_a_group_may_have_is_said_and_changes_nothing() -> None:
    plan = example("fulfilment_waalwijk").update(
        function_groups=(), workforce=None, area={"kind": "gross_floor", "size_m2": 50_000_000}
    )
    app = turn(opened(proposal=plan), "workforce.py")
    at(app, "take_typical").click().run()
    assert not app.exception
    assert len(app.error) == 1
    assert proposal(app) == plan


def test_own_months_and_milestones_by_form() -> None:
    app = on("workforce.py", name="fulfilment_waalwijk")
    unfold(app, "group:0")
    unfold(app, "more:0")
    for month in range(12):
        field(app, f"function_groups[0].season.{month}").set_value("2" if month == 11 else "1")
    press(app, "take:function_groups[0]")
    group = proposal(app).function_groups[0]
    assert group.season_numbers[11] == pytest.approx(24 / 13)
    for name, typed in (("month", "6-2028"), ("share", "50")):
        field(app, f"new:function_groups[0].ramp_up[0].{name}").set_value(typed)
    press(app, "add:function_groups[0].ramp_up[0]")
    assert [(p.month, p.share) for p in proposal(app).function_groups[0].ramp_up][-1:] == [("2028-06", 0.5)]


def test_a_paste_that_leaves_a_choice_as_it_was_is_told() -> None:
    app = edit(table(), edited_rows={0: {"name": "Techniek", "count": "25"}})
    told = " ".join(item.value for item in app.error)
    assert "Rij 1" in told
    assert "niet veranderd" in told
    assert option_name("level", example(DOSSIER).function_groups[0].level, "nl") in told


def test_a_row_whose_choice_a_paste_left_waits_until_it_is_chosen_or_agreed_to() -> None:
    before = example(DOSSIER).function_groups
    app = edit(table(), edited_rows={0: {"name": "Techniek", "count": "25"}})
    assert proposal(app).function_groups == before
    edit(app, edited_rows={0: {"name": "Techniek", "count": "26"}})
    assert proposal(app).function_groups == before, "another number says nothing of the choice"
    chosen = {"name": "Techniek", "count": "26", "level": option_name("level", "skilled_trade", "nl")}
    edit(app, edited_rows={0: chosen})
    assert not app.error
    first = proposal(app).function_groups[0]
    assert (first.name, first.count, first.level) == ("Techniek", 26, "skilled_trade")


def test_rows_that_wait_after_a_paste_can_be_taken_over_as_they_stand() -> None:
    app = edit(table(), edited_rows={0: {"name": "Techniek", "count": "25"}})
    press(app, "table_accept")
    assert not app.error
    first, held = proposal(app).function_groups[0], example(DOSSIER).function_groups[0]
    assert (first.name, first.count, first.level) == ("Techniek", 25, held.level)
    assert "table_accept" not in {button.key for button in app.button}


ROW = "Techniek\tVakwerk\t25 fte\t\tgemiddeld\t0%"


def pasted(words: str, name: str = "fulfilment_waalwijk") -> AppTest:
    app = table(name=name)
    at(app, "field:nl:pasted_groups").set_value(words).run()
    calm(app)
    return app


def test_rows_pasted_in_the_box_are_shown_and_taken_over_by_the_button_alone() -> None:
    app = pasted(ROW + "\nOrderpickers\tEenvoudig werk\t250-300\tpersonen\tpiek\t65%\t60%")
    groups = len(proposal(app).function_groups)
    shown = " ".join(item.body for item in app.get("html"))
    assert "25" in shown
    assert "250 tot 300" in shown
    assert groups == len(example("fulfilment_waalwijk").function_groups)
    press(app, "take_pasted")
    calm(app)
    first, second = proposal(app).function_groups[-2:]
    assert (first.level, first.count, first.unit, first.flex_share) == ("skilled_trade", 25, "fte", 0)
    assert (second.count, second.basis) == (Span(low=250, high=300), "peak")
    assert at(app, "field:nl:pasted_groups").value == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Techniek\thandwerk\t25", "handwerk"),
        ("Techniek\thandwerk\tveel", "handwerk"),
        ("Techniek\thandwerk\tveel", "'veel' is geen getal"),
        ("Techniek\tVakwerk\t25 fte\tpersonen", "25 fte"),
        ("Techniek\tVakwerk\t25\tpersonen\tgewoonlijk", "gewoonlijk"),
        ("Techniek\tVakwerk\t25\tpersonen\tgemiddeld\t0,65", "65%"),
        ("Techniek\tVakwerk", "aantal"),
        ("Techniek\tVakwerk\t25" + "\tx" * 7, "meer dan in de kolommen past"),
    ],
)
def test_what_is_not_understood_in_the_box_is_told_and_nothing_is_taken_over(words: str, said: str) -> None:
    app = pasted(f"{ROW}\n{words}")
    [box] = app.error
    assert "Rij 2" in box.value
    assert said in box.value
    assert at(app, "take_pasted").disabled


def test_headings_above_pasted_rows_say_what_the_columns_are() -> None:
    app = pasted("Aantal\tNaam\tNiveau\n25\tTechniek\tvakwerk")
    assert not app.error
    press(app, "take_pasted")
    assert proposal(app).function_groups[-1].name == "Techniek"


def test_a_row_pasted_for_a_site_that_grows_says_who_is_there() -> None:
    app = pasted("Techniek\tVakwerk\t25\t10\tpersonen", DOSSIER)
    press(app, "take_pasted")
    held = proposal(app).function_groups[-1]
    assert (held.count, held.existing, held.unit) == (25, 10, "persons")


def test_more_people_there_than_a_group_will_have_is_asked_on_a_page_where_it_can_be_mended() -> None:
    """Nothing can be calculated, and the fields stay."""
    groups = [{"name": "Pakkers", "level": "elementary", "count": 100, "existing": 250}]
    plan = example("fulfilment_waalwijk").update(kind="expansion", function_groups=groups)
    app = turn(opened(proposal=plan), "workforce.py")
    assert ["alleen de groei ingevuld" in item.value for item in app.error] == [True]
    unfold(app, "group:0")
    field(app, "function_groups[0].existing").set_value("40").run()
    assert not app.error
    assert proposal(app).function_groups[0].existing == 40


def test_who_is_there_already_is_only_asked_where_a_site_grows() -> None:
    app = on("workforce.py", name="fulfilment_waalwijk")
    unfold(app, "group:0")
    assert "Waarvan er al (uitbreiding of verplaatsing)" not in {item.label for item in app.text_input}
