"""The headlines as rows and sentences: chosen from the assessment, never computed anew."""

import math
from collections.abc import Collection, Iterator
from statistics import NormalDist
from typing import NamedTuple

from hea.assessment.results import Assessment, Outline, Staffing
from hea.assessment.results.common import Range
from hea.assessment.results.effects import Deadline
from hea.assessment.results.rounding import rounded
from hea.proposal import STAY_CLASSES, HousingPlan, Offer, StayClass, field_label, month_number
from hea.report.sentences import shortage
from hea.report.sentences.ranges import UNIT_OF_STAY, range_text, shown, with_middle
from hea.texts import Lang, chance, month, percent, text

TAIL = 0.10
"""Share of the draws below the low end of a range."""


class HeadlineRow(NamedTuple):
    """One headline: what it is, when, its range and its value in the central run."""

    label: str
    moment: str
    range: Range
    central: float
    kind: str
    """``people`` are rounded, ``places`` are rounded up, ``share`` is a percentage."""
    unit: str

    def shown(self, value: float, lang: Lang) -> str:
        """A value of this figure as people read it."""
        return shown(value, self.kind, lang)


def figures(assessment: Assessment, lang: Lang) -> Iterator[HeadlineRow]:
    """The headlines in the order of the report."""
    head, middle = assessment.headline, assessment.central

    def figure(name: str, moment: str, values: Range, central: float, kind: str, unit: str) -> HeadlineRow:
        when = text(f"headline.{moment}", lang) if moment else ""
        return HeadlineRow(
            text(f"headline.{name}", lang), when, values, central, kind, text(f"unit.{unit}", lang)
        )

    yield figure(jobs_key(assessment), "", head.jobs, middle.jobs, "people", "jobs")
    yield figure("migrant_share", "", head.migrant_share, middle.migrant_share, "share", "share")
    yield figure(
        "migrants_structural",
        "structural",
        head.migrants_structural,
        middle.migrants_structural,
        "people",
        "persons",
    )
    yield figure("migrants_peak", "peak", head.migrants_peak, middle.migrants_peak, "people", "persons")
    for stay, unit in UNIT_OF_STAY.items():
        levels, central = getattr(head.units, stay), getattr(middle.units, stay)
        for moment in ("structural", "peak", "opening_year"):
            yield figure(
                f"units_{stay}", moment, getattr(levels, moment), getattr(central, moment), "places", unit
            )
    for row, (stay, unit) in zip(shortage.rows(assessment, lang), UNIT_OF_STAY.items(), strict=True):
        gaps, central = getattr(head.gap, stay), getattr(middle.gap, stay)
        yield figure(f"gap_{stay}", "structural", gaps.structural, central.structural, "places", unit)
        most = figure(f"gap_{stay}", "most_short", gaps.peak, central.peak, "places", unit)
        yield most._replace(moment=shortage.moment(row.month, lang))
    yield figure("residents", "structural", head.residents, middle.residents, "people", "persons")
    yield figure("children", "structural", head.children, middle.children, "people", "persons")


def jobs_key(assessment: Outline | Staffing) -> str:
    """Key of what the jobs are called: of an expansion and a move only those that are added count."""
    return "jobs_added" if assessment.proposal.grows else "jobs"


class RecapRow(NamedTuple):
    """One line of the recap; each range with its middle, as in ``126 tot 237 (175)``."""

    label: str
    structural: str
    peak: str
    """Busiest month, empty where that has no meaning."""
    opening_year: str
    """Busiest month of the first year, empty where that has no meaning."""
    unit: str


