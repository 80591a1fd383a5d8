"""Chances beside limits in words, the same everywhere: a chance, or an answer where nothing is drawn."""

from hea.assessment.levels import Chances
from hea.model.uncertainty import Array
from hea.reference import CapacitySignal
from hea.texts import LANGUAGES, Lang, amount, percent, text
from hea.texts.translated import Translated, translated


def of_limits(rule: CapacitySignal, values: Array, found: Chances) -> Translated:
    """How likely a value is beyond each limit of a rule, in the order of its limits."""
    parts = [
        {lang: _beside(rule, limit, chance, lang, certain=_is_one(values)) for lang in LANGUAGES}
        for limit, chance in ((rule.amber, found.amber), (rule.red, found.red))
        if limit is not None and chance is not None
    ]
    nl, en = ("; ".join(part[lang] for part in parts) for lang in LANGUAGES)
    return Translated(nl=nl, en=en)


def of_capacity(use: Array | None, found: Chances) -> Translated | None:
    """How likely a capacity is too small; nothing where it is not known."""
    if use is None or found.red is None:
        return None
    if _is_one(use):
        return translated("chance.fits_not" if found.red else "chance.fits")
    return translated("chance.capacity", chance=found.red)


def _is_one(values: Array) -> bool:
    return bool(values.min() == values.max())


def _beside(rule: CapacitySignal, limit: float, chance: float, lang: Lang, *, certain: bool) -> str:
    side = f"{rule.unfavourable}_at" if rule.at_limit == "yes" else rule.unfavourable
    told = percent(limit, lang) if rule.measure == "share" else amount(limit, lang)
    beyond = text(f"chance.{side}", lang, limit=told)
    if certain:
        return text(
            "chance.certain", lang, beyond=beyond, answer=text("chance.yes" if chance else "chance.no", lang)
        )
    return text("chance.of", lang, beyond=beyond, chance=chance)
