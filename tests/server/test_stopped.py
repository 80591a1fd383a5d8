"""An app that is stopped while it begins another process leaves nothing half begun, nor alarms in its log."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.browser.conftest import LOG_NAME, free_port, start, stop

WAIT_SECONDS = 120
WOULD_END_SECONDS = 2
"""In which an app ends that waits for nothing; the test is no stricter on a machine where it takes longer."""

HELD_UP = """
import multiprocessing.util, os, time
from pathlib import Path

spawn, folder = multiprocessing.util.spawnv_passfds, Path(os.environ["HEA_TEST_FOLDER"])

def held_up(path, args, passfds):
    begun = spawn(path, args, passfds)
    if any("spawn_main" in str(arg) for arg in args):
        (folder / "begun").touch()
        while not (folder / "go").exists():
            time.sleep(0.01)
    return begun

multiprocessing.util.spawnv_passfds = held_up
"""
"""Loaded by Python before anything else: time passes before a process that was begun is told what to do."""


def until(what: str, path_or_port: Path | int) -> None:
    """Wait for a file, or for a port that nobody listens at any more."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not path_or_port.exists() if isinstance(path_or_port, Path) else listens(path_or_port):
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


def listens(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


def test_what_is_being_begun_is_told_what_to_do_before_the_app_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(HELD_UP)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("HEA_TEST_FOLDER", str(tmp_path))
    port = free_port()
    process = start([sys.executable, "-m", "hea", "app", "--port", str(port)], port, tmp_path)
    until("a process is begun", tmp_path / "begun")
    process.terminate()
    until("nobody is let in any more", port)
    with pytest.raises(subprocess.TimeoutExpired):
        process.wait(WOULD_END_SECONDS)
    (tmp_path / "go").touch()
    stop(process)
    assert "Traceback" not in (tmp_path / LOG_NAME).read_text()
