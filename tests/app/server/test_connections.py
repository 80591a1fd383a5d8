"""Connections that ask nothing make place and end; what is asked meanwhile is answered."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
import uvicorn
from streamlit.runtime import memory_session_storage

from hea.app.server import connections
from hea.app.server.connections import (
    FILES_KEPT_FREE,
    FILES_OF_PAGE,
    MAX_AT_ONCE,
    MAX_CONNECTIONS,
    MAX_FILES,
    MAX_KEPT,
    MAX_PAGES,
    SHARE_OF_ADDRESS,
    Connections,
    room_in,
)
from hea.app.server.gate import UPLOAD, Receive, Scope, Send
from tests.app.server.waiting import result_of

HALF = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
WHOLE = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF_BODY = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345"
HALF_FILE = HALF_BODY.replace(b"/ ", UPLOAD.encode() + b"a/b ", 1)
LARGE = 20_000_000


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers at once, or with much, or when it has heard all."""
    if scope["method"] == "POST":
        while (await receive()).get("more_body"):
            pass
    body = bytes(LARGE if scope["path"] == "/large" else 1)
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What takes seconds takes less here."""
    for name in ("SECONDS_TO_ASK", "SECONDS_TO_READ", "SECONDS_OF_ANSWER"):
        monkeypatch.setattr(connections, name, 0.3)
    monkeypatch.setattr(uvicorn, "Config", uvicorn.Config)
    kept = memory_session_storage.MemorySessionStorage
    monkeypatch.setattr(memory_session_storage, "MemorySessionStorage", kept)
    connections.connections.cache_clear()
    yield
    connections.connections.cache_clear()


def served(most: int, visit: Callable[[int], Awaitable[Any]]) -> Any:
    """What comes of a visit to a server with so many connections, by its port."""

    async def run() -> Any:
        made = Connections(most)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(connections, "connections", lambda: made)
            connections.begin()
            server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="critical"))
            listener = socket.create_server(("127.0.0.1", 0))
            running = asyncio.create_task(server._serve([listener]))
            try:
                return await visit(listener.getsockname()[1])
            finally:
                server.force_exit = server.should_exit = True
                await running

    return result_of(run())


async def told(port: int, said: bytes) -> bytes:
    """All that a connection hears that says this, until it is ended."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(said)
        return await asyncio.wait_for(reader.read(), 30)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


@pytest.mark.parametrize("said", [b"", HALF, HALF_BODY, WHOLE, WHOLE + HALF, WHOLE * 3])
def test_a_connection_that_asks_nothing_more_is_ended(said: bytes) -> None:
    assert served(10, lambda port: told(port, said)).count(b"200 OK") == said.count(WHOLE)


def test_a_connection_that_does_not_read_is_ended() -> None:
    async def visit(port: int) -> int:
        with socket.create_connection(("127.0.0.1", port)) as lazy:
            lazy.sendall(WHOLE.replace(b"/ ", b"/large ", 1))
            while lazy.getsockname() not in _known():
                await asyncio.sleep(0)
            while connections.connections()._open:
                await asyncio.sleep(0.05)
            lazy.setblocking(False)
            read = 0
            try:
                while part := lazy.recv(LARGE):
                    read += len(part)
            except ConnectionResetError:
                pass
            return read

    assert served(10, lambda port: _seen_first(port, visit)) < LARGE


def _known() -> set[tuple[str, int]]:
    """Who is connected, by where they call from."""
    return {one.client for one in connections.connections()._open.values() if one.client}


async def _seen_first(port: int, visit: Callable[[int], Awaitable[int]]) -> int:
    """A visit of which the server knows, so that waiting for its end is not over before it begins."""
    async with asyncio.timeout(60):
        waiting = asyncio.create_task(told(port, b""))
        while not connections.connections()._open:
            await asyncio.sleep(0)
        found = await visit(port)
        await waiting
        return found


def test_who_sends_a_file_is_left_to_what_looks_at_files() -> None:
    async def visit(port: int) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HALF_FILE)
        assert await told(port, b"") == b"", "another was ended meanwhile"
        writer.write(b"67890")
        found = await asyncio.wait_for(reader.read(), 30)
        writer.close()
        return found

    assert b"200 OK" in served(10, visit)


@pytest.mark.parametrize("most", [2, 40])
def test_whoever_asks_nothing_makes_place_for_who_asks(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "SECONDS_TO_ASK", 3600)

    async def visit(port: int) -> bytes:
        with ExitStack() as held:
            for _ in range(3 * most):
                held.enter_context(socket.create_connection(("127.0.0.1", port)))
            asked = await told(port, WHOLE.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
            assert len(connections.connections()._open) <= max(1, most // SHARE_OF_ADDRESS)
            return asked

    assert b"200 OK" in served(most, visit)


@pytest.mark.parametrize("files", [100, 256, 1_024, 4_096, 1_000_000])
def test_there_are_files_left_for_the_rest_of_the_app(files: int) -> None:
    room = room_in(files)
    taken = room.connections + room.pages * (FILES_OF_PAGE - 1) + room.kept * (FILES_OF_PAGE - 1)
    assert taken + min(FILES_KEPT_FREE, files // 4) <= files
    assert min(room) > 0


def test_where_there_are_many_files_nothing_is_held_back() -> None:
    assert room_in(MAX_FILES) == (MAX_CONNECTIONS, MAX_PAGES, MAX_KEPT)


def test_the_server_of_streamlit_is_bounded() -> None:
    connections.begin()
    made = uvicorn.Config(app)
    assert made.http is connections._Connection
    assert made.backlog == MAX_AT_ONCE
