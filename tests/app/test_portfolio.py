"""The page for many plans: bad rows by choice, one line per plan, one of them as a dossier."""

from streamlit.testing.v1 import AppTest

from hea.exchange.leads import parse_leads
from hea.texts import text
from tests.app.walking import at, opened, press, proposal, turn

TABLE = b"""Bedrijf;Gemeente;Sector;Opening;Werknemers
Kist [x](http://a.nl);Venray;dc_warehousing;2028-01;400
Kas en Co;Horst aan de Maas;glasshouse;maart 2029;120
Ergens;Nergenshuizen;dc_warehousing;2028-01;5
"""


def handed_in(content: bytes = TABLE) -> AppTest:
    """The page after a table was handed in."""
    app = opened()
    app.session_state["leads"] = ("plannen.csv", parse_leads("plannen.csv", content))
    return turn(app, "portfolio.py")


def assessed() -> AppTest:
    app = handed_in()
    at(app, "leads_skip").set_value(True).run()
    return press(app, "leads_go")


def test_a_bad_row_is_told_and_skipped_only_by_choice() -> None:
    app = handed_in()
    assert any("rij 4, kolom Gemeente" in item.value for item in app.error)
    assert at(app, "leads_go").disabled
    at(app, "leads_skip").set_value(True).run()
    assert not at(app, "leads_go").disabled


def test_plans_are_a_table_that_can_be_filtered_and_sorted() -> None:
    app = assessed()
    rows = app.table[0].value
    assert len(rows) == 2
    at(app, "leads_sort").set_value("total_peak").run()
    assert len(app.table[0].value) == 2
    at(app, "leads_filter").set_value("Horst aan de Maas").run()
    assert app.table[0].value.index.to_list() == ["Kas en Co"]


def test_together_they_land_somewhere() -> None:
    app = assessed()
    headings = [list(item.value.columns) for item in app.table]
    assert any(text("screen.place_short") in found for found in headings)
    assert any(text("screen.adds_last") in found for found in headings)


def test_one_plan_goes_on_as_a_dossier() -> None:
    app = assessed()
    at(app, "leads_plan").set_value(1).run()
    press(app, "leads_open")
    assert proposal(app).company == "Kas en Co"
    assert [item.value for item in app.title] == [text("page.outcome")]
