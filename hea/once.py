"""What a process makes once: one thread makes it, and the others wait for it instead of making their own."""

import threading
from collections.abc import Callable
from functools import cache
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """A function without arguments that makes its result once; after a failure the next call tries again.

    ``functools.cache`` lets every thread that comes before the first is done make one of its own.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self.__doc__ = make.__doc__
        self.__wrapped__ = make
        self._kept = cache(make)
        self._lock = threading.RLock()

    def __call__(self) -> T:
        """What was made."""
        with self._lock:
            return self._kept()

    def cache_clear(self) -> None:
        """Forget it, so that it is made again when it is next asked for."""
        with self._lock:
            self._kept.cache_clear()


def once(make: Callable[[], T]) -> Once[T]:
    """Let a function without arguments make its result once for all threads."""
    return Once(make)
