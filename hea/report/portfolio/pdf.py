"""Many plans on paper, for a regional board: what they ask together, where it lands, who contributes what."""

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from hea.parameters import load_parameters
from hea.portfolio.result import ALL_READ, Cumulation, PlanSummary, Unread
from hea.report.document import FONT
from hea.report.figures.figures import Figure
from hea.report.figures.vega import to_svg
from hea.report.pdf.page import Report
from hea.report.portfolio import figures, sentences
from hea.report.portfolio.sentences import Line
from hea.report.sentences import parameters
from hea.texts import Lang, text

CHART_MM, MAP_MM, WIDTH_PX = 80, 140, 640
PLACES = (28, 24, 24, 19, 24, 19, 24, 18)
SIGNALS = (22, 20, 50, 30, 58)
VILLAGES = (50, 60, 40, 30)
SPREAD = (30, 110, 40)
ADDS = (34, 24, 24, 24, 24, 25, 25)
FACILITIES = (28, 48, 32, 26, 24, 22)
SOURCES = (50, 30, 24, 28, 14, 34)
"""Widths of columns in mm."""
MAX_PLACES, MAX_PLANS, MAX_UNREAD = 5, 60, 12
"""So many municipalities, plans and rows that were not read stand on paper; the workbook holds all."""
SHOWN = ("jobs", "migrants", "short_peak", "mid_peak", "long_peak", "total_peak")


