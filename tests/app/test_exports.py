"""Of one person one file of a dossier is made at a time, and the same one is made once."""

import threading

import pytest

from hea.app.exports import MAX_KEPT, Exports
from hea.app.turns import BusyError


class Slow:
    """Work that goes on until it is let go."""

    def __init__(self) -> None:
        self.begun, self.go_on, self.times = threading.Event(), threading.Event(), 0

    def __call__(self) -> bytes:
        self.times += 1
        self.begun.set()
        assert self.go_on.wait(30)
        return b"file"


def test_whoever_asks_again_meanwhile_is_refused_and_others_are_not() -> None:
    exports, slow = Exports(), Slow()
    first = threading.Thread(target=exports.once, args=("Jan", "a", slow))
    first.start()
    assert slow.begun.wait(30)
    for mark in ("a", "b"):
        with pytest.raises(BusyError):
            exports.once("Jan", mark, slow)
    assert exports.once("Piet", "b", lambda: b"other") == b"other"
    slow.go_on.set()
    first.join()
    assert exports.once("Jan", "a", slow) == exports.once("Piet", "a", slow) == b"file"
    assert slow.times == 1
    assert exports.once("Jan", "c", lambda: b"next") == b"next"


def test_a_file_that_could_not_be_made_leaves_room_for_the_next() -> None:
    def fail() -> bytes:
        raise ValueError("broken")

    exports = Exports()
    with pytest.raises(ValueError, match="broken"):
        exports.once("Jan", "a", fail)
    assert exports.once("Jan", "a", lambda: b"file") == b"file"


def test_no_more_is_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hea.app.exports.MAX_KEPT", 10)
    assert MAX_KEPT > 10
    exports, made = Exports(), []

    def make(mark: str) -> bytes:
        return exports.once("Jan", mark, lambda: made.append(mark) or b"x" * 6)

    for mark in ("a", "b", "b", "a"):
        make(mark)
    assert made == ["a", "b", "a"]
    exports.once("Jan", "large", lambda: b"x" * 11)
    assert make("a") == b"xxxxxx"
    assert made == ["a", "b", "a"], "what does not fit puts nothing out"
