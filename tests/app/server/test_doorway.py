"""A page says little until somebody was let in, enough after, and there is an end to pages."""

import asyncio
from collections.abc import Sequence
from itertools import count

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from uvicorn import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from hea.app import fields, group_table, paste_box
from hea.app.persons import guest
from hea.app.server import doorway, intake
from hea.app.server.connections import MAX_PAGES
from hea.app.server.doorway import (
    FIELDS_OF_MESSAGE,
    MAX_AT_DOOR,
    MAX_AT_DOOR_OF_ADDRESS,
    MAX_AT_DOOR_SIZE,
    MAX_FILES_ASKED,
    MAX_MADE,
    MAX_MESSAGE_SIZE,
    MAX_OF_PERSON,
    MAX_PASTED,
    MAX_PAUSE,
    MAX_SAID_AT_DOOR,
    MAX_TYPED,
    SAID_A_SECOND,
    SECONDS_AT_DOOR,
    Doorway,
    _counts,
    _Line,
)
from hea.app.server.gate import FORWARDED, LOGIN_VARIABLE, Receive, Scope, Send, Translated
from hea.app.server.serve import GuardedApp
from hea.app.server.session_owner import OWNER_HEADER, owners
from hea.dossiers.comments import MAX_WORDS_LENGTH
from hea.dossiers.people import MAX_NAME_LENGTH
from hea.exchange.written.numbers import STORY
from hea.parameters.parameter import MAX_TEXT_LENGTH as MAX_WHY_LENGTH
from hea.proposal import MAX_TEXT_LENGTH
from tests.app.server.waiting import result_of
from tests.app.walking import ENTRY


class Listener:
    """An app that hears a page out, and keeps it open until it is told otherwise."""

    def __init__(self) -> None:
        self.heard: list[int] = []
        self.opened = 0
        self.end = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.opened += 1
        while (message := await receive())["type"] == "websocket.receive":
            self.heard.append(len(message["bytes"]))
        await send({"type": "websocket.send", "bytes": b"after"})
        await self.end.wait()


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_let_in", {})
    monkeypatch.setattr(intake, "_browsers", {})
    monkeypatch.setenv(LOGIN_VARIABLE, "proxy")


def scope(browser: str, address: str = "10.0.0.1") -> Scope:
    headers = [(OWNER_HEADER.lower().encode(), browser.encode())] if browser else []
    headers.append((FORWARDED.encode(), f"1.2.3.4, {address}".encode()))
    return {"type": "websocket", "headers": headers, "client": ("172.16.0.2", 1), "path": "/"}


async def talk(
    app: Doorway, browser: str, sizes: Sequence[int | bytes], address: str = "10.0.0.1"
) -> list[Translated]:
    """What a page is told that says this, or so much, and then goes."""
    said: list[Translated] = [
        {"type": "websocket.receive", "bytes": size if isinstance(size, bytes) else saying(size)}
        for size in sizes
    ]
    said.append({"type": "websocket.disconnect", "code": 1000})
    told: list[Translated] = []

    async def receive() -> Translated:
        return said.pop(0)

    async def send(message: Translated) -> None:
        told.append(message)

    await app(scope(browser, address), receive, send)
    return told


def saying(size: int) -> bytes:
    """A message of so many bytes that asks for a page to be drawn."""
    said, rest = BackMsg(), size
    while said.ByteSize() != size:
        rest -= 1
        said.rerun_script.query_string = "x" * rest
    return said.SerializeToString()


def enter(browser: str, person: str = "") -> None:
    owners.claim(f"session of {browser}", browser)
    intake.let_in(f"session of {browser}", person)


def heard(browser: str, *sizes: int | bytes) -> tuple[list[int], list[int]]:
    """What the app hears of a page, and the codes with which it was closed."""

    async def run() -> tuple[list[int], list[int]]:
        listener = Listener()
        listener.end.set()
        told = await talk(Doorway(listener), browser, sizes)
        return listener.heard, [item["code"] for item in told if item["type"] == "websocket.close"]

    return result_of(run())


def test_who_stands_at_the_door_says_little() -> None:
    assert heard("vreemd", MAX_AT_DOOR_SIZE) == ([MAX_AT_DOOR_SIZE], [])
    assert heard("vreemd", 10, MAX_AT_DOOR_SIZE + 1, 10) == ([10], [1009])


