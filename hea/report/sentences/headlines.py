"""Sentences and rows that every surface shows: chosen from the assessment, never computed anew."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hea.assessment.results import Assessment, Made, Outline
from hea.assessment.results.common import Range
from hea.assessment.results.rounding import rounded
from hea.parameters.record import OWN_VALUE
from hea.proposal import NO_NAME, STAY_CLASSES, Proposal, StayClass
from hea.reference import facilities, municipalities, sectors, stay_definitions
from hea.status import Status
from hea.texts import Lang, number, percent, text

HASH_DIGITS = 8
DEFINITION = re.compile(r"Definition of this tool, (see|explained on) the method page")
PER = re.compile(r"(.+) per (\d+) \((\w+)\)")
UNIT_OF_STAY = {"short": "beds", "mid": "units", "long": "dwellings", "total": "places"}


class Figure(NamedTuple):
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


def shown(value: float, kind: str, lang: Lang) -> str:
    """The rounded figure in the notation of the language."""
    figure = rounded(value, kind)
    return percent(figure, lang) if kind == "share" else number(figure, lang)


def range_text(values: Range, kind: str, lang: Lang) -> str:
    """``126 tot 237``, or a single number where low and high read the same."""
    low, high = shown(values.p10, kind, lang), shown(values.p90, kind, lang)
    return (
        text("range.exact", lang, middle=low)
        if low == high
        else text("range.from_to", lang, low=low, high=high)
    )


def figures(assessment: Assessment, lang: Lang) -> Iterator[Figure]:
    """The headlines in the order of the report."""
    head, middle = assessment.headline, assessment.central

    def figure(name: str, moment: str, values: Range, central: float, kind: str, unit: str) -> Figure:
        when = text(f"headline.{moment}", lang) if moment else ""
        return Figure(text(f"headline.{name}", lang), when, values, central, kind, text(f"unit.{unit}", lang))

    yield figure("jobs", "", head.jobs, middle.jobs, "people", "jobs")
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
    for stay in STAY_CLASSES:
        gaps, central = getattr(head.gap, stay), getattr(middle.gap, stay)
        for moment in ("structural", "peak"):
            yield figure(
                f"gap_{stay}",
                moment,
                getattr(gaps, moment),
                getattr(central, moment),
                "places",
                UNIT_OF_STAY[stay],
            )
    yield figure("residents", "structural", head.residents, middle.residents, "people", "persons")
    yield figure("children", "structural", head.children, middle.children, "people", "persons")


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
        _recap_row("jobs", [head.jobs], "people", "jobs", lang),
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


def gap_rows(assessment: Assessment, lang: Lang) -> list[RecapRow]:
    """The shortage per class of stay, as lines of the recap."""
    rows = []
    for stay in STAY_CLASSES:
        levels = getattr(assessment.headline.gap, stay)
        rows.append(
            _recap_row(f"gap_{stay}", [levels.structural, levels.peak], "places", UNIT_OF_STAY[stay], lang)
        )
    return rows


def _recap_row(name: str, moments: list[Range], kind: str, unit: str, lang: Lang) -> RecapRow:
    told = [with_middle(values, kind, lang) for values in moments] + ["", ""]
    spoken_unit = text(f"unit.{unit}", lang) if unit else ""
    return RecapRow(text(f"recap.{name}", lang), told[0], told[1], told[2], spoken_unit)


def with_middle(values: Range, kind: str, lang: Lang) -> str:
    """A range with its P50 in brackets."""
    spread = range_text(values, kind, lang)
    middle = shown(values.p50, kind, lang)
    return spread if spread == middle else f"{spread} ({middle})"


def company_name(proposal: Proposal, lang: Lang) -> str:
    """What the company is called, or that it has no name yet."""
    return text("drafts.nameless", lang) if proposal.company == NO_NAME else proposal.company


def title_lines(assessment: Outline, lang: Lang) -> tuple[str, str]:
    """Company and place, and a line that says what the plan is."""
    proposal = assessment.proposal
    place = municipalities()[proposal.municipality].name
    sector = sectors()[proposal.sector]
    company = text("report.subtitle", lang, company=company_name(proposal, lang), municipality=place)
    kind = text(f"kind.{proposal.kind}", lang)
    plan = text(
        "report.initiative",
        lang,
        kind=kind[0].upper() + kind[1:],
        municipality=place,
        sector=(sector.name_nl if lang == "nl" else sector.name_en),
        opening=proposal.opening,
    )
    return company, plan


def summary_sentences(assessment: Assessment, lang: Lang) -> tuple[str, ...]:
    """The recap in a handful of sentences, each headline as a range."""
    head = assessment.headline
    if round(head.jobs.p90) == 0:
        return text("sentence.jobs_none", lang), text("sentence.no_verdict", lang)
    jobs = range_text(head.jobs, "people", lang)
    lines = [text("sentence.jobs", lang, jobs=jobs, share=range_text(head.migrant_share, "share", lang))]
    if round(head.migrants_peak.p90) == 0:
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
        )
    )
    lines.append(text("sentence.peak_month", lang, month=assessment.housing.peak_month))
    lines += gap_sentences(assessment, lang)
    return (*lines, text("sentence.no_verdict", lang))


def gap_sentences(assessment: Outline, lang: Lang) -> list[str]:
    """What is short in the busiest month, per class of stay."""
    peaks = {stay: getattr(assessment.headline.gap, stay).peak for stay in STAY_CLASSES}
    if all(rounded(peak.p90, "places") == 0 for peak in peaks.values()):
        return [text("sentence.gap_none", lang)]
    lines = [text("sentence.gap", lang, **{s: range_text(peak, "places", lang) for s, peak in peaks.items()})]
    if not assessment.housing.supply_is_known:
        lines.append(text("sentence.gap_upper", lang))
    return lines


def deadline_sentences(assessment: Outline, lang: Lang) -> list[str]:
    """When each shortage begins and when work on housing must have begun; who loses a home at contraction."""
    lines = [
        text(
            "sentence.deadline",
            lang,
            stay=text(f"stay.{item.stay}", lang),
            opens=item.opens,
            usual=item.latest_start,
            careful=item.latest_start_careful,
        )
        for item in assessment.housing.deadlines
        if item.opens is not None
    ]
    month, lost = assessment.housing.homes_lost_month, assessment.housing.homes_lost_peak
    if month is not None and round(lost.p90) > 0:
        people = range_text(lost, "people", lang)
        lines.append(text("sentence.homes_lost", lang, people=people, month=month))
    return lines


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


def status_line(status: Status, lang: Lang) -> str:
    """What a report calls itself, in the same words everywhere."""
    return text("report.status", lang, status=text(f"status.{status}", lang))


def colophon(assessment: Made, lang: Lang) -> str:
    """Versions, hashes and seed: what is needed to make the same figures again."""
    definition = stay_definitions()[assessment.stay_definition]
    told = text(
        "report.colophon",
        lang,
        version=assessment.version,
        parameters=assessment.parameters.version,
        hash=assessment.parameters.hash[:HASH_DIGITS],
        input=assessment.input_hash[:HASH_DIGITS],
        seed=assessment.seed,
        draws=assessment.draws,
        definition=definition.name_nl if lang == "nl" else definition.name_en,
    )
    own = len(assessment.parameters.own_values)
    return text("report.colophon_own", lang, colophon=told, count=own) if own else told


def own_value_names(assessment: Made, lang: Lang) -> list[str]:
    """A line that names the own values the figures were made with, if there are any."""
    names = [item.called(lang) for item in assessment.parameters.own_values]
    return [text("report.own_values", lang, names="; ".join(names))] if names else []


def source_text(citation: str, lang: Lang) -> str:
    """A citation, with the mark of an own value, assumption or definition in the language of the reader."""
    if citation.startswith(f"{OWN_VALUE}: "):  # the rest are words of the user
        return text("report.own_value_source", lang, why=citation.removeprefix(f"{OWN_VALUE}: "))
    told = citation.replace("no source: assumption", text("report.assumption_source", lang))
    return DEFINITION.sub(text("report.definition_source", lang), told)


def unit_text(unit: str, lang: Lang) -> str:
    """The unit of a parameter in the language of the reader."""
    per = PER.fullmatch(unit)
    if per is None:
        return text(f"parameter_unit.{unit}", lang)
    counted, count, driver = per.groups()
    english = {row.unit: row.unit_en for row in facilities().values()}
    what = counted if lang == "nl" else english[counted]
    if int(count) == 1:
        return text("parameter_unit.per_one", lang, what=what, driver=text(f"driver_one.{driver}", lang))
    names = text(f"driver.{driver}", lang)
    return text("parameter_unit.per", lang, what=what, count=int(count), driver=names)


def facility_unit(facility: str, lang: Lang) -> str:
    """The unit in which a facility is counted, in the language of the reader."""
    row = facilities()[facility]
    return row.unit if lang == "nl" else row.unit_en
