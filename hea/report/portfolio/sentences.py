"""Many plans as rows of words and numbers, for every surface that shows them."""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple, TypeVar

from hea.assessment.results.common import DOSSIER_DRAWS, PERCENTILES, Range
from hea.parameters import ParameterSet, load_parameters, sector_figure
from hea.portfolio.result import ACROSS, Cumulation, FacilityDemand, MunicipalityNeed, PlanSummary, Unread
from hea.proposal import STAY_CLASSES, PlacesPerStay
from hea.reference import municipalities, sectors
from hea.report.sentences import parameters as parameters_words
from hea.report.sentences import signals
from hea.report.sentences.ranges import shown, with_middle
from hea.report.sentences.sources import facility_unit
from hea.texts import Lang, amount, month, number, percent, text

FIGURES = ("jobs", "migrants", "share", "short_peak", "mid_peak", "long_peak", "total_peak", "children")
"""Columns of ranges in the overview."""
KINDS = dict.fromkeys(FIGURES, "places") | {
    "jobs": "people", "migrants": "people", "share": "share", "children": "people",
}  # fmt: skip
T = TypeVar("T")


class Line(NamedTuple):
    """One plan of the overview."""

    company: str
    municipality: str
    sector: str
    opening: str
    figures: dict[str, Range]
    """Empty if it cannot be assessed."""
    grade: str
    """Of the published share of labour migrants in the sector, on which all figures rest most."""
    flags: str
    ask: str
    place: str


def lines(screened: Sequence[PlanSummary], lang: Lang) -> list[Line]:
    """The overview, in the order of the file."""
    return [_line(row, lang) for row in screened]


def subtitle(screened: Sequence[PlanSummary], missing: Unread, lang: Lang) -> str:
    """How many plans stand in the sum, of how many that were handed in."""
    plans = sum(row.headline is not None for row in screened)
    if not missing.plans:
        return text("screen.subtitle", lang, count=plans)
    return text("screen.subtitle_of", lang, count=plans, total=plans + missing.plans)


def left_out_of(screened: Sequence[PlanSummary], unread: Unread, lang: Lang) -> Unread:
    """What is not in the sum: plans that could not be read, and plans that could not be calculated."""
    failed = not_calculated(screened, lang)
    return Unread((*unread.sentences, *failed), unread.plans + len(failed))


def not_calculated(screened: Sequence[PlanSummary], lang: Lang) -> list[str]:
    """Plans that were read and could not be calculated, each with the reason."""
    return [
        f"{line.company}, {line.municipality}. {line.flags}".strip()
        for line in lines([row for row in screened if row.headline is None], lang)
    ]


def made_with(plan: PlanSummary, lang: Lang) -> str:
    """How the figures were drawn, and that those of a dossier may differ where it takes more draws."""
    key = "made_with_all" if plan.draws == DOSSIER_DRAWS else "made_with"
    values = {"draws": plan.draws, "seed": plan.seed, "hash": plan.parameters_hash[:8]}
    return text(f"screen.{key}", lang, **values, dossier=DOSSIER_DRAWS)


def _line(row: PlanSummary, lang: Lang) -> Line:
    plan = row.proposal
    problems = (text(f"problems.{code}", lang, **values) for _, code, values in row.problems)
    return Line(
        plan.company,
        municipalities()[plan.municipality].name,
        sectors()[plan.sector].name_in(lang),
        month(plan.opening, lang),
        _figures(row),
        load_parameters()[sector_figure(plan.sector, "migrant_share")].grade,
        " ".join([*(flag.message.in_language(lang) for flag in row.flags), *problems]),
        "; ".join(item.in_language(lang) for item in row.ask),
        row.place,
    )


def _figures(row: PlanSummary) -> dict[str, Range]:
    head = row.headline
    if head is None:
        return {}
    return {
        "jobs": head.jobs,
        "migrants": head.migrants_structural,
        "share": head.migrant_share,
        "short_peak": head.units.short.peak,
        "mid_peak": head.units.mid.peak,
        "long_peak": head.units.long.peak,
        "total_peak": head.units.total.peak,
        "children": head.children,
    }


def places_asked(line: Line) -> float:
    """Most places that a plan asks in one month, by its middle; one that cannot be assessed comes first."""
    return line.figures["total_peak"].p50 if line.figures else math.inf


def figure_text(line: Line, name: str, lang: Lang) -> str:
    """A figure of a plan as a range with its middle."""
    return (
        with_middle(line.figures[name], KINDS[name], lang) if line.figures else text("screen.unknown", lang)
    )


