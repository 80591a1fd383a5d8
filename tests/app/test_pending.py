"""What a browser sends is taken once, whatever becomes of the run that it was sent to."""

import asyncio
import logging
from collections.abc import Iterator

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime import app_session
from streamlit.runtime.fragment import MemoryFragmentStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.runtime.state import SessionState
from streamlit.runtime.state.common import GENERATED_ELEMENT_ID_PREFIX
from streamlit.testing.v1 import AppTest

from hea.app.pending import keep_pending_values
from hea.app.waiting import MAX_WAITING, CarefulRunner, Waiting, pressed
from tests.app.walking import ENTRY, calm

DRAWN = f"{GENERATED_ELEMENT_ID_PREFIX}-x-"
"""How the id of a field begins."""


def states(**values: str) -> WidgetStates:
    """Values that a browser sends of some fields."""
    return WidgetStates(
        widgets=[WidgetState(id=f"{DRAWN}{key}", string_value=value) for key, value in values.items()]
    )


def button(is_pressed: bool) -> WidgetStates:
    return WidgetStates(widgets=[WidgetState(id=f"{DRAWN}button", trigger_value=is_pressed)])


def told(given: WidgetStates | None) -> dict[str, str]:
    assert given is not None
    return {state.id.removeprefix(DRAWN): state.string_value for state in given.widgets}


def test_a_click_on_another_page_takes_along_what_was_typed() -> None:
    waiting = Waiting()
    waiting.arrive(RerunData(widget_states=states(company="Na", language="nl"), page_script_hash="here"))
    found = waiting.arrive(RerunData(widget_states=states(language="nl"), page_script_hash="there"))
    assert told(found.widget_states) == {"company": "Na", "language": "nl"}
    assert found.page_script_hash == "there"


def test_the_latest_value_of_a_field_wins() -> None:
    waiting = Waiting()
    waiting.arrive(RerunData(widget_states=states(company="A", size="1")))
    found = waiting.arrive(RerunData(widget_states=states(company="B")))
    assert told(found.widget_states) == {"company": "B", "size": "1"}


def test_what_waits_has_an_end_and_the_last_of_it_is_kept() -> None:
    """Three megabytes of fields that there are not kept a core busy for half a minute, without an account."""
    waiting = Waiting()
    for begin in range(0, 2 * MAX_WAITING, MAX_WAITING // 4):
        names = {f"veld{number}": "x" for number in range(begin, begin + MAX_WAITING // 4)}
        found = waiting.arrive(RerunData(widget_states=states(**names)))
    assert list(told(found.widget_states)) == [
        f"veld{number}" for number in range(MAX_WAITING, 2 * MAX_WAITING)
    ]
    assert len(waiting.all().widgets) == MAX_WAITING


def test_what_was_taken_does_not_wait_and_what_came_later_does() -> None:
    waiting = Waiting()
    first = waiting.arrive(RerunData(widget_states=states(company="A", size="1"))).widget_states
    assert first is not None
    waiting.arrive(RerunData(widget_states=states(company="B")))
    assert told(waiting.leave(first)) == {"company": "A", "size": "1"}
    assert told(waiting.all()) == {"company": "B"}


def test_a_request_without_fields_stays_without_when_nothing_waits() -> None:
    assert Waiting().arrive(RerunData()).widget_states is None


def test_a_button_pressed_before_stays_pressed_and_counts_once() -> None:
    waiting = Waiting()
    first = waiting.arrive(RerunData(widget_states=button(True))).widget_states
    second = waiting.arrive(RerunData(widget_states=button(False))).widget_states
    assert first is not None
    assert second is not None
    assert [pressed(value) for value in second.widgets] == [True]
    assert len(waiting.leave(first).widgets) == 1
    assert not waiting.leave(second).widgets


def runner(pages: PagesManager, **asked: str) -> CarefulRunner:
    """A run of a session that has not begun yet."""
    return CarefulRunner(
        session_id="session",
        main_script_path=str(ENTRY),
        session_state=SessionState(),
        uploaded_file_mgr=MemoryUploadedFileManager(""),
        script_cache=ScriptCache(),
        initial_rerun_data=RerunData(**asked),
        user_info={},
        fragment_storage=MemoryFragmentStorage(),
        pages_manager=pages,
        event_loop=asyncio.new_event_loop(),
    )


def next_run(of: CarefulRunner) -> RerunData:
    """What the run would do now."""
    return of._requests.on_scriptrunner_ready().rerun_data


@pytest.mark.parametrize("begun", [False, True])
def test_a_field_that_comes_after_the_click_on_another_page_does_not_bring_its_page_back(begun: bool) -> None:
    pages = PagesManager(str(ENTRY))
    clicked = runner(pages, page_script_hash="there")
    if begun:
        run = next_run(clicked)
        pages.set_script_intent(run.page_script_hash, run.page_name)
    late = RerunData(widget_states=states(company="Na"), fragment_id="page", page_script_hash="here")
    clicked.request_rerun(late)
    found = next_run(clicked)
    assert found.page_script_hash == "there"
    assert told(found.widget_states) == {"company": "Na"}


def test_nor_does_it_when_the_other_page_already_stands() -> None:
    pages = PagesManager(str(ENTRY))
    pages.set_script_intent("there", "")
    assert next_run(runner(pages, fragment_id="page", page_script_hash="here")).page_script_hash == "there"


def test_a_click_after_a_field_opens_its_page() -> None:
    pages = PagesManager(str(ENTRY))
    pages.set_script_intent("here", "")
    assert next_run(runner(pages, page_script_hash="there")).page_script_hash == "there"


def test_a_page_that_was_asked_for_by_name_keeps_its_own_fields() -> None:
    pages = PagesManager(str(ENTRY))
    pages.set_script_intent("", "start")
    assert next_run(runner(pages, fragment_id="page", page_script_hash="here")).page_script_hash == "here"


@pytest.fixture
def untouched(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Streamlit before anything was changed in it."""
    monkeypatch.setattr(app_session, "ScriptRunner", ScriptRunner)
    keep_pending_values.cache_clear()
    yield
    keep_pending_values.cache_clear()


@pytest.mark.usefixtures("untouched")
def test_this_streamlit_allows_it() -> None:
    assert keep_pending_values()
    assert vars(app_session)["ScriptRunner"] is CarefulRunner


@pytest.mark.usefixtures("untouched")
@pytest.mark.parametrize(
    ("owner", "name"),
    [(app_session, "ScriptRunner"), (ScriptRunner, "request_rerun"), (ScriptRunner, "_run_script_thread")],
)
def test_a_streamlit_that_changed_gives_one_line_in_the_log_and_a_page(
    owner: object, name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(logging.getLogger("hea"), "propagate", True)
    with monkeypatch.context() as patched:
        patched.delattr(owner, name)
        assert not keep_pending_values()
        assert not keep_pending_values()
    told_of = [record for record in caplog.records if "not kept safe" in record.getMessage()]
    assert len(told_of) == 1
    assert name in told_of[0].getMessage()
    app = AppTest.from_file(str(ENTRY), default_timeout=600).run()
    calm(app)
    assert app.title
