"""What a report calls itself: the status of the snapshot that holds just this, and nothing else."""

import io

import openpyxl
import pytest
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from hea.app.report_job import Order
from hea.dossiers import ALONE, Dossiers, Draft, Snapshot, local_store
from hea.exchange import example
from hea.parameters import OwnValue
from hea.texts import text
from tests.app.walking import DOSSIER, at, fill, handed_over, on, opened, press, turn, unfold


def own() -> Dossiers:
    return local_store().of(ALONE)


def orders(monkeypatch: pytest.MonkeyPatch) -> list[Order]:
    """What is asked for when the files are made, without making them."""
    from hea.app import report_queue

    asked: list[Order] = []
    real = report_queue.ReportQueue.order

    def note(self: report_queue.ReportQueue, person: str, order: Order) -> report_queue.Job:
        asked.append(order)
        return real(self, person, order._replace(parts=("summary",)))

    monkeypatch.setattr(report_queue.ReportQueue, "order", note)
    return asked


def frozen(app: AppTest) -> Snapshot:
    return own().snapshots(app.session_state["saved"].id)[0]


def settled(app: AppTest, made: Snapshot) -> None:
    """Make a snapshot final on the page of the dossier, and go back to the report."""
    turn(app, "dossier.py")
    app.session_state["dossier:snapshots"] = True
    app.run()
    press(app, f"status_{made.id}_definitief")
    press(app, f"status_{made.id}_definitief_yes")
    turn(app, "report.py")


@pytest.mark.usefixtures("made_here")
def test_a_report_is_final_only_if_its_snapshot_is(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = orders(monkeypatch)
    app = on("report.py")
    assert text("make.status_none") in [item.value for item in app.info]
    press(app, "freeze")
    made = frozen(app)
    told = text("make.status_of", status=text("status.concept"), id=made.id)
    assert told in [item.value for item in app.info]
    settled(app, made)
    told = text("make.status_of", status=text("status.definitief"), id=made.id)
    assert told in [item.value for item in app.info]
    press(app, "build")
    assert asked[-1].status == "definitief"
    assert made.id in asked[-1].mark
    files = app.session_state["report"][1]
    cover = PdfReader(io.BytesIO(files["pdf"])).pages[0].extract_text()
    line = text("report.status", status=text("status.definitief"))
    assert line in cover
    assert made.id in cover
    sheet = openpyxl.load_workbook(io.BytesIO(files["xlsx"]))[text("book_sheet.summary")]
    shown = [cell.value for row in sheet["A1:A8"] for cell in row]
    assert line in shown
    assert asked[-1].mark in shown


@pytest.mark.usefixtures("made_here")
def test_what_is_changed_after_a_final_snapshot_is_a_draft_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = orders(monkeypatch)
    app = on("report.py")
    press(app, "freeze")
    settled(app, frozen(app))
    turn(app, "initiative.py")
    fill(app, "quick.company", "Een ander bedrijf")
    turn(app, "report.py")
    assert text("make.status_none") in [item.value for item in app.info]
    press(app, "build")
    assert (asked[-1].status, asked[-1].mark) == ("concept", "")


def test_a_snapshot_of_the_same_input_with_other_figures_does_not_count() -> None:
    saved = own().save(Draft(proposal=example(DOSSIER)))
    app = opened()
    press(app, "open_draft")
    turn(app, "report.py")
    press(app, "freeze")
    made = frozen(app)
    value = OwnValue(name="persons_per_fte", value=1.4, who="gemeente", why="telling")
    other = Draft(proposal=example(DOSSIER), own_values=(value,))
    hashes = [draft.parameters.hash for draft in (Draft(proposal=example(DOSSIER)), other)]
    assert own().frozen_as(saved.id, Draft(proposal=example(DOSSIER)), made.version, hashes[0]) == made
    assert own().frozen_as(saved.id, other, made.version, hashes[1]) is None
    assert own().frozen_as(saved.id, Draft(proposal=example(DOSSIER)), made.version, hashes[1]) is None
    assert own().frozen_as(saved.id, Draft(proposal=example(DOSSIER)), "0.0.9", hashes[0]) is None


def test_the_furthest_snapshot_counts() -> None:
    app = on("report.py")
    press(app, "freeze")
    first = frozen(app)
    settled(app, first)
    press(app, "freeze")
    assert frozen(app).id != first.id
    told = text("make.status_of", status=text("status.definitief"), id=first.id)
    assert told in [item.value for item in app.info]


def test_final_is_asked_once_and_says_what_it_means() -> None:
    app = on("report.py")
    press(app, "freeze")
    made = frozen(app)
    turn(app, "dossier.py")
    unfold(app, "dossier:snapshots")
    press(app, f"status_{made.id}_definitief")
    assert frozen(app).status == "concept"
    assert text("finalise.means") in [item.value for item in app.warning]
    press(app, f"status_{made.id}_definitief_no")
    assert not app.warning
    assert frozen(app).status == "concept"
    press(app, f"status_{made.id}_definitief")
    press(app, f"status_{made.id}_definitief_yes")
    assert frozen(app).status == "definitief"
    assert not app.warning


def test_a_municipality_that_was_let_in_is_asked_before_what_it_freezes_is_final(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner, saved = handed_over(monkeypatch, logged_in=True)
    app = opened()
    press(app, "open_draft")
    turn(app, "report.py")
    assert at(app, "freeze").label == text("make.freeze_final")
    press(app, "freeze")
    assert owner.snapshots(saved.id) == ()
    assert text("finalise.means") in [item.value for item in app.warning]
    press(app, "freeze_yes")
    assert [row.status for row in owner.snapshots(saved.id)] == ["definitief"]
