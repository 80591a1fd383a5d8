"""Values of the user in a result, so that whoever has the result can make it again."""

from hea.assessment.results.evidence import OwnValueUsed
from hea.parameters import ParameterReader, ParameterSet, load_parameters
from hea.texts import LANGUAGES, Lang, text
from hea.texts.translated import Translated

OWN_VALUE_FLAGS = ("own_values", "own_values_idle")
"""Codes of what a reader must know of own values: which count, and which do not."""


def own_values_used(parameters: ParameterSet) -> tuple[OwnValueUsed, ...]:
    """Values of the user beside the figures they stand in for, and whether they were read."""
    shipped = load_parameters()
    read = parameters.used if isinstance(parameters, ParameterReader) else tuple(parameters)
    return tuple(
        OwnValueUsed(
            **item.model_dump(),
            title=Translated(**shipped[item.name].title.model_dump()),
            unit=shipped[item.name].unit,
            shipped=shipped[item.name].central,
            low=shipped.bounds(item.name).low,
            high=shipped.bounds(item.name).high,
            has_effect=item.name in read,
        )
        for item in parameters.own_values
    )


def called(item: OwnValueUsed, lang: Lang) -> str:
    """The figure of an own value, with what is odd about the value."""
    marks = [] if item.has_effect else ["no_effect"]
    marks += [] if item.stance == "within" else [item.stance]
    told = ", ".join(text(f"own_value.{mark}", lang) for mark in marks)
    title = item.title.in_language(lang)
    return f"{title} ({told})" if told else title


def calculated_with(parameters: ParameterSet) -> dict[str, Translated]:
    """What a reader must know of the own values, by its code: those that count, and those that do not."""
    found = {}
    for code, has_effect in zip(OWN_VALUE_FLAGS, (True, False), strict=True):
        held = [item for item in own_values_used(parameters) if item.has_effect == has_effect]
        names = {lang: "; ".join(called(item, lang) for item in held) for lang in LANGUAGES}
        if held:
            told = {lang: text(f"flags.{code}", lang, names=names[lang]) for lang in LANGUAGES}
            found[code] = Translated(**told)
    return found
