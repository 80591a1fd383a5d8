"""Of one person one thing is done at a time, and so many in all; whoever waits has turns by person."""

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import zip_longest
from typing import Generic, TypeVar

T = TypeVar("T")


class BusyError(Exception):
    """There was no turn: this person has one already, or others have them all."""


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
        self._waiting: OrderedDict[str, deque[T]] = OrderedDict()

    @property
    def served(self) -> frozenset[str]:
        """Who has a turn."""
        with self._changed:
            return frozenset(self._served)

    @property
    def waiting(self) -> list[T]:
        """What waits, in the order in which it has its turn."""
        with self._changed:
            rounds = zip_longest(*(self._waiting[person] for person in self._people()))
            return [found for turn in rounds for found in turn if found is not None]

    def wait(self, person: str, what: T) -> None:
        """Let something of a person wait for its turn."""
        with self._changed:
            self._waiting.setdefault(person, deque()).append(what)

    def begin(self) -> T | None:
        """Give what is next its turn; nothing if nothing waits, or nobody may be served now."""
        with self._changed:
            person = self._next()
            if person is None:
                return None
            found = self._waiting[person].popleft()
            self._forget_if_empty(person)
            self._served.add(person)
            self._changed.notify_all()
            return found

    def end(self, person: str) -> None:
        """The turn of a person is over; what else waits for them comes after everybody else."""
        with self._changed:
            self._served.remove(person)
            if person in self._waiting:
                self._waiting.move_to_end(person)
            self._changed.notify_all()

    def _next(self) -> str | None:
        if len(self._served) >= self._at_once:
            return None
        return next((person for person in self._people() if person not in self._served), None)

    def _people(self) -> list[str]:
        """Who waits, the next first."""
        return sorted(self._waiting, key=lambda person: person in self._served)

    def _forget_if_empty(self, person: str) -> None:
        if not self._waiting[person]:
            del self._waiting[person]


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
            if not self._changed.wait_for(lambda: self._comes(person, mine), seconds):
                self._waiting[person].remove(mine)
                self._forget_if_empty(person)
                self._changed.notify_all()
                raise BusyError
            self.begin()

    def _comes(self, person: str, mine: object) -> bool:
        return self._next() == person and self._waiting[person][0] is mine
