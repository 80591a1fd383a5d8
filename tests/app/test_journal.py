"""The log says what went wrong and where, and not a word of what anyone filled in."""

import json
import logging
import os
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import pytest

from hea.app import failure, journal
from hea.proposal import Proposal
from tests.app.walking import fill, opened, quick, turn
from tests.browser.conftest import free_port, start

SECRET_NAME = "Geheim Bedrijf BV 4711"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> pytest.CaptureFixture[str]:
    monkeypatch.setenv(journal.LOG_VARIABLE, "json")
    hooks = sys.excepthook, threading.excepthook, warnings.showwarning
    journal.begin()
    yield capsys
    sys.excepthook, threading.excepthook, warnings.showwarning = hooks
    logging.setLogRecordFactory(logging.LogRecord)
    logging.getLogger().handlers.pop()
    logging.getLogger("hea").handlers.clear()
    logging.getLogger("hea").propagate = True


def test_an_error_is_logged_by_kind_and_place_without_its_words(lines: pytest.CaptureFixture[str]) -> None:
    try:
        Proposal.model_validate({"company": SECRET_NAME, "sector": SECRET_NAME})
    except ValueError:
        reference = failure.log_error()
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


FAILING = """
import asyncio, logging, threading, warnings
from hea.app import journal
journal.begin()
import streamlit
from streamlit import config
from streamlit.logger import get_logger, update_formatter
config.get_config_options(options_from_flags={"logger.messageFormat": "%(message)s"})
update_formatter()
def fail(): raise ValueError("GEHEIM")
warnings.warn("over GEHEIM")
logging.getLogger("ander").warning("iets %s", "GEHEIM")
logging.getLogger("uvicorn.error").error("%s viel om", "GEHEIM")
for name in ("streamlit.x", "urllib3", "root"):
    try:
        fail()
    except ValueError as error:
        logging.getLogger(name).exception("mis")
        get_logger("streamlit.y").error(f"Uncaught {error}", exc_info=error)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
loop = asyncio.new_event_loop()
loop.call_soon(lambda *_: fail(), "GEHEIM")
loop.call_soon(loop.stop)
loop.run_forever()
fail()
"""


def test_every_line_is_an_object_whoever_wrote_it() -> None:
    environment = os.environ | {journal.LOG_VARIABLE: "json"}
    done = subprocess.run(
        [sys.executable, "-c", FAILING], capture_output=True, text=True, check=False, env=environment
    )
    lines = [json.loads(line) for line in (done.stdout + done.stderr).splitlines()]
    assert "GEHEIM" not in done.stdout + done.stderr
    assert {line["log"] for line in lines} >= {"hea", "ander", "uvicorn.error", "urllib3", "asyncio"}
    assert [line["event"] for line in lines if line["log"] == "ander"] == ["iets %s"]
    assert [line["kind"] for line in lines if line["log"] == "hea"] == ["UserWarning", *["ValueError"] * 2]
    assert [line["kind"] for line in lines if line["log"] == "streamlit.y"] == ["ValueError"] * 3


def test_the_app_writes_nothing_but_objects(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(journal.LOG_VARIABLE, "json")
    port = free_port()
    process = start([sys.executable, "-m", "hea", "app", "--port", str(port)], port, tmp_path)
    process.terminate()
    process.wait(60)
    for line in (tmp_path / "log.txt").read_text().splitlines():
        assert json.loads(line)["event"]
