"""Work is not lost: saved at every change, restored, and never overwritten by another window."""

import io
import json
from pathlib import Path

import pikepdf
import pytest
import streamlit as st
from fpdf import FPDF
from pypdf import PdfReader, PdfWriter
from sqlalchemy import text as sql

from hea import assess, load_parameters
from hea.app import browser, results
from hea.app.navigation import PAGES
from hea.app.report_queue import ReportQueue
from hea.app.server import gate
from hea.assessment import MAX_AGAIN
from hea.dossiers import ALONE, Dossiers, Draft, StoreError, local_store
from hea.enclosures import FIGURES_FILE, PROPOSAL_FILE
from hea.exchange import check_reopened, example, proposal_yaml
from hea.exchange.form import build_form
from hea.exchange.uploads import open_upload
from hea.parameters import OwnValue, parameters_with
from hea.report.pdf import build_pdf
from hea.texts import text
from tests.app.walking import DOSSIER, at, field, fill, on, opened, press, proposal, quick, stored, turn


def test_every_change_is_in_the_store_at_once() -> None:
    app = turn(opened(), "quick_scan.py")
    fill(app, "quick.company", "Kist en Zn")
    assert stored(app).started.company == "Kist en Zn"
    quick(app)
    assert stored(app).proposal == proposal(app)
    assert any("Bewaard om" in item.value for item in app.caption)


def test_what_cannot_be_read_stays_in_the_field_over_pages() -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    fill(app, "quick.size", "veel")
    turn(app, "start.py")
    turn(app, "quick_scan.py")
    assert field(app, "quick.size").value == "veel"
    assert any("is geen getal" in item.value for item in app.error)


def test_fields_keep_their_value_over_pages_and_languages() -> None:
    app = quick(turn(opened(), "quick_scan.py"), size="1.200")
    turn(app, "initiative.py")
    fill(app, "initiative", "Hal Noord")
    turn(app, "quick_scan.py")
    turn(app, "initiative.py")
    assert field(app, "initiative").value == "Hal Noord"
    at(app, "language").set_value("en").run()
    assert field(app, "quick.size", "en").value == "1,200"
    assert proposal(app).workforce.count == 1200


