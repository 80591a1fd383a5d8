"""What a municipality can do with the gaps found: instruments that fit, and draft points for agreements."""

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from hea.assessment.results import Assessment
from hea.assessment.results.rounding import rounded
from hea.proposal import STAY_CLASSES, Offer, StayClass
from hea.reference import Instrument, instruments
from hea.report.sentences.headlines import standing
from hea.report.sentences.ranges import UNIT_OF_STAY, shown
from hea.texts import Lang, month, text

NEEDS = ("quality", "registration")
"""What every plan with labour migrants asks attention for, gap or no gap."""


def gaps(assessment: Assessment) -> list[str]:
    """Where the plan falls short, in the words of the table of instruments."""
    gap = assessment.headline.gap
    found: list[str] = [s for s in STAY_CLASSES if rounded(getattr(gap, s).peak.p90, "places") > 0]
    if any(item.signal in ("amber", "red") for item in assessment.facilities):
        found.append("facilities")
    if assessment.headline.migrants_peak.p90 >= 1:
        found += NEEDS
    return found


def fitting(assessment: Assessment) -> list[Instrument]:
    """Instruments that help with a gap of this plan, those that help with most first."""
    wanted = set(gaps(assessment))

    def helped(row: Instrument) -> int:
        return len(wanted & set((row.helps_gap or "").split("|")))

    return sorted((row for row in instruments().values() if helped(row)), key=helped, reverse=True)


def row(instrument: Instrument, lang: Lang) -> list[str]:
    """An instrument with what it does, what it needs and what to watch for."""
    name = instrument.name_in(lang)
    needs = ". ".join(part for part in (instrument.legal_basis, instrument.needs) if part)
    return [name, instrument.what_it_does_nl, needs, instrument.caution_nl or ""]


def headings(lang: Lang) -> list[str]:
    """Headings of the rows of instruments."""
    return [text(f"book.{key}", lang) for key in ("instrument", "what", "legal_basis", "caution")]


def points(assessment: Assessment, lang: Lang) -> list[str]:
    """Draft points for agreements with the company, for as far as there are labour migrants."""
    if assessment.headline.migrants_peak.p90 < 1:
        return [text("agreement.none", lang)]
    return list(_points(assessment, lang))


class DraftAgreement(NamedTuple):
    """An agreement as the figures suggest it; nobody agreed to anything yet."""

    figure: str
    """Which figure of the report it serves."""
    what: str
    number: float
    month: str


def suggested(assessment: Assessment, lang: Lang) -> list[DraftAgreement]:
    """Agreements with a number and a month: the busiest month of every class of stay, and the promises."""
    found = [_busiest(assessment, stay, lang) for stay in STAY_CLASSES]
    for offer in standing(assessment):
        found.append(
            DraftAgreement(f"places_{offer.stay}", _promised(offer, lang), offer.places, offer.from_month)
        )
    registering, transition = assessment.registration, text("agreement.transition", lang)
    people = rounded(registering.residents.p50, "people")
    if people > 0:
        words = text("agreement.registration", lang)
        found.append(DraftAgreement("registration", words, people, registering.month))
        found.append(DraftAgreement("transition", transition, 1, assessment.proposal.opening))
    return [item for item in found if item is not None and item.number > 0]


def _busiest(assessment: Assessment, stay: StayClass, lang: Lang) -> DraftAgreement | None:
    """The places of a class of stay in the first month in which most are asked."""
    series = getattr(assessment.monthly.units, stay).p50
    most = rounded(max(series), "places")
    if most <= 0:
        return None
    month_of = assessment.monthly.month[series.index(max(series))]
    unit = text(f"unit.{UNIT_OF_STAY[stay]}", lang)
    told = text("agreement.busiest", lang, stay=text(f"stay.{stay}", lang), unit=unit)
    return DraftAgreement(f"places_{stay}", told, most, month_of)


def _points(assessment: Assessment, lang: Lang) -> Iterator[str]:
    total = assessment.headline.units.total.peak
    places = [_path(assessment, stay, lang) for stay in STAY_CLASSES]
    if any(places):
        at_once = {"places": shown(total.p50, "places", lang), "high": shown(total.p90, "places", lang)}
        yield text("agreement.at_once", lang, **at_once)
        yield from filter(None, places)
        yield text("agreement.per_month", lang)
    for offer in standing(assessment):
        yield _promised(offer, lang)
    for key in ("quality", "own_workers", "registration", "language", "transition", "contraction", "review"):
        yield text(f"agreement.{key}", lang)


def _path(assessment: Assessment, stay: StayClass, lang: Lang) -> str:
    """Places per calendar year in its busiest month, years with the same numbers together; empty if none."""
    years = _years(assessment, stay)
    parts = []
    for (places, high), members in groupby(years, key=years.__getitem__):
        first, *others = members
        span = f"{first}-{others[-1]}" if others else first
        if high > 0:
            values = {"places": shown(places, "places", lang), "high": shown(high, "places", lang)}
            key = "in_year" if high > places else "in_year_surely"
            parts.append(text(f"agreement.{key}", lang, year=span, **values))
    unit = text(f"unit.{UNIT_OF_STAY[stay]}", lang)
    told = {"stay": text(f"stay.{stay}", lang), "unit": unit, "path": "; ".join(parts)}
    return text("agreement.places", lang, **told) if parts else ""


def _years(assessment: Assessment, stay: StayClass) -> dict[str, tuple[float, float]]:
    """Most places in a month of each calendar year: the middle and the high value.

    The horizon ends within a year, of which the months say little.
    """
    series, found = getattr(assessment.monthly.units, stay), dict[str, tuple[float, float]]()
    for name, middle, high in zip(assessment.monthly.month, series.p50, series.p90, strict=True):
        before = found.get(name[:4], (0.0, 0.0))
        found[name[:4]] = (
            max(before[0], rounded(middle, "places")),
            max(before[1], rounded(high, "places")),
        )
    found.pop(assessment.monthly.month[-1][:4])
    return found


def _promised(offer: Offer, lang: Lang) -> str:
    """What the company offers itself, and what is to be agreed about its end."""
    values = {
        "places": shown(offer.places, "places", lang),
        "stay": text(f"option.stay.{offer.stay}", lang),
        "first": month(offer.from_month, lang),
    }
    if offer.until_month is None:
        return text("agreement.promised", lang, **values)
    return text("agreement.promised_until", lang, **values, until=month(offer.until_month, lang))
