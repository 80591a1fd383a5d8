"""Without a login the app is of one user of the machine; Linux says who connects."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from hea.app.server import same_user
from tests.server.conftest import Server
from tests.server.test_gate import answer

NOBODY = 65_534
ASK = """
import encodings.idna, http.client, os, sys
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[2]))
line = http.client.HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=60)
line.request("GET", "/", headers={"Host": "localhost"})
print(line.getresponse().status)
"""


@pytest.fixture(params=[("127.0.0.1", socket.AF_INET), ("::1", socket.AF_INET6)], ids=["4", "6"])
def line(request: pytest.FixtureRequest) -> Iterator[socket.socket]:
    """A connection within this machine."""
    address, family = request.param
    server = socket.create_server((address, 0), family=family)
    with server, socket.create_connection(server.getsockname()[:2]) as made:
        yield made


def test_a_connection_is_of_whoever_made_it(line: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    client = line.getsockname()[:2]
    assert same_user.own(client)
    monkeypatch.setattr(same_user, "ROOT", -1)
    monkeypatch.setattr(os, "getuid", lambda: NOBODY)
    assert not same_user.own(client)


def test_a_connection_to_elsewhere_says_nothing_of_one_to_here(line: socket.socket) -> None:
    """A port of this machine may be that of several connections, each of another user, to other places."""
    client, (host, port) = line.getsockname()[:2], line.getpeername()[:2]
    assert same_user.own(client, (host, port))
    assert not same_user.own(client, (host, port + 1))


def test_a_connection_that_is_not_there_is_nobodys(line: socket.socket) -> None:
    host, port = line.getsockname()[:2]
    line.close()
    assert not same_user.own((host, port))


def test_where_nobody_can_tell_everybody_passes(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(same_user, "TABLES", (tmp_path / "tcp",))
    assert same_user.own(("127.0.0.1", 1))
    assert same_user.own(None)


def asked(server: Server, user: int) -> int:
    command = [sys.executable, "-c", ASK, str(server.port), str(user)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return int(done.stdout)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can ask as somebody else")
def test_another_user_of_the_machine_gets_nothing(alone: Server) -> None:
    assert asked(alone, 0) == 200
    assert asked(alone, NOBODY) == 403


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("X-Forwarded-For", "127.0.0.1:1"),
        ("Forwarded", "for=127.0.0.1"),
        ("X-Real-IP", "127.0.0.1"),
        ("Via", "1.1 proxy"),
    ],
)
def test_nobody_says_to_ask_for_another(alone: Server, name: str, said: str) -> None:
    headers = {"Host": "localhost", name: said}
    response, content = answer(alone, "GET", "/", headers)
    assert response.status == 403
    assert "andere gebruiker" in content.decode()
