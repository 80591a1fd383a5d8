"""Files are taken from who was let in, and no more of them than memory can hold."""

import asyncio
from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.uploaded_file_manager import UploadedFileRec

from hea.app.persons import guest
from hea.app.server import intake
from hea.app.server.gate import Receive, Scope, Send, Translated
from hea.app.server.intake import (
    LEAST_SPEED,
    MAX_OF_ALL,
    MAX_OF_ONE,
    MAX_OF_PERSON,
    MAX_SECONDS_CLOSED,
    UPLOAD,
    FileStore,
    Intake,
)
from tests.app.server.waiting import result_of
from tests.app.walking import opened


class Kept:
    """A server that keeps what it is sent, at the size that was said."""

    def __init__(self) -> None:
        self.file_storage: dict[str, dict[str, Any]] = {}
        self.asked = 0
        self.held = asyncio.Event()
        self.held.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        await self.held.wait()
        if scope["type"] == "http" and scope["method"] == "PUT":
            session, file = scope["path"].split(UPLOAD)[1].split("/")
            size = int(dict(scope["headers"]).get(b"content-length", b"0"))
            self.file_storage.setdefault(session, {})[file] = SimpleNamespace(data=range(size))
        await send({"type": "http.response.start", "status": 204, "headers": []})

    def remove_file(self, session_id: str, file_id: str) -> None:
        self.file_storage[session_id].pop(file_id)

    def remove_session_files(self, session_id: str) -> None:
        self.file_storage.pop(session_id)


class Pages:
    """Pages that are open until they are closed, and what they were told to keep."""

    def __init__(self) -> None:
        self.closed: set[str] = set()
        self.kept: dict[str, list[str]] = {}

    def is_open(self, session_id: str) -> bool:
        return session_id not in self.closed

    def forget_files(self, session_id: str, held: Iterable[str]) -> None:
        self.kept[session_id] = list(held)


def guarded(server: Kept, files: FileStore | None = None, pages: Pages | None = None) -> Intake:
    return Intake(server, lambda: files or server, pages or Pages())


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_let_in", {})
    monkeypatch.setattr(intake, "_browsers", {})


async def nothing() -> Translated:
    raise AssertionError("read before it was known to be welcome")


async def answered(app: Intake, path: str, size: int | None, method: str = "PUT") -> int:
    told: list[Translated] = []

    async def send(message: Translated) -> None:
        told.append(message)

    headers = [] if size is None else [(b"content-length", str(size).encode())]
    await app({"type": "http", "method": method, "path": path, "headers": headers}, nothing, send)
    return int(told[0]["status"])


def sent(app: Intake, session: str, file: str, size: int | None, prefix: str = "") -> int:
    return result_of(answered(app, f"{prefix}{UPLOAD}{session}/{file}", size))


@pytest.mark.parametrize("prefix", ["", "/onder/pad"])
def test_whoever_stands_at_the_door_sends_nothing(prefix: str) -> None:
    server = Kept()
    app = guarded(server)
    assert sent(app, "vreemd", "a", 10, prefix) == 403
    assert server.asked == 0
    intake.let_in("vreemd")
    assert sent(app, "vreemd", "a", 10, prefix) == 204


def test_a_file_without_a_size_is_not_taken() -> None:
    server = Kept()
    intake.let_in("een")
    assert sent(guarded(server), "een", "a", None) == 411


def test_one_page_has_its_share_and_all_together_have_theirs() -> None:
    server = Kept()
    app = guarded(server)
    part = MAX_OF_ONE // 2
    answers = {}
    for number in range(20):
        intake.let_in(f"s{number}")
        answers[number] = [sent(app, f"s{number}", f"f{file}", part) for file in range(3)]
    assert answers[0] == [204, 204, 413]
    assert answers[19] == [503, 503, 503]
    held = sum(len(file.data) for files in server.file_storage.values() for file in files.values())
    assert MAX_OF_ALL - part < held <= MAX_OF_ALL
    server.file_storage.pop("s0")
    assert sent(app, "s19", "f", part) == 204


def test_files_that_are_on_their_way_count_as_well() -> None:
    server = Kept()
    app = guarded(server)
    intake.let_in("een")

    async def together() -> list[int]:
        server.held.clear()
        first = asyncio.create_task(answered(app, f"{UPLOAD}een/a", MAX_OF_ONE))
        while not server.asked:
            await asyncio.sleep(0)
        second = await answered(app, f"{UPLOAD}een/b", 1)
        server.held.set()
        return [await first, second]

    assert result_of(together()) == [204, 413]


def test_everything_else_passes() -> None:
    server = Kept()
    app = guarded(server)
    assert result_of(answered(app, "/", None, "GET")) == 204
    assert result_of(answered(app, f"{UPLOAD}een/a", None, "DELETE")) == 204


def test_the_pages_let_in_who_came_through_the_door_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEA_LOGIN", "proxy")
    opened()
    assert not intake._let_in
    monkeypatch.delenv("HEA_LOGIN")
    opened()
    assert len(intake._let_in) == 1