def recap(assessment: Outline, lang: Lang) -> list[RecapRow]:
    """The headlines on one screen, moments beside each other."""
    head = assessment.headline
    rows = [
        _recap_row(jobs_key(assessment), [head.jobs], "people", "jobs", lang),
        _recap_row("migrant_share", [head.migrant_share], "share", "", lang),
        _recap_row("migrants", [head.migrants_structural, head.migrants_peak], "people", "persons", lang),
    ]
    for stay, unit in UNIT_OF_STAY.items():
        levels = getattr(head.units, stay)
        moments = [levels.structural, levels.peak, levels.opening_year]
        rows.append(_recap_row(f"units_{stay}", moments, "places", unit, lang))
    rows.append(_recap_row("residents", [head.residents], "people", "persons", lang))
    rows.append(_recap_row("children", [head.children], "people", "persons", lang))
    return rows


def headings_with_shortage(lang: Lang) -> list[str]:
    """Headings of the table of need and shortage."""
    moments = ("headline.structural", "recap.highest", "recap.in_month", "headline.opening_year")
    return [text(key, lang) for key in ("report.outcome", *moments, "report.unit")]


def with_shortage(assessment: Assessment, lang: Lang, only: Collection[str] = ()) -> list[list[str]]:
    """The recap with what is short below it, and the month of what has one of its own.

    Args:
        assessment: of which it tells.
        lang: language of the words.
        only: labels of the rows of need; all of them if none are given.
    """
    busiest = {text("recap.units_total", lang): month(assessment.housing.peak_month, lang)}
    need = [
        [row.label, row.structural, row.peak, busiest.get(row.label, ""), row.opening_year, row.unit]
        for row in recap(assessment, lang)
        if not only or row.label in only
    ]
    return [*need, *([*row[:4], "", row.unit] for row in shortage.rows(assessment, lang))]


def _recap_row(name: str, moments: list[Range], kind: str, unit: str, lang: Lang) -> RecapRow:
    told = [with_middle(values, kind, lang) for values in moments] + ["", ""]
    spoken_unit = text(f"unit.{unit}", lang) if unit else ""
    return RecapRow(text(f"recap.{name}", lang), told[0], told[1], told[2], spoken_unit)


def summary_sentences(assessment: Assessment, lang: Lang) -> tuple[str, ...]:
    """The recap in a handful of sentences, each headline as a range."""
    head = assessment.headline
    if rounded(head.jobs.p90, "people") == 0:
        lines = [text("sentence.jobs_none", lang), *shrinking(assessment, lang)]
        return (*lines, text("sentence.no_verdict", lang))
    jobs = range_text(head.jobs, "people", lang)
    share = range_text(head.migrant_share, "share", lang)
    lines = [text(f"sentence.{jobs_key(assessment)}", lang, jobs=jobs, share=share)]
    if rounded(head.migrants_peak.p90, "people") == 0:
        return (*lines, text("sentence.migrants_none", lang), text("sentence.no_verdict", lang))
    lines.append(
        text(
            "sentence.migrants",
            lang,
            structural=range_text(head.migrants_structural, "people", lang),
            peak=range_text(head.migrants_peak, "people", lang),
        )
    )
    total = head.units.total
    lines.append(
        text(
            "sentence.places",
            lang,
            structural=range_text(total.structural, "places", lang),
            peak=range_text(total.peak, "places", lang),
            month=assessment.housing.peak_month,
        )
    )
    lines += gap_sentences(assessment, lang)
    return (*lines, text("sentence.no_verdict", lang))


def shrinking(assessment: Assessment, lang: Lang) -> Iterator[str]:
    """Work that disappears where no work is added, and who may lose a home with it."""
    yield from (flag.message.in_language(lang) for flag in assessment.flags if flag.code == "contraction")
    yield from _homes_lost(assessment, lang)


def gap_sentences(assessment: Outline, lang: Lang) -> list[str]:
    """What is short at most, per class of stay and together, each with its month."""
    if not anything_needed(assessment):
        return [text("sentence.need_none", lang)]
    lines = shortage.sentences(assessment, lang)
    if not lines:
        return [text("sentence.gap_none", lang)]
    if not assessment.housing.supply_is_known:
        lines.append(text("sentence.gap_upper", lang))
    return lines


