"""A session belongs to the browser that began it: who learns its id cannot go on with it or send it files.

Streamlit goes on with a session for half an hour for whoever names its id. The gate knows each browser by a
mark that scripts cannot read, and passes it on to the run; the first run of a session notes whose it is.
"""

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence

MAX_SESSIONS = 10_000
"""Sessions of which the owner is remembered; one that was idle longest is begun anew by its browser."""

OWNER_HEADER = "X-Hea-Owner"
"""How the gate tells a run whose session it is; it takes away what a visitor sends under this name."""


class Owners:
    """Whose each session is, by its id."""

    def __init__(self, most: int = MAX_SESSIONS) -> None:
        """Nobody has a session yet."""
        self._most = most
        self._lock = threading.Lock()
        self._of: OrderedDict[str, str] = OrderedDict()

    def claim(self, session_id: str, owner: str) -> None:
        """Note whose a session is; the first to say so has it."""
        with self._lock:
            self._of.setdefault(session_id, owner)
            self._of.move_to_end(session_id)
            while len(self._of) > self._most:
                self._of.popitem(last=False)

    def owner_of(self, session_id: str) -> str:
        """Whose a session is; nothing if that is not known."""
        with self._lock:
            return self._of.get(session_id, "")

    def owns(self, owner: str, session_id: str) -> bool:
        """Whether a session is of this browser; nothing is of a browser without a mark."""
        with self._lock:
            return bool(owner) and self._of.get(session_id) == owner


owners = Owners()
"""Of this process, as its sessions are."""


def mark(browser: str, said: Sequence[str]) -> str:
    """Who a browser is, with what a proxy says of its user; empty for a browser that keeps no cookies."""
    return hashlib.sha256("\n".join((browser, *said)).encode()).hexdigest() if browser else ""