def test_a_new_session_with_the_cookie_finds_the_draft_back(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = local_store().of(ALONE).save(Draft(proposal=example(DOSSIER)))
    monkeypatch.setattr(browser, "cookie", lambda name: kept.id if name == gate.DRAFT_COOKIE else "")
    app = opened()
    assert proposal(app) == example(DOSSIER)
    assert any("teruggezet" in item.value for item in app.info)
    press(app, "start_empty")
    assert app.session_state["draft"] == Draft()
    assert local_store().of(ALONE).load(kept.id) is not None


@pytest.mark.parametrize("cookie", ["weg-is-weg", "../../etc", "x" * 500, "'; drop table drafts"])
def test_a_cookie_that_leads_nowhere_starts_empty(cookie: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "cookie", lambda _: cookie)
    assert opened().session_state["draft"] == Draft()


def test_two_windows_never_overwrite_each_other_unseen() -> None:
    first = quick(turn(opened(), "quick_scan.py"))
    kept = first.session_state["saved"]
    second = opened()
    second.session_state["draft"], second.session_state["saved"] = local_store().of(ALONE).load(kept.id)
    turn(second, "quick_scan.py")
    fill(second, "quick.company", "Tweede venster")
    fill(first, "quick.company", "Eerste venster")
    assert any("ander venster" in item.value for item in first.warning)
    found, _ = local_store().of(ALONE).load(kept.id)
    assert found.proposal.company == "Tweede venster"
    press(first, "keep_mine")
    assert first.session_state["saved"].id != kept.id
    assert stored(first).proposal.company == "Eerste venster"
    assert not any("ander venster" in item.value for item in first.warning)


def test_the_other_window_may_win() -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    kept = app.session_state["saved"]
    other, _ = local_store().of(ALONE).load(kept.id)
    newer = Draft(proposal=other.proposal.update(company="Elders"))
    local_store().of(ALONE).save(newer, kept.id, kept.revision)
    fill(app, "quick.company", "Hier")
    press(app, "take_theirs")
    assert proposal(app).company == "Elders"
    assert field(app, "quick.company").value == "Elders"
    fill(app, "quick.company", "Verder")
    assert stored(app).proposal.company == "Verder"


def test_a_store_that_refuses_is_said_and_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    app = quick(turn(opened(), "quick_scan.py"))

    def full(*_: object) -> None:
        raise StoreError("disk full")

    monkeypatch.setattr(Dossiers, "save", full)
    fill(app, "quick.company", "Nog steeds hier")
    assert proposal(app).company == "Nog steeds hier"
    assert any("Niet bewaard" in item.value for item in app.error)
    monkeypatch.undo()
    fill(app, "quick.company", "Weer bewaard")
    assert stored(app).proposal.company == "Weer bewaard"
    assert not any("Niet bewaard" in item.value for item in app.error)


def test_a_damaged_draft_is_refused_with_a_sentence() -> None:
    kept = local_store().of(ALONE).save(Draft(proposal=example(DOSSIER)))
    with local_store().engine.begin() as connection:
        connection.execute(sql("drop trigger revisions_never_change"))
        connection.execute(sql("update revisions set content = '{\"proposal\": 3}'"))
    app = opened()
    assert at(app, "draft_choice").value == kept.id
    press(app, "open_draft")
    assert any("niet te openen" in item.value for item in app.error)


def upload(name: str, content: bytes) -> object:
    app = opened()
    app.file_uploader(key="upload").upload(name, content, "application/octet-stream").run()
    return app


@pytest.mark.parametrize("kind", ["yaml", "json", "xlsx", "pdf"])
def test_a_file_of_ours_opens_again(kind: str) -> None:
    given = example(DOSSIER)
    made = assess(given, draws=16)
    content = {
        "yaml": lambda: proposal_yaml(given).encode(),
        "json": lambda: made.model_dump_json().encode(),
        "xlsx": lambda: build_form(given),
        "pdf": lambda: build_pdf(made, load_parameters(), "nl", parts=["summary"]),
    }[kind]()
    app = upload(f"voorstel.{kind}", content)
    assert not app.error
    assert proposal(app) == given
    assert stored(app).proposal == given


@pytest.mark.parametrize("kind", ["yaml", "json", "pdf"])
def test_a_file_brings_its_own_values_back(kind: str) -> None:
    own = (OwnValue(name="season_amplitude", value=1.4375, who="gemeente", why="telling 2026"),)
    given, figures = example(DOSSIER), parameters_with(own)
    made = assess(given, figures, draws=16)
    content = {
        "yaml": lambda: proposal_yaml(given, own).encode(),
        "json": lambda: made.model_dump_json().encode(),
        "pdf": lambda: build_pdf(made, figures, "nl", parts=["summary"]),
    }[kind]()
    app = upload(f"voorstel.{kind}", content)
    assert not app.error
    assert app.session_state["draft"] == stored(app) == Draft(proposal=given, own_values=own)
    if kind == "pdf":
        assert text("reopened.same") in [item.value for item in app.info]


def test_a_report_with_a_page_covered_warns_and_still_says_that_what_it_encloses_holds() -> None:
    made = build_pdf(assess(example(DOSSIER), draws=16), load_parameters(), "nl", parts=["summary"])
    app = upload("rapport.pdf", made)
    assert not app.warning
    assert {text("reopened.pages_same"), text("reopened.same")} <= {item.value for item in app.info}
    app = upload("rapport.pdf", covered(made, page=2))
    told = [text("reopened.pages_changed", pages="2"), text("reopened.pages_ask")]
    assert [item.value for item in app.warning] == told
    assert text("reopened.same") in [item.value for item in app.info]


def report_that_says(**figures: object) -> bytes:
    """A page with the enclosures of a report, some of them other than they were."""
    given = example(DOSSIER)
    made = json.loads(assess(given, draws=16).model_dump_json())
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.attachments[PROPOSAL_FILE] = pikepdf.AttachedFileSpec(pdf, given.model_dump_json().encode())
    pdf.attachments[FIGURES_FILE] = pikepdf.AttachedFileSpec(pdf, json.dumps(made | figures).encode())
    pdf.save(out)
    return out.getvalue()


def test_a_report_of_more_draws_than_reports_ever_had_is_not_calculated_again() -> None:
    app = upload("rapport.pdf", report_that_says(draws=65_536))
    assert text("reopened.many_draws", then=65_536, most=MAX_AGAIN) in [item.value for item in app.info]
    assert text("reopened.same") not in [item.value for item in app.info]


def test_a_report_is_calculated_again_beside_the_app(monkeypatch: pytest.MonkeyPatch) -> None:
    """And where that cannot be done, the page says so and goes on."""
    asked = []
    monkeypatch.setattr(ReportQueue, "call", lambda _, person, work, *args: asked.append(work) or work(*args))
    assert text("reopened.same") in [item.value for item in upload("rapport.pdf", report_that_says()).info]
    assert asked == [check_reopened]
    for figures in ({"draws": 0}, {"seed": "x"}, {"stay_definition": "?"}, {"parameters": {}}):
        app = upload("rapport.pdf", report_that_says(**figures))
        assert not app.error
        assert text("reopened.unchecked") in [item.value for item in app.info], figures


def covered(content: bytes, page: int) -> bytes:
    """A report with a white box over a page."""
    writer = PdfWriter(clone_from=io.BytesIO(content))
    cover = FPDF()
    cover.add_page()
    cover.set_fill_color(255, 255, 255)
    cover.rect(15, 20, 180, 40, style="F")
    writer.pages[page - 1].merge_page(PdfReader(io.BytesIO(bytes(cover.output()))).pages[0])
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_what_is_wrong_with_a_report_stays_on_every_page_until_it_was_seen() -> None:
    made = build_pdf(assess(example(DOSSIER), draws=64), load_parameters(), parts=["summary"])
    app = upload("rapport.pdf", covered(made, page=2))
    told = [item.value for item in app.warning]
    assert told
    app.run()
    assert [item.value for item in app.warning] == told
    for page in PAGES:
        turn(app, page.filename)
        assert set(told) <= {item.value for item in app.warning}, page.filename
    mine = app.session_state["saved"].id
    turn(app, "start.py")
    press(app, "door_company")
    assert not set(told) & {item.value for item in app.warning}
    turn(app, "start.py")
    at(app, "draft_choice").set_value(mine).run()
    press(app, "open_draft")
    assert set(told) <= {item.value for item in app.warning}
    press(app, "reopened_seen")
    assert not set(told) & {item.value for item in app.warning}
    turn(app, "report.py")
    assert not set(told) & {item.value for item in app.warning}


def test_a_file_that_is_not_ours_changes_nothing() -> None:
    app = upload("brief.pdf", b"%PDF-1.4 dit is geen pdf")
    assert any("beschadigd" in item.value for item in app.error)
    assert app.session_state["draft"] == Draft()


def test_a_form_that_came_back_replaces_the_workforce_and_nothing_else() -> None:
    given, other = example(DOSSIER), example("zachtfruit_meierijstad")
    app = on("workforce.py")
    app.session_state["form_expander"] = True
    app.run()
    app.file_uploader(key="form_upload").upload(
        "terug.xlsx", build_form(other), "application/octet-stream"
    ).run()
    assert not app.error
    now = proposal(app)
    assert now.function_groups == other.function_groups
    assert (
        now.update(
            function_groups=given.function_groups, automation=given.automation, workforce=given.workforce
        )
        == given
    )
    app.file_uploader(key="form_upload").upload("kapot.xlsx", b"PK\x03\x04", "application/octet-stream").run()
    assert any("beschadigd" in item.value for item in app.error)
    assert proposal(app) == now


@pytest.mark.parametrize("kind", ["xls", "ods", "xlsx"])
def test_a_form_may_come_back_in_every_form_that_is_read(kind: str) -> None:
    name = f"form_answered_on_questions_sheet.{kind}"
    content = (Path(__file__).parents[1] / "exchange" / "kept" / name).read_bytes()
    app = on("workforce.py")
    app.session_state["form_expander"] = True
    app.run()
    where = app.file_uploader(key="form_upload")
    assert f".{kind}" in where.proto.type
    where.upload(name, content, "application/octet-stream").run()
    assert not app.error
    taken = open_upload(name, content).proposal
    assert (proposal(app).function_groups, proposal(app).workforce) == (
        taken.function_groups,
        taken.workforce,
    )


def test_doors_begin_afresh_and_keep_the_former_draft() -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    kept = app.session_state["saved"]
    turn(app, "start.py")
    press(app, "door_municipality")
    assert [item.value for item in app.title] == [text("page.initiative")]
    assert app.session_state["draft"] == Draft()
    assert local_store().of(ALONE).load(kept.id) is not None


def test_a_snapshot_is_kept_with_its_versions_and_opens_as_a_new_draft() -> None:
    app = on("report.py")
    press(app, "freeze")
    kept = app.session_state["saved"]
    (made,) = local_store().of(ALONE).snapshots(kept.id)
    assert made.input_hash == proposal(app).hash
    assert any(made.id in item.value for item in app.success)
    press(app, f"snapshot_{made.id}")
    assert app.session_state["saved"].id != kept.id
    assert proposal(app) == example(DOSSIER)


def test_results_are_kept_and_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    real = results.assess
    monkeypatch.setattr(results, "assess", lambda *a, **k: calls.append(a) or real(*a, **k))
    app = on("outcome.py")
    turn(app, "region.py")
    turn(app, "outcome.py")
    assert len(calls) == 1
    for size in range(2 * results.KEPT_RESULTS):
        app.session_state["draft"] = Draft(
            proposal=example("fulfilment_waalwijk").update(
                workforce={"count": 100 + size}, function_groups=()
            )
        )
        app.run()
    kept = [key for key in app.session_state["results"] if key[0] == "assessment"]
    assert len(kept) == results.KEPT_RESULTS


def test_no_page_uses_a_cache_that_users_share() -> None:
    """A page can tell Streamlit to forget all that it keeps for everybody, also a page at the door."""
    pages = list(Path(results.__file__).parent.rglob("*.py"))
    assert len(pages) > 30
    assert [path.name for path in pages if "st.cache_" in path.read_text(encoding="utf-8")] == []
    assert hasattr(st, "cache_resource"), "it is still called so"


def test_what_is_the_same_for_everybody_is_made_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr(results, "validate", lambda: made.append(object()) or made[-1])
    results.validation.cache_clear()
    try:
        first = results.validation()
        st.cache_resource.clear()
        st.cache_data.clear()
        assert results.validation() is first
        assert len(made) == 1
    finally:
        results.validation.cache_clear()
