"""Nothing that a browser sends is lost when the app is busy or the page is left.

Streamlit forgets what it was sent in three places. A click on another page stops the run that is going, and
with it everything that waited for that run to end. A run that is stopped before it has begun takes nothing.
And a run can be stopped in the middle of taking over a field, which is then half done. A click on another
page sends none of the fields of the page that is left, so what was forgotten does not come a second time.

Here every value that a browser sends waits until a run has taken it. It goes along with every request after
it, is taken without being disturbed, and if no request comes any more it is taken when the last run ends.

The other way round a click can be lost: a busy browser sends the field that was left after the click on
another page, and says with it on which page the field stands. That page is then not brought back.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final
from weakref import WeakKeyDictionary

from streamlit.proto.WidgetStates_pb2 import WidgetState, WidgetStates
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import RerunData, ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType
from streamlit.runtime.state import SafeSessionState, SessionState
from streamlit.runtime.state.common import is_element_id

MAX_WAITING: Final = 1_500
"""Fields of a session that wait for a run, those that came last; no page has as many. Streamlit goes over
each of them for every field that it draws, and anybody can name fields that there are not."""
NOT_PRESSED = {
    "trigger_value": False,
    "json_trigger_value": "",
    "string_trigger_value": None,
    "chat_input_value": None,
}
"""Buttons and what is like them, and their value when they were not pressed."""


class Waiting:
    """What the browser of one session sent and no run has taken yet, by the id of the field."""

    def __init__(self) -> None:
        """Nothing waits."""
        self.taking = threading.RLock()
        self.turn = object()
        self.finished = threading.Event()
        """Nothing is still to be taken for a page that was closed."""
        self.finished.set()
        self._lock = threading.Lock()
        self._values: dict[str, WidgetState] = {}

    def arrive(self, request: RerunData) -> RerunData:
        """The request with all that waits; a button that was pressed stays pressed.

        A value for what Streamlit never drew is dropped: looking over the session would fail on it.
        """
        with self._lock:
            for value in request.widget_states.widgets if request.widget_states else ():
                if not is_element_id(value.id):
                    continue
                known = self._values.get(value.id)
                if known is None or not pressed(known) or pressed(value):
                    self._values[value.id] = value
            for gone in list(self._values)[:-MAX_WAITING]:
                del self._values[gone]
            if request.widget_states is None and not self._values:
                return request
            return replace(request, widget_states=WidgetStates(widgets=self._values.values()))

    def leave(self, given: WidgetStates) -> WidgetStates:
        """What of the given a run may take: a button that was pressed once counts once."""
        with self._lock:
            kept = [value for value in given.widgets if not pressed(value) or value.id in self._values]
            for value in given.widgets:
                if self._values.get(value.id) == value:
                    del self._values[value.id]
        return WidgetStates(widgets=kept)

    def all(self) -> WidgetStates:
        """Everything that waits."""
        with self._lock:
            return WidgetStates(widgets=self._values.values())


def pressed(value: WidgetState) -> bool:
    """Whether this is a button that was pressed, and not a field that holds something."""
    kind = value.WhichOneof("value")
    if kind is None or kind not in NOT_PRESSED:
        return False
    held = getattr(value, kind)
    return bool(held.ListFields()) if NOT_PRESSED[kind] is None else held != NOT_PRESSED[kind]


def on_page(request: RerunData, pages: PagesManager, before: RerunData | None = None) -> RerunData:
    """A request of a field on the page that was asked for last: by what is still to run, or by what runs."""
    page = (before and before.page_script_hash) or pages.intended_page_script_hash
    return replace(request, page_script_hash=page) if request.fragment_id and page else request


MAX_WAIT_SECONDS = 5
"""For all closed pages together: a new visit must not wait for one that hangs."""
_of_session: WeakKeyDictionary[PagesManager, Waiting] = WeakKeyDictionary()
"""What waits in each session, as long as the session lives; its manager of pages stands for it."""


class CarefulRunner(ScriptRunner):
    """Runs the app like Streamlit does, and takes what was sent whatever happens to the run."""

    def __init__(
        self,
        *,
        session_state: SessionState,
        initial_rerun_data: RerunData,
        pages_manager: PagesManager,
        **rest: Any,  # noqa: ANN401
    ) -> None:
        self._waiting = _of_session.setdefault(pages_manager, Waiting())
        self._turn = self._waiting.turn = object()
        self._waiting.finished.set()
        self._pages = pages_manager
        super().__init__(
            session_state=session_state,
            initial_rerun_data=self._waiting.arrive(on_page(initial_rerun_data, self._pages)),
            pages_manager=pages_manager,
            **rest,
        )
        self._session_state = _CarefulState(session_state, self)

    def request_rerun(self, rerun_data: RerunData) -> bool:
        """Ask for a run, with all that waits."""
        begun = self._requests._state is not ScriptRequestType.RERUN
        asked = on_page(rerun_data, self._pages, None if begun else self._requests._rerun_data)
        return super().request_rerun(self._waiting.arrive(asked))

    def request_stop(self) -> None:
        """Stop, because the page was closed or another run takes over."""
        if self._waiting.all().widgets:
            self._waiting.finished.clear()
        super().request_stop()

    def _run_script_thread(self) -> None:
        try:
            super()._run_script_thread()
        finally:
            self._take_what_is_left()

    def _take_what_is_left(self) -> None:
        """Take what waits if nobody else will."""
        with self._waiting.taking:
            if self._waiting.turn is not self._turn:
                return
            if self._waiting.all().widgets:
                self._session_state.on_script_will_rerun(self._waiting.all())
            self._waiting.finished.set()

    @property
    def waiting(self) -> Waiting:
        """What waits in the session of this run."""
        return self._waiting

    @contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Nobody stops the run in the meantime, and no other run of the session takes anything."""
        with self._waiting.taking:
            before, self._execing = self._execing, False
            try:
                yield
            finally:
                self._execing = before


class _CarefulState(SafeSessionState):
    """State of a session of which values are taken whole, by one run at a time."""

    def __init__(self, state: SessionState, runner: CarefulRunner) -> None:
        super().__init__(state, yield_callback=runner._maybe_handle_execution_control_request)
        object.__setattr__(self, "_runner", runner)

    def on_script_will_rerun(self, fresh_widget_states: WidgetStates | None, **rest: Any) -> None:  # noqa: ANN401
        """Take what was sent, with all that follows from it."""
        runner: CarefulRunner = object.__getattribute__(self, "_runner")
        with runner.undisturbed():
            taken = runner.waiting.leave(fresh_widget_states) if fresh_widget_states is not None else None
            super().on_script_will_rerun(taken, **rest)

    def on_script_finished(self, widget_ids_this_run: frozenset[str], **rest: Any) -> None:  # noqa: ANN401
        """Forget fields that are gone, but not while another run takes over what stood in them."""
        runner: CarefulRunner = object.__getattribute__(self, "_runner")
        with runner.waiting.taking:
            super().on_script_finished(widget_ids_this_run, **rest)


def let_closed_finish() -> None:
    """Wait until what was typed on pages that were closed is taken, so that who returns finds it."""
    until = time.monotonic() + MAX_WAIT_SECONDS
    for waiting in list(_of_session.values()):
        waiting.finished.wait(max(0.0, until - time.monotonic()))
