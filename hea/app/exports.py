"""Files of dossiers are made where they are asked for: each once, and one at a time of each person.

Streamlit makes what a download button promises in a few threads that all downloads share, as often as the
page of a browser asks for it. So nobody waits here: who asks for a second meanwhile is refused.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from hea.app.turns import Places
from hea.dossiers.limits import MAX_BUNDLE_SIZE
from hea.once import once

AT_ONCE: Final = 2
"""Files that are made at a time, each for somebody else."""
MAX_KEPT: Final = MAX_BUNDLE_SIZE
"""Bytes of files that are kept for who asks again."""


class Exports:
    """Files that were made last, by what they were made of."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._places = Places(AT_ONCE)
        self._kept: OrderedDict[str, bytes] = OrderedDict()

    def once(self, person: str, mark: str, make: Callable[[], bytes]) -> bytes:
        """A file as it was made of this before, or as it is made now.

        Args:
            person: who asks.
            mark: of what it is made of; another state has another mark.
            make: makes it.

        Raises:
            BusyError: if another is being made for this person, or two for others.
        """
        with self._lock:
            if mark in self._kept:
                self._kept.move_to_end(mark)
                return self._kept[mark]
        with self._places.taken(person):
            content = make()
        self._keep(mark, content)
        return content

    def _keep(self, mark: str, content: bytes) -> None:
        if len(content) > MAX_KEPT:
            return
        with self._lock:
            self._kept[mark] = content
            while sum(map(len, self._kept.values())) > MAX_KEPT:
                self._kept.popitem(last=False)


@once
def exports() -> Exports:
    """The files that this app made."""
    return Exports()
