"""A file that costs too much to read costs whoever sent it: it is said, and the next file is read."""

import ast
import gc
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import hea.app
from hea.app import foreign_file, reading_apart
from hea.app.reading_apart import AT_ONCE, DefectError, ReadingRoom, reading_room
from hea.assessment import assess
from hea.dossiers import ALONE, Draft, Store
from hea.dossiers.bundle import read_bundle
from hea.exchange import InputError, example, example_names, open_upload, parse_upload, proposal_yaml
from hea.exchange.form import build_form
from hea.exchange.leads import parse_leads
from hea.exchange.sites import parse_sites
from hea.parameters import OwnValue, parameters_with
from hea.problems import HeaError
from hea.texts import text
from hea.units import MEGABYTE
from tests.app.readers import broken, dead, endless, held, large, length, little_by_little, much
from tests.app.walking import calm, opened, turn
from tests.beside import waiting

NAME = "fulfilment_waalwijk"
SITES = b"naam;plaatsen;bron;jaar\nDe Hoef;120;gemeente;2026\nVeld & Kas;1.200;gemeente;2026\n"
LEADS = b"gemeente;sector;fte\nWaalwijk;logistiek;120\nNergens;logistiek;geen\n"


def ordinary(person: str = "Els") -> None:
    """A file of somebody is read."""
    assert reading_room().read(person, length, b"drie") == 4


