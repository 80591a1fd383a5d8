"""Places that are short: how many at most, in which month, and whether the plan ended or has yet to come."""

from typing import Literal, NamedTuple

from hea.assessment.results import Outline
from hea.assessment.results.rounding import rounded
from hea.proposal import STAY_CLASSES, Offer, StayClass
from hea.report.sentences.ranges import UNIT_OF_STAY, range_text, with_middle
from hea.texts import Lang, month, plain, text

Kind = StayClass | Literal["total"]
KINDS: tuple[Kind, ...] = (*STAY_CLASSES, "total")


class Row(NamedTuple):
    """What is short of one kind of places; ranges with their middle, as in ``23 tot 111 (55)``."""

    label: str
    structural: str
    most: str
    month: str
    """In which most are short in the middle; empty if none are."""
    unit: str


def headings(lang: Lang) -> list[str]:
    """Headings of the rows."""
    moments = [text(f"headline.{name}", lang) for name in ("structural", "most_short", "month_of_most")]
    return [text("report.outcome", lang), *moments, text("report.unit", lang)]


def rows(outline: Outline, lang: Lang) -> list[Row]:
    """A line per class of stay, and one for all together in one month."""
    found = []
    for kind in KINDS:
        levels, at = getattr(outline.headline.gap, kind), month_of(outline, kind)
        structural, most = (with_middle(v, "places", lang) for v in (levels.structural, levels.peak))
        when, unit = month(at, lang) if at else "", text(f"unit.{UNIT_OF_STAY[kind]}", lang)
        found.append(Row(text(f"recap.gap_{kind}", lang), structural, most, when, unit))
    return found


def moment(when: str, lang: Lang) -> str:
    """Of which moment the largest shortage is, with its month if there is one."""
    name = text("headline.most_short", lang)
    return f"{name}, {when}" if when else name


def month_of(outline: Outline, kind: Kind) -> str | None:
    """The first month in which most places are short in the middle, or in the high value where that has none.

    Nothing if no places are short in nine of ten draws.
    """
    series = getattr(outline.monthly.gap, kind)
    for line in (series.p50, series.p90):
        shown = [rounded(value, "places") for value in line]
        if max(shown) > 0:
            return outline.monthly.month[max(range(len(line)), key=line.__getitem__)]
    return None


def sentences(outline: Outline, lang: Lang) -> list[str]:
    """The largest shortage of each class in its own month, what the plan has to do with it, and of all."""
    short = [stay for stay in STAY_CLASSES if month_of(outline, stay)]
    if not short:
        return []
    lines = [text("sentence.gap", lang, parts="; ".join(_part(outline, stay, lang) for stay in short))]
    if len(short) > 1:
        together = range_text(outline.headline.gap.total.peak, "places", lang)
        lines.append(text("sentence.gap_total", lang, places=together, month=month_of(outline, "total")))
    return lines


def _part(outline: Outline, stay: StayClass, lang: Lang) -> str:
    return text(
        "sentence.gap_part",
        lang,
        places=range_text(getattr(outline.headline.gap, stay).peak, "places", lang),
        unit=text(f"unit.{UNIT_OF_STAY[stay]}", lang),
        stay=text(f"stay.{stay}", lang).lower(),
        month=month_of(outline, stay),
        why=_why(outline, stay, lang),
    )


def _why(outline: Outline, stay: StayClass, lang: Lang) -> str:
    """That the shortage is largest after places of the plan have ended, or before they are there."""
    months, there = outline.monthly.month, _there(outline, stay)
    at = months.index(month_of(outline, stay) or months[0])
    ended = {months[t] for t in range(at) if there[t] > max(there[t + 1], there[at])}
    coming = {months[t] for t in range(at + 1, len(there)) if there[t] > there[t - 1]}
    gone = [offer for offer in outline.proposal.offers if offer.until_month in ended]
    awaited = [offer for offer in outline.proposal.offers if offer.from_month in coming]
    if gone:
        return _offers("gap_after", gone, max(offer.until_month or "" for offer in gone), lang)
    if awaited:
        return _offers("gap_before", awaited, min(offer.from_month for offer in awaited), lang)
    return ""


def _offers(key: str, offers: list[Offer], edge: str, lang: Lang) -> str:
    places = plain(sum(offer.places for offer in offers), lang)
    return text(f"sentence.{key}", lang, places=places, edge=edge, count=len(offers))


def _there(outline: Outline, stay: StayClass) -> list[float]:
    """Places that may serve a class of stay, per month."""
    plan, supply = outline.proposal.housing_plan, outline.monthly.supply
    fills = plan is not None and plan.surplus_fills_other_classes
    classes = STAY_CLASSES if fills else (stay,)
    return [sum(row) for row in zip(*(getattr(supply, name).p50 for name in classes), strict=True)]
