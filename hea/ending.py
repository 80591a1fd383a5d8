"""A process that works for another ends with it.

One that is killed tells nobody. What it began would wait for work for ever, with all the memory it has.
"""

import multiprocessing
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

POLITENESS: Final = 5
"""How far a process that works beside the pages stands back for them (``nice``)."""

_beginning = threading.Lock()
_ends = threading.Event()


def end_with_parent() -> None:
    """In a process that another began: end as soon as that one does, whatever ended it."""
    threading.Thread(target=_wait_and_end, daemon=True).start()


def stand_back() -> None:
    """In a process beside the pages: let them go first."""
    if hasattr(os, "nice"):
        os.nice(POLITENESS)


def _wait_and_end() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "nobody began this process"
    parent.join()
    os._exit(1)


@contextmanager
def beginning() -> Iterator[None]:
    """Begin another process here: a program that is told to stop meanwhile first tells it what to do.

    Else that process would complain that it was told nothing. A thread that comes after that ends.
    """
    with _beginning:
        if _ends.is_set():
            sys.exit()
        yield


def begin_no_more() -> None:
    """This program ends: wait for the process that is being begun, and let none be begun after it."""
    with _beginning:
        _ends.set()