def test_who_was_let_in_says_more_and_not_everything() -> None:
    enter("Els")
    assert heard("Els", MAX_AT_DOOR_SIZE + 1, MAX_MESSAGE_SIZE) == (
        [MAX_AT_DOOR_SIZE + 1, MAX_MESSAGE_SIZE],
        [],
    )
    assert heard("Els", MAX_MESSAGE_SIZE + 1) == ([], [1009])


def asking(names: int) -> bytes:
    """The message with which a page asks where it may send files of these names."""
    told = BackMsg()
    told.file_urls_request.file_names.extend([""] * names)
    return told.SerializeToString()


def test_who_stands_at_the_door_asks_for_no_place_for_files() -> None:
    assert heard("vreemd", 10, asking(1), 10) == ([10], [1009])


def test_who_was_let_in_asks_for_places_for_so_many_files_at_once() -> None:
    enter("Els")
    most = asking(MAX_FILES_ASKED)
    assert heard("Els", most, asking(MAX_FILES_ASKED + 1)) == ([len(most)], [1009])


def wanting(file: str = "x") -> bytes:
    """The message with which a page asks for a file to download that has to be made."""
    said = BackMsg()
    said.backend_operation_request.deferred_file.file_id = file
    return said.SerializeToString()


def test_nothing_is_heard_that_the_app_does_not_use() -> None:
    """Streamlit wrote a megabyte a second in the log of what somebody without an account said."""
    odd = [BackMsg(**{kind: True}).SerializeToString() for kind in ("clear_cache", "debug_shutdown_runtime")]
    odd.append(BackMsg(backend_operation_request={"install_skills": {}}).SerializeToString())
    drawn = saying(50)
    for browser, let_in in (("vreemd", False), ("Els", True)):
        if let_in:
            enter(browser)
        said = [*odd, b"", bytes(20), b"\xff" * 9, *([] if let_in else [wanting()]), drawn]
        assert heard(browser, *said) == ([len(drawn)], [])


def test_pages_of_one_address_at_the_door_are_drawn_so_many_times_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seconds, waited = [0.0], []
    monkeypatch.setattr(doorway, "monotonic", lambda: seconds[0])

    async def sleep(time: float) -> None:
        waited.append(time)

    monkeypatch.setattr(doorway.asyncio, "sleep", sleep)
    listener = Listener()
    listener.end.set()

    async def run() -> None:
        app = Doorway(listener)
        for browser in ("een", "twee"):
            await talk(app, browser, [50] * MAX_SAID_AT_DOOR)
        await talk(app, "drie", [50], "10.0.0.2")
        many = typed(**{f"veld{number}": "" for number in range(FIELDS_OF_MESSAGE * MAX_SAID_AT_DOOR)})
        for _ in range(4):
            await talk(app, "vier", [many], "10.0.0.3")

    result_of(run())
    assert len(listener.heard) == 2 * MAX_SAID_AT_DOOR + 5, "they wait and are not lost"
    assert waited[:MAX_SAID_AT_DOOR] == [0] * MAX_SAID_AT_DOOR
    assert waited[MAX_SAID_AT_DOOR] == 1 / SAID_A_SECOND
    assert waited[-6:-4] == [MAX_SAID_AT_DOOR / SAID_A_SECOND, 0], "another address waits for nobody"
    assert waited[-4:] == [1 / SAID_A_SECOND, *[pytest.approx(10.2), MAX_PAUSE, MAX_PAUSE]]


