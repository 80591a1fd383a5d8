"""Lets every run of the app be one that loses nothing; see ``waiting``.

That leans on parts of Streamlit that are not promised to stay. Where they are gone the app works as Streamlit
does by itself: what is typed in the very moment that a page is left may then be lost.
"""

import inspect
import logging
from functools import cache

from streamlit.runtime import app_session
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequests

log = logging.getLogger("hea.app")
GIVEN = {"session_state", "initial_rerun_data", "pages_manager"}
"""What Streamlit gives a run."""
HELD = {"_session_state", "_execing", "_requests"}
"""What a run holds from its start."""
DONE = {"request_rerun", "_run_script_thread", "_maybe_handle_execution_control_request"}
"""What a run can do."""
ASKED = {"_state", "_rerun_data"}
"""What is known of what a run was asked."""


def let_closed_finish() -> None:
    """Before a draft is opened: let what was typed on a page that was just closed come into it."""
    if keep_pending_values():
        from hea.app import waiting

        waiting.let_closed_finish()


@cache
def keep_pending_values() -> bool:
    """Take care from now on; false, with one line in the log, if this Streamlit does not allow it."""
    try:
        _check(app_session.ScriptRunner)  # type: ignore[attr-defined]
        from hea.app.waiting import CarefulRunner
    except (AttributeError, ImportError, TypeError, ValueError) as error:
        log.warning("what is typed while the app is busy is not kept safe: %s", error)
        return False
    app_session.ScriptRunner = CarefulRunner  # type: ignore[attr-defined, assignment]
    return True


def _check(runner: type) -> None:
    """Compare what a run of Streamlit offers with what is needed.

    Raises:
        AttributeError: if something is gone or has another name.
    """
    begin = runner.__init__  # type: ignore[misc]
    given, held = set(inspect.signature(begin).parameters), set(begin.__code__.co_names)
    asked = set(vars(ScriptRequests()))
    gone = sorted((GIVEN - given) | (HELD - held) | (DONE - set(dir(runner))) | (ASKED - asked))
    if gone:
        raise AttributeError(f"Streamlit has no {', '.join(gone)}")
