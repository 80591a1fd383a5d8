"""Criteria of broad welfare as rows: weights without scores, and scores with their grounds."""

from collections.abc import Mapping

from hea.assessment.results import Assessment
from hea.assessment.results.effects import CriterionResult
from hea.assessment.results.rounding import rounded
from hea.reference import welfare_criteria
from hea.report.sentences.ranges import with_middle
from hea.texts import Lang, number, text


def weight_rows(weights: Mapping[str, float], lang: Lang) -> list[list[str]]:
    """Every criterion with its question and its weight out of 100."""
    return [
        [
            row.name_in(lang),
            row.in_language("explanation", lang),
            number(weights[key], lang, 1),
        ]
        for key, row in welfare_criteria().items()
    ]


def weight_headings(lang: Lang) -> list[str]:
    """Headings of the rows of weights."""
    return [text(f"welfare.{key}", lang) for key in ("criterion", "question", "weight")]


def rows(assessment: Assessment, lang: Lang) -> list[list[str]]:
    """Every criterion with its score or why there is none, its weight and its grade."""
    return [
        [
            item.name.in_language(lang),
            _score(item, lang),
            number(item.weight, lang, 1),
            item.grade,
        ]
        for item in assessment.welfare.criteria
    ]


def _score(item: CriterionResult, lang: Lang) -> str:
    """The score, or why there is none and what it may still be."""
    if item.score is not None:
        return with_middle(item.score, "people", lang)
    why = item.reason.in_language(lang) if item.reason else text("level.unknown", lang)
    if item.possible is None:
        return why
    ends = {"low": rounded(item.possible.p10, "people"), "high": rounded(item.possible.p90, "people")}
    return f"{why} {text('welfare.possible', lang, **ends)}"


def headings(lang: Lang) -> list[str]:
    """Headings of the rows of scores."""
    return [text(f"welfare.{key}", lang) for key in ("criterion", "score", "weight", "grade")]