def test_a_person_asks_for_so_many_files_to_be_made_however_many_pages_they_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A hundred and fifty small messages of a guest held up all downloads for half a minute."""
    seconds = [0.0]
    monkeypatch.setattr(doorway, "monotonic", lambda: seconds[0])
    for browser in ("een", "twee"):
        enter(browser, guest("Jan", browser))
    enter("Els", "Els")
    listener = Listener()
    listener.end.set()

    async def run() -> list[int]:
        app, after = Doorway(listener), []
        for browser in ("een", "twee", "Els"):
            await talk(app, browser, [wanting()] * MAX_MADE)
            after.append(len(listener.heard))
        seconds[0] += 2
        await talk(app, "twee", [wanting()] * MAX_MADE)
        return [*after, len(listener.heard)]

    most = MAX_MADE
    assert result_of(run()) == [most, most, 2 * most, 2 * most + 2]


def typed(**fields: str) -> bytes:
    """The message with which a page tells what stands in its fields."""
    said = BackMsg()
    for name, words in fields.items():
        said.rerun_script.widget_states.widgets.add(id=name, string_value=words)
    return said.SerializeToString()


def arrived(said: bytes) -> dict[str, str]:
    """What the app hears of the fields of a page that says this."""
    heard: list[bytes] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        heard.append((await receive())["bytes"])

    enter("Els")
    result_of(talk(Doorway(app), "Els", [said]))
    (told,) = heard
    return {it.id: it.string_value for it in BackMsg.FromString(told).rerun_script.widget_states.widgets}


def test_what_is_too_long_for_a_field_is_cut_off_before_a_page_keeps_it() -> None:
    """Five pages that were closed, each with sixteen megabytes in four fields, stayed for half an hour."""
    long, table = "é" * (MAX_PASTED + 1), f"$$ID-x-{group_table._key()}"
    box = f"$$ID-x-{fields.field_key(paste_box.PATH, 'nl')}"
    kept = arrived(typed(**{"$$ID-x-field": long, box: long, table: long, "short": "kort"}))
    assert {name: len(words) for name, words in kept.items()} == {
        "$$ID-x-field": MAX_TYPED,
        box: MAX_PASTED,
        table: len(long),
        "short": len("kort"),
    }


def test_no_field_takes_what_may_have_been_cut_off() -> None:
    assert max(MAX_TEXT_LENGTH, MAX_WORDS_LENGTH, MAX_WHY_LENGTH, MAX_NAME_LENGTH, STORY) < MAX_TYPED


def test_a_place_for_files_is_found_behind_whatever_else_a_message_says() -> None:
    enter("Els")
    before = BackMsg(rerun_script={"query_string": "x" * 1000}).SerializeToString()
    assert heard("Els", before + asking(MAX_FILES_ASKED + 1)) == ([], [1009])


def test_without_a_login_nobody_stands_at_the_door(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(LOGIN_VARIABLE)
    assert heard("", MAX_MESSAGE_SIZE) == ([MAX_MESSAGE_SIZE], [])
    assert heard("", MAX_MESSAGE_SIZE + 1) == ([], [1009])


async def opened(browsers: Sequence[str], addresses: Sequence[str] = (), most: int = MAX_PAGES) -> int:
    """How many pages of these browsers are let in at once, each from an address of its own unless told."""
    listener = Listener()
    app = Doorway(listener, most)
    where = addresses or [browser or "10.0.0.9" for browser in browsers]
    pages = [
        asyncio.create_task(talk(app, browser, [], address))
        for browser, address in zip(browsers, where, strict=True)
    ]
    await asyncio.sleep(0)
    while listener.opened < len(app._open):
        await asyncio.sleep(0)
    listener.end.set()
    await asyncio.gather(*pages)
    assert not app._open
    return listener.opened


def test_one_address_leaves_room_at_the_door_for_others() -> None:
    many = [f"verzonnen {number}" for number in range(MAX_AT_DOOR)]
    here = ["10.0.0.1"] * len(many)
    assert result_of(opened(many, here)) == MAX_AT_DOOR_OF_ADDRESS
    assert result_of(opened([*many, "nieuw"], [*here, "10.0.0.2"])) == MAX_AT_DOOR_OF_ADDRESS + 1
    for name in many:
        enter(name)
    assert result_of(opened(many, here)) == len(many), "who was let in stands at no door"


def test_there_is_an_end_to_pages_of_one_browser_at_the_door_and_of_all() -> None:
    enter("Els")
    assert result_of(opened(["Els"] * (MAX_OF_PERSON + 5))) == MAX_OF_PERSON
    assert result_of(opened([""] * (MAX_OF_PERSON + 5))) == MAX_OF_PERSON
    assert result_of(opened([f"vreemd {number}" for number in range(MAX_AT_DOOR + 5)])) == MAX_AT_DOOR
    assert result_of(opened([f"vreemd {n}" for n in range(MAX_AT_DOOR + 5)] + ["Els"])) == MAX_AT_DOOR + 1
    many = [f"persoon {number}" for number in range(MAX_PAGES)]
    for name in many:
        enter(name)
    assert result_of(opened(many)) == MAX_PAGES - MAX_AT_DOOR
    strangers = [f"nieuw {number}" for number in range(MAX_AT_DOOR + 5)]
    assert result_of(opened([*many, *strangers])) == MAX_PAGES, "there is always room at the door"


def test_fewer_pages_are_open_where_the_system_has_fewer_files() -> None:
    enter("Els")
    assert result_of(opened([f"vreemd {number}" for number in range(50)], most=50)) == 10
    assert result_of(opened(["Els"] * 50, most=50)) == 20
    assert result_of(opened([f"vreemd {number}" for number in range(50)], ["10.0.0.1"] * 50, most=50)) == 2


class Visit:
    """A page that stays open until it is ended."""

    def __init__(self, app: Doorway, browser: str, address: str) -> None:
        self.codes: list[int] = []
        self.gone = asyncio.Event()
        self.task = asyncio.create_task(app(scope(browser, address), self._receive, self._send))

    async def _receive(self) -> Translated:
        await self.gone.wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def _send(self, message: Translated) -> None:
        if message["type"] == "websocket.close":
            self.codes.append(message["code"])

    async def leave(self) -> list[int]:
        """The codes with which it was closed, once it is gone."""
        self.gone.set()
        await self.task
        return self.codes


async def closed(app: Doorway, visits: Sequence[tuple[str, str]]) -> list[list[int]]:
    """With which codes pages of these browsers and addresses are closed that come one after another."""
    pages = []
    for browser, address in visits:
        pages.append(Visit(app, browser, address))
        for _ in range(10):  # as far as it comes by itself
            await asyncio.sleep(0)
    return [await page.leave() for page in pages]


def after(
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    visits: Sequence[tuple[str, str]],
    most: int = MAX_PAGES,
) -> list[bool]:
    """Which pages are closed if each comes so many seconds after the one before."""
    moments = count(0, seconds)
    monkeypatch.setattr(doorway, "monotonic", lambda: next(moments))
    listener = Listener()
    listener.end.set()
    app = Doorway(listener, most)
    told = result_of(closed(app, visits))
    assert not app._open
    assert all(codes in ([], [1013]) for codes in told)
    return [bool(codes) for codes in told]


FULL = [(f"vreemd {number}", f"10.0.{number}.1") for number in range(MAX_AT_DOOR)]
NEW = ("nieuw", "10.9.9.9")


def test_who_stands_longest_at_a_full_door_makes_place(monkeypatch: pytest.MonkeyPatch) -> None:
    told = after(monkeypatch, SECONDS_AT_DOOR, [*FULL, NEW, NEW])
    assert [place for place, ended in enumerate(told) if ended] == [0, 1]


def test_nobody_is_ended_before_there_was_time_to_come_in(monkeypatch: pytest.MonkeyPatch) -> None:
    told = after(monkeypatch, SECONDS_AT_DOOR / (2 * MAX_AT_DOOR), [*FULL, NEW])
    assert [place for place, ended in enumerate(told) if ended] == [MAX_AT_DOOR]


def test_an_address_that_fills_its_part_of_the_door_makes_place_itself(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = [(f"verzonnen {number}", "10.0.0.1") for number in range(MAX_AT_DOOR_OF_ADDRESS)]
    told = after(monkeypatch, SECONDS_AT_DOOR, [NEW, *here, ("verzonnen", "10.0.0.1")])
    assert [place for place, ended in enumerate(told) if ended] == [1]


def test_who_was_let_in_is_never_ended_for_who_was_not(monkeypatch: pytest.MonkeyPatch) -> None:
    enter(FULL[0][0])
    told = after(monkeypatch, SECONDS_AT_DOOR, [*FULL, NEW, NEW])
    assert [place for place, ended in enumerate(told) if ended] == [1]


def pages_of(person: str, browsers: int, each: int) -> list[tuple[str, str]]:
    """Pages of somebody with several browsers, who was let in with each."""
    for number in range(browsers):
        enter(f"{person} {number}", person)
    return [(f"{person} {number}", "10.0.0.1") for number in range(browsers) for _ in range(each)]


def test_who_makes_many_codes_is_one_holder_when_all_places_are_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two hundred codes counted as two hundred people, of whom nobody had more than a newcomer."""
    codes = [page for code in range(80) for page in pages_of(guest("Jan", f"code {code}"), 1, 1)]
    els, piet = pages_of("Els", 1, 2), pages_of("Piet", 1, 1)
    told = after(monkeypatch, SECONDS_AT_DOOR, [*els[:1], *codes, *els[1:], *piet], most=101)
    assert [place for place, gone in enumerate(told) if gone] == [1, 2], "of the guests the oldest make place"