@pytest.fixture
def brief(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    ordinary()
    monkeypatch.setattr(reading_apart, "MAX_SECONDS", 0.5)
    yield
    monkeypatch.undo()
    ordinary()


@pytest.mark.parametrize("work", [much, little_by_little, dead, large])
def test_a_file_that_is_too_much_is_refused_and_the_next_is_read(work: Callable[[bytes], Any]) -> None:
    ordinary()
    before = resident()
    with pytest.raises(InputError) as caught:
        reading_room().read("Els", work, b"")
    assert [item.code for item in caught.value.problems] == ["reading_heavy"]
    assert resident() - before < 32 * MEGABYTE, "the app takes no memory for it"
    ordinary()


@pytest.mark.usefixtures("brief")
def test_a_file_without_end_is_given_up() -> None:
    with pytest.raises(InputError) as caught:
        reading_room().read("Els", endless, b"")
    assert [item.code for item in caught.value.problems] == ["reading_heavy"]


def resident() -> int:
    """Bytes of memory that this process takes."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_process_that_was_ended_meanwhile_is_replaced_before_a_file_is_lost() -> None:
    ordinary()
    for pid in waiting(reading_room()):
        os.kill(pid, signal.SIGKILL)
    ordinary()


def test_one_process_reads_file_after_file() -> None:
    ordinary()
    before = waiting(reading_room())
    ordinary()
    assert waiting(reading_room()) == before


def test_a_defect_is_said_without_the_words_of_the_file(capfd: pytest.CaptureFixture[str]) -> None:
    room = ReadingRoom()
    with pytest.raises(DefectError, match="KeyError") as caught:
        room.read("Els", broken, b"geheim van Kas BV")
    assert "geheim" not in str(caught.value)
    told = capfd.readouterr().err
    assert "readers.py" in told
    assert "geheim" not in told
    assert room.read("Els", length, b"drie") == 4
    room.end()


def test_of_one_person_one_file_is_read_at_a_time_and_others_have_their_turn(tmp_path: Path) -> None:
    room, goes_on = reading_room(), tmp_path / "on"
    goes_on.touch()
    first = threading.Thread(target=room.read, args=("Els", held, str(goes_on)))
    second = threading.Thread(target=room.read, args=("Els", length, b"twee"))
    first.start()
    _until(lambda: room._places.served == {"Els"})
    second.start()
    ordinary("Jan")
    assert second.is_alive()
    goes_on.unlink()
    first.join()
    second.join()
    assert not room._places.served
    assert len(waiting(room)) <= AT_ONCE


def test_who_has_no_turn_in_time_hears_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room, goes_on = reading_room(), tmp_path / "on"
    goes_on.touch()
    first = threading.Thread(target=room.read, args=("Els", held, str(goes_on)))
    first.start()
    _until(lambda: room._places.served == {"Els"})
    monkeypatch.setattr(reading_apart, "MAX_WAITING_SECONDS", 0.1)
    with pytest.raises(InputError) as caught:
        room.read("Els", length, b"")
    assert [item.code for item in caught.value.problems] == ["reading_busy"]
    goes_on.unlink()
    first.join()


def test_a_page_says_that_a_file_is_too_much_and_takes_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    app = turn(opened("nl"), "start.py")
    content = proposal_yaml(example(NAME)).encode()
    monkeypatch.setattr(foreign_file, "read", lambda work, *given: reading_room().read("Els", dead, *given))
    app.file_uploader(key="upload").upload("plan.yaml", content, "application/yaml").run()
    calm(app)
    assert text("problems.reading_heavy")[1:] in "".join(item.value for item in app.error)
    monkeypatch.undo()
    app.file_uploader(key="upload").upload("plan.yaml", content, "application/yaml").run()
    calm(app)
    assert not app.error
    assert app.session_state["draft"].proposal == example(NAME)


def _until(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 120
    while not true():
        assert time.monotonic() < until
        time.sleep(0.01)


def files() -> Iterator[tuple[Callable[..., Any], tuple[Any, ...]]]:
    """Readers, and what they read or refuse."""
    for name in example_names():
        yield open_upload, ("a.yaml", proposal_yaml(example(name)).encode())
    yield parse_upload, ("a.xlsx", build_form(example(NAME)))
    yield parse_upload, ("a.xlsx", b"PK no workbook")
    yield open_upload, ("a.json", b'{"company": "Kas", "sector": "\\ud800", "workforce": 1e400}')
    yield open_upload, ("a.json", b'{"company": "Kas", "\\ud800": 1, "workforce": -1.5, "opening": "ooit"}')
    yield open_upload, ("a.docx", b"")
    yield parse_sites, ("a.csv", SITES)
    yield parse_sites, ("a.csv", SITES.replace(b"120", b"-1").replace(b"2026", b"later"))
    yield parse_leads, ("a.csv", LEADS)
    yield parse_leads, ("a.csv", b"gemeente;iets\nWaalwijk;1\n", "en", 200)
    yield read_bundle, (b"{}",)


def _same(work: Callable[..., Any], given: tuple[Any, ...]) -> None:
    here, there = _outcome(work, *given), _outcome(reading_room().read, "Els", work, *given)
    assert type(there) is type(here)
    assert there == here


def _outcome(work: Callable[..., Any], *given: Any) -> Any:
    """What is read, or what it is refused with."""
    try:
        return work(*given)
    except HeaError as error:
        return type(error), str(error), error.problems


@pytest.mark.parametrize(("work", "given"), list(files()), ids=lambda item: getattr(item, "__name__", ""))
def test_what_is_read_and_refused_there_is_what_is_read_and_refused_here(
    work: Callable[..., Any], given: tuple[Any, ...]
) -> None:
    _same(work, given)


def test_a_result_and_a_dossier_come_back_whole(tmp_path: Path) -> None:
    figures = parameters_with((OwnValue(name="persons_per_fte", value=1.3, who="gemeente", why="telling"),))
    _same(open_upload, ("a.json", assess(example(NAME), figures, draws=16).model_dump_json().encode()))
    store = Store(f"sqlite:///{tmp_path}/hea.sqlite").of(ALONE)
    saved = store.save(Draft(proposal=example(NAME)))
    store.comment(saved.id, "Klopt dit? é\N{SNOWMAN}", path="workforce", kind="evidence")
    _same(read_bundle, (store.export(saved.id),))


READERS = {
    "open_upload", "open_file", "open_in_words", "reopen_with_input", "reopen_report", "open_report",
    "parse_upload", "parse_form", "parse_sites", "parse_leads", "parse_cases", "read_bundle", "parse_mapping",
    "parse_proposal",
}  # fmt: skip


def test_no_page_reads_a_file_itself() -> None:
    """A reader is named only to be called beside the app."""
    given = []
    for path in Path(hea.app.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = ast.unparse(node.func).rpartition(".")[2]
            assert called not in READERS, f"{path.name} {node.lineno}"
            given += [ast.unparse(item) for item in node.args if ast.unparse(item) in READERS]
    assert sorted(given) == [
        "open_in_words", "open_in_words", "parse_leads", "parse_sites", "read_bundle", "reopen_with_input",
    ]  # fmt: skip
