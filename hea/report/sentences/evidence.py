"""What lies behind the figures, as sentences and rows: several estimates, drivers, parties, limits."""

from typing import NamedTuple

from hea.assessment.results import Assessment
from hea.assessment.results.common import Range
from hea.assessment.results.evidence import Driver, Estimate
from hea.report.sentences.ranges import range_text, shown, with_middle
from hea.texts import Lang, number, percent, text

KINDS = {"headline.units.total.peak": "places", "headline.migrants_peak": "people"}
"""Headlines whose drivers are shown in reports, and how each is rounded."""

MAIN_PATHS = tuple(KINDS)
"""The first is the one by which questions are ranked."""

KIND_OF_UNIT = {"persons": "people", "places": "places"}


def ask_sentences(assessment: Assessment, lang: Lang) -> list[str]:
    """The inputs worth finding out, in a sentence with what their answer would narrow."""
    asked = assessment.drivers.ask_first
    if not asked:
        return []
    told = [
        text(
            "drivers.ask_item", lang, about=item.about.in_language(lang), share=percent(item.narrowing, lang)
        )
        for item in asked
    ]
    last = told.pop()
    listed = text("drivers.and", lang, first="; ".join(told), last=last) if told else last
    return [text("drivers.ask", lang, items=listed), *_left(assessment, lang)]


def _left(assessment: Assessment, lang: Lang) -> list[str]:
    """The range that is left once those answers are there, beside the one of now."""
    left = assessment.drivers.remaining
    if left is None:
        return []
    now = range_text(assessment.headline.units.total.peak, "places", lang)
    return [text("drivers.left", lang, left=range_text(left, "places", lang), now=now)]


def drivers_of(assessment: Assessment, path: str) -> tuple[Driver, ...]:
    """Drivers of a headline, or none if it never varies."""
    return next((row.drivers for row in assessment.drivers.headlines if row.path == path), ())


def driver_rows(assessment: Assessment, path: str, lang: Lang) -> list[list[str]]:
    """Drivers of a headline: name, correlation, the headline with it low and high, and the narrowing."""
    return [
        [
            driver.title.in_language(lang),
            number(driver.rank_correlation, lang, 2),
            shown(driver.low, KINDS[path], lang),
            shown(driver.high, KINDS[path], lang),
            "" if driver.narrowing is None else percent(driver.narrowing, lang),
        ]
        for driver in drivers_of(assessment, path)
    ]


def driver_headings(lang: Lang) -> list[str]:
    """Headings of the rows of drivers."""
    return [text(f"drivers.{key}", lang) for key in ("input", "correlation", "low", "high", "narrowing")]


class EstimateRow(NamedTuple):
    """One way to a figure, as people read it."""

    method: str
    value: str
    used: str
    note: str


def estimates(assessment: Assessment, lang: Lang) -> list[tuple[str, list[EstimateRow], str]]:
    """Per figure its name, every estimate, and the sentence that says why one was chosen."""
    return [
        (
            row.name.in_language(lang),
            [_estimate(item, KIND_OF_UNIT[row.unit], lang) for item in row.estimates],
            row.reason.in_language(lang),
        )
        for row in assessment.triangulation
    ]


def _estimate(item: Estimate, kind: str, lang: Lang) -> EstimateRow:
    points = "; ".join(f"{point.name}: {shown(point.value, kind, lang)}" for point in item.points)
    value = points
    if item.range is not None:
        value = with_middle(item.range, kind, lang)
    elif item.quartiles is not None:
        low, middle, high = (shown(quarter, kind, lang) for quarter in item.quartiles)
        value = text("triangulation.quartiles", lang, low=low, middle=middle, high=high)
    note = item.note.in_language(lang) if item.note else ""
    used = text("triangulation.chosen", lang) if item.chosen else ""
    return EstimateRow(
        item.name.in_language(lang), value or ("" if note else text("report.none", lang)), used, note
    )


def unknowns(assessment: Assessment, lang: Lang) -> list[str]:
    """What could not be determined and why, a line per reason with everything that it holds for."""
    found: dict[str, dict[str, None]] = {}
    for name, why in _named_unknowns(assessment, lang):
        found.setdefault(why, {}).update({} if name is None else {name: None})
    return [_unknown(", ".join(names) or None, why, lang) for why, names in found.items()]


def every_unknown(assessment: Assessment, lang: Lang) -> list[str]:
    """The same, a line for each that is recorded, in that order, for a list that can be searched."""
    return [_unknown(name, why, lang) for name, why in _named_unknowns(assessment, lang)]


def _unknown(name: str | None, why: str, lang: Lang) -> str:
    return why if name is None else text("report.unknown_of", lang, name=name, why=why)


def _named_unknowns(assessment: Assessment, lang: Lang) -> list[tuple[str | None, str]]:
    """What could not be determined, if it has a name, and why."""
    names = {f"welfare.{row.id}": row.name.in_language(lang) for row in assessment.welfare.criteria}
    names |= {f"capacity_signals.{rule.id}": rule.rule.rstrip(".") for rule in assessment.capacity_signals}
    names |= {f"facilities.{row.id}": row.name.in_language(lang) for row in assessment.facilities}
    names |= {f"facilities.{row.id}.signal": row.name.in_language(lang) for row in assessment.facilities}
    return [(names.get(item.path), item.reason.in_language(lang)) for item in assessment.unavailable]


def party_rows(assessment: Assessment, lang: Lang) -> list[list[str]]:
    """Party, burden or benefit, what it is, and how large; the party is named once."""
    rows, before = [], ""
    for item in assessment.welfare.parties:
        name = text(f"party.{item.party}", lang)
        rows.append(
            [
                name if name != before else "",
                text(f"party.effect.{item.effect}", lang),
                item.message.in_language(lang),
                _size(item.range, item.kind, lang),
            ]
        )
        before = name
    return rows


def party_headings(lang: Lang) -> list[str]:
    """Headings of the rows per party."""
    return [text(f"party.{key}", lang) for key in ("who", "kind", "what", "size")]


def _size(values: Range | None, kind: str | None, lang: Lang) -> str:
    if values is None or kind is None:
        return ""
    return range_text(values, "people" if kind == "score" else kind, lang)


def limits(assessment: Assessment, lang: Lang) -> list[str]:
    """The range of application: what lies outside first, then what the tool cannot tell, then the rest."""
    order = {False: 0, None: 1, True: 2}
    items = sorted(assessment.scope, key=lambda item: order[item.inside])
    return [item.message.in_language(lang) for item in items]
