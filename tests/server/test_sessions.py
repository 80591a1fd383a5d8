"""A session is of the browser that began it; its id alone opens nothing."""

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from hea.app.server.gate import BROWSER_COOKIE, know_owner, owner
from hea.app.server.session_owner import OWNER_HEADER, Owners, mark
from tests.browser.conftest import LOG_NAME
from tests.server.conftest import Server
from tests.server.test_gate import answer

WAIT_SECONDS = 120


def browser(server: Server, name: str, session: str = "") -> ClientConnection:
    """A page in the browser of somebody, which may ask to go on with a session."""
    places = [Subprotocol(place) for place in ("streamlit", "PLACEHOLDER", session) if place]
    headers = {"Cookie": f"{BROWSER_COOKIE}={name}"} if name else {}
    return connect(
        f"ws://localhost:{server.port}/_stcore/stream",
        subprotocols=places,
        additional_headers=headers,
        max_size=None,
    )


def begun(page: ClientConnection) -> str:
    """The id of the session, once its first run is over."""
    page.send(BackMsg(rerun_script=BackMsg().rerun_script).SerializeToString())
    session = ""
    while True:
        message = ForwardMsg.FromString(page.recv(WAIT_SECONDS))
        session = message.new_session.initialize.session_id or session
        if message.WhichOneof("type") == "script_finished":
            return session


def test_a_browser_goes_on_with_its_own_session_and_with_no_other(alone: Server) -> None:
    with browser(alone, "van-jan") as first:
        own = begun(first)
    with browser(alone, "van-els", own) as other:
        assert begun(other) != own
    with browser(alone, "", own) as nameless:
        assert begun(nameless) != own
    with browser(alone, "van-jan", own) as again:
        assert begun(again) == own


def test_a_value_for_what_was_never_drawn_leaves_no_trace(alone: Server) -> None:
    """A page that was sent such a value failed, and the log told of it in the words that were sent."""
    with browser(alone, "van-jan") as page:
        sent = BackMsg()
        sent.rerun_script.widget_states.widgets.add(id="geheim", bool_value=True)
        page.send(sent.SerializeToString())
        while True:
            message = ForwardMsg.FromString(page.recv(WAIT_SECONDS))
            assert message.delta.new_element.WhichOneof("type") != "exception"
            if message.WhichOneof("type") == "script_finished":
                break
    assert "geheim" not in (alone.sink.parent / LOG_NAME).read_text()


def test_a_browser_without_a_mark_has_no_session_to_go_on_with(alone: Server) -> None:
    with browser(alone, "") as first:
        own = begun(first)
    with browser(alone, "", own) as again:
        assert begun(again) != own


def test_only_the_browser_of_a_session_sends_it_files(alone: Server) -> None:
    with browser(alone, "van-jan") as page:
        path = f"/_stcore/upload_file/{begun(page)}/bestand"

        def refused(name: str) -> bool:
            headers = {"Host": f"localhost:{alone.port}", "Cookie": f"{BROWSER_COOKIE}={name}"}
            return "Open de app" in answer(alone, "PUT", path, headers)[1].decode()

        assert refused("van-els")
        assert refused("")
        assert not refused("van-jan")


def test_the_owner_that_a_visitor_names_counts_for_nothing() -> None:
    name = OWNER_HEADER.lower().encode()
    scope = {"headers": [(b"host", b"localhost"), (name, mark("van-jan", []).encode())]}
    know_owner(scope)
    assert scope["headers"] == [(b"host", b"localhost")]


def test_who_is_somebody_else_at_the_proxy_is_somebody_else() -> None:
    assert mark("zelfde", ["Jan", "Kist"]) != mark("zelfde", ["Els", "Venray"])


def test_the_session_that_was_idle_longest_is_forgotten_first() -> None:
    owners = Owners(most=2)
    for session in ("een", "twee", "een", "drie"):
        owners.claim(session, "jan")
    assert [owners.owns("jan", session) for session in ("een", "twee", "drie")] == [True, False, True]
    owners.claim("een", "els")
    assert owners.owns("jan", "een")


@pytest.mark.parametrize("other", ['kenmerk={"a": 1}', "met spatie=a b", "leeg", "=", 'x="half'])
@pytest.mark.parametrize("first", [True, False])
def test_a_cookie_of_something_else_on_this_machine_changes_nothing(other: str, first: bool) -> None:
    own = f"{BROWSER_COOKIE}=van-jan"
    cookies = f"{other}; {own}" if first else f"{own}; {other}"
    assert owner({"headers": [(b"cookie", cookies.encode())]}) == mark("van-jan", [])
