"""The page for many plans: bad rows by choice, one line per plan, one of them as a dossier."""

import os
import pickle
import signal
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from hea.app.report_queue import ReportQueue, report_queue
from hea.assessment import SCREENING_DRAWS
from hea.exchange.leads import parse_leads
from hea.portfolio import cumulation, screen, screening
from hea.texts import text
from tests.app.walking import at, opened, press, proposal, tables, turn
from tests.beside import building

TABLE = b"""Bedrijf;Gemeente;Sector;Opening;Werknemers
Kist [x](http://a.nl);Venray;dc_warehousing;2028-01;400
Kas en Co;Horst aan de Maas;glasshouse;maart 2029;120
Ergens;Nergenshuizen;dc_warehousing;2028-01;5
"""


KEPT: dict[bytes, Any] = {}
"""What came back of work beside the app, by what was asked."""
ASKED = ReportQueue.call


@pytest.fixture
def once_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same work is done beside the app once: for tests of what the page makes of it."""

    def call(queue: ReportQueue, person: str, work: Callable[..., Any], *given: Any, **named: Any) -> Any:
        key = pickle.dumps((work, given, named))
        if key not in KEPT:
            KEPT[key] = ASKED(queue, person, work, *given, **named)
        return KEPT[key]

    monkeypatch.setattr(ReportQueue, "call", call)


def handed_in(content: bytes = TABLE) -> AppTest:
    """The page after a table was handed in."""
    app = opened()
    app.session_state["leads"] = parse_leads("plannen.csv", content)
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


@pytest.mark.usefixtures("once_only")
def test_plans_are_a_table_that_can_be_filtered_and_sorted() -> None:
    app = assessed()
    rows = tables(app)[0]
    assert len(rows) == 2
    at(app, "leads_sort").set_value("total_peak").run()
    assert len(tables(app)[0]) == 2
    at(app, "leads_filter").set_value("Horst aan de Maas").run()
    assert tables(app)[0].index.to_list() == ["Kas en Co"]


@pytest.mark.usefixtures("once_only")
def test_together_they_land_somewhere() -> None:
    app = assessed()
    headings = [list(item.columns) for item in tables(app)]
    assert any(text("screen.place_short") in found for found in headings)
    assert any(text("screen.adds_last") in found for found in headings)


@pytest.mark.usefixtures("once_only")
def test_one_plan_goes_on_as_a_dossier() -> None:
    app = assessed()
    at(app, "leads_plan").set_value(1).run()
    press(app, "leads_open")
    assert proposal(app).company == "Kas en Co"
    assert [item.value for item in app.title] == [text("page.outcome")]


@pytest.mark.usefixtures("once_only")
def test_where_people_live_can_be_changed_and_put_back() -> None:
    app = assessed()
    before = app.session_state["portfolio"][1]
    assert not any(row.own for row in before.spread)
    at(app, "spread_site").set_value("GM0984").run()
    at(app, "field:nl:spread.GM0984.GM0984").set_value("60")
    at(app, "field:nl:spread.GM0984.over_de_grens").set_value("50")
    press(app, "spread_go:GM0984")
    assert any("samen 1" in item.value and "Verlaag ze" in item.value for item in app.error)
    assert app.session_state["portfolio"][1] is before
    for row in before.spread[0], before.spread[1]:
        for code in row.shares:
            if row.gm_code == "GM0984":
                at(app, f"field:nl:spread.GM0984.{code}").set_value("")
    at(app, "field:nl:spread.GM0984.GM0984").set_value("37,5")
    press(app, "spread_go:GM0984")
    after = app.session_state["portfolio"][1]
    changed = {row.gm_code: row for row in after.spread}["GM0984"]
    assert changed.own
    assert changed.shares["GM0984"].p50 == 0.375
    assert changed.shares["over_de_grens"].p50 == 0.5
    press(app, "spread_reset:GM0984")
    assert app.session_state["portfolio"][1].spread == before.spread


@pytest.mark.usefixtures("once_only")
def test_every_figure_stands_with_source_and_grade() -> None:
    app = assessed()
    headings = [list(item.columns) for item in tables(app)]
    for name in ("screen.grade", "screen.facility_source", "account.source"):
        assert any(text(name) in found for found in headings), name


def test_a_run_that_was_stopped_goes_on_with_what_is_left() -> None:
    app = handed_in()
    leads = app.session_state["leads"]
    (row,) = screen(leads.found[:1], draws=32)
    app.session_state["leads_done"] = {row.input_hash: row}
    at(app, "leads_skip").set_value(True).run()
    assert any("1 van 2 plannen" in item.value for item in app.info)
    press(app, "leads_go")
    rows, together = app.session_state["portfolio"]
    assert [item.draws for item in rows] == [32, SCREENING_DRAWS]
    assert [item.place for item in rows] == [lead.place for lead in leads.found]
    assert together is not None


def test_nothing_is_calculated_in_the_process_of_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is calculated there holds up the pages of everybody."""

    def here(*_: object) -> None:
        raise AssertionError("calculated in the process of the pages")

    monkeypatch.setattr(screening, "_figures_of", here)
    monkeypatch.setattr(cumulation, "contributions", here)
    rows, together = assessed().session_state["portfolio"]
    assert [row.headline is not None for row in rows] == [True, True]
    assert together is not None


def test_plans_go_on_when_the_process_that_calculates_them_is_ended() -> None:
    queue = report_queue()
    (pid,) = {queue.call("Jan", os.getpid)} & set(building(queue))
    os.kill(pid, signal.SIGKILL)
    rows, _ = assessed().session_state["portfolio"]
    assert len(rows) == 2


def test_a_list_of_which_nothing_can_be_read_says_of_how_many_and_in_one_box() -> None:
    rows = ("Bedrijf;Gemeente;Sector;Werknemers", *(f"{it};Nergensdam;magazijn;3" for it in "ABC"))
    app = handed_in("\n".join(rows).encode())
    assert any("0 van de 3 plannen gelezen" in item.value for item in app.markdown)
    [box] = app.error
    assert [f"rij {row}" in line for row, line in zip((2, 3, 4), box.value.splitlines(), strict=True)] == [
        True
    ] * 3


UNCLEAR = b"Bedrijf;Gemeente;Sector;Opening;Aantal\nKist;Venray;dc_warehousing;2090-01;400\n"


def test_a_question_about_a_heading_is_answered_on_the_page() -> None:
    app = turn(opened(), "portfolio.py")
    app.file_uploader(key="leads_upload").upload("plannen.csv", UNCLEAR, "text/csv").run()
    assert any("'Aantal' zegt niet wat er is geteld" in item.value for item in app.error)
    assert "leads" not in app.session_state
    at(app, "leads_called_0").set_value("persons").run()
    assert not app.error
    (lead,) = app.session_state["leads"].found
    assert lead.proposal.workforce.count == 400
    at(app, "leads_called_0").set_value("fte").run()
    (lead,) = app.session_state["leads"].found
    assert lead.proposal.workforce.unit == "fte"
    app.file_uploader(key="leads_upload").upload("goed.csv", TABLE, "text/csv").run()
    assert not [box for box in app.selectbox if str(box.key).startswith("leads_called")]
