"""Parameters as rows: searched by words, shown with value, source, year and grade."""

from collections.abc import Callable, Iterable

from hea.assessment.results import Assessment, Provenance
from hea.assessment.results.common import Range
from hea.assessment.results.evidence import OwnValueUsed
from hea.parameters import Parameter, ParameterSet, sector_figure
from hea.parameters.parameter import Learned
from hea.report.sentences.ranges import range_text
from hea.report.sentences.sources import source_text, unit_text
from hea.texts import Lang, amount, closed, date, exact, text

SEPARATOR = " · "
CALENDAR_YEAR = "year"
"""Unit of a parameter that names a year; how long something takes is in ``years``."""


def matching(words: str, parameters: ParameterSet, lang: Lang) -> list[str]:
    """Names of the model's parameters that hold every word typed, in their order."""
    return [name for name in holding(words, parameters, lang) if parameters[name].role == "model"]


def holding(words: str, parameters: ParameterSet, lang: Lang) -> list[str]:
    """Names of all parameters that hold every word typed, those for comparison alone among them."""
    wanted = words.lower().split()
    return [
        name
        for name, parameter in parameters.items()
        if all(word in _searched(name, parameter, lang) for word in wanted)
    ]


def listed(name: str, parameters: ParameterSet, lang: Lang) -> list[str]:
    """One parameter as a few short lines, to read beside its name on a command line."""
    parameter = parameters[name]
    year = str(parameter.source.year or text("report.undated", lang))
    words = {"unit": unit_text(name, parameter.unit, lang), "grade": parameter.grade, "year": year}
    lines = [
        parameter.title.in_language(lang),
        text("account.listed", lang, values=_values(name, parameters, lang, exact), **words),
        text("account.listed_source", lang, source=source_text(parameter.source, lang)),
    ]
    lines += [_learned(parameter.learned, lang)] if parameter.learned else []
    return lines if parameter.changeable else [*lines, text("account.listed_fixed", lang)]


def _learned(learned: Learned, lang: Lang) -> str:
    """How many cases stand behind a figure that was learned, and where learning began."""
    return text(
        "account.learned", lang, **(learned.model_dump() | {"statistic": exact(learned.statistic, lang)})
    )


def _searched(name: str, parameter: Parameter, lang: Lang) -> str:
    parts = (
        name,
        parameter.title.in_language(lang),
        parameter.explanation.in_language(lang),
        source_text(parameter.source, lang),
    )
    return SEPARATOR.join(parts).lower()


def headings(lang: Lang) -> list[str]:
    """Headings of the rows of parameters."""
    return [text(f"account.{key}", lang) for key in ("title", "values", "unit", "spread", "grade", "source")]


def row(name: str, parameters: ParameterSet, lang: Lang) -> list[str]:
    """Title, low, central and high, unit, spread, grade and source of one parameter."""
    parameter = parameters[name]
    odd = {item.name: item.called(lang) for item in OwnValueUsed.of(parameters)}
    return [
        odd.get(name, parameter.title.in_language(lang)),
        _values(name, parameters, lang),
        unit_text(name, parameter.unit, lang),
        text(f"spread.{parameter.spread}", lang),
        parameter.grade,
        source_text(parameter.source, lang),
    ]


def _values(
    name: str, parameters: ParameterSet, lang: Lang, notation: Callable[[float, Lang], str] = amount
) -> str:
    if parameters[name].central is None:
        return text("option.unknown", lang)
    bounds, unit = parameters.bounds(name), parameters[name].unit
    low, central, high = (spoken(value, unit, lang, notation) for value in bounds)
    return central if bounds.degenerate else f"{central} ({low}–{high})"


def spoken(value: float, unit: str, lang: Lang, notation: Callable[[float, Lang], str] = amount) -> str:
    """A value in the notation of the language; a calendar year is no quantity of a thousand and some."""
    return f"{value:.0f}" if unit == CALENDAR_YEAR else notation(value, lang)


def line(name: str, parameters: ParameterSet, lang: Lang) -> str:
    """One parameter in a sentence: what it means, its values, unit, source and grade."""
    title, values, unit, _, grade, source = row(name, parameters, lang)
    explained = parameters[name].explanation.in_language(lang)
    words = {"values": values, "unit": unit, "grade": grade, "source": source, "explained": explained}
    told = text("account.line", lang, title=title, **words)
    learned = parameters[name].learned
    return f"{told} {_learned(learned, lang)}" if learned else told


def changeable(parameters: ParameterSet) -> list[str]:
    """Names of the figures that a user may put an own value in the place of."""
    return [name for name, parameter in parameters.items() if parameter.changeable]


def own_value_lines(own: Iterable[OwnValueUsed], lang: Lang, made: Assessment | None = None) -> list[str]:
    """Every own value in a sentence: in the place of which figure, by whom, when and why.

    Args:
        own: the values.
        lang: language of the sentences.
        made: what was calculated with them; it says what became of each.
    """
    return [
        " ".join((_own_value_line(item, lang), *(_became(item, made, lang) if made else ()))) for item in own
    ]


def own_titles(assessment: Provenance, lang: Lang) -> dict[str, str]:
    """What figures with an own value are called, by name, with what is odd about the value."""
    return {item.name: item.called(lang) for item in assessment.parameters.own_values}


def _own_value_line(item: OwnValueUsed, lang: Lang) -> str:
    values = {"value": item.value, "shipped": item.shipped}
    told = {
        key: text("option.unknown", lang) if value is None else spoken(value, item.unit, lang, exact)
        for key, value in values.items()
    }
    moment = "" if item.set_on is None else text("account.own_date", lang, day=date(item.set_on, lang))
    words = {
        "title": item.title.in_language(lang),
        "unit": unit_text(item.name, item.unit, lang),
        "moment": moment,
    }
    line = text("account.own_line", lang, **told, **words, who=item.who, why=item.why)
    return " ".join((closed(line), *_remarks(item, lang)))


def _became(item: OwnValueUsed, made: Assessment, lang: Lang) -> list[str]:
    """Why an outcome is still a range, though the value that went in is a single number."""
    if not item.has_effect:
        return []
    if item.name != sector_figure(made.proposal.sector, "migrant_share"):
        return [text("account.own_passes", lang)]
    found = made.migrant_share_estimates
    became = range_text(found.benchmark, "share", lang)
    kept = became == range_text(Range(p10=item.value, p50=item.value, p90=item.value), "share", lang)
    told = [text("account.own_stayed" if kept else "account.own_became", lang, range=became)]
    return told if found.chosen == "benchmark" else [*told, text("account.own_stated", lang)]


def _remarks(item: OwnValueUsed, lang: Lang) -> list[str]:
    """What a reader must know of an own value before relying on what came out."""
    found = [] if item.has_effect else [text("account.own_no_effect", lang)]
    if item.stance != "within" and item.low is not None and item.high is not None:
        ends = {
            key: spoken(value, item.unit, lang) for key, value in (("low", item.low), ("high", item.high))
        }
        found.append(
            text(f"account.own_{item.stance}", lang, **ends, unit=unit_text(item.name, item.unit, lang))
        )
    return found
