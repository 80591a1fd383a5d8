"""What a browser sends is taken once, whatever becomes of the run that it was sent to."""

import logging
from collections.abc import Iterator

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.testing.v1 import AppTest

from hea.app.pending import keep_pending_values
from hea.app.waiting import CarefulRunner, Waiting, pressed
from tests.app.walking import ENTRY, calm


def states(**values: str) -> WidgetStates:
    return WidgetStates(widgets=[WidgetState(id=key, string_value=value) for key, value in values.items()])


def button(is_pressed: bool) -> WidgetStates:
    return WidgetStates(widgets=[WidgetState(id="button", trigger_value=is_pressed)])


def told(given: WidgetStates | None) -> dict[str, str]:
    assert given is not None
    return {state.id: state.string_value for state in given.widgets}


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
