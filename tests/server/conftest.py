"""A real server in a process of its own, that writes down every address it asks for."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.browser.conftest import free_port, start

WATCH = """
import os, sys

def note(event, details):
    host = {"socket.getaddrinfo": 0, "socket.connect": 1, "socket.sendto": 1}.get(event)
    if host is None:
        return
    asked = details[host][0] if isinstance(details[host], tuple) else details[host]
    if asked is None or isinstance(asked, (str, bytes)) and str(asked).startswith("/"):
        return
    if asked not in ("localhost", "127.0.0.1", "::1", "", "0.0.0.0", "::"):
        with open(os.environ["HEA_TEST_SINK"], "a") as sink:
            sink.write(f"{event} {asked}\\n")

sys.addaudithook(note)
"""
"""Loaded by Python before anything else; an attempt counts, whether or not there is a network."""


class Server(NamedTuple):
    """Where it listens, and the list of outside addresses it asked for."""

    port: int
    sink: Path

    def asked(self) -> list[str]:
        """Every address of another machine that was looked up or connected to."""
        return self.sink.read_text().splitlines()


def watched(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have processes started from now on write what they ask of the outside; returns the list."""
    (folder / "sitecustomize.py").write_text(WATCH)
    sink = folder / "asked.txt"
    sink.write_text("")
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("HEA_TEST_SINK", str(sink))
    return sink


def served(folder: Path, *arguments: str, **settings: str) -> Iterator[Server]:
    """The app as a user starts it; its settings are those of no other process."""
    port = free_port()
    command = [sys.executable, "-m", "hea", "app", "--port", str(port), *arguments]
    with pytest.MonkeyPatch.context() as patch:
        sink = watched(folder, patch)
        for key, value in settings.items():
            patch.setenv(key, value)
        process = start(command, port, folder)
    yield Server(port, sink)
    process.terminate()
    process.wait(30)


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Without a login."""
    yield from served(tmp_path_factory.mktemp("alone"))


@pytest.fixture(scope="session")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """With a login, on every address of the machine."""
    settings = {"HEA_LOGIN": "proxy", "HEA_PROXY_SECRET": "geheim", "HEA_HOSTS": "hea.example.nl, kist.test"}
    yield from served(tmp_path_factory.mktemp("organisation"), "--address", "0.0.0.0", **settings)
