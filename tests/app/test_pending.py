"""A field left a moment before a click on another page keeps its value, however busy the app is."""

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.scriptrunner_utils.script_requests import RerunData, ScriptRequests

from hea.app.pending import keep_pending_values


def states(**values: str) -> WidgetStates:
    return WidgetStates(widgets=[WidgetState(id=key, string_value=value) for key, value in values.items()])


def after(*requests: RerunData) -> RerunData:
    """What a busy script is asked to do when it is ready, after these requests came in meanwhile."""
    keep_pending_values()
    waiting = ScriptRequests()
    for request in requests:
        assert waiting.request_rerun(request)
    found = waiting.on_scriptrunner_ready().rerun_data
    assert found is not None
    return found


def told(data: RerunData) -> dict[str, str]:
    assert data.widget_states is not None
    return {state.id: state.string_value for state in data.widget_states.widgets}


def test_a_click_on_another_page_does_not_drop_what_was_typed() -> None:
    typed = RerunData(widget_states=states(company="Na", language="nl"), page_script_hash="here")
    found = after(typed, RerunData(widget_states=states(language="nl"), page_script_hash="there"))
    assert told(found) == {"company": "Na", "language": "nl"}
    assert found.page_script_hash == "there"


def test_the_latest_value_of_a_field_wins() -> None:
    first = RerunData(widget_states=states(company="A", size="1"))
    assert told(after(first, RerunData(widget_states=states(company="B")))) == {"company": "B", "size": "1"}


def test_a_button_pressed_before_stays_pressed_once() -> None:
    pressed = WidgetStates(widgets=[WidgetState(id="button", trigger_value=True)])
    later = WidgetStates(widgets=[WidgetState(id="button", trigger_value=False)])
    found = after(RerunData(widget_states=pressed), RerunData(widget_states=later))
    assert found.widget_states is not None
    assert [state.trigger_value for state in found.widget_states.widgets] == [True]
