"""A walk per kind of user, from an empty start to a report in hand."""

import io

import openpyxl
import pypdf
import pytest
from streamlit.testing.v1 import AppTest

from hea import assess
from hea.exchange import example, parse_upload
from hea.report.chapters import FORMS
from hea.report.sentences import conversation, headlines
from hea.texts import LANGUAGES, Lang, text
from tests.app.walking import (
    DOSSIER,
    at,
    calm,
    choose_tab,
    field,
    fill,
    on,
    opened,
    press,
    proposal,
    quick,
    tables,
    turn,
    unfold,
)
from tests.conftest import FEW_DRAWS


def report(app: AppTest, lang: Lang = "nl") -> dict[str, bytes]:
    """Make the files on the page of the report."""
    turn(app, "report.py")
    press(app, "build")
    files: dict[str, bytes] = app.session_state["report"][1]
    assert {button.label for button in app.download_button} >= {text("app.download_pdf", lang)}
    return files


def same_figures(app: AppTest, files: dict[str, bytes], lang: Lang) -> None:
    """The paper, the workbook and a fresh calculation say the same."""
    figures = app.session_state["draft"].parameters
    expected = headlines.recap(assess(proposal(app), parameters=figures, draws=FEW_DRAWS), lang)
    paper = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages)
    squeezed = "".join(paper.split())
    for row in expected:
        assert "".join(row.structural.split()) in squeezed, row
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))
    assert text("report.summary", lang) in book.sheetnames
    assert parse_upload("voorstel.pdf", files["pdf"]) == proposal(app)


@pytest.mark.usefixtures("made_here")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_acquisition_officer_from_six_fields_to_a_report(lang: Lang) -> None:
    app = press(opened(lang), "door_acquisition")
    quick(app, lang)
    assert tables(app)[0].shape[0] == len(headlines.recap(assess(proposal(app), draws=16), lang))
    same_figures(app, report(app, lang), lang)


@pytest.mark.usefixtures("made_here")
def test_a_municipality_from_an_empty_dossier_to_a_report() -> None:
    app = quick(press(opened(), "door_municipality"))
    fill(app, "kern", "Leunen")
    fill(app, "kind", "expansion")
    fill(app, "existing_workers", "150")
    unfold(app, "construction")
    for name, typed in (("persons", "60"), ("from_month", "3-2026"), ("until_month", "1-2027")):
        field(app, f"new:construction.{name}").set_value(typed)
    press(app, "add:construction")
    press(turn(app, "workforce.py"), "take_typical")
    turn(app, "surroundings.py")
    fill(app, "context.kern_inhabitants", "2.500")
    choose_tab(app, "surroundings", text("app.places_title"))
    fill(app, "context.free_places.short", "12")
    choose_tab(app, "surroundings", text("section.facilities"))
    unfold(app, "new_capacity")
    for name, typed in (("capacity", "14"), ("in_use", "13,4")):
        at(app, f"field:nl:new:context.facility_capacities.gp.{name}").set_value(typed)
    press(app, "add:context.facility_capacities.gp")
    turn(app, "housing_plan.py")
    for name, typed in (("stay", "short"), ("places", "80"), ("from_month", "2027-06")):
        field(app, f"new:housing_plan.offers[0].{name}").set_value(typed)
    press(app, "add:housing_plan.offers[0]")
    turn(app, "conversation.py")
    fill(app, "answers.land_owner", "gemeente")
    turn(app, "outcome.py")
    turn(app, "welfare.py")
    at(app, "field:nl:weights.set_by").set_value("College").run()
    press(app, "set_weights")
    turn(app, "scenarios.py")
    turn(app, "region.py")
    made = proposal(app)
    assert made.construction.persons == 60
    assert made.context.facility_capacities["gp"].in_use == 13.4
    assert made.housing_plan.offers[0].places == 80
    assert made.answers["land_owner"] == "gemeente"
    same_figures(app, report(app), "nl")


