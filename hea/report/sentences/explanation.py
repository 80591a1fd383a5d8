"""An explanation as lines of a tree, for command line, screen and reports."""

import math
from collections.abc import Iterator
from typing import NamedTuple

from hea.assessment.results.evidence import Explanation, ParameterUsed
from hea.report.sentences import finance
from hea.report.sentences.sources import cited, unit_text
from hea.texts import Lang, number, percent, plain, text

SHARES, PLACES = ("migrant_share",), ("units", "gap")
"""Parts of a path by which a range is read as a share, or as places that round up."""
DIGITS, DECIMALS, SHARE_DECIMALS = 4, 4, 1
"""Digits of a value of the central run that count, and the most decimals it is told with."""


class Node(NamedTuple):
    """One figure of the tree, as people read it."""

    depth: int
    name: str
    value: str
    formula: str
    inputs: tuple[str, ...]
    parameters: tuple[str, ...]
    repeated: bool
    path: str = ""
    """Of the figure, for who asks for it again."""

    @property
    def grounds(self) -> tuple[str, ...]:
        """Inputs, then parameters."""
        return self.inputs + self.parameters


def nodes(explanation: Explanation, lang: Lang, depth: int = 0) -> Iterator[Node]:
    """The figure asked for and, below it, what it follows from, depth first."""
    yield Node(
        depth,
        explanation.name.in_language(lang),
        value_in_words(explanation, lang),
        explanation.formula.in_language(lang),
        tuple(_inputs(explanation, lang)),
        tuple(parameter_line(item, lang) for item in explanation.parameters),
        explanation.repeated,
        explanation.path,
    )
    for below in explanation.below:
        yield from nodes(below, lang, depth + 1)


def value_in_words(explanation: Explanation, lang: Lang) -> str:
    """The range of a figure, and its value in the central run, with which one can reckon along the tree."""
    spread = _value(explanation, lang)
    if explanation.central is None:
        return spread
    central = _exact(explanation.central, _kind(explanation.path), lang)
    key = "with_central" if spread else "central_alone"
    return text(f"explain.{key}", lang, spread=spread, central=central)


def _exact(value: float, kind: str, lang: Lang) -> str:
    """A value of the central run with as many digits as it takes to reckon with it."""
    if kind == "share":
        return percent(value, lang, SHARE_DECIMALS)
    if value == 0:
        return "0"
    return number(value, lang, max(0, min(DECIMALS, DIGITS - 1 - math.floor(math.log10(abs(value))))))


def _kind(path: str) -> str:
    """How a figure is told."""
    steps = path.split(".")
    if steps[0] == "finance":
        return finance.KINDS.get(steps[1], "people")
    return "places" if steps[1] in PLACES else "share" if steps[1] in SHARES else "people"


def _value(explanation: Explanation, lang: Lang) -> str:
    if explanation.value is None:
        return ""
    return finance.amount(explanation.value, _kind(explanation.path), lang)


def _inputs(explanation: Explanation, lang: Lang) -> Iterator[str]:
    for item in explanation.inputs:
        if item.given is not None:
            yield text(
                "explain.given", lang, name=item.name.in_language(lang), given=item.given.in_language(lang)
            )
        for assumed in item.assumed:
            yield text("explain.assumed", lang, assumed=assumed.in_language(lang))


def parameter_line(item: ParameterUsed, lang: Lang) -> str:
    """A parameter with its value, range, grade and source."""
    low, central, high = (plain(value, lang) for value in (item.low, item.central, item.high))
    value = central if low == high else f"{central} ({low}–{high})"
    own = f", {text('explain.own_value', lang)}" if item.own_value else ""
    own += f", {text(f'own_value.{item.stance}', lang)}" if item.stance != "within" else ""
    return text(
        "explain.parameter",
        lang,
        title=item.title.in_language(lang),
        value=value + own,
        unit=unit_text(item.name, item.unit, lang),
        grade=item.grade,
        source=cited(item.source_kind, item.source, lang),
    )
