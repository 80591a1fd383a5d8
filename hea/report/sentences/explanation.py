"""An explanation as lines of a tree, for command line, screen and reports."""

from collections.abc import Iterator
from typing import NamedTuple

from hea.assessment.results.evidence import Explanation, ParameterUsed
from hea.report.sentences import finance
from hea.report.sentences.ranges import with_middle
from hea.report.sentences.sources import source_text, unit_text
from hea.texts import Lang, plain, text

SHARES, PLACES = ("migrant_share",), ("units", "gap")
"""Parts of a path by which a range is read as a share, or as places that round up."""


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
        _value(explanation, lang),
        explanation.formula.in_language(lang),
        tuple(_inputs(explanation, lang)),
        tuple(parameter_line(item, lang) for item in explanation.parameters),
        explanation.repeated,
        explanation.path,
    )
    for below in explanation.below:
        yield from nodes(below, lang, depth + 1)


def _value(explanation: Explanation, lang: Lang) -> str:
    if explanation.value is None:
        return ""
    steps = explanation.path.split(".")
    if steps[0] == "finance":
        return finance.amount(explanation.value, finance.KINDS.get(steps[1], "people"), lang)
    kind = "places" if steps[1] in PLACES else "share" if steps[1] in SHARES else "people"
    return with_middle(explanation.value, kind, lang)


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
        unit=unit_text(item.unit, lang),
        grade=item.grade,
        source=source_text(item.source, lang),
    )
