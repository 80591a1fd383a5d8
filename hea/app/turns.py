"""Of one person one thing is done at a time, and so many in all; whoever waits has turns by person.

Guests of one who gave codes have together the turns of that one, and among them turns by person.
"""

import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import zip_longest
from typing import Generic, TypeVar

from hea.app.persons import answering_for

T = TypeVar("T")


class BusyError(Exception):
    """There was no turn: this person has one already, or others have them all."""


class _Line(Generic[T]):
    """What waits of people for whom one answers, by who asked; who comes first has the next turn."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, deque[T]] = OrderedDict()

    @property
    def in_order(self) -> list[T]:
        return _in_rounds(self._of.values())

    def add(self, person: str, what: T) -> None:
        self._of.setdefault(person, deque()).append(what)

    def take(self) -> T:
        """What is next; what else waits of that person comes after that of the others."""
        person = next(iter(self._of))
        found = self._of[person].popleft()
        self._of.move_to_end(person)
        self._forget_if_empty(person)
        return found

    def remove(self, person: str, what: T) -> None:
        self._of[person].remove(what)
        self._forget_if_empty(person)

    def _forget_if_empty(self, person: str) -> None:
        if not self._of[person]:
            del self._of[person]


def _in_rounds(lines: Iterable[Iterable[T]]) -> list[T]:
    """Of every line the first, then of every line the second, and so on."""
    return [found for turn in zip_longest(*lines) for found in turn if found is not None]


class Turns(Generic[T]):
    """Who is served, and what waits, by who asked for it; who comes first has the next turn.

    Of who asked for much the next comes after one of everybody else who waits.
    """

    def __init__(self, at_once: int) -> None:
        """Nobody is served, and nothing waits.

        Args:
            at_once: how many people may be served at a time.
        """
        self._at_once = at_once
        # Re-entrant: what waits may be thrown away at any moment, also while a thread is in here.
        self._changed = threading.Condition(threading.RLock())
        self._served: set[str] = set()
        """Who has a turn, or answers for who has it."""
        self._waiting: OrderedDict[str, _Line[T]] = OrderedDict()
        """What waits, by who answers for who asked."""

    @property
    def served(self) -> frozenset[str]:
        """Who has a turn; for a guest who gave the code."""
        with self._changed:
            return frozenset(self._served)

    @property
    def waiting(self) -> list[T]:
        """What waits, in the order in which it has its turn."""
        with self._changed:
            return _in_rounds(self._waiting[name].in_order for name in self._names())

    def wait(self, person: str, what: T) -> None:
        """Let something of a person wait for its turn."""
        with self._changed:
            self._waiting.setdefault(answering_for(person), _Line()).add(person, what)

    def begin(self) -> T | None:
        """Give what is next its turn; nothing if nothing waits, or nobody may be served now."""
        with self._changed:
            name = self._next()
            if name is None:
                return None
            found = self._waiting[name].take()
            self._forget_if_empty(name)
            self._served.add(name)
            self._changed.notify_all()
            return found

    def end(self, person: str) -> None:
        """The turn of a person is over; what else waits for them comes after everybody else."""
        with self._changed:
            name = answering_for(person)
            self._served.remove(name)
            if name in self._waiting:
                self._waiting.move_to_end(name)
            self._changed.notify_all()

    def _next(self) -> str | None:
        if len(self._served) >= self._at_once:
            return None
        return next((name for name in self._names() if name not in self._served), None)

    def _names(self) -> list[str]:
        """Who waits or answers for who does, the next first."""
        return sorted(self._waiting, key=lambda name: name in self._served)

    def _forget_if_empty(self, name: str) -> None:
        if not self._waiting[name].in_order:
            del self._waiting[name]


class Places(Turns[object]):
    """Turns that a thread takes for itself."""

    @contextmanager
    def taken(self, person: str, seconds: float = 0.0) -> Iterator[None]:
        """A turn for a person.

        Args:
            person: whose it is.
            seconds: how long it may be waited for.

        Raises:
            BusyError: if there is none in that time.
        """
        self._take(person, seconds)
        try:
            yield
        finally:
            self.end(person)

    def _take(self, person: str, seconds: float) -> None:
        mine = object()
        with self._changed:
            self.wait(person, mine)
            name = answering_for(person)
            if not self._changed.wait_for(lambda: self._comes(name, mine), seconds):
                self._waiting[name].remove(person, mine)
                self._forget_if_empty(name)
                self._changed.notify_all()
                raise BusyError
            self.begin()

    def _comes(self, name: str, mine: object) -> bool:
        return self._next() == name and self._waiting[name].in_order[0] is mine
