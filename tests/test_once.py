"""What is made once is made by one thread."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from hea.once import once


def test_threads_that_come_together_get_the_same_one() -> None:
    made: list[object] = []
    together = threading.Barrier(8)

    @once
    def make() -> object:
        made.append(object())
        return made[-1]

    def get(_: int) -> object:
        together.wait()
        return make()

    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(get, range(8)))) == len(made) == 1
    make.cache_clear()
    assert make() is made[1]


def test_a_failure_is_tried_again() -> None:
    tries = iter([ValueError("nog niet"), None])

    @once
    def make() -> str:
        error = next(tries)
        if error is not None:
            raise error
        return "gelukt"

    with pytest.raises(ValueError, match="nog niet"):
        make()
    assert make() == "gelukt"
