"""Nothing typed is lost when a page is left while the app is busy.

Streamlit melts requests that wait for a busy script into one. A click on another page sends none of the
fields of the page that is left, and the newest request wins, so a field that was typed in just before would
be forgotten: its value waited in the request that was melted away. Here those values stay in.
"""

from collections.abc import Callable
from typing import Any

from streamlit.proto.WidgetStates_pb2 import WidgetStates
from streamlit.runtime.scriptrunner_utils import script_requests

Melt = Callable[[Any, Any], Any]


def keep_pending_values() -> None:
    """Let later requests take the place of earlier ones field by field; asking twice changes nothing."""
    melt: Melt = script_requests._coalesce_widget_states
    if getattr(melt, "keeps_values", False):
        return

    def melted(old: WidgetStates | None, new: WidgetStates | None) -> WidgetStates | None:
        found: WidgetStates | None = melt(old, new)
        if not old or not found or found is old:
            return found
        known = {state.id for state in found.widgets}
        found = WidgetStates(widgets=found.widgets)
        found.widgets.extend(state for state in old.widgets if state.id not in known)
        return found

    melted.keeps_values = True  # type: ignore[attr-defined]
    script_requests._coalesce_widget_states = melted  # type: ignore[assignment]