def place_rows(found: Cumulation, lang: Lang) -> list[list[str]]:
    """Per municipality: what lands there, for work elsewhere, what is known to be there, what is short."""
    return [
        [
            place_name(row.gm_code, lang),
            with_middle(row.peak, "places", lang),
            with_middle(row.from_elsewhere, "places", lang),
            _known(row.known_places, lang),
            _places_in_words(row.pipeline, lang),
            _places_in_words(row.existing_shortage, lang),
            with_middle(row.short_of, "places", lang),
            str(len(row.sites)),
        ]
        for row in found.places
    ]


def _places_in_words(places: PlacesPerStay, lang: Lang) -> str:
    """What was told per class of stay; unknown if nothing was."""
    values = {stay: getattr(places, stay) for stay in STAY_CLASSES}
    known = [
        f"{text(f'stay.{stay}', lang)} {shown(value, 'places', lang)}"
        for stay, value in values.items()
        if value is not None
    ]
    return ", ".join(known) or text("option.unknown", lang)


def _known(places: tuple[float, ...] | None, lang: Lang) -> str:
    return text("option.unknown", lang) if places is None else shown(max(places), "places", lang)


def place_name(code: str, lang: Lang) -> str:
    """Name of a municipality, or of what is none."""
    if code in municipalities():
        return municipalities()[code].name
    return text("screen.across_border" if code == ACROSS else "screen.elsewhere", lang)


def place_headings(lang: Lang) -> list[str]:
    """Headings of that table."""
    names = ("name", "peak", "elsewhere", "known", "pipeline", "shortage", "short", "plans")
    return [text(f"screen.place_{name}", lang) for name in names]


def village_rows(found: Cumulation, lang: Lang) -> list[list[str]]:
    """Per village: what plans on a site in its municipality ask there."""
    return [
        [
            place_name(row.gm_code, lang),
            village.name or text("screen.village_unnamed", lang),
            with_middle(village.peak, "places", lang),
            str(len(village.sites)),
        ]
        for row in found.places
        for village in row.villages
    ]


def village_headings(lang: Lang) -> list[str]:
    """Headings of that table."""
    names = ("place_name", "village", "place_peak", "place_plans")
    return [text(f"screen.{name}", lang) for name in names]


def spread_rows(found: Cumulation, lang: Lang) -> list[list[str]]:
    """Where the need of the sites in each municipality lands, and whether that was set."""
    return [
        [
            place_name(row.gm_code, lang),
            ", ".join(
                f"{place_name(code, lang)} {percent(share.p50, lang)}" for code, share in row.shares.items()
            ),
            text("screen.spread_own" if row.own else "screen.spread_shown", lang),
        ]
        for row in found.spread
    ]


def spread_headings(lang: Lang) -> list[str]:
    """Headings of that table."""
    return [text(f"screen.spread_{name}", lang) for name in ("site", "lands", "origin")]


def border(found: Cumulation, lang: Lang) -> str:
    """How many workers live across the border."""
    return text("screen.border", lang, range=with_middle(found.across_border, "people", lang))


def signal_headings(lang: Lang) -> list[str]:
    """Headings of the rules about the sum."""
    return [text(f"screen.signal_{name}", lang) for name in ("place", "level", "rule", "value", "source")]


def signal_rows(found: Cumulation, lang: Lang) -> list[list[str]]:
    """Rules about the sum in municipalities where a plan stands, as far as something is known."""
    return [
        [place_name(place.gm_code, lang), row.mark, f"{row.scope}: {row.name}", row.value, row.rule]
        for place in found.places
        if place.sites
        for row in signals.signal_rows([item for item in place.signals if item.value], lang)
    ]


def signals_unknown(found: Cumulation, lang: Lang) -> list[str]:
    """Why other rules cannot be held against the sum, a sentence per reason with its municipalities."""
    places: dict[str, dict[str, None]] = {}
    for place in found.places:
        for item in place.signals if place.sites else ():
            if item.value is None and item.reason is not None:
                name = place_name(place.gm_code, lang)
                places.setdefault(item.reason.in_language(lang), {})[name] = None
    return [
        text("screen.signal_unknown", lang, reason=reason, places=", ".join(names))
        for reason, names in places.items()
    ]


def target_rows(found: Cumulation, lang: Lang) -> list[list[str]]:
    """Per region and class of stay: what lands there beside the published task, with its grade."""
    return [
        [
            f"{row.region}, {text(f'stay.{row.stay}', lang)}",
            month(row.month, lang),
            with_middle(row.need, "places", lang),
            text("range.from_to", lang, low=number(row.task_low, lang), high=number(row.task_high, lang)),
            row.grade,
        ]
        for row in found.targets
    ]


def target_headings(lang: Lang) -> list[str]:
    """Headings of that table."""
    return [text(f"screen.target_{name}", lang) for name in ("region", "month", "need", "task", "grade")]


