"""Work on arrays over the cores of the machine; numpy lets other threads run meanwhile."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController

from hea.once import once

T = TypeVar("T")
R = TypeVar("R")

CORES = os.cpu_count() or 1


def use_one_core() -> None:
    """Leave the other cores to other processes: for a process that is one of several at work."""
    global CORES
    CORES = 1
    _libraries().limit(limits=1)


@once
def _libraries() -> ThreadpoolController:
    """The thread pools of the loaded libraries; looking them up takes long."""
    return ThreadpoolController()


class _Limit:
    """A limit on the threads of the libraries that many may hold at a time; the last one lifts it.

    The libraries have one number of threads for the whole process. If each session put back what it found,
    one that began during the work of another would put back the limit itself, for good. One thread sets it
    for all, as the libraries listen to no other while the one that limited them lives.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._setter = ThreadPoolExecutor(1)
        self._holders = 0
        self._held: Any = None

    @contextmanager
    def one_thread_each(self) -> Iterator[None]:
        """Keep the libraries to one thread each: their own would fight with ours."""
        with self._lock:
            if self._holders == 0:
                self._held = self._setter.submit(_libraries().limit, limits=1, user_api="blas").result()
            self._holders += 1
        try:
            yield
        finally:
            with self._lock:
                self._holders -= 1
                if self._holders == 0:
                    self._setter.submit(self._held.restore_original_limits).result()


_limit = _Limit()


def in_parallel(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Results in the order of the items."""
    if len(items) < 2 or CORES < 2:
        return [work(item) for item in items]
    with _limit.one_thread_each(), ThreadPoolExecutor(max_workers=min(CORES, len(items))) as pool:
        return list(pool.map(work, items))