def test_a_guest_makes_place_for_another_with_a_code_of_the_same_giver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    els, greedy = pages_of("Els", 1, 20), pages_of(guest("Jan", "a"), 2, 10)
    told = after(monkeypatch, SECONDS_AT_DOOR, [*els, *greedy, *pages_of(guest("Jan", "b"), 1, 1)], most=50)
    assert [place for place, gone in enumerate(told) if gone] == [len(els)]


def test_the_newest_page_of_a_person_ends_their_own_oldest(monkeypatch: pytest.MonkeyPatch) -> None:
    """One code in twenty browsers took all places there are."""
    other, many = pages_of("Els", 1, 1), pages_of("gast", 20, 10)
    told = after(monkeypatch, SECONDS_AT_DOOR, [*other, *many, *other])
    ended = [place for place, gone in enumerate(told) if gone]
    assert ended == list(range(1, len(many) - MAX_OF_PERSON + 1))


def test_pages_of_a_person_that_were_just_opened_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else two browsers that open again what was ended would go on for ever."""
    told = after(monkeypatch, SECONDS_AT_DOOR / 100, pages_of("gast", 6, 10))
    assert [place for place, gone in enumerate(told) if gone] == list(range(MAX_OF_PERSON, 60))


def test_who_came_in_with_many_browsers_has_no_more_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the door nobody knows that these are one person."""
    moments = count()
    monkeypatch.setattr(doorway, "monotonic", lambda: next(moments))

    async def run() -> list[list[int]]:
        listener = Listener()
        listener.end.set()
        app = Doorway(listener)
        pages = [Visit(app, f"gast {number}", f"10.0.{number}.1") for number in range(MAX_OF_PERSON + 5)]
        await asyncio.sleep(0)
        pages_of("gast", MAX_OF_PERSON + 5, 1)
        pages.append(Visit(app, "Els", "10.0.0.2"))
        for _ in range(10):
            await asyncio.sleep(0)
        return [await page.leave() for page in pages]

    told = result_of(run())
    assert [place for place, codes in enumerate(told) if codes] == list(range(5))