def test_who_left_sends_nothing_more_and_what_was_sent_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    files = MemoryUploadedFileManager(UPLOAD)
    files.add_file("gone", UploadedFileRec("1", "leads.csv", "text/csv", b"x"))
    files.add_file("stays", UploadedFileRec("1", "leads.csv", "text/csv", b"x"))
    for session in ("gone", "stays"):
        intake.let_in(session)
    context = SimpleNamespace(session_id="gone", uploaded_file_mgr=files)
    monkeypatch.setattr(intake, "get_script_run_ctx", lambda: context)
    intake.shut_out()
    app = guarded(Kept(), files)
    assert list(files.file_storage) == ["stays"]
    assert result_of(answered(app, f"{UPLOAD}gone/2", 10)) == 403
    assert result_of(answered(app, f"{UPLOAD}stays/2", 10)) == 204


def test_one_person_has_a_share_however_many_pages_they_open() -> None:
    server = Kept()
    app = guarded(server)
    for number in range(4):
        intake.let_in(f"jan{number}", "Jan")
    intake.let_in("els", "Els")
    part = MAX_OF_PERSON // 3
    assert [sent(app, f"jan{number}", "f", part) for number in range(4)] == [204, 204, 204, 413]
    assert sent(app, "els", "f", part) == 204


