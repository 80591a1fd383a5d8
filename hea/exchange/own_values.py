"""Own values in a file: beside a proposal, in a file of their own, or in a result that was made with them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from hea.exchange.files import SUFFIXES, InputError, parse_mapping, read_text
from hea.exchange.problems import from_validation
from hea.exchange.written import NumberToken, WrittenError, read_day, read_number, read_share
from hea.frozen import Frozen
from hea.parameters import OwnValue, load_parameters, sorted_out
from hea.problems import Problem
from hea.proposal import LongText, problem
from hea.reference import nearest
from hea.texts import Lang, text

OWN_VALUES: Final = "own_values"
"""Key of the own values beside the fields of a proposal."""


def _number(given: Any) -> float:  # noqa: ANN401
    """A number, or a percentage as a part of one; nothing is guessed."""
    written = given.written if isinstance(given, NumberToken) else given
    try:
        if isinstance(written, str) and written.strip().endswith("%"):
            return read_share(written)
        return read_number(written, "figure")
    except WrittenError as error:
        raise problem(error.code, **error.values) from None


def _day(given: Any) -> dt.date | None:  # noqa: ANN401
    """A day as people write it; a bare number is none, though a library reads it as seconds since 1970."""
    try:
        return None if given is None else read_day(given)
    except WrittenError as error:
        raise problem(error.code, **error.values) from None


def _said(given: str) -> str:
    if not given.strip():
        raise problem("missing")
    return given


Said = Annotated[LongText, AfterValidator(_said)]


class _Given(Frozen):
    """One own value as a file may hold it; who and why are not optional."""

    name: str
    value: Annotated[float, Field(allow_inf_nan=False), BeforeValidator(_number)]
    who: Said
    why: Said
    set_on: Annotated[dt.date | None, BeforeValidator(_day)] = None


class UsableOwnValues(NamedTuple):
    """The own values of a result, and those among them that cannot be used any more."""

    own_values: tuple[OwnValue, ...]
    left_out: tuple[OwnValue, ...]


def read_own_values(path: Path) -> tuple[OwnValue, ...]:
    """Own values from a YAML or JSON file that holds them under ``own_values``.

    Raises:
        InputError: with all problems at once.
    """
    data = parse_mapping(read_text(path, SUFFIXES), path.suffix.lower())
    if OWN_VALUES not in data:
        raise InputError((Problem(path.name, "own_values_missing", {}),))
    return parse_own_values(data[OWN_VALUES], path.name)


def own_values_in(result: Mapping[str, Any] | None, file: str = "") -> UsableOwnValues:
    """The own values that a result was made with; none in results of before they were kept.

    A figure may have gone since, or have got other bounds; the rest of the result is worth opening.

    Raises:
        InputError: with all problems at once, if they are not what a result holds.
    """
    made_with = (result or {}).get("parameters")
    kept = made_with.get(OWN_VALUES, []) if isinstance(made_with, dict) else []
    fields = set(OwnValue.model_fields)
    given = [
        {key: item[key] for key in item if key in fields} if isinstance(item, dict) else item
        for item in (kept if isinstance(kept, list) else [kept])
    ]
    formed = _formed(given, file)
    if formed.problems:
        raise InputError(formed.problems)
    return UsableOwnValues(*sorted_out(own for _, own in formed.found))


def parse_own_values(given: Any, file: str = "") -> tuple[OwnValue, ...]:  # noqa: ANN401
    """Own values from a list, each for another figure of the model and within its domain.

    Args:
        given: what the file holds under ``own_values``.
        file: its name, for whoever has to mend it.

    Raises:
        InputError: with all problems at once.
    """
    formed = _formed(given, file)
    refused = [unusable(place, own) for place, own in formed.found]
    problems = (*formed.problems, *(item for item in refused if item is not None))
    if problems:
        raise InputError(problems)
    return tuple(own for _, own in formed.found)


class _Formed(NamedTuple):
    """Own values of the right form with their places, whether they can be used or not, and what is not."""

    found: tuple[tuple[str, OwnValue], ...]
    problems: tuple[Problem, ...]


def _formed(given: Any, file: str) -> _Formed:  # noqa: ANN401
    if not isinstance(given, list):
        return _Formed((), (Problem(_place(file), "own_values_list", {}),))
    found: dict[str, tuple[str, OwnValue]] = {}
    problems: list[Problem] = []
    for number, item in enumerate(given, start=1):
        place = _place(file, number)
        try:
            own = _one(place, item)
        except InputError as error:
            problems += error.problems
            continue
        if own.name in found:
            problems.append(Problem(place, "own_value_twice", _titles(own.name)))
        else:
            found[own.name] = (place, own)
    return _Formed(tuple(found.values()), tuple(problems))


def _place(file: str, number: int | None = None) -> str:
    """``eigen.yaml, own_values 2``: counted from one, as people do."""
    counted = OWN_VALUES if number is None else f"{OWN_VALUES} {number}"
    return f"{file}, {counted}" if file else counted


def _titles(name: str) -> dict[str, str]:
    known = load_parameters()
    return known[name].title.model_dump() if name in known else dict.fromkeys(("nl", "en"), name)


def _one(place: str, item: Any) -> OwnValue:  # noqa: ANN401
    if not isinstance(item, dict):
        raise InputError((Problem(place, "own_value_form", {}),))
    try:
        return OwnValue(**_Given.model_validate(item).model_dump())
    except ValidationError as error:
        problems = from_validation(error, _Given)
    raise InputError(tuple(found._replace(place=f"{place}, {found.place}") for found in problems))


def unusable(place: str, own: OwnValue) -> Problem | None:
    """Why an own value cannot be used, in words; ``None`` if it can."""
    shipped = load_parameters()
    refused = shipped.refusal(own)
    if refused is None:
        return None
    if refused == "unknown":
        near = nearest(own.name, [name for name, parameter in shipped.items() if parameter.changeable])
        return Problem(place, "own_parameter", {"value": own.name[:60], "nearest": ", ".join(near)})
    parameter = shipped[own.name]
    values: dict[str, Any] = {**parameter.title.model_dump(), "value": own.value}
    if refused == "not_changeable":
        kind = "own_value_definition" if parameter.is_definition else "own_value_context"
        return Problem(place, kind, values)
    low, high = parameter.domain
    bound = "between" if low is not None and high is not None else "above" if high is None else "below"
    return Problem(place, f"own_value_{bound}", {**values, "low": low, "high": high})


def left_out_sentences(left_out: Iterable[OwnValue], lang: Lang) -> list[str]:
    """Which own values are not calculated with, and why each is not."""
    told = []
    for own in left_out:
        reason = unusable("", own)
        words = {"value": own.value, "who": own.who, "why": own.why, "title": _titles(own.name)[lang]}
        told.append(text("own_value.left_out", lang, **words, reason=reason.sentence(lang) if reason else ""))
    return told
