"""What the server lets in: its own names and its own pages; it asks nothing of the outside."""

import http.client
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosedError, InvalidStatus
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection, connect

from hea.app.server import gate
from hea.app.server.doorway import MAX_AT_DOOR_SIZE, MAX_MESSAGE_SIZE
from hea.app.server.gate import BROWSER_COOKIE, guarded, owner
from tests.server.conftest import Server, watched

PATHS = [
    ("GET", "/"),
    ("GET", "/uitkomst"),
    ("GET", "/static/index.js"),
    ("GET", "/media/abc.pdf"),
    ("GET", "/component/x/y"),
    ("GET", "/_stcore/health"),
    ("GET", "/_stcore/host-config"),
    ("GET", "/_stcore/bidi-components/x"),
    ("PUT", "/_stcore/upload_file/a/b"),
    ("DELETE", "/_stcore/upload_file/a/b"),
    ("POST", "/_stcore/agent/interact"),
    ("GET", "/auth/login"),
    ("GET", "/oauth2callback"),
]
OURS = ["localhost", "localhost:8501", "127.0.0.1", "127.9.8.7:80", "[::1]", "[::1]:8501", "LOCALHOST"]
FOREIGN = [
    "kwaad.example",
    "kwaad.example:8501",
    "localhost.kwaad.example",
    "127.0.0.1.kwaad.example",
    "localhost@kwaad.example",
    "kwaad.example@localhost",
    "localhost:80@kwaad.example",
    "192.168.1.20",
    "0.0.0.0",
    "[::]",
    "[fe80::1]",
    "[",
    "localhost:x",
    "",
]


def answer(
    server: Server, method: str, path: str, headers: dict[str, str]
) -> tuple[http.client.HTTPResponse, bytes]:
    """What the server says to a request with exactly these headers."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response, content


def opens(server: Server, host: str, origin: str | None) -> bool:
    """Whether a websocket with this Host and Origin is accepted."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as line:
        extra = {} if origin is None else {"Origin": origin}
        try:
            with connect(f"ws://{host}/_stcore/stream", sock=line, additional_headers=extra):
                return True
        except InvalidStatus as refusal:
            if refusal.response.status_code != 403:
                raise
            return False


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_a_page_of_another_name_gets_nothing_of_the_app(method: str, path: str, alone: Server) -> None:
    response, content = answer(alone, method, path, {"Host": "kwaad.example"})
    assert response.status == 403
    assert "Open de app" in content.decode()


@pytest.mark.parametrize("host", FOREIGN)
def test_no_other_name_is_taken_for_this_machine(host: str, alone: Server) -> None:
    response, _ = answer(alone, "GET", "/", {"Host": host})
    assert response.status in (400, 403)


@pytest.mark.parametrize("host", OURS)
def test_the_names_of_this_machine_are_let_in(host: str, alone: Server) -> None:
    response, content = answer(alone, "GET", "/", {"Host": host})
    assert response.status == 200
    assert b"<html" in content


def test_without_a_name_nothing_is_given(alone: Server) -> None:
    response, _ = answer(alone, "GET", "/", {})
    assert response.status in (400, 403)


@pytest.mark.parametrize(
    ("host", "origin", "opened"),
    [
        ("localhost:8501", "http://localhost:8501", True),
        ("localhost:8501", None, True),
        ("kwaad.example", "http://kwaad.example", False),
        ("kwaad.example", None, False),
        ("localhost:8501", "https://kwaad.example", False),
        ("localhost:8501", "http://localhost:3000", False),
        ("localhost:8501", "http://0.0.0.0", False),
        ("localhost:8501", "null", False),
        ("localhost:8501", "", False),
        ("localhost:8501", "[", False),
    ],
)
def test_only_our_own_page_opens_a_websocket(
    host: str, origin: str | None, opened: bool, alone: Server
) -> None:
    assert opens(alone, host, origin) == opened


@pytest.mark.parametrize(
    ("scheme", "forwarded", "origin", "welcomed"),
    [
        ("ws", [], "http://localhost", True),
        ("ws", [b"https"], "https://localhost", True),
        ("ws", [b"https"], "http://localhost", False),
        ("wss", [], "http://localhost", False),
        ("wss", [], "https://localhost", True),
    ],
)
def test_over_tls_a_page_that_came_without_is_none_of_ours(
    scheme: str, forwarded: list[bytes], origin: str, welcomed: bool
) -> None:
    """Whoever is between a browser and this address writes what comes from ``http:``, not from ``https:``."""
    headers = [(b"host", b"localhost"), (b"origin", origin.encode())]
    headers += [(b"x-forwarded-proto", said) for said in forwarded]
    scope = {"type": "websocket", "scheme": scheme, "path": "/_stcore/stream", "headers": headers}
    assert gate.welcome(scope) == welcomed


