"""Twenty-five people at once: quick scan, result, report, over the protocol a browser speaks.

On loopback, bounded in number and time. Prints the times of pages and reports (median and p95), errors, and
the memory of the app before and after: ``python -m benchmarks.load [sessions]``.
"""

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from hea.texts import text
from tests.browser.conftest import free_port, start

SESSIONS = 25
THINK_SECONDS = 1.0
"""Between two steps of a person; a real one thinks longer."""
PAGE_SECONDS, REPORT_SECONDS = 120, 1_500
FIELDS = (
    ("text_input", "app.company", "Bedrijf {number}"),
    ("selectbox", "app.municipality", "Venray"),
    ("selectbox", "app.sector", "Glastuinbouw, groente en gemengd"),
    ("text_input", "app.size_persons", "1{number:02}"),
    ("text_input", "app.opening", "maart 2028"),
)


class FailedError(Exception):
    """The app showed an error, or did not answer in time."""


@dataclass
class Person:
    """One session over a socket of its own."""

    address: str
    number: int
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"page": [], "report": []})
    failure: str = ""
    _widgets: dict[tuple[str, str], Any] = field(default_factory=dict)
    _values: dict[str, Any] = field(default_factory=dict)
    _pages: dict[str, str] = field(default_factory=dict)
    _page: str = ""

    def walk(self) -> None:
        """From the start to a report."""
        try:
            with connect(self.address, subprotocols=["streamlit"], max_size=None) as socket:  # type: ignore[list-item]
                self._run(socket)
                self._turn(socket, "quick-scan")
                for kind, label, value in FIELDS:
                    self._set(kind, text(label), value.format(number=self.number))
                    self._run(socket)
                self._check_result()
                self._turn(socket, "uitkomst")
                self._turn(socket, "rapport")
                self._report(socket)
        except Exception as error:
            self.failure = f"{type(error).__name__}: {error}"

    def _turn(self, socket: ClientConnection, name: str) -> None:
        self._page = self._pages[name]
        self._widgets.clear()
        self._run(socket)

    def _set(self, kind: str, label: str, value: str) -> None:
        self._values[self._widgets[kind, label].id] = value

    def _check_result(self) -> None:
        """The quick scan gave a result: else the walk measures nothing."""
        if not any(text("app.result") in label for found, label in self._widgets if found == "markdown"):
            raise FailedError("no result")

    def _report(self, socket: ClientConnection) -> None:
        button = self._widgets["button", text("make.build")].id
        self._run(socket, pressed=button, kind="report", patience=REPORT_SECONDS)
        if not any(kind == "download_button" for kind, _ in self._widgets):
            raise FailedError("no report")

    def _run(
        self,
        socket: ClientConnection,
        *,
        pressed: str = "",
        kind: str = "page",
        patience: float = PAGE_SECONDS,
    ) -> None:
        """One request and everything until the script has finished."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self._page
        for key, value in self._values.items():
            message.rerun_script.widget_states.widgets.add(id=key, string_value=value)
        if pressed:
            message.rerun_script.widget_states.widgets.add(id=pressed, trigger_value=True)
        begun = time.perf_counter()
        socket.send(message.SerializeToString())
        for answer in self._answers(socket, begun + patience):
            self._note(answer)
        self.seconds[kind].append(time.perf_counter() - begun)
        time.sleep(THINK_SECONDS)

    def _answers(self, socket: ClientConnection, until: float) -> Iterator[ForwardMsg]:
        while True:
            data = socket.recv(timeout=max(0.1, until - time.perf_counter()))
            assert isinstance(data, bytes)
            answer = ForwardMsg.FromString(data)
            yield answer
            if answer.WhichOneof("type") == "script_finished":
                return

    def _note(self, answer: ForwardMsg) -> None:
        kind = answer.WhichOneof("type")
        if kind == "navigation":
            self._pages = {page.url_pathname: page.page_script_hash for page in answer.navigation.app_pages}
            self._page = answer.navigation.page_script_hash
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            self._see(answer.delta.new_element)

    def _see(self, element: Any) -> None:
        kind = element.WhichOneof("type")
        shown = getattr(element, kind)
        if kind == "exception" or (kind == "alert" and text("app.error_title") in str(shown)):
            raise FailedError(str(shown)[:200])
        label = getattr(shown, "label", "") or getattr(shown, "body", "")
        self._widgets[kind, label] = shown


def memory_mb(pid: int) -> float:
    """Resident memory of a process and those it began, in megabytes."""
    family = subprocess.run(
        ["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False
    ).stdout.split()
    total = 0.0
    for member in (str(pid), *family):
        for line in Path(f"/proc/{member}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                total += int(line.split()[1]) / 1024
    return total


def p95(values: list[float]) -> float:
    """The value that nineteen in twenty do not exceed."""
    return sorted(values)[max(0, round(0.95 * len(values)) - 1)]


def crowd(address: str, sessions: int) -> list[Person]:
    """So many people walking at once."""
    people = [Person(address, number) for number in range(sessions)]
    walks = [threading.Thread(target=person.walk) for person in people]
    for walk in walks:
        walk.start()
    for walk in walks:
        walk.join()
    return people


def main() -> None:
    """One person first, then all at once: how much longer they wait, and what it costs."""
    sessions = int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        server = start([sys.executable, "-m", "hea", "app", "--port", str(port)], port, Path(folder))
        address = f"ws://localhost:{port}/_stcore/stream"
        try:
            alone = crowd(address, 1)
            before = memory_mb(server.pid)
            people = crowd(address, sessions)
            after = memory_mb(server.pid)
        finally:
            server.terminate()
        failures = [person.failure for person in (*alone, *people) if person.failure]
        for kind in ("page", "report"):
            one = statistics.median([t for person in alone for t in person.seconds[kind]] or [0])
            all_times = [t for person in people for t in person.seconds[kind]] or [0]
            middle, high = statistics.median(all_times), p95(all_times)
            print(f"{kind:8} alone {one:6.2f} s   {sessions} at once: {middle:6.2f} s, p95 {high:6.2f} s")
        print(
            f"memory {before:.0f} MB before, {after:.0f} MB after: "
            f"{(after - before) / sessions:.1f} MB a session"
        )
        print(f"errors: {len(failures)} {failures[:3]}")
        sys.exit(bool(failures))


if __name__ == "__main__":
    main()