@pytest.mark.usefixtures("made_here")
def test_a_company_sees_what_its_plan_lacks() -> None:
    app = quick(press(opened(), "door_company"))
    turn(app, "conversation.py")
    before = len(
        conversation.open_items(
            conversation.items(proposal(app), app.session_state["draft"].parameters, "nl")
        )
    )
    at(app, "field:nl:answers.land_owner").set_value("bedrijf").run()
    calm(app)
    app.session_state["phase:huisvesting"] = True
    app.run()
    fill(app, "answers.own_bedroom", True)
    fill(app, "answers.transition_month", "4,5")
    fill(app, "answers.job_bed_separation", "?")
    given = proposal(app).answers
    assert given == {
        "land_owner": "bedrijf",
        "own_bedroom": True,
        "transition_month": 4.5,
        "job_bed_separation": None,
    }
    items = conversation.items(proposal(app), app.session_state["draft"].parameters, "nl")
    left = {item.id: item.status for item in conversation.open_items(items)}
    assert len(left) == before - 3
    assert left["job_bed_separation"] == "unknown"
    fill(app, "answers.own_bedroom", "")
    assert "own_bedroom" not in proposal(app).answers
    same_figures(app, report(app), "nl")


def test_an_answer_may_be_not_known_and_known_again() -> None:
    app = on("conversation.py", name="fulfilment_waalwijk")
    app.session_state["phase:bedrijf_en_werk"] = True
    app.run()
    at(app, "field:nl:answers.jobs_start.not_known").check().run()
    assert proposal(app).answers["jobs_start"] is None
    fill(app, "answers.jobs_start", "250")
    assert proposal(app).answers["jobs_start"] == 250
    assert at(app, "field:nl:answers.jobs_start.not_known").value is False
    fill(app, "answers.jobs_start", "veel")
    assert any("geen getal" in item.value for item in app.error)
    assert proposal(app).answers["jobs_start"] == 250


@pytest.mark.usefixtures("made_here")
def test_a_part_of_the_report_can_be_left_out_and_the_files_go_out_of_date() -> None:
    app = on("report.py")
    at(app, "report_parts").set_value(["summary"]).run()
    press(app, "build")
    reader = pypdf.PdfReader(io.BytesIO(app.session_state["report"][1]["pdf"]))
    assert len(reader.pages) == 2  # cover and summary
    at(app, "report_lang").set_value("en").run()
    assert any("gewijzigd sinds" in item.value for item in app.caption)


def test_the_quality_floor_is_checked_where_it_is_entered() -> None:
    app = on("housing_plan.py")
    app.session_state["offer:0"] = True
    app.run()
    fill(app, "housing_plan.offers[0].area_m2_per_person", "9,5")
    assert any("haalt de ondergrens" in item.value for item in app.warning)
    fill(app, "housing_plan.offers[0].area_m2_per_person", "")
    assert proposal(app).housing_plan.offers[0].area_m2_per_person is None
    assert not any("haalt de ondergrens" in item.value for item in app.warning)


def test_an_offer_that_ends_before_it_begins_is_refused_at_the_field() -> None:
    app = on("housing_plan.py")
    app.session_state["offer:0"] = True
    app.run()
    before = proposal(app)
    fill(app, "housing_plan.offers[0].until_month", "2020-01")
    assert any("ligt voor de eerste" in item.value for item in app.error)
    assert proposal(app) == before


def test_the_list_of_open_questions_is_a_pdf_that_can_be_sent() -> None:
    from hea.report.pdf import build_questions

    plan = example(DOSSIER)
    items = conversation.items(plan, on("conversation.py").session_state["draft"].parameters, "nl")
    paper = pypdf.PdfReader(io.BytesIO(build_questions(plan, items)))
    told = "".join("".join(page.extract_text() for page in paper.pages).split())
    for item in conversation.open_items(items):
        assert "".join(item.question.split()) in told
    answered = next(item for item in items if item.status == "answered")
    assert "".join(answered.question.split()) not in told


@pytest.mark.usefixtures("made_here")
def test_the_form_of_a_report_fills_in_its_parts_and_one_page_needs_none() -> None:
    app = turn(quick(press(opened(), "door_municipality")), "report.py")
    at(app, "report_form").set_value("raadsstuk").run()
    assert tuple(app.session_state["report_parts"]) == FORMS["raadsstuk"]
    assert at(app, "report_parts").disabled, "the report for a council has parts of its own"
    at(app, "report_form").set_value("eenA4").run()
    assert at(app, "report_parts").disabled
    press(app, "build")
    made = app.session_state["report"][1]
    assert len(pypdf.PdfReader(io.BytesIO(made["pdf"])).pages) == 1
    assert len(pypdf.PdfReader(io.BytesIO(made["bewoners.pdf"])).pages) == 1
