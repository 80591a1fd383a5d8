"""A process that works for another ends with it.

One that is killed tells nobody. What it began would wait for work for ever, with all the memory it has.
"""

import multiprocessing
import os
import threading


def end_with_parent() -> None:
    """In a process that another began: end as soon as that one does, whatever ended it."""
    threading.Thread(target=_wait_and_end, daemon=True).start()


def _wait_and_end() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "nobody began this process"
    parent.join()
    os._exit(1)