class Table(NamedTuple):
    """What a table shows."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    """Of the columns, in parts of the whole."""
    numbers: Collection[int] = ()
    """Columns with numbers."""


def build_portfolio(
    screened: Sequence[PlanSummary], found: Cumulation | None, unread: Unread = ALL_READ, lang: Lang = "nl"
) -> bytes:
    """The report on a portfolio as the bytes of a PDF file.

    Args:
        screened: the plans in the order of the file.
        found: what they ask together, if that could be calculated.
        unread: what could not be read.
        lang: language of the report.
    """
    report = Report(_footer(screened, lang), lang)
    missing = sentences.left_out_of(screened, unread, lang)
    report.start(text("screen.title", lang), [sentences.subtitle(screened, missing, lang)])
    report.paragraph(text("screen.paper_intro", lang))
    _missing(report, missing, lang)
    if found is not None:
        _together(report, found, lang)
    _overview(report, sentences.lines(screened, lang), lang)
    if found is not None:
        sources = sentences.source_rows(found, load_parameters(), lang)
        _part(report, "sources", Table(parameters.headings(lang), sources, SOURCES), lang)
    return report.content()


def _missing(report: Report, missing: Unread, lang: Lang) -> None:
    """What is not in the sum, and why."""
    if not missing.plans:
        return
    report.paragraph(text("screen.not_in_sum", lang, count=missing.plans))
    report.bullets(missing.sentences[:MAX_UNREAD])
    count = len(missing.sentences)
    _left_out(report, "missing", min(count, MAX_UNREAD), count, lang)


def _footer(screened: Sequence[PlanSummary], lang: Lang) -> str:
    if not screened:
        return text("screen.title", lang)
    first = screened[0]
    return sentences.made_with(first, lang)


def _together(report: Report, found: Cumulation, lang: Lang) -> None:
    _draw(report, figures.together(found, lang), CHART_MM, lang)
    report.paragraph(sentences.border(found, lang))
    targets = sentences.target_rows(found, lang)
    if targets:
        report.heading(text("screen.sheet_targets", lang))
        report.paragraph(text("screen.note_targets", lang))
        report.table(sentences.target_headings(lang), targets, (55, 28, 38, 38, 21), numbers={2, 3})
        report.paragraph(sentences.target_source(found, lang), muted=True)
    _landing(report, found, lang)
    rows = sentences.village_rows(found, lang)
    _part(report, "villages", Table(sentences.village_headings(lang), rows, VILLAGES, {2, 3}), lang)
    _signals(report, found, lang)
    spread = Table(sentences.spread_headings(lang), sentences.spread_rows(found, lang), SPREAD)
    _part(report, "spread", spread, lang)
    adds = sentences.contribution_rows(found, lang, MAX_PLANS)
    _part(report, "adds", Table(sentences.contribution_headings(lang), adds, ADDS, {2, 3, 4, 5, 6}), lang)
    _left_out(report, "plans", len(adds), len(found.contributions), lang)
    _facilities(report, found, lang)


def _signals(report: Report, found: Cumulation, lang: Lang) -> None:
    """Rules about the sum as far as something is known, and why the others cannot be told."""
    report.heading(text("screen.sheet_signals", lang))
    report.paragraph(text("screen.note_signals", lang), muted=True)
    rows = sentences.signal_rows(found, lang)
    if rows:
        report.table(sentences.signal_headings(lang), rows, SIGNALS, dense=True)
    report.bullets(sentences.signals_unknown(found, lang))


def _facilities(report: Report, found: Cumulation, lang: Lang) -> None:
    """Demand per facility; sources stand with the norms in the last chapter, where there is room for them."""
    places = sentences.with_sites(found, MAX_PLACES)
    rows = [row[:-1] for row in sentences.facility_rows(places, lang)]
    headings = sentences.facility_headings(lang)[:-1]
    _part(report, "facilities", Table(headings, rows, FACILITIES, {2}), lang)
    _left_out(report, "places", len(places), len(sentences.with_sites(found)), lang)
    report.paragraph(text("screen.facility_sources", lang), muted=True)


def _left_out(report: Report, name: str, shown: int, total: int, lang: Lang) -> None:
    """That not all stand here, and where they do."""
    if shown < total:
        report.paragraph(text(f"screen.largest_{name}", lang, count=shown, total=total), muted=True)


def _landing(report: Report, found: Cumulation, lang: Lang) -> None:
    """The map and the table of municipalities."""
    _draw(report, figures.where(found, lang), MAP_MM, lang)
    report.paragraph(text("screen.note_places", lang), muted=True)
    rows, headings = sentences.place_rows(found, lang), sentences.place_headings(lang)
    _table_of_known(report, Table(headings, rows, PLACES, {1, 2, 3, 6, 7}), "compact", lang)


def _part(report: Report, name: str, table: Table, lang: Lang) -> None:
    """A chapter of one table with what must be known about it."""
    if not table.rows:
        return
    report.heading(text(f"screen.sheet_{name}", lang))
    report.paragraph(text(f"screen.note_{name}", lang), muted=True)
    _table_of_known(report, table, "dense", lang)


def _table_of_known(report: Report, table: Table, closed_up: Literal["compact", "dense"], lang: Lang) -> None:
    """A table without the columns of which nothing is known; one line says which those are."""
    headings, rows, widths, numbers = table
    unknown = text("option.unknown", lang)
    empty = {at for at in range(len(headings)) if all(row[at] == unknown for row in rows)}
    kept = [at for at in range(len(headings)) if at not in empty]
    if empty:
        names = "; ".join(headings[at] for at in sorted(empty))
        report.paragraph(text("screen.nothing_known", lang, names=names), muted=True)
    report.table(
        [headings[at] for at in kept],
        [[row[at] for at in kept] for row in rows],
        [widths[at] * sum(widths) / sum(widths[k] for k in kept) for at in kept],
        numbers={new for new, at in enumerate(kept) if at in numbers},
        compact=closed_up == "compact",
        dense=closed_up == "dense",
    )


def _draw(report: Report, figure: Figure | None, room_mm: float, lang: Lang) -> None:
    if figure is None:
        return
    report.heading(figure.title, room_mm)
    report.figure(to_svg(figure.vega().with_properties(width=WIDTH_PX), lang, FONT), figure.alt)


def _overview(report: Report, lines: Sequence[Line], lang: Lang) -> None:
    report.heading(text("screen.sheet_overview", lang))
    shown = sentences.largest(lines, MAX_PLANS, sentences.places_asked)
    headings = [text("lead.company", lang), *(text(f"screen.{name}", lang) for name in SHOWN)]
    rows = [
        [_named(line, lang), *(sentences.figure_text(line, name, lang) for name in SHOWN)] for line in shown
    ]
    report.table(headings, rows, (42, 23, 23, 23, 23, 23, 23), numbers={1, 2, 3, 4, 5, 6}, small=True)
    _left_out(report, "plans", len(shown), len(lines), lang)
    report.heading(text("screen.paper_ask", lang))
    report.bullets([_asked(line, lang) for line in shown if line.ask or line.flags])


def _named(line: Line, lang: Lang) -> str:
    """Company and municipality, with the grade of what the figures rest on most."""
    return f"{line.company}, {line.municipality} ({text('screen.grade_short', lang, grade=line.grade)})"


def _asked(line: Line, lang: Lang) -> str:
    parts = [f"{text(f'screen.{name}', lang)}: {words}" for name, words in _words(line) if words]
    return f"{line.company}. " + " ".join(parts)


def _words(line: Line) -> tuple[tuple[str, str], ...]:
    return ("ask", line.ask), ("flags", line.flags)
