"""A choice as people write it: by its name in either language, or by another word for it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from hea.exchange.written.counting import BASIS_WORDS
from hea.exchange.written.numbers import UNITS
from hea.fields import option_name
from hea.reference.words import level_words
from hea.texts import LANGUAGES, text

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "basis": BASIS_WORDS,
    "unit": UNITS | {"p": "persons"},
    "level": {word: ids[0] for word, ids in level_words().items() if len(ids) == 1},
    "kind": {
        **dict.fromkeys(("nieuw", "nieuwe vestiging", "nieuwbouw", "vestiging"), "new"),
        **dict.fromkeys(("uitbreiding", "uitbreiden", "groei"), "expansion"),
        **dict.fromkeys(("verplaatsing", "verhuizing", "verplaatsen", "verhuizen", "move"), "relocation"),
        **dict.fromkeys(("bvo", "m2 bvo", "vloer", "vloeroppervlak", "gfa"), "gross_floor"),
        **dict.fromkeys(("kavel", "perceel", "terrein", "plot"), "plot"),
        **dict.fromkeys(("plattegrond", "bebouwd", "footprint"), "footprint"),
    },
    "stay": {
        **dict.fromkeys(("kort", "kortdurend", "short"), "short"),
        **dict.fromkeys(("midden", "middellang", "mid"), "mid"),
        **dict.fromkeys(("lang", "langdurig", "long"), "long"),
    },
}
"""Other words for a choice than its name."""
FOUND_ELSEWHERE: Final = ("municipality", "sector")
"""Choices with a table of words of their own, which the proposal looks up."""


def choice_called(word: str, name: str, options: Iterable[Any]) -> Any:  # noqa: ANN401
    """The option of a field that a word is a name of, or another word for; ``None`` if it is none."""
    said = word.strip().casefold()
    known = tuple(options)
    other = WORDS.get(name, {}).get(re.sub(r"\s+", " ", said.rstrip(".")))
    if other in known:
        return other
    for option in known:
        names = (option_name(name, option, lang).casefold() for lang in LANGUAGES)
        if said == str(option).casefold() or said in names:
            return option
    return None


def truth_called(word: str) -> bool | None:
    """Whether a word says yes or no in either language; ``None`` if it says neither."""
    said = word.strip().casefold()
    for lang in LANGUAGES:
        for key, meaning in (("option.yes", True), ("option.no", False)):
            spoken = text(key, lang).casefold()
            if said in (spoken, spoken[0]):
                return meaning
    return None
