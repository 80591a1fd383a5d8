"""Values of the user in a result, so that whoever has the result can make it again."""

from hea.assessment.results.evidence import OwnValueUsed
from hea.parameters import ParameterSet
from hea.texts import LANGUAGES, text
from hea.texts.translated import Translated

OWN_VALUE_FLAGS = ("own_values", "own_values_idle")
"""Codes of what a reader must know of own values: which count, and which do not."""


def calculated_with(parameters: ParameterSet) -> dict[str, Translated]:
    """What a reader must know of the own values, by its code: those that count, and those that do not."""
    found = {}
    for code, has_effect in zip(OWN_VALUE_FLAGS, (True, False), strict=True):
        held = [item for item in OwnValueUsed.of(parameters) if item.has_effect == has_effect]
        names = {lang: "; ".join(item.called(lang) for item in held) for lang in LANGUAGES}
        if held:
            told = {lang: text(f"flags.{code}", lang, names=names[lang]) for lang in LANGUAGES}
            found[code] = Translated(**told)
    return found
