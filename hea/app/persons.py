"""Who takes a share of what there is for everybody: a person, and who answers for them.

Whoever gives link codes can make as many as they like. A guest is a person of their own among the guests of
one who gave codes; beside others these are together no more than that one.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Final

GUEST: Final = "\0"
"""Stands between who gave a code and the code; it is in no name of a person."""


def member(organisation: str, name: str) -> str:
    """Somebody with a login."""
    return repr((organisation, name))


def guest(giver: str, code: str) -> str:
    """Somebody who came in with a code of that person."""
    return f"{giver}{GUEST}{code}"


def answering_for(person: str) -> str:
    """Who answers for a person: they do, or who gave them a code."""
    return person.partition(GUEST)[0]


def larger(held: Mapping[str, int], newcomer: str, more: int) -> list[str]:
    """Those who hold more than a newcomer would after this request, whoever has most first.

    Guests of one person count together, except where the newcomer is one of these.
    """
    together = Counter[str]()
    for person, size in held.items():
        together[answering_for(person)] += size
    theirs = answering_for(newcomer)

    def exceeds(person: str) -> bool:
        answers = answering_for(person)
        if answers == theirs:
            return held[person] > held.get(newcomer, 0) + more
        return together[answers] > together[theirs] + more

    return sorted(filter(exceeds, held), key=lambda one: (-together[answering_for(one)], -held[one]))
