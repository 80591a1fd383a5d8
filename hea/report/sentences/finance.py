"""The money of a municipality and rent beside the wage, as a table and as sentences, the same everywhere."""

from collections.abc import Iterator
from typing import NamedTuple

from hea.assessment.results import Assessment
from hea.assessment.results.common import Range
from hea.assessment.results.finance import COSTS, Finance
from hea.assessment.results.rounding import rounded
from hea.parameters import ParameterSet
from hea.reference import facilities, municipalities, stay_tax_rates
from hea.report.sentences.ranges import with_middle
from hea.report.sentences.sources import source_text
from hea.texts import Lang, number, text

TAX, NIGHTS, RENT = "stay_tax_eur_per_night", "stay_tax_nights_per_year", "rent_eur_per_bed_week"
CAP, UNSEEN = "housing_deduction_cap_share", "share_not_registered"
REGISTERING, SUPERVISING = "registration_brp_hours", "supervision_locations"

KINDS = {
    "tax_rate": "rate",
    **dict.fromkeys(("stay_tax", "stay_tax_all_registered", *COSTS), "euros"),
}
"""How a figure is rounded where it is not rounded like people."""


class Line(NamedTuple):
    """One row: what it is, how much, and where that comes from."""

    label: str
    range: Range | None
    kind: str
    source: str


def figures(assessment: Assessment, parameters: ParameterSet, lang: Lang) -> Iterator[Line]:
    """Every row; none where nobody comes to live here."""
    found = assessment.finance
    if rounded(assessment.registration.people.p90, "people") <= 0:
        return

    def line(key: str, source: str) -> Line:
        label, values = text(f"finance.{key}", lang), getattr(found, key)
        return Line(label, values, KINDS.get(key, "people"), source)

    def published(name: str) -> str:
        return source_text(parameters[name].source, lang)

    model, given = text("finance.calculated", lang), text("finance.given", lang)
    hours = {name: facilities()[name].source for name in (REGISTERING, SUPERVISING)}
    yield line("not_registered", published(UNSEEN))
    yield line("need_not_register", model)
    rate = published(TAX) if found.own_tax_rate is None else given
    yield line("tax_rate", rate)
    yield line("nights", published(NIGHTS))
    yield line("stay_tax", model)
    yield line("stay_tax_all_registered", model)
    yield line("registration_hours", hours[REGISTERING])
    yield line("supervision_hours", hours[SUPERVISING])
    priced = text("finance.unpriced", lang) if found.own_hour_cost is None else given
    yield line("registration_cost", priced)
    yield line("supervision_cost", priced)
    yield line("rent_week", published(RENT))
    yield line("most_deducted_week", published(CAP))


def rows(assessment: Assessment, parameters: ParameterSet, lang: Lang) -> list[list[str]]:
    """Each row with its range, its middle and its source; what is unknown says so."""
    return [[line.label, _range(line, lang), line.source] for line in figures(assessment, parameters, lang)]


def headings(lang: Lang) -> list[str]:
    """The columns of the table."""
    return [text(f"finance.{key}", lang) for key in ("what", "per_year", "source")]


def intro(assessment: Assessment, lang: Lang) -> str:
    """Of whom and when the figures are."""
    return text("finance.intro", lang, month=assessment.finance.month)


def notes(assessment: Assessment, lang: Lang) -> list[str]:
    """What the amounts mean, what was published, and how far to trust it."""
    found = assessment.finance
    return [
        _tax(found, lang),
        text("finance.rows_read", lang),
        text("finance.rates", lang, rates=_published_rates(lang)),
        *_own_published(assessment, lang),
        text("finance.here_read", lang),
        text("finance.nights_read", lang),
        text("finance.hours_read", lang),
        text("finance.rent_read", lang),
        text("finance.not_told", lang),
    ]


def _range(line: Line, lang: Lang) -> str:
    return text("option.unknown", lang) if line.range is None else amount(line.range, line.kind, lang)


def amount(values: Range, kind: str, lang: Lang) -> str:
    """A range as the table tells it, with its middle: a rate in cents, anything else rounded by its kind."""
    if kind == "rate":
        low, middle, high = (number(value, lang, 2) for value in (values.p10, values.p50, values.p90))
        return low if low == high else f"{text('range.from_to', lang, low=low, high=high)} ({middle})"
    return with_middle(values, kind, lang)


def _tax(found: Finance, lang: Lang) -> str:
    now, later = (with_middle(it, "euros", lang) for it in (found.stay_tax, found.stay_tax_all_registered))
    if found.own_tax_rate == 0:
        return text("finance.no_tax", lang)
    return text(
        "finance.result" if found.own_tax_rate else "finance.result_elsewhere", lang, now=now, later=later
    )


def _published_rates(lang: Lang) -> str:
    told = (
        text(
            "finance.one_rate",
            lang,
            place=row.municipality,
            rate=number(row.rate_eur, lang, 2),
            year=row.year,
        )
        for row in stay_tax_rates().values()
    )
    return "; ".join(told)


def _own_published(assessment: Assessment, lang: Lang) -> list[str]:
    """That a rate of this very municipality was published, where nobody gave one."""
    place = municipalities()[assessment.proposal.municipality].name
    return [
        text("finance.published_here", lang, place=place, rate=number(row.rate_eur, lang, 2), year=row.year)
        for row in stay_tax_rates().values()
        if row.municipality == place and assessment.finance.own_tax_rate is None
    ]
