"""The written values of a whole proposal: every number, share, month and day where its field says so."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, cast, get_args

from hea.exchange.written.choices import choice_called
from hea.exchange.written.numbers import Quantity, WrittenError
from hea.exchange.written.ranges import read_number, read_size
from hea.exchange.written.scalars import NumberToken, quantity_of, read_scalar
from hea.exchange.written.shares import read_share
from hea.fields import Declared, declared
from hea.problems import Problem
from hea.proposal import Unit
from hea.reference import Question, facilities, questions, welfare_criteria

ANSWERS, FACILITIES = "answers", "facility_capacities"
ANSWERED_IN: dict[str, Quantity] = {
    "floor_area": "m2",
    "plot_area": "ha",
    "jobs_start": "people",
    "jobs_full": "people",
    "peak_size": "people",
    "migrants_expected": "people",
}
"""What the number of an answer measures, where it does not count."""
FTE = "fte"
UNITS = get_args(Unit)
COUNTED = "count"
"""Field of a number of workers, with its unit beside it."""


class Read(NamedTuple):
    """What was read, and what has to be asked; a value that could not be read is left out."""

    values: dict[str, Any]
    problems: tuple[Problem, ...]


def read_fields(given: Mapping[str, Any]) -> Read:
    """The values of a proposal from what a file holds for its fields, as they are written there."""
    walk = _Walk()
    values = cast(dict[str, Any], walk.read(dict(given), ""))
    return Read(values, tuple(walk.problems))


def read_override(path: str, written: object) -> Any:  # noqa: ANN401
    """The value for one field of a proposal, named by its path.

    Raises:
        HeaError: if it cannot be read, or can be read in two ways.
    """
    walk = _Walk()
    value = walk.read(written, re.sub(r"\[\*\]", "[0]", path))
    if walk.problems:
        raise WrittenError(walk.problems[0].code, **walk.problems[0].values)
    return value


def as_held(tree: Any) -> Any:  # noqa: ANN401
    """The numbers of a file as its format has them: of one that a program wrote."""
    if isinstance(tree, dict):
        return {key: as_held(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [as_held(value) for value in tree]
    return float(tree) if isinstance(tree, NumberToken) else tree


def answered_in(question: Question) -> Quantity:
    """What the number of an answer measures."""
    return ANSWERED_IN.get(question.id, "count")


class _Walk:
    """Goes through what a file holds and keeps what has to be asked."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.in_fte: set[str] = set()
        """Paths of numbers of workers beside which a unit says that they are full-time equivalents."""

    def read(self, held: Any, path: str) -> Any:  # noqa: ANN401
        """What is held at a path, with everything in it."""
        if isinstance(held, dict) and (size := _field(path)) is not None and size.kind == "size":
            of = quantity_of(size)
            return self._ends(held, path, "people" if of == "count" and path not in self.in_fte else of)
        if isinstance(held, dict):
            return self._mapping(held, path)
        if isinstance(held, list | tuple):
            found = [self.read(value, f"{path}[{index}]") for index, value in enumerate(held)]
            return [value for value in found if value is not _LEFT_OUT]
        if path.startswith(f"{ANSWERS}."):
            return self._answer(held, path)
        field = _field(path)
        return as_held(held) if field is None else self._take(lambda: read_scalar(held, field), path)

    def _mapping(self, held: dict[Any, Any], path: str) -> dict[Any, Any]:
        within = f"{path}." if path else ""
        known = self._workers(held, path)
        for key, value in held.items():
            if key not in known:
                known[key] = self.read(value, f"{within}{key}")
        return {key: known[key] for key in (*held, *known) if known.get(key) is not _LEFT_OUT}

    def _ends(self, held: dict[Any, Any], path: str, of: Quantity) -> Any:  # noqa: ANN401
        """A range by its ends, each as it is written there."""
        ends = {name: self._end(end, f"{path}.{name}", of) for name, end in held.items()}
        return _LEFT_OUT if _LEFT_OUT in ends.values() else ends

    def _end(self, held: Any, path: str, of: Quantity) -> Any:  # noqa: ANN401
        plain = held is None or isinstance(held, bool | dict | list)
        return held if plain else self._take(lambda: read_number(_as_written(held), of), path)

    def _workers(self, held: dict[Any, Any], path: str) -> dict[Any, Any]:
        """A number of workers with the unit that stands behind it."""
        written, beside = _as_written(held.get(COUNTED)), held.get("unit")
        fte = isinstance(beside, str) and choice_called(beside, "unit", UNITS) == FTE
        if fte:
            self.in_fte.add(f"{path}.{COUNTED}")
        read_here = isinstance(written, str) or (fte and type(written) in (int, float))
        if not read_here or _field(f"{path}.{COUNTED}") is None:
            return {}
        place = f"{path}.{COUNTED}"

        def read() -> dict[Any, Any]:
            found = read_size(written, "count", FTE if fte else "")
            if found.unit and held.get("unit", found.unit) != found.unit:
                raise WrittenError("written_unit_key", value=str(written)[:60])
            return {COUNTED: found.value} | ({"unit": found.unit} if found.unit else {})

        found = self._take(read, place)
        return {COUNTED: _LEFT_OUT} if found is _LEFT_OUT else cast(dict[Any, Any], found)

    def _answer(self, held: Any, path: str) -> Any:  # noqa: ANN401
        question = questions().get(path.removeprefix(f"{ANSWERS}."))
        plain = held is None or isinstance(held, bool)
        if question is not None and question.answer_type == "share" and not plain:
            return self._take(lambda: read_share(held), path)
        if question is None or question.answer_type != "number" or plain:
            return as_held(held)
        return self._take(lambda: read_number(_as_written(held), answered_in(question)), path)

    def _take(self, read: Callable[[], Any], path: str) -> Any:  # noqa: ANN401
        try:
            return read()
        except WrittenError as error:
            self.problems.append(Problem(path, error.code, error.values))
            return _LEFT_OUT


def _as_written(number: Any) -> Any:  # noqa: ANN401
    return number.written if isinstance(number, NumberToken) else number


_LEFT_OUT = object()
"""Stands for what could not be read."""


def _field(path: str) -> Declared | None:
    """The field at a path, or ``None`` where the proposal has none: it says so itself."""
    plain = re.sub(r"\[\d+\]", "[0]", path)
    steps = plain.split(".")
    if FACILITIES in steps[:-1] and steps[steps.index(FACILITIES) + 1] not in facilities():
        return None
    if steps[:2] == ["weights", "values"] and steps[-1] not in welfare_criteria():
        return None
    try:
        return declared(plain)
    except (KeyError, IndexError, StopIteration, TypeError, AttributeError, UnboundLocalError):
        return None
