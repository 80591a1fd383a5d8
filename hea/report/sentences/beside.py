"""Plans beside each other, as rows and in words; no verdict and no order."""

from collections.abc import Iterator

from hea.assessment.results import Outline
from hea.assessment.results.common import Range
from hea.assessment.results.rounding import rounded
from hea.fields import named
from hea.report.sentences import cards, headlines
from hea.report.sentences.ranges import with_middle
from hea.scenarios.result import Beside
from hea.texts import Lang, month, number, text

INPUTS = ("municipality", "sector", "opening")
"""What is told of the input of each plan, in this order."""


def rows(found: Beside, lang: Lang) -> list[list[str]]:
    """What was filled in and what comes out, a line each, a column per plan."""
    inputs = zip(*(_input(outline, lang) for outline in found.outlines), strict=True)
    told = [[text(f"app.{key}", lang), *line] for key, line in zip(INPUTS, inputs, strict=True)]
    recaps = [headlines.recap(outline, lang) for outline in found.outlines]
    for lines in zip(*recaps, strict=True):
        for moment in ("structural", "peak"):
            values = [getattr(line, moment) for line in lines]
            if any(values):
                told.append([_called(lines[0].label, moment, lines[0].peak, lang), *values])
    short = [cards.main(outline)[-1] for outline in found.outlines]
    called = f"{short[0].name_in(lang)}, {short[0].moment_in(lang)}"
    told.append([called, *(with_middle(card.range, card.kind, lang) for card in short)])
    return told


def _input(outline: Outline, lang: Lang) -> Iterator[str]:
    held = outline.proposal
    yield named(held.municipality, lang)
    yield named(held.sector, lang)
    yield month(held.opening, lang)


def _called(label: str, moment: str, peak: str, lang: Lang) -> str:
    return f"{label}, {text(f'headline.{moment}', lang)}" if peak else label


def sentences(found: Beside, lang: Lang) -> list[str]:
    """How each other plan differs from the first, a sentence each."""
    told = []
    for name, difference in zip(found.names[1:], found.differences, strict=True):
        parts = (_part(key, values, lang) for key, values in difference._asdict().items())
        told.append(text("beside.against", lang, name=name, parts="; ".join(parts)))
    return told


def _part(key: str, values: Range, lang: Lang) -> str:
    """One figure: by how many more or fewer; differences are rounded to the nearest, of places too."""
    what = text(f"beside.{key}", lang)
    low, high = (rounded(value, "people") for value in (values.p10, values.p90))
    if low == high == 0:
        return text("beside.equal", lang, what=what)
    if low < 0 < high:
        ends = {"fewer": number(-low, lang), "more": number(high, lang)}
        return text("beside.either", lang, what=what, **ends)
    near, far = sorted((abs(low), abs(high)))
    spread = text("range.from_to", lang, low=number(near, lang), high=number(far, lang))
    if near == far:
        spread = number(near, lang)
    return text("beside.more" if high > 0 else "beside.fewer", lang, what=what, spread=spread)
