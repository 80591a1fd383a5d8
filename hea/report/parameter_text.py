"""Parameters as rows: searched by words, shown with value, source, year and grade."""

from collections.abc import Callable, Iterable

from hea.assessment.result import OwnValueUsed
from hea.parameters import Parameter, ParameterSet
from hea.report.narrative import source_text, unit_text
from hea.texts import Lang, amount, date, exact, text

SEPARATOR = " · "
CALENDAR_YEAR = "year"
"""Unit of a parameter that names a year; how long something takes is in ``years``."""


def matching(words: str, parameters: ParameterSet, lang: Lang) -> list[str]:
    """Names of the model's parameters that hold every word typed, in their order."""
    wanted = words.lower().split()
    return [
        name
        for name, record in parameters.items()
        if record.role == "model" and all(word in _searched(name, record, lang) for word in wanted)
    ]


def _searched(name: str, record: Parameter, lang: Lang) -> str:
    parts = (
        name,
        record.title.in_language(lang),
        record.explanation.in_language(lang),
        record.source.citation,
    )
    return SEPARATOR.join(parts).lower()


def headings(lang: Lang) -> list[str]:
    """Headings of the rows of parameters."""
    return [text(f"account.{key}", lang) for key in ("title", "values", "unit", "grade", "source")]


def row(name: str, parameters: ParameterSet, lang: Lang) -> list[str]:
    """Title, low, central and high, unit, grade and source of one parameter."""
    record = parameters[name]
    return [
        record.title.in_language(lang),
        _values(name, parameters, lang),
        unit_text(record.unit, lang),
        record.grade,
        source_text(record.source.citation, lang),
    ]


def _values(name: str, parameters: ParameterSet, lang: Lang) -> str:
    if parameters[name].central is None:
        return text("option.unknown", lang)
    bounds, unit = parameters.bounds(name), parameters[name].unit
    low, central, high = (spoken(value, unit, lang) for value in bounds)
    return central if bounds.degenerate else f"{central} ({low}–{high})"


def spoken(value: float, unit: str, lang: Lang, notation: Callable[[float, Lang], str] = amount) -> str:
    """A value in the notation of the language; a calendar year is no quantity of a thousand and some."""
    return f"{value:.0f}" if unit == CALENDAR_YEAR else notation(value, lang)


def line(name: str, parameters: ParameterSet, lang: Lang) -> str:
    """One parameter in a sentence: what it means, its values, unit, source and grade."""
    title, values, unit, grade, source = row(name, parameters, lang)
    explained = parameters[name].explanation.in_language(lang)
    words = {"values": values, "unit": unit, "grade": grade, "source": source, "explained": explained}
    return text("account.line", lang, title=title, **words)


def changeable(parameters: ParameterSet) -> list[str]:
    """Names of the figures that a user may put an own value in the place of."""
    return [name for name, record in parameters.items() if record.changeable]


def own_value_lines(own: Iterable[OwnValueUsed], lang: Lang) -> list[str]:
    """Every own value in a sentence: in the place of which figure, by whom, when and why."""
    return [_own_value_line(item, lang) for item in own]


def _own_value_line(item: OwnValueUsed, lang: Lang) -> str:
    values = {"value": item.value, "shipped": item.shipped}
    told = {
        key: text("option.unknown", lang) if value is None else spoken(value, item.unit, lang, exact)
        for key, value in values.items()
    }
    moment = "" if item.set_on is None else text("account.own_date", lang, day=date(item.set_on, lang))
    words = {"title": item.title.in_language(lang), "unit": unit_text(item.unit, lang), "moment": moment}
    return text("account.own_line", lang, **told, **words, who=item.who, why=item.why)
