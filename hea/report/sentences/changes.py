"""What changed between two states of a proposal, as rows of words."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pydantic import BaseModel

from hea.assessment.results import Outline
from hea.fields import OPEN_KEYS, UNKNOWN, declared, echo, option_name, place_name
from hea.parameters import OwnValue, load_parameters
from hea.proposal import Proposal
from hea.report.sentences import headlines
from hea.texts import Lang, exact, plain, text


class Difference(NamedTuple):
    """One field that changed."""

    place: str
    before: str
    after: str


def differences(before: Proposal | None, after: Proposal | None, lang: Lang) -> list[Difference]:
    """Every field of the proposal that differs, in the order of the form; empty if nothing does."""
    first, second = (dict(_leaves(item)) if item else {} for item in (before, after))
    paths = [*first, *(path for path in second if path not in first)]
    return [
        Difference(
            place_name(path, lang), *(_in_words(path, held.get(path), lang) for held in (first, second))
        )
        for path in sorted(paths, key=_order)
        if first.get(path) != second.get(path)
    ]


def filled_in(proposal: Proposal) -> list[str]:
    """Paths of everything that was filled in, in the order of the form."""
    return sorted((path for path, _ in _leaves(proposal)), key=_order)


def own_value_differences(
    before: Sequence[OwnValue], after: Sequence[OwnValue], lang: Lang
) -> list[Difference]:
    """Own values of parameters that were added, changed or taken back."""
    first, second = ({item.name: item for item in items} for items in (before, after))
    shipped = load_parameters()
    return [
        Difference(
            shipped[name].title.in_language(lang) if name in shipped else name,
            *(_own(name, held.get(name), lang) for held in (first, second)),
        )
        for name in dict.fromkeys((*first, *second))
        if first.get(name) != second.get(name)
    ]


def outcome_differences(before: Outline, after: Outline, lang: Lang) -> list[Difference]:
    """Headlines that read otherwise in the one outcome than in the other, each as a range."""
    first, second = (_headlines(outcome, lang) for outcome in (before, after))
    return [Difference(name, first[name], second[name]) for name in first if first[name] != second[name]]


def _headlines(outcome: Outline, lang: Lang) -> dict[str, str]:
    told = {}
    for row in headlines.recap(outcome, lang):
        told[row.label] = f"{row.structural} {row.unit}".strip()
        if row.peak:
            told[f"{row.label}, {text('headline.peak', lang)}"] = f"{row.peak} {row.unit}".strip()
    return told


def headings(lang: Lang, first: str = "place") -> list[str]:
    """Headings of a table of differences in ``place``, or in ``headline``."""
    return [text(f"difference.{name}", lang) for name in (first, "before", "after")]


def recalculation_headings(lang: Lang) -> list[str]:
    """Headings of a table of headlines: what a file says, and what comes out of its input."""
    return [text(f"difference.{name}", lang) for name in ("headline", "in_file", "again")]


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    """Paths and values of everything that was filled in."""
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _leaves(getattr(value, name), f"{path}.{name}" if path else name)
    elif isinstance(value, dict):
        for key, item in value.items():  # asked and not known is an answer
            yield from _leaves(UNKNOWN if item is None else item, f"{path}.{key}")
    elif isinstance(value, tuple) and any(isinstance(item, BaseModel) for item in value):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
    elif value is not None and value != ():
        yield path, value


def _order(path: str) -> list[int]:
    """Place of the top field in the form; parts of it stay in the order they were found."""
    return [list(Proposal.model_fields).index(path.split(".")[0].split("[")[0])]


def _in_words(path: str, value: Any, lang: Lang) -> str:  # noqa: ANN401
    """A value as people read it."""
    if value is None:
        return text("difference.nothing", lang)
    if value == UNKNOWN or isinstance(value, bool):
        return option_name("", value, lang)
    if isinstance(value, tuple):
        return "; ".join(plain(item, lang) if isinstance(item, float) else str(item) for item in value)
    owner = path.rsplit(".", 2)
    if len(owner) > 1 and owner[-2] in OPEN_KEYS:
        return plain(value, lang) if isinstance(value, int | float) else str(value)
    field = declared(path)
    if field.kind in ("choice", "bool"):
        return option_name(field.name, value, lang)
    return echo(value, field.kind, lang) or str(value)


def _own(name: str, item: OwnValue | None, lang: Lang) -> str:
    """An own value, or the shipped figure; a figure that is gone had a value that is not known any more."""
    shipped = load_parameters()
    if item is None:
        known = name in shipped and shipped[name].central is not None
        value = plain(shipped.value(name), lang) if known else text("option.unknown", lang)
        return text("difference.shipped", lang, value=value)
    told = text("difference.own", lang, value=exact(item.value, lang), who=item.who, why=item.why)
    odd = "left" if shipped.refusal(item) else shipped.bounds(name).stance(item.value)
    return told if odd == "within" else f"{told} ({text(f'own_value.{odd}', lang)})"
