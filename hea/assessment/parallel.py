"""Work on arrays over the cores of the machine; numpy lets other threads run meanwhile."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TypeVar

from threadpoolctl import ThreadpoolController

T = TypeVar("T")
R = TypeVar("R")

CORES = os.cpu_count() or 1


def use_one_core() -> None:
    """Leave the other cores to other processes: for a process that is one of several at work."""
    global CORES
    CORES = 1
    _libraries().limit(limits=1)


@cache
def _libraries() -> ThreadpoolController:
    """The thread pools of the loaded libraries; looking them up takes long."""
    return ThreadpoolController()


def in_parallel(work: Callable[[T], R], items: Sequence[T]) -> list[R]:
    """Results in the order of the items."""
    if len(items) < 2 or CORES < 2:
        return [work(item) for item in items]
    with (
        _libraries().limit(limits=1, user_api="blas"),  # its own threads would fight with these
        ThreadPoolExecutor(max_workers=min(CORES, len(items))) as pool,
    ):
        return list(pool.map(work, items))
