"""What was typed and is not in the draft: half-filled forms, and what a field could not take over.

It stands beside the draft and is no part of the proposal. A field shows it before the value of the draft, on
every page that has the field.
"""

from typing import Any, Final, NamedTuple

import streamlit as st

from hea.texts import Lang

MAX_CHARACTERS: Final = 1_000_000
"""That wait in all drafts that are not open; of more, what waits longest is forgotten."""


class Typed(NamedTuple):
    """What was typed or chosen, and the language in which a number or a date in it has to be read."""

    value: Any
    lang: Lang
    refused: bool = False
    """Whether the field already counts for what is calculated, and went on with what it held before."""


def typed(path: str) -> Typed | None:
    """What waits in a field, if anything."""
    return _all().get(path)


def keep(path: str, value: Any, lang: Lang, *, refused: bool = False) -> None:  # noqa: ANN401
    """Let what was typed wait in its field; what is ``refused`` stands where a figure already counts."""
    _all()[path] = Typed(value, lang, refused)


def refused() -> dict[str, Typed]:
    """What could not be taken over from fields of the draft, by path; half-filled forms are not among it."""
    return {path: waits for path, waits in _all().items() if waits.refused}


def forget(*paths: str) -> None:
    """Nothing waits in these fields any more."""
    for path in paths:
        _all().pop(path, None)


def forget_within(path: str) -> None:
    """Forget what waits in a part that was changed or whose rows moved; what waits for a new row stays."""
    forget(*(waiting for waiting in _all() if _lies_within(waiting, path)))


def _lies_within(waiting: str, path: str) -> bool:
    place = waiting.removeprefix("new:")
    for_new_row = waiting != place and place.count("[") == path.count("[") + 1
    return place == path or (place.startswith((f"{path}.", f"{path}[")) and not for_new_row)


def within(path: str) -> bool:
    """Whether something waits in the fields of a form."""
    return any(waiting.startswith(f"{path}.") for waiting in _all())


def waits() -> bool:
    """Whether something waits anywhere, in other drafts too."""
    return any((_all(), *st.session_state.get("unfinished_elsewhere", {}).values()))


def set_apart(left: str, opened: str) -> None:
    """Let what waits in one draft wait for its return, and bring back what waited in another.

    Args:
        left: name of the draft that is left, or nothing if that does not come back under a name.
        opened: name of the draft that is opened, or nothing if it is new.
    """
    if left and left != opened:
        wait_in(left, _all())
    st.session_state.unfinished = _elsewhere().pop(opened, {})


def all_typed() -> dict[str, Typed]:
    """Everything that waits in the draft that is open."""
    return dict(_all())


def wait_in(name: str, waiting: dict[str, Typed]) -> None:
    """Let what was typed in a draft that is not open wait for its return."""
    apart = _elsewhere()
    apart.pop(name, None)
    apart[name] = waiting
    while sum(map(_characters, apart.values())) > MAX_CHARACTERS:
        del apart[next(iter(apart))]


def _characters(waiting: dict[str, Typed]) -> int:
    return sum(len(str(it.value)) for it in waiting.values())


def forget_draft(name: str) -> None:
    """Nothing waits for a draft that is gone."""
    _elsewhere().pop(name, None)


def _elsewhere() -> dict[str, dict[str, Typed]]:
    """What waits in drafts that are not open, by their names."""
    apart: dict[str, dict[str, Typed]] = st.session_state.setdefault("unfinished_elsewhere", {})
    return apart


def _all() -> dict[str, Typed]:
    held: dict[str, Typed] = st.session_state.setdefault("unfinished", {})
    return held
