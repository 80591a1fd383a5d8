"""What a council reads first: four numbers, what is asked of it, and the places per half-year."""

from collections.abc import Iterator
from typing import Final

from hea.assessment.results import Assessment
from hea.assessment.results.common import Range, Series
from hea.proposal import STAY_CLASSES, Offer, month_name, month_number
from hea.report.sentences import flow, headlines, shortage
from hea.report.sentences.provenance import HASH_DIGITS
from hea.report.sentences.ranges import range_text, shown
from hea.texts import Lang, date, month, text

HALF_YEAR_MONTHS: Final = 6


def check_code(assessment: Assessment, lang: Lang) -> str:
    """By which a reader sees that paper and file hold the same plan."""
    return text("council.check_code", lang, code=assessment.input_hash[:HASH_DIGITS])


def numbers(assessment: Assessment, lang: Lang) -> list[list[str]]:
    """Jobs, people, places and what is short, each with its month."""
    head, peak = assessment.headline, month(assessment.housing.peak_month, lang)
    rows = [
        (headlines.jobs_key(assessment), head.jobs, "people", text("council.fifth_year", lang)),
        ("migrants", head.migrants_peak, "people", text("council.busiest", lang)),
        ("units_total", head.units.total.peak, "places", text("council.around", lang, month=peak)),
    ]
    told = [
        [text(f"recap.{name}", lang), range_text(values, kind, lang), when]
        for name, values, kind, when in rows
    ]
    return [*told, *_short(assessment, lang)]


def _short(assessment: Assessment, lang: Lang) -> Iterator[list[str]]:
    """What is short in the one month in which most is, of each length of stay."""
    at = worst_month(assessment)
    if at is not None:
        when = month(assessment.monthly.month[at], lang)
        for stay in shortage.KINDS:
            series = getattr(assessment.monthly.gap, stay)
            yield [text(f"recap.gap_{stay}", lang), range_text(_at(series, at), "places", lang), when]


def worst_month(assessment: Assessment) -> int | None:
    """Which month lacks most places together, in the middle; ``None`` if none lacks any."""
    together = assessment.monthly.gap.total.p50
    most = max(together)
    return together.index(most) if most >= 1 else None


def _at(series: Series, at: int) -> Range:
    return Range(p10=series.p10[at], p50=series.p50[at], p90=series.p90[at])


def decisions(assessment: Assessment, lang: Lang) -> list[str]:
    """What a council may be asked; a draft for who writes the proposal."""
    lines = [text("council.decide_note", lang)]
    if flow.anybody(assessment):
        places = range_text(assessment.headline.units.total.peak, "places", lang)
        lines.append(text("council.decide_places", lang, places=places))
        if assessment.drivers.ask_first:
            asked = "; ".join(item.about.in_language(lang) for item in assessment.drivers.ask_first)
            lines.append(text("council.decide_ask", lang, items=asked))
        lines.append(text("council.decide_review", lang))
    return lines


def half_year_headings(lang: Lang) -> list[str]:
    """Columns of the places per half-year."""
    stays = [text("council.short_of", lang, stay=text(f"stay.{stay}", lang)) for stay in STAY_CLASSES]
    return [text("report.month", lang), text("council.needed", lang), text("picture.places", lang), *stays]


def half_years(assessment: Assessment, lang: Lang) -> list[list[str]]:
    """Need, known places and what is short in every sixth month from the first."""
    monthly, rows = assessment.monthly, []
    for at in range(0, len(monthly.month), HALF_YEAR_MONTHS):
        there = sum(getattr(monthly.supply, stay).p50[at] for stay in STAY_CLASSES)
        short = [range_text(_at(getattr(monthly.gap, stay), at), "places", lang) for stay in STAY_CLASSES]
        needed = range_text(_at(monthly.units.total, at), "places", lang)
        rows.append([month(monthly.month[at], lang), needed, shown(there, "people", lang), *short])
    return rows


def measures(assessment: Assessment, lang: Lang, now: str | None = None) -> list[list[str]]:
    """What is to be done, by whom and by when; a month before ``now`` is told as passed."""
    told = [_promised(offer, lang) for offer in headlines.standing(assessment)]
    for item in assessment.housing.deadlines:
        if item.latest_start is not None:
            what = text("council.begin", lang, stay=text(f"stay.{item.stay}", lang))
            told.append([what, text("council.both", lang), _by(item.latest_start, lang, now)])
    if flow.anybody(assessment):
        opening = month(month_name(month_number(assessment.proposal.opening)), lang)
        told += [
            [text(f"council.do_{key}", lang), text("council.company", lang), opening]
            for key in ("register", "language")
        ]
    review = assessment.proposal.review_date
    when = date(review, lang) if review else text("council.open_date", lang)
    return [*told, [text("council.do_review", lang), text("council.municipality", lang), when]]


def _by(latest: str, lang: Lang, now: str | None) -> str:
    passed = now is not None and latest < now
    return text("council.passed", lang, month=month(latest, lang)) if passed else month(latest, lang)


def _promised(offer: Offer, lang: Lang) -> list[str]:
    what = text(
        "planning.offer",
        lang,
        places=shown(offer.places, "places", lang),
        stay=text(f"option.stay.{offer.stay}", lang),
    )
    return [what, text("council.company", lang), month(offer.from_month, lang)]
