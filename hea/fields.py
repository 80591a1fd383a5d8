"""What a proposal says of its fields: kind, options and their names, for every surface that asks for them."""

import datetime as dt
import re
import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from hea import proposal as shape
from hea.proposal import Part, Proposal, field_label
from hea.reference import (
    facilities,
    job_levels,
    municipalities,
    questions,
    season_profiles,
    sectors,
    welfare_criteria,
    welfare_presets,
)
from hea.texts import Lang, date, month, number, plain, text

UNKNOWN = ""
"""What an empty field or the option "unknown" holds; never zero."""

Kind = Literal["text", "number", "size", "share", "month", "date", "choice", "bool", "part"]


class Declared(NamedTuple):
    """What a proposal says of a field: where it stands, what it holds and whether it may be unknown."""

    model: type[Part]
    name: str
    kind: Kind
    optional: bool
    options: tuple[Any, ...]


TABLES: list[tuple[Any, Callable[[], Mapping[str, Any]]]] = [
    (shape.MunicipalityCode, municipalities),
    (shape.SectorId, sectors),
    (shape.LevelId, job_levels),
    (shape.SeasonProfileId, season_profiles),
    (shape.PresetId, welfare_presets),
]
KINDS: list[tuple[Any, Kind]] = [
    (shape.Share, "share"),
    (shape.Month, "month"),
    (shape.Text, "text"),
    (shape.Workers, "size"),
    (shape.SquareMetres, "size"),
]


def declared(path: str) -> Declared:
    """What the proposal says of the field at a path.

    Raises:
        KeyError: if there is no field there.
    """
    if not path:
        raise KeyError(path)
    return _declared(re.sub(r"\[\d+\]", "[0]", path))


@cache
def _declared(path: str) -> Declared:
    model: type[Part] = Proposal
    steps = [step for step in re.split(r"[.\[\]]+", path) if step]
    hint: Any = None
    for index, step in enumerate(steps):
        if step.isdigit() or get_origin(hint) is dict:
            hint = get_args(hint)[-1] if get_origin(hint) is dict else get_args(_plain(hint))[0]
        else:
            hint = get_type_hints(model, include_extras=True)[step]
            name = step
        if index < len(steps) - 1:
            hint = _plain(hint)
            model = hint if isinstance(hint, type) else model
    kind, options = _kind(hint)
    return Declared(model, name, kind, _optional(hint), options)


def _members(hint: Any) -> tuple[Any, ...]:  # noqa: ANN401
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _optional(hint: Any) -> bool:  # noqa: ANN401
    return type(None) in _members(hint)


def _plain(hint: Any) -> Any:  # noqa: ANN401
    """A type without ``None`` and without its annotations."""
    hint = next(member for member in _members(hint) if member is not type(None))
    return get_args(hint)[0] if get_origin(hint) is Annotated else hint


def _kind(hint: Any) -> tuple[Kind, tuple[Any, ...]]:  # noqa: ANN401
    members = _members(hint)
    for alias, table in TABLES:
        if alias in members:
            rows = table()
            return "choice", tuple(sorted(rows, key=lambda key: named(key, "nl").lower()))
    for alias, kind in KINDS:
        if alias in members:
            return kind, ()
    inner = _plain(hint)
    if get_origin(inner) is Literal:
        return "choice", get_args(inner)
    if inner is bool:
        return "bool", (True, False)
    simple: dict[Any, Kind] = {float: "number", int: "number", dt.date: "date", str: "text"}
    return simple.get(inner, "part"), ()


@cache
def named(key: str, lang: Lang) -> str:
    """Name of a row of one of the tables by its id; a list of all municipalities asks for hundreds."""
    for table in (municipalities, sectors, job_levels, season_profiles):
        row = table().get(key)
        if row is not None:
            return str(getattr(row, f"name_{lang}", None) or getattr(row, "name", key))
    return key


def option_name(name: str, value: Any, lang: Lang) -> str:  # noqa: ANN401
    """How an option reads; "unknown" for the empty one."""
    if value == UNKNOWN:
        return text("option.unknown", lang)
    if isinstance(value, bool):
        return text("option.yes" if value else "option.no", lang)
    if name in ("municipality", "sector", "level", "season_profile"):
        return named(value, lang)
    if name == "preset":
        return text(f"preset.{value}", lang)
    return text(f"option.{name}.{value}", lang)


PERCENT = 100


def echo(value: Any, kind: Kind, lang: Lang) -> str:  # noqa: ANN401
    """How a value was understood, as people read it; empty where the field shows it already."""
    if value is None:
        return ""
    if kind == "share":
        return f"{plain(value * PERCENT, lang)}%"
    if isinstance(value, shape.Span):
        return value.shown(lang)
    if kind in ("number", "size"):
        decimals = 0 if value == int(value) else 2
        return number(value, lang, decimals)
    spoken: dict[str, Callable[[Any, Lang], str]] = {"month": month, "date": date}
    return spoken[kind](value, lang) if kind in spoken else ""


def answered_share(answer: float) -> float:
    """A share that was answered, as a part of one; before shares had a notation 60 may be held for 60%."""
    return answer if answer <= 1 else answer / PERCENT


def asked_about(value: Any, lang: Lang, *, of_sector: bool) -> str:  # noqa: ANN401
    """What is asked of whoever gave only one end of a range; empty of anything else.

    Args:
        value: of the field.
        lang: language.
        of_sector: whether the sector says how far the other end lies, or all sectors together.
    """
    key = "one_end_asked" if of_sector else "one_end_asked_pooled"
    return text(f"app.{key}", lang) if isinstance(value, shape.Span) and value.one_ended else ""


def place_name(path: str, lang: Lang) -> str:
    """Where a field stands in words: the names of the parts it is in and its own, counted from one."""
    steps = re.findall(r"[^.\[\]]+|\[\d+\]", path)
    words: list[str] = []
    for end, step in enumerate(steps, start=1):
        if step.startswith("["):
            words[-1] += f" {int(step[1:-1]) + 1}"
        elif end > 1 and steps[end - 2] in OPEN_KEYS:
            words.append(_key_name(steps[end - 2], step, lang))
        else:
            found = declared(".".join(steps[:end]).replace(".[", "["))
            words.append(field_label(found.model, step, lang))
    return " › ".join(words)


OPEN_KEYS = ("facility_capacities", "answers", "values")
"""Fields whose keys are rows of a table: facilities, questions, criteria."""


def _key_name(field: str, key: str, lang: Lang) -> str:
    """Name of a row of the table that the keys of a field come from."""
    if field == "facility_capacities" and key in facilities():
        return facilities()[key].name_in(lang)
    if field == "answers" and key in questions():
        return str(getattr(questions()[key], f"question_{lang}"))
    if field == "values" and key in welfare_criteria():
        return welfare_criteria()[key].name_in(lang)
    return key