def deadline_sentences(assessment: Outline, lang: Lang, now: str | None = None) -> list[str]:
    """When each shortage begins and when work on housing must have begun; who loses a home at contraction.

    Args:
        assessment: what is told.
        lang: language.
        now: this month, to say that a date has passed and by how much the first places come too late.
    """
    lines = [line for item in assessment.housing.deadlines for line in _deadline(assessment, item, lang, now)]
    if lines:
        lines.append(text("sentence.deadline_note", lang))
    return [*lines, *_homes_lost(assessment, lang)]


def _homes_lost(assessment: Outline, lang: Lang) -> Iterator[str]:
    """How many people may lose a home with their job, and when most do."""
    month, lost = assessment.housing.homes_lost_month, assessment.housing.homes_lost_peak
    if month is not None and rounded(lost.p90, "people") > 0:
        few = "_few" if rounded(lost.p90, "people") <= 1 else ""
        people = range_text(lost, "people", lang)
        yield text(f"sentence.homes_lost{few}", lang, people=people, month=month)


def anything_needed(assessment: Outline) -> bool:
    """Whether a place is needed in the region in some month, in nine of ten draws."""
    return rounded(assessment.headline.units.total.peak.p90, "places") > 0


def plan_sentences(assessment: Outline, lang: Lang, now: str | None = None) -> list[str]:
    """What the places of the plan do not do: come for certain, outlast the peak, fit how long people stay.

    Args:
        assessment: what is told.
        lang: language.
        now: this month, for the chance that what is not begun yet comes in time.
    """
    found = (_not_certain(assessment, lang, now), _ends_before(assessment, lang), _empty(assessment, lang))
    return [line for lines in found for line in lines]


def standing(outline: Outline) -> list[Offer]:
    """Offers that are there in some month that was calculated; others count nowhere."""
    return [offer for offer in outline.proposal.offers if is_standing(offer, outline)]


def is_standing(offer: Offer, outline: Outline) -> bool:
    """Whether an offer is there in some month that was calculated."""
    months = outline.monthly.month
    return offer.from_month <= months[-1] and (offer.until_month is None or offer.until_month >= months[0])


def _not_certain(assessment: Outline, lang: Lang, now: str | None) -> Iterator[str]:
    """Places that have yet to come count as if they were there."""
    lead = assessment.housing.lead_time_months
    coming = [o.from_month for o in standing(assessment) if now is None or o.from_month > now]
    if not coming:
        return
    low, middle, high = (shown(value, "people", lang) for value in (lead.p10, lead.p50, lead.p90))
    certain = text("sentence.plan_certain", lang, low=low, middle=middle, high=high)
    if now is None:
        yield certain
    else:
        left = month_number(min(coming)) - month_number(now)
        odds = _chance_in_time(left, lead, lang)
        in_time = text("sentence.plan_in_time", lang, month=min(coming), chance=odds)
        yield f"{certain} {in_time}"


def _chance_in_time(left: int, lead: Range, lang: Lang) -> str:
    """As far as three points of a range tell it: between them as a lognormal spread runs."""
    if left < lead.p10:
        return chance(0, lang, TAIL)
    if left >= lead.p90:
        return chance(1, lang, TAIL)
    end, sign = (lead.p10, -1) if left < lead.p50 else (lead.p90, 1)
    part = math.log(left / lead.p50) / math.log(end / lead.p50) if left != lead.p50 else 0.0
    normal = NormalDist()
    found = normal.cdf(sign * part * normal.inv_cdf(1 - TAIL))
    return text("chance.about", lang, chance=percent(found, lang))


def _ends_before(assessment: Outline, lang: Lang) -> Iterator[str]:
    """Places that are gone when most are needed."""
    peak = assessment.housing.peak_month
    ends = [o.places for o in standing(assessment) if o.until_month is not None and o.until_month < peak]
    if ends:
        yield text("sentence.plan_ends", lang, places=shown(sum(ends), "places", lang), month=peak)