def test_where_all_is_taken_who_has_most_makes_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Twenty codes took all places there are; who has one page never loses it."""
    visits = [*pages_of("Els", 1, 1), *pages_of("a", 1, 20), *pages_of("b", 1, 19), *pages_of("Jan", 1, 2)]
    told = after(monkeypatch, SECONDS_AT_DOOR, visits, most=50)
    assert [place for place, gone in enumerate(told) if gone] == [1, 2]


def test_a_server_that_hides_its_bound_is_told_of_once(caplog: pytest.LogCaptureFixture) -> None:
    """What a page says is still refused then, once it is whole."""
    doorway.note_unbounded.cache_clear()
    assert heard("vreemd", MAX_AT_DOOR_SIZE + 1) == ([], [1009])
    assert heard("vreemd", MAX_AT_DOOR_SIZE) == ([MAX_AT_DOOR_SIZE], [])
    assert [item.message for item in caplog.records].count(doorway.UNBOUNDED) == 1


def test_the_server_of_today_does_not() -> None:
    """What the bound leans on, which uvicorn does not promise."""
    made = WebSocketsSansIOProtocol(Config(Doorway(Listener())), ServerState(), {}, asyncio.new_event_loop())
    line = _Line("vreemd", "10.0.0.1", made.receive, made.send, _counts())  # type: ignore[arg-type]
    assert made.conn.max_message_size == line._most == MAX_AT_DOOR_SIZE


def test_the_server_stands_behind_the_doorway() -> None:
    assert isinstance(GuardedApp(ENTRY)._gate.inner, Doorway)
