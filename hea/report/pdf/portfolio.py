"""Many plans on paper, for a regional board: what they ask together, where it lands, who contributes what."""

from collections.abc import Sequence

from hea.portfolio import Cumulation, Screened
from hea.report import portfolio_text
from hea.report.charts import to_svg
from hea.report.pdf.page import FONT, Report
from hea.report.pdf.vector import readable
from hea.report.pictures import Picture
from hea.report.portfolio_text import Line
from hea.texts import Lang, text

CHART_MM, MAP_MM, WIDTH_PX = 80, 140, 640
SHOWN = ("jobs", "migrants", "short_peak", "mid_peak", "long_peak", "total_peak")


def build_portfolio(screened: Sequence[Screened], found: Cumulation | None, lang: Lang = "nl") -> bytes:
    """The report on a portfolio as the bytes of a PDF file.

    Args:
        screened: the plans in the order of the file.
        found: what they ask together, if that could be calculated.
        lang: language of the report.
    """
    report = Report(_footer(screened, lang), lang)
    plans = sum(row.headline is not None for row in screened)
    report.start(text("screen.title", lang), [text("screen.subtitle", lang, count=plans)])
    report.paragraph(text("screen.paper_intro", lang))
    if found is not None:
        _together(report, found, lang)
    _overview(report, portfolio_text.lines(screened, lang), lang)
    return report.content()


def _footer(screened: Sequence[Screened], lang: Lang) -> str:
    if not screened:
        return text("screen.title", lang)
    first = screened[0]
    return text("screen.made_with", lang, draws=first.draws, seed=first.seed, hash=first.parameters_hash[:8])


def _together(report: Report, found: Cumulation, lang: Lang) -> None:
    _draw(report, portfolio_text.picture(found, lang), CHART_MM, lang)
    targets = portfolio_text.target_rows(found, lang)
    if targets:
        report.heading(text("screen.sheet_targets", lang))
        report.paragraph(text("screen.note_targets", lang))
        report.table(portfolio_text.target_headings(lang), targets, (55, 28, 38, 38, 21), numbers={2, 3})
        report.paragraph(portfolio_text.target_source(found, lang), muted=True)
    _draw(report, portfolio_text.where(found, lang), MAP_MM, lang)
    report.paragraph(text("screen.note_places", lang), muted=True)
    landing = portfolio_text.place_rows(found, lang)
    report.table(portfolio_text.place_headings(lang), landing, (45, 40, 30, 40, 25), numbers={1, 2, 3, 4})
    report.heading(text("screen.sheet_adds", lang))
    report.paragraph(text("screen.note_adds", lang), muted=True)
    adds = portfolio_text.contribution_rows(found, lang)
    headings = portfolio_text.contribution_headings(lang)
    report.table(headings, adds, (40, 28, 30, 26, 28, 28), numbers={2, 3, 4, 5}, compact=True)
    report.heading(text("screen.sheet_facilities", lang))
    report.paragraph(text("screen.note_facilities", lang), muted=True)
    load = portfolio_text.facility_rows(found, lang)
    report.table(portfolio_text.facility_headings(lang), load, (35, 60, 45, 40), numbers={2}, dense=True)


def _draw(report: Report, picture: Picture | None, room_mm: float, lang: Lang) -> None:
    if picture is None:
        return
    report.heading(picture.title, room_mm)
    report.figure(readable(to_svg(picture.chart.properties(width=WIDTH_PX), lang, FONT)), picture.alt)


def _overview(report: Report, lines: Sequence[Line], lang: Lang) -> None:
    report.heading(text("screen.sheet_overview", lang))
    headings = [text("lead.company", lang), *(text(f"screen.{name}", lang) for name in SHOWN)]
    rows = [
        [f"{line.company}, {line.municipality}", *(portfolio_text.told(line, name, lang) for name in SHOWN)]
        for line in lines
    ]
    report.table(headings, rows, (42, 23, 23, 23, 23, 23, 23), numbers={1, 2, 3, 4, 5, 6}, small=True)
    report.heading(text("screen.paper_ask", lang))
    report.bullets([_asked(line, lang) for line in lines if line.ask or line.flags])


def _asked(line: Line, lang: Lang) -> str:
    parts = [f"{text(f'screen.{name}', lang)}: {words}" for name, words in _words(line) if words]
    return f"{line.company}. " + " ".join(parts)


def _words(line: Line) -> tuple[tuple[str, str], ...]:
    return ("ask", line.ask), ("flags", line.flags)
