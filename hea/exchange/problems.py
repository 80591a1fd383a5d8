"""Turning validation errors into sentences that say what, where and how to mend it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from hea.fields import option_name
from hea.parameters import load_parameters, sector_figure
from hea.problems import Problem, shortened
from hea.proposal import NUMBER_TAG, SPAN_TAG, Proposal, field_label
from hea.reference import nearest, sectors
from hea.reference.words import heading_words, plain_words
from hea.texts import LANGUAGES, Lang, catalogue, text

CLOSE_ENOUGH = 65
MAX_STEP_LENGTH = 60
READ_AS = "list_sizes_read"
"""Note with how things in a list were read that can be written in other ways."""
"""Characters of a name that somebody made up, in the place of a problem."""
OWN_PREFIX = "hea."


def from_validation(error: ValidationError, of: type[BaseModel] = Proposal) -> tuple[Problem, ...]:
    """All problems of a pydantic validation error of a model, each once."""
    found: dict[tuple[str, str], Problem] = {}
    for item in error.errors():
        located = _located(item, of)
        found.setdefault((located.place, located.code), located)
    return tuple(found.values())


def _located(item: Any, of: type[BaseModel]) -> Problem:  # noqa: ANN401
    place = _place(item["loc"])
    kind, context = item["type"], item.get("ctx", {})
    value = item.get("input")
    if kind.startswith(OWN_PREFIX):
        code = kind.removeprefix(OWN_PREFIX)
        told = {key: shortened(item) for key, item in context.items()}
        return Problem(place, code, _offered(told) if "sectors" in told else told)
    if kind == "extra_forbidden":
        return _unknown_key(place, item["loc"], of)
    if kind == "invalid_key" and isinstance(value, int | float):
        return Problem(
            _place(item["loc"][:-1]) or place, "flow_comma", {"value": str(value)[:MAX_STEP_LENGTH]}
        )
    if kind == "literal_error" and of is Proposal:
        return Problem(place, "choice_named", _choices(place, context, value))
    code, values = _standard(kind, context, value)
    return Problem(place, code, values)


def sector_options(ids: Iterable[str], lang: Lang) -> str:
    """Sectors in words, each with the share of labour migrants that goes with it."""
    figures = load_parameters()
    return "; ".join(
        text(
            "problems.sector_option",
            lang,
            name=sectors()[key].name_in(lang),
            share=figures[sector_figure(key, "migrant_share")].value,
        )
        for key in ids
    )


def _offered(context: Mapping[str, Any]) -> dict[str, Any]:
    """The sectors that were perhaps meant, with the difference between them."""
    told: dict[str, Any] = {lang: sector_options(context["sectors"], lang) for lang in LANGUAGES}
    return {key: value for key, value in context.items() if key != "sectors"} | told


def _choices(place: str, context: Mapping[str, Any], value: Any) -> dict[str, Any]:  # noqa: ANN401
    """What can be chosen, as a file holds it, each with its name where that differs."""
    options = re.findall(r"'(.*?)'", context.get("expected", ""))
    name = place.rpartition(".")[2]
    told: dict[str, Any] = {"value": str(value)[:MAX_STEP_LENGTH]}
    for lang in LANGUAGES:
        names = {option: option_name(name, option, lang) for option in options}
        shown = (key if key == called else f"{key} ({called})" for key, called in names.items())
        told[lang] = ", ".join(shown)
    return told


SEVERAL = "tuple["
"""How pydantic begins the name of the kind of an answer with several choices."""


def _place(path: tuple[Any, ...]) -> str:
    """``function_groups[0].count`` for a path; counting from 1, as people do, would hide the index."""
    place = ""
    for step in path:
        if step in (NUMBER_TAG, SPAN_TAG) or str(step).startswith(SEVERAL):
            continue
        name = step if isinstance(step, int) or len(step) <= MAX_STEP_LENGTH else f"{step[:MAX_STEP_LENGTH]}…"
        place += f"[{name}]" if isinstance(name, int) else f".{name}" if place else str(name)
    return place


def _unknown_key(place: str, path: tuple[Any, ...], of: type[BaseModel]) -> Problem:
    known = _fields_at(of, path[:-1])
    if re.match(r"\d", str(path[-1])):
        said = {"value": str(path[-1])[:MAX_STEP_LENGTH]}
        return Problem(place.rpartition(".")[0] or place, "flow_comma", said)
    if (meant := _field_called(str(path[-1]), known, of)) is not None:
        return Problem(place, "unknown_key", {"nearest": meant})
    hits = nearest(str(path[-1]), known, 1)
    if hits and _alike(str(path[-1]), hits[0]):
        return Problem(place, "unknown_key", {"nearest": hits[0]})
    return Problem(place, "unknown_key_far", {"known": ", ".join(known)})


def _field_called(word: str, known: Iterable[str], of: type[BaseModel]) -> str | None:
    """The field that somebody calls by its name in words: bedrijf is company."""
    said, fields = plain_words(word), tuple(known)
    above = heading_words("lead").get(said)
    if above in fields:
        return above
    for name in fields:
        if said in {plain_words(label) for label in _labels(name, of)}:
            return name
    return None


def _labels(name: str, of: type[BaseModel]) -> list[str]:
    """The names in words of a field of a plan, in both languages, also as a list has them."""
    if of is not Proposal or name not in Proposal.model_fields:
        return []
    in_lists = [text(key, lang) for lang in LANGUAGES if (key := f"lead.{name}") in catalogue(lang)]
    return [*in_lists, *(field_label(Proposal, name, lang) for lang in LANGUAGES)]


def _alike(word: str, other: str) -> bool:
    from rapidfuzz import fuzz

    return bool(fuzz.ratio(word, other) >= CLOSE_ENOUGH)


def _fields_at(model: type[BaseModel], path: tuple[Any, ...]) -> list[str]:
    for step in path:
        field = model.model_fields.get(str(step))
        if field is not None:
            model = _model_in(field.annotation) or model
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for part in get_args(annotation):
        found = _model_in(part)
        if found is not None:
            return found
    return None


_BY_TYPE = {
    "missing": "missing",
    "string_type": "not_text",
    "tuple_type": "not_a_list",
    "list_type": "not_a_list",
    "dict_type": "not_a_mapping",
    "model_type": "not_a_mapping",
    "model_attributes_type": "not_a_mapping",
    "float_type": "not_a_number",
    "float_parsing": "not_a_number",
    "finite_number": "not_a_number",
    "int_type": "not_a_number",
    "int_parsing": "not_a_number",
    "int_from_float": "not_a_number",
    "bool_type": "not_true_false",
    "bool_parsing": "not_true_false",
    "date_type": "not_a_date",
    "date_parsing": "not_a_date",
    "date_from_datetime_parsing": "not_a_date",
    "date_from_datetime_inexact": "not_a_date",
}


def _standard(kind: str, context: dict[str, Any], value: Any) -> tuple[str, dict[str, Any]]:  # noqa: ANN401
    shown = str(value)[:MAX_STEP_LENGTH]
    if kind in _BY_TYPE:
        return _BY_TYPE[kind], {"value": shown}
    if kind == "literal_error":
        return "choice", {"value": shown, "options": context.get("expected", "").replace(" or ", ", ")}
    if kind == "string_too_long":
        return "too_long", {"maximum": context["max_length"]}
    if kind == "too_long":
        return "list_long", {"count": context["actual_length"], "maximum": context["max_length"]}
    if kind in {"greater_than_equal", "greater_than"}:
        return "range_low", {"value": value, "minimum": context.get("ge", context.get("gt"))}
    if kind in {"less_than_equal", "less_than"}:
        return "range_high", {"value": value, "maximum": context.get("le", context.get("lt"))}
    return "other", {"detail": kind}


def reading_lines(note: Problem) -> tuple[str, ...]:
    """How things were read, a line each, with the rows it is about; none of another note or of one alone."""
    lines: tuple[str, ...] = note.values["lines"] if note.code == READ_AS else ()
    return lines if len(lines) > 1 else ()