class Reader(Kept):
    """A server that reads what it is sent to the end."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        while (message := await receive()).get("more_body"):
            pass
        if message["type"] == "http.disconnect":
            raise ConnectionError
        await super().__call__(scope, receive, send)


def sending(part: bytes, seconds: float, parts: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """What becomes of a file of which a part comes every so many seconds, on a clock of its own."""
    clock = [0.0]
    monkeypatch.setattr(intake.time, "monotonic", lambda: clock[0])
    left = list(range(parts))

    async def receive() -> Translated:
        clock[0] += seconds
        return {"type": "http.request", "body": part, "more_body": bool(left.pop())}

    async def run() -> int:
        told: list[Translated] = []

        async def send(message: Translated) -> None:
            told.append(message)

        server = Reader()
        headers = [(b"content-length", str(len(part) * parts).encode())]
        scope = {"type": "http", "method": "PUT", "path": f"{UPLOAD}een/a", "headers": headers}
        app = guarded(server)
        await app(scope, receive, send)
        assert not app._coming
        return int(told[0]["status"])

    intake.let_in("een")
    return result_of(run())


def test_a_file_that_comes_in_too_slowly_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    assert sending(bytes(LEAST_SPEED), 1, 100, monkeypatch) == 204
    assert sending(bytes(LEAST_SPEED // 2), 1, 50, monkeypatch) == 204, "it is given time to start"
    assert sending(bytes(LEAST_SPEED // 2), 1, 100, monkeypatch) == 408


def test_a_file_that_stands_still_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "MAX_SILENCE", 0.01)
    intake.let_in("een")

    async def run() -> int:
        told: list[Translated] = []

        async def never() -> Translated:
            await asyncio.Event().wait()
            raise AssertionError

        async def send(message: Translated) -> None:
            told.append(message)

        server = Reader()
        headers = [(b"content-length", b"10")]
        scope = {"type": "http", "method": "PUT", "path": f"{UPLOAD}een/a", "headers": headers}
        await guarded(server)(scope, never, send)
        return int(told[0]["status"])

    assert result_of(run()) == 408


PART = 60 * 1024 * 1024


def sizes(server: Kept) -> dict[str, list[str]]:
    return {session: list(files) for session, files in server.file_storage.items() if files}


def full(server: Kept, app: Intake) -> None:
    """Two persons with two pages each have nearly all room."""
    for page in ("jan1", "jan2", "piet1", "piet2"):
        intake.let_in(page, page[:-1])
    answers = [sent(app, page, name, PART) for name in "ab" for page in ("jan1", "jan2", "piet1", "piet2")]
    assert answers == [204] * 8


def test_who_comes_anew_has_room_of_whoever_holds_most_their_oldest_first() -> None:
    server, pages = Kept(), Pages()
    app = guarded(server, pages=pages)
    full(server, app)
    intake.let_in("anna", "Anna")
    assert sent(app, "anna", "a", PART) == 204
    assert sizes(server) == {
        "jan1": ["b"],
        "jan2": ["a", "b"],
        "piet1": ["a", "b"],
        "piet2": ["a", "b"],
        "anna": ["a"],
    }
    assert pages.kept == {"jan1": ["b"]}
    intake.let_in("els", "Els")
    assert sent(app, "els", "a", PART) == 204
    assert sizes(server)["piet1"] == ["b"], "it takes turns: piet holds most now"


def test_who_makes_many_codes_is_one_holder() -> None:
    """Each code held as little as a newcomer, so nobody made room."""
    server = Kept()
    app = guarded(server)
    for number in range(8):
        intake.let_in(f"s{number}", guest("Jan", f"code {number}"))
        assert sent(app, f"s{number}", "a", PART) == 204
    for newcomer in ("els", "piet"):
        intake.let_in(newcomer, newcomer)
        assert sent(app, newcomer, "a", PART) == 204
    assert list(sizes(server)) == [*(f"s{number}" for number in range(2, 8)), "els", "piet"]


def test_among_guests_of_one_giver_whoever_holds_most_makes_room() -> None:
    server = Kept()
    app = guarded(server)
    for session, name in (("a", "1234"), ("b", "5678")):
        intake.let_in(session, guest("Jan", session))
        assert [sent(app, session, file, PART // 2) for file in name] == [204] * 4
    for page in ("els1", "els2"):
        intake.let_in(page, "Els")
        assert sent(app, page, "a", 2 * PART) == 204
    intake.let_in("c", guest("Jan", "c"))
    assert sent(app, "c", "a", PART) == 204
    assert sizes(server)["a"] == ["2", "3", "4"]
    assert sizes(server)["els1"] == ["a"]


def test_who_holds_no_more_than_the_newcomer_would_loses_nothing() -> None:
    server = Kept()
    app = guarded(server)
    for number in range(8):
        intake.let_in(f"s{number}", f"persoon {number}")
        assert sent(app, f"s{number}", "a", PART) == 204
    held = sizes(server)
    intake.let_in("anna", "Anna")
    assert sent(app, "anna", "a", PART) == 503
    assert sizes(server) == held
    assert sent(app, "anna", "a", PART - 1) == 204


def test_nothing_is_pushed_out_where_that_would_not_make_room_enough() -> None:
    server = Kept()
    app = guarded(server)
    full(server, app)
    for page in ("jan1", "jan2"):
        server.remove_session_files(page)
    for number in range(4):
        intake.let_in(f"s{number}", f"persoon {number}")
        assert sent(app, f"s{number}", "a", PART) == 204
    held = sizes(server)
    intake.let_in("anna", "Anna")
    assert sent(app, "anna", "a", MAX_OF_ONE) == 503, "piet would come to hold less than anna"
    assert sizes(server) == held
    assert sent(app, "anna", "a", 2 * PART) == 204
    assert sizes(server) == held | {"piet1": ["b"], "piet2": ["b"], "anna": ["a"]}


def test_files_on_their_way_are_not_pushed_out() -> None:
    server = Kept()
    app = guarded(server)
    for page in ("jan1", "jan2", "piet1", "piet2"):
        intake.let_in(page, page[:-1])
    intake.let_in("anna", "Anna")

    async def together() -> list[int]:
        server.held.clear()
        pages = ("jan1", "jan2", "piet1", "piet2")
        coming = [asyncio.create_task(answered(app, f"{UPLOAD}{page}/a", 2 * PART)) for page in pages]
        while server.asked < len(pages):
            await asyncio.sleep(0)
        refused = await answered(app, f"{UPLOAD}anna/a", PART)
        server.held.set()
        return [refused, *[await task for task in coming]]

    assert result_of(together()) == [503, 204, 204, 204, 204]


def test_files_of_a_page_that_is_closed_are_let_go_of_unless_it_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = [0.0]
    monkeypatch.setattr(intake.time, "monotonic", lambda: clock[0])
    server, pages = Kept(), Pages()
    app = guarded(server, pages=pages)
    for page in ("weg", "terug", "open"):
        intake.let_in(page)
        assert sent(app, page, "a", 10) == 204
    pages.closed = {"weg", "terug"}
    app.let_go_of_closed()
    clock[0] = MAX_SECONDS_CLOSED - 1
    pages.closed = {"weg"}
    app.let_go_of_closed()
    assert sizes(server) == {"weg": ["a"], "terug": ["a"], "open": ["a"]}
    clock[0] = MAX_SECONDS_CLOSED
    pages.closed = {"weg", "terug"}
    app.let_go_of_closed()
    assert sizes(server) == {"terug": ["a"], "open": ["a"]}
    assert pages.kept == {"weg": []}
    clock[0] *= 2
    app.let_go_of_closed()
    assert sizes(server) == {"open": ["a"]}


def test_pages_that_are_closed_are_looked_at_as_long_as_there_are_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intake, "SECONDS_BETWEEN_LOOKS", 0)
    monkeypatch.setattr(intake, "MAX_SECONDS_CLOSED", 0)
    server, pages = Kept(), Pages()
    app = guarded(server, pages=pages)

    async def run() -> bool:
        for page in ("een", "twee"):
            intake.let_in(page)
            assert await answered(app, f"{UPLOAD}{page}/a", 10) == 204
            pages.closed.add(page)
            while app._watching:
                await asyncio.sleep(0)
        return not server.file_storage

    assert result_of(asyncio.wait_for(run(), 60))


def test_a_page_keeps_nothing_of_a_file_that_is_taken_away() -> None:
    server, pages = Kept(), Pages()
    app = guarded(server, pages=pages)
    intake.let_in("een")
    assert sent(app, "een", "a", 10) == 204
    server.remove_file("een", "a")
    assert result_of(answered(app, f"{UPLOAD}een/a", None, "DELETE")) == 204
    assert pages.kept == {"een": []}