@pytest.mark.parametrize(("method", "path"), PATHS)
def test_no_request_of_another_page_is_answered(method: str, path: str, alone: Server) -> None:
    headers = {"Host": f"localhost:{alone.port}", "Origin": "https://kwaad.example"}
    assert answer(alone, method, path, headers)[0].status == 403


@pytest.mark.parametrize(
    ("site", "mode", "path", "status"),
    [
        ("cross-site", "navigate", "/auth/logout", 403),
        ("same-site", "navigate", "/auth/logout", 403),
        ("cross-site", "no-cors", "/auth/logout", 403),
        ("cross-site", "no-cors", "/media/abc.pdf", 403),
        ("same-site", "cors", "/_stcore/health", 403),
        ("cross-site", "navigate", "/uitkomst", 200),
        ("same-origin", "cors", "/_stcore/health", 200),
        ("none", "navigate", "/uitkomst", 200),
    ],
)
def test_another_site_may_lead_here_and_no_more(
    site: str, mode: str, path: str, status: int, alone: Server
) -> None:
    headers = {"Host": f"localhost:{alone.port}", "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
    headers |= {"Sec-Fetch-Dest": "document"} if mode == "navigate" else {}
    assert answer(alone, "GET", path, headers)[0].status == status


FRAMES = ["iframe", "frame", "embed", "object", "fencedframe", "", "document, iframe"]


@pytest.mark.parametrize("dest", ["document", *FRAMES])
@pytest.mark.parametrize("site", ["cross-site", "same-site", "same-origin", "none"])
def test_another_site_shows_nothing_of_the_app_in_a_frame(site: str, dest: str, alone: Server) -> None:
    headers = {"Host": f"localhost:{alone.port}", "Sec-Fetch-Mode": "navigate"}
    headers |= {"Sec-Fetch-Site": site, "Sec-Fetch-Dest": dest}
    foreign = site in ("cross-site", "same-site") and dest != "document"
    response, content = answer(alone, "GET", "/", headers)
    assert response.status == (403 if foreign else 200)
    assert (b"<html" in content) != foreign


@pytest.mark.parametrize("host", ["localhost", "kwaad.example"])
@pytest.mark.parametrize(("method", "path"), [*PATHS, ("GET", "/_stcore/metrics"), ("GET", "/auth/logout")])
def test_no_answer_may_stand_in_a_frame(method: str, path: str, host: str, alone: Server) -> None:
    response, _ = answer(alone, method, path, {"Host": host})
    assert response.msg.get_all("X-Frame-Options") == ["DENY"]
    assert response.msg.get_all("Content-Security-Policy") == ["frame-ancestors 'none'"]


@pytest.mark.parametrize(
    ("host", "known"),
    [("hea.example.nl", True), ("kist.test:8443", True), ("localhost", True), ("kwaad.example", False)],
)
def test_an_organisation_names_its_own_addresses(host: str, known: bool, organisation: Server) -> None:
    assert (answer(organisation, "GET", "/", {"Host": host})[0].status == 200) == known
    assert opens(organisation, host, f"https://{host}") == known


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics?families=x"])
def test_figures_of_the_server_are_not_for_visitors(path: str, alone: Server) -> None:
    response, content = answer(alone, "GET", path, {"Host": "localhost"})
    assert response.status == 404
    assert b"TYPE" not in content


@pytest.mark.parametrize(
    "path", ["/", "/uitkomst", "/media/abc.pdf", "/_stcore/health", "/_stcore/host-config"]
)
def test_no_browser_or_proxy_keeps_a_page_or_a_report(path: str, alone: Server) -> None:
    response, _ = answer(alone, "GET", path, {"Host": "localhost"})
    assert response.getheader("Cache-Control") == "no-store"


@pytest.mark.parametrize("kind", ["alone", "organisation"])
def test_nothing_is_asked_of_the_outside(kind: str, request: pytest.FixtureRequest) -> None:
    server: Server = request.getfixturevalue(kind)
    for host in ("localhost", "hea.example.nl", "kwaad.example"):
        for origin in ("https://kwaad.example", "null", "", "http://localhost:3000", f"http://{host}"):
            opens(server, host, origin)
            answer(server, "GET", "/_stcore/health", {"Host": host, "Origin": origin})
    assert server.asked() == []


def test_the_list_of_what_is_asked_misses_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sink = watched(tmp_path, monkeypatch)
    ask = "import requests; requests.get('http://checkip.invalid', timeout=1)"
    assert subprocess.run([sys.executable, "-c", ask], capture_output=True, check=False).returncode != 0
    assert "checkip.invalid" in sink.read_text()


@pytest.mark.parametrize(
    ("scheme", "forwarded", "secure"),
    [("http", [], False), ("https", [], True), ("http", [(b"x-forwarded-proto", b"https")], True)],
)
def test_a_login_is_kept_half_a_day_and_sent_over_tls_only(
    scheme: str, forwarded: list[tuple[bytes, bytes]], secure: bool
) -> None:
    scope = {
        "path": "/oauth2callback",
        "scheme": scheme,
        "headers": [(b"cookie", b"hea_browser=x; __Host-hea_browser=x"), *forwarded],
    }
    login = (b"Set-Cookie", b"_streamlit_user=x; HttpOnly; Max-Age=2592000; Path=/; SameSite=lax")
    cookies = [value for name, value in guarded(scope, [login]) if name == b"set-cookie"]
    assert cookies == [
        b"_streamlit_user=x; HttpOnly; Max-Age=43200; Path=/; SameSite=lax" + b"; Secure" * secure
    ]


def test_who_logs_out_leaves_no_code_and_no_draft_in_the_browser(alone: Server) -> None:
    response, _ = answer(alone, "GET", "/auth/logout", {"Host": "localhost", "Cookie": "hea_codes=geheim"})
    gone = [value for value in response.msg.get_all("Set-Cookie", []) if "Max-Age=0" in value]
    assert {"hea_codes=", "hea_draft="} <= {value.split(";")[0] for value in gone}


def test_a_browser_gets_one_mark_that_scripts_cannot_read(alone: Server) -> None:
    first, _ = answer(alone, "GET", "/", {"Host": "localhost"})
    marks = [value for value in first.msg.get_all("Set-Cookie", []) if value.startswith(BROWSER_COOKIE)]
    assert len(marks) == 1
    assert "HttpOnly" in marks[0]
    again = {"Host": "localhost", "Cookie": marks[0].split(";")[0]}
    second = answer(alone, "GET", "/", again)[0].msg.get_all("Set-Cookie", [])
    assert not any(value.startswith(BROWSER_COOKIE) for value in second)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_over_tls_the_mark_is_of_this_address_alone(scheme: str) -> None:
    """A neighbour (other.example for app.example) could give a browser a mark that it knows itself."""
    planted = [(b"cookie", b"hea_browser=x"), (b"x-forwarded-proto", scheme.encode())]
    scope = {"path": "/", "scheme": "http", "headers": planted}
    made = [value for name, value in guarded(scope, ()) if name == b"set-cookie"]
    if scheme == "http":
        assert owner(scope)
        assert made == []
        return
    assert not owner(scope)
    assert [re.sub(b"=[^;]*", b"=", value, count=1) for value in made] == [
        b"__Host-hea_browser=; Path=/; HttpOnly; SameSite=Lax; Secure"
    ]
    own = [(b"cookie", b"hea_browser=x; " + made[0].split(b";")[0]), *planted[1:]]
    assert owner({**scope, "headers": own}) == owner({"headers": own}) != ""
    assert not [name for name, _ in guarded({**scope, "headers": own}, ()) if name == b"set-cookie"]


@pytest.mark.parametrize(("kind", "most"), [("organisation", MAX_AT_DOOR_SIZE), ("alone", MAX_MESSAGE_SIZE)])
def test_no_more_of_a_message_is_gathered_than_a_page_may_say(
    kind: str, most: int, request: pytest.FixtureRequest
) -> None:
    """Also of a message that is not complete yet: the server waits for the rest of it in memory."""
    server: Server = request.getfixturevalue(kind)
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=60) as line,
        connect("ws://localhost/_stcore/stream", sock=line) as page,
    ):
        assert ended(page, most)


def ended(page: ClientConnection, size: int) -> bool:
    """Whether the server ends a page that sends a byte more than this, of a message that goes on."""
    try:
        for opcode, length in ((Opcode.BINARY, size), (Opcode.CONT, 1)):
            page.socket.sendall(Frame(opcode, bytes(length), fin=False).serialize(mask=True))
        while True:
            page.recv(timeout=30)
    except TimeoutError:
        return False
    except (ConnectionClosedError, OSError):
        return True


def test_a_file_for_a_session_that_is_not_of_this_browser_is_not_read(alone: Server) -> None:
    headers = {"Host": f"localhost:{alone.port}", "Content-Length": "3"}
    response, content = answer(alone, "PUT", "/_stcore/upload_file/niemand/bestand", headers)
    assert response.status == 403
    assert b"Dit adres is niet van deze app" in content
