"""Of one person one thing at a time, so many in all, and who waits has turns by person."""

import threading
import time

import pytest

from hea.app.persons import guest
from hea.app.turns import BusyError, Places, Turns

PATIENCE_SECONDS = 30


def queued(turns: Turns[str], *asked: str) -> None:
    for what in asked:
        turns.wait(what[:-1], what)


def test_of_who_asks_for_much_the_next_comes_after_everybody_else() -> None:
    turns: Turns[str] = Turns(at_once=1)
    queued(turns, "Els1", "Els2", "Els3", "Jan1", "Piet1")
    assert turns.begin() == "Els1"
    assert turns.begin() is None
    assert turns.waiting == ["Jan1", "Piet1", "Els2", "Els3"]
    for person, then in (("Els", "Jan1"), ("Jan", "Piet1"), ("Piet", "Els2"), ("Els", "Els3")):
        turns.end(person)
        assert turns.begin() == then
    turns.end("Els")
    assert turns.begin() is None
    assert turns.served == frozenset()


def test_who_had_the_last_turn_comes_after_who_asked_later() -> None:
    turns: Turns[str] = Turns(at_once=1)
    queued(turns, "Els1")
    assert turns.begin() == "Els1"
    queued(turns, "Els2", "Jan1")
    turns.end("Els")
    assert turns.waiting == ["Jan1", "Els2"]


def test_as_many_people_as_there_is_room_for_are_served_and_none_of_them_twice() -> None:
    turns: Turns[str] = Turns(at_once=2)
    queued(turns, "Els1", "Els2", "Jan1", "Piet1")
    assert (turns.begin(), turns.begin(), turns.begin()) == ("Els1", "Jan1", None)
    turns.end("Jan")
    assert turns.begin() == "Piet1"
    turns.end("Piet")
    assert turns.begin() is None, "Els has a turn already"


def test_guests_of_one_who_gave_codes_have_one_turn_together_and_turns_among_them() -> None:
    turns: Turns[str] = Turns(at_once=2)
    for number, code in enumerate("aaabc"):
        turns.wait(guest("Els", code), f"{code}{number}")
    queued(turns, "Jan1", "Piet1")
    assert turns.waiting == ["a0", "Jan1", "Piet1", "b3", "c4", "a1", "a2"]
    assert (turns.begin(), turns.begin(), turns.begin()) == ("a0", "Jan1", None)
    turns.end("Jan")
    assert turns.begin() == "Piet1", "another guest of Els has a turn"
    for code, then in (("a", "b3"), ("b", "c4"), ("c", "a1"), ("a", "a2")):
        turns.end(guest("Els", code))
        assert turns.begin() == then
    turns.end(guest("Els", "a"))
    assert turns.waiting == []


def test_a_second_file_of_somebody_waits_for_who_asked_before_it() -> None:
    """Also where each thread waits for a place of its own."""
    places, order = Places(1), []
    els, jan = (threading.Thread(target=_in_place, args=(places, name, order)) for name in ("Els", "Jan"))
    with places.taken("Els"):
        for waiting, thread in enumerate((els, jan), start=1):
            thread.start()
            _until_waiting(places, waiting)
    for thread in (els, jan):
        thread.join(PATIENCE_SECONDS)
    assert order == ["Jan", "Els"]


def test_who_gives_up_waiting_leaves_the_turn_to_others() -> None:
    places = Places(1)
    with places.taken("Els"):
        for person in ("Els", "Jan"):
            with pytest.raises(BusyError), places.taken(person, 0.01):
                pass
    assert places.waiting == []
    with places.taken("Jan"):
        assert places.served == {"Jan"}


def _in_place(places: Places, person: str, order: list[str]) -> None:
    with places.taken(person, PATIENCE_SECONDS):
        order.append(person)


def _until_waiting(places: Places, many: int) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while len(places.waiting) < many:
        assert time.monotonic() < until
        time.sleep(0.01)
