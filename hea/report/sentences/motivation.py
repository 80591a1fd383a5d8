"""A draft of the reasons of a decision, with open places for what only the municipality knows."""

from hea.assessment.results import Assessment
from hea.reference import rulings
from hea.report.sentences.ranges import range_text
from hea.texts import Lang, text

OPENING_KEYS = ("tool", "facts", "own")
CLOSING_KEYS = ("technique", "interests", "departs", "lawyer")


def paragraphs(assessment: Assessment, lang: Lang) -> list[str]:
    """What a decision may say of this assessment, in the order of a decision."""
    known = [item for item in assessment.capacity_signals if item.level != "unknown"]
    values: dict[str, object] = {
        "version": assessment.version,
        "parameters": assessment.parameters.version,
        "draws": assessment.draws,
        "input": assessment.input_hash,
        "places": range_text(assessment.headline.units.total.peak, "places", lang),
        "assumed": len(assessment.assumed),
        "unknown": len(assessment.unavailable),
        "own": len(assessment.parameters.own_values),
    }
    return [
        *(text(f"motivation.{key}", lang, **values) for key in OPENING_KEYS),
        text("motivation.rules", lang, count=len(known)),
        *(text(f"motivation.{key}", lang, **values) for key in CLOSING_KEYS),
        _rulings(lang),
    ]


def _rulings(lang: Lang) -> str:
    """What courts asked of calculation programmes, and that it is known second hand."""
    told = [
        f"{row.ecli} ({row.requirement_nl if lang == 'nl' else row.requirement_en})"
        for row in rulings().values()
        if row.subject == "calculation" and row.ecli
    ]
    return text("motivation.rulings", lang, rulings="; ".join(told))
