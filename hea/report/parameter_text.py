"""Parameters as rows: searched by words, shown with value, source, year and grade."""

from collections.abc import Callable

from hea.parameters import Parameter, ParameterSet
from hea.report.narrative import source_text, unit_text
from hea.texts import Lang, amount, text

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
    """Names of the figures that a user may replace: those that the model reads and that have a value."""
    return [
        name
        for name, record in parameters.items()
        if record.role == "model" and record.central is not None and not record.is_definition
    ]