def target_source(found: Cumulation, lang: Lang) -> str:
    """Where the tasks were published, and what they mean by a class of stay."""
    sources = dict.fromkeys(
        f"{row.source} ({row.definition.in_language(lang)})" + (f", {row.url}" if row.url else "")
        for row in found.targets
    )
    return text("screen.target_source", lang, source="; ".join(sources))


def contribution_rows(found: Cumulation, lang: Lang, most: int | None = None) -> list[list[str]]:
    """Per plan: what it adds, and what is short because of it as the first and as the last.

    Args:
        found: the plans together.
        lang: language of the words.
        most: so many of the largest plans; all without it.
    """
    return [
        [
            row.company,
            municipalities()[row.gm_code].name,
            with_middle(row.peak, "places", lang),
            with_middle(row.share, "share", lang),
            with_middle(row.short_if_first, "places", lang),
            with_middle(row.short_in_order, "places", lang),
            with_middle(row.short_if_last, "places", lang),
        ]
        for row in largest(found.contributions, most, lambda row: row.peak.p50)
    ]


def contribution_headings(lang: Lang) -> list[str]:
    """Headings of that table."""
    names = ("company", "municipality", "peak", "share", "first", "order", "last")
    return [text(f"screen.adds_{name}", lang) for name in names]


def largest(rows: Sequence[T], most: int | None, size: Callable[[T], float]) -> list[T]:
    """The largest of some rows, in the order in which they stood; all without a number."""
    chosen = sorted(range(len(rows)), key=lambda index: -size(rows[index]))[:most]
    return [rows[index] for index in sorted(chosen)]


def with_sites(found: Cumulation, most: int | None = None) -> list[MunicipalityNeed]:
    """Municipalities where a plan stands; so many of those that need the most places."""
    return largest([place for place in found.places if place.sites], most, lambda place: place.peak.p50)


def facility_rows(places: Sequence[MunicipalityNeed], lang: Lang) -> list[list[str]]:
    """Demand per facility in each of some municipalities, in the month with most residents."""
    return [
        [
            row.name,
            item.name.in_language(lang),
            _demand(item.demand, lang),
            facility_unit(item.id, lang),
            _in_use(item, lang),
            text("screen.grades", lang, norm=item.grade, use=item.grade_use),
            item.source,
        ]
        for row in places
        for item in row.facilities
    ]


def _in_use(item: FacilityDemand, lang: Lang) -> str:
    """Use of the capacity before and after, with its signal, or that the capacity is not known."""
    if item.utilisation_after is None or item.utilisation_before is None:
        return text("option.unknown", lang)
    return text(
        "screen.in_use",
        lang,
        before=percent(item.utilisation_before, lang),
        after=percent(item.utilisation_after.p50, lang),
        level=signals.level_text(item.signal, lang),
    )


def monthly_facilities(found: Cumulation, lang: Lang) -> tuple[list[str], list[list[str | float]]]:
    """Demand in the middle per month, a row per municipality with a plan and facility; with headings."""
    headings = [text(f"screen.facility_{name}", lang) for name in ("municipality", "name", "unit")]
    rows: list[list[str | float]] = [
        [place.name, item.name.in_language(lang), facility_unit(item.id, lang), *item.monthly.p50]
        for place in found.places
        if place.sites
        for item in place.facilities
    ]
    return [*headings, *(month(name, lang) for name in found.month)], rows


def monthly_need(found: Cumulation, lang: Lang) -> tuple[list[str], list[list[str | float]]]:
    """Places per month, rows per municipality and class of stay for each end of the range; with headings."""
    headings = [text("screen.place_name", lang), text("screen.stay", lang), text("screen.end", lang)]
    rows: list[list[str | float]] = [
        [place_name(place.gm_code, lang), text(f"stay.{stay}", lang), end.upper(), *getattr(series, end)]
        for place in found.places
        for stay in (*STAY_CLASSES, "total")
        for series in (getattr(place.need, stay),)
        for end in PERCENTILES
    ]
    return [*headings, *(month(name, lang) for name in found.month)], rows


def source_rows(found: Cumulation, parameters: ParameterSet, lang: Lang) -> list[list[str]]:
    """Every figure that went into the sums, with its range, unit, grade and source."""
    return [
        parameters_words.row(name, parameters, lang)
        for name in found.parameters.used
        if parameters[name].role == "model"
    ]


def _demand(values: Range, lang: Lang) -> str:
    low, middle, high = (amount(value, lang) for value in (values.p10, values.p50, values.p90))
    return f"{text('range.from_to', lang, low=low, high=high)} ({middle})"


def facility_headings(lang: Lang) -> list[str]:
    """Headings of that table."""
    return [
        text(f"screen.facility_{name}", lang)
        for name in ("municipality", "name", "demand", "unit", "use", "grade", "source")
    ]
