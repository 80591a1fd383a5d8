"""Who opens connections and asks nothing keeps nobody out, also where few files may be open."""

import resource
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.browser.conftest import free_port, start
from tests.server.conftest import Server
from tests.server.test_gate import answer
from tests.server.test_sessions import begun, browser

FEW_FILES = 256
MANY = 400
HALF_A_REQUEST = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
LOW = f"import resource, os, sys; resource.setrlimit(resource.RLIMIT_NOFILE, ({FEW_FILES}, {FEW_FILES}))"
INSTEAD = f"{LOW}; os.execv(sys.executable, [sys.executable, '-m', 'hea', 'app', '--port', sys.argv[1]])"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app where few files may be open."""
    folder, port = tmp_path_factory.mktemp("small"), free_port()
    process = start([sys.executable, "-c", INSTEAD, str(port)], port, folder)
    yield Server(port, folder / "log.txt")
    process.terminate()
    process.wait(30)


@pytest.mark.parametrize("said", [b"", HALF_A_REQUEST])
def test_connections_that_ask_nothing_keep_nobody_out(small: Server, said: bytes) -> None:
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > MANY
    with ExitStack() as held:
        for _ in range(MANY):
            one = held.enter_context(socket.create_connection(("127.0.0.1", small.port), 60))
            one.sendall(said)
        answered, _ = answer(small, "GET", "/_stcore/health", {"Host": f"localhost:{small.port}"})
        assert answered.status == 200


def test_pages_that_were_closed_keep_nobody_out(small: Server) -> None:
    """Streamlit keeps some, and with each the files of an event loop."""
    for number in range(MANY):
        with browser(small, f"bezoeker {number}"):
            pass
    with browser(small, "nieuw") as page:
        assert begun(page)
