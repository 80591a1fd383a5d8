"""The log says what went wrong and where, and not a word of what anyone filled in."""

import json
import logging

import pytest

from hea.app import failure, journal
from hea.proposal import Proposal
from tests.app.walking import fill, opened, quick, turn

SECRET_NAME = "Geheim Bedrijf BV 4711"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    monkeypatch.setenv(journal.LOG_VARIABLE, "json")
    journal.begin()
    yield capsys
    logging.getLogger("hea").handlers.clear()
    logging.getLogger("hea").propagate = True


def test_an_error_is_logged_by_kind_and_place_without_its_words(lines: pytest.CaptureFixture[str]) -> None:
    try:
        Proposal.model_validate({"company": SECRET_NAME, "sector": SECRET_NAME})
    except ValueError:
        reference = failure.record()
    written = lines.readouterr().err
    (line,) = [json.loads(row) for row in written.splitlines() if "reference" in row]
    assert line["reference"] == reference
    assert line["kind"] == "ValidationError"
    assert any("test_journal.py" in place for place in line["places"])
    assert SECRET_NAME not in written


def test_a_walk_with_a_failing_store_leaves_no_trace_of_the_input(
    lines: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from hea.dossiers import Dossiers, StoreError

    def full(*_: object) -> None:
        raise StoreError(f"could not write {SECRET_NAME}")

    app = quick(turn(opened(), "quick_scan.py"))
    monkeypatch.setattr(Dossiers, "save", full)
    fill(app, "quick.company", SECRET_NAME)
    written = lines.readouterr().err
    assert "the store failed: StoreError" in written
    assert SECRET_NAME not in written


def test_readable_lines_carry_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    record = logging.LogRecord("hea.app", logging.ERROR, "x.py", 1, "error", (), None)
    record.reference, record.kind = "abc", "ValueError"
    assert journal.Lines().format(record).endswith("ERROR hea.app error reference=abc kind=ValueError")