def _empty(assessment: Outline, lang: Lang) -> Iterator[str]:
    """Beds for short stay that stay empty while people who stay longer have no place."""
    plan, monthly = assessment.proposal.housing_plan, assessment.monthly
    if plan is None or plan.surplus_fills_other_classes:
        return
    there, needed, short = monthly.supply.short.p50, monthly.units.short.p50, monthly.gap.mid.p50
    spare = [max(0.0, have - need) for have, need in zip(there, needed, strict=True)]
    both = [min(pair) for pair in zip(spare, short, strict=True)]
    worst = max(range(len(both)), key=both.__getitem__)
    if both[worst] >= 1:
        yield text(
            "sentence.plan_empty",
            lang,
            month=monthly.month[worst],
            spare=shown(math.floor(spare[worst]), "places", lang),
            there=shown(there[worst], "places", lang),
            short=shown(short[worst], "places", lang),
            limit=assessment.stay_limits_months[0],
            field=field_label(HousingPlan, "surplus_fills_other_classes", lang),
        )


def _deadline(outline: Outline, item: Deadline, lang: Lang, now: str | None) -> Iterator[str]:
    """When to begin for one length of stay; nothing if no places are short in nine of ten draws."""
    if item.latest_start_careful is None:
        return
    values: dict[str, object] = {
        "stay": text(f"stay.{item.stay}", lang),
        "careful": item.latest_start_careful,
        "chance": chance(item.chance, lang),
    }
    passed = now is not None and item.latest_start_careful < now
    if item.opens is None or item.latest_start is None:
        yield text(f"sentence.deadline_perhaps{'_late' if passed else ''}", lang, **values)
        return
    values |= {"opens": item.opens, "usual": item.latest_start}
    late = 0 if now is None else month_number(now) - month_number(item.latest_start)
    if late > 0:
        yield text("sentence.deadline_late", lang, **values, months=late)
    else:
        yield text(f"sentence.deadline{'_even' if passed else ''}", lang, **values)
    yield from _duration_in_short(outline, item, lang)


def _duration_in_short(outline: Outline, item: Deadline, lang: Lang) -> Iterator[str]:
    """Until when the first shortage lasts, how large it is, and whether another is longer or larger."""
    until, most = item.first_until, item.first_most
    if until is None or most is None or until == outline.monthly.month[-1]:
        return
    largest = shortage.month_of(outline, item.stay)
    parts = [
        text(
            "sentence.deadline_brief",
            lang,
            stay=text(f"stay.{item.stay}", lang),
            until=until,
            most=shown(most, "places", lang),
            unit=text(f"unit.{UNIT_OF_STAY[item.stay]}", lang),
        )
    ]
    if item.longest_from != item.opens:
        parts.append(text("sentence.deadline_longest", lang, month=item.longest_from))
    if largest is not None:
        later = "deadline_largest" if largest > until else "deadline_largest_too"
        parts.append(text(f"sentence.{later}", lang, month=largest))
    yield " ".join(parts)


def chart_alt(assessment: Outline, lang: Lang) -> str:
    """What the housing chart shows, with its numbers."""
    values: dict[str, object] = {}
    for stay in STAY_CLASSES:
        peak = getattr(assessment.headline.units, stay).peak
        values[stay] = range_text(peak, "places", lang)
        values[f"{stay}_mid"] = shown(peak.p50, "places", lang)
    months = assessment.monthly.month
    return text("report.chart_alt", lang, first=months[0], last=months[-1], **values)


def stay_chart_alt(assessment: Outline, stay: StayClass, lang: Lang) -> str:
    """What the chart of one class of stay shows, with its numbers."""
    peak = getattr(assessment.headline.units, stay).peak
    return text(
        "report.stay_chart_alt",
        lang,
        stay=text(f"stay.{stay}", lang),
        unit=text(f"unit.{UNIT_OF_STAY[stay]}", lang),
        first=assessment.monthly.month[0],
        last=assessment.monthly.month[-1],
        middle=shown(peak.p50, "places", lang),
        range=range_text(peak, "places", lang),
    )
