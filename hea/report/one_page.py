"""The report on one page: what a plan asks of the place, for who decides with one sheet in hand."""

from typing import Final

from hea.report.chapters import RECAP_MM, Progress, Story, few_lines, write
from hea.report.council import write_council
from hea.report.document import FONT, Document
from hea.report.figures.figures import need_and_places
from hea.report.figures.vega import to_svg
from hea.report.sentences import evidence, flow, headlines
from hea.report.sentences import signals as signals_words
from hea.texts import text

CHART_PX: Final = {"width": 560, "height": 140}
MAX_SIGNALS: Final = 3
ROWS: Final = ("jobs", "migrants", "units_total")
"""The figures of the recap that stand here: jobs, people and places."""


def write_report(document: Document, story: Story, progress: Progress | None = None) -> None:
    """The report in the form that was asked for: one page, the parts for a council, or chapters.

    A plan without labour migrants asks no more of a council than one page.
    """
    form = story.form
    if form == "eenA4" or (form == "raadsstuk" and not flow.anybody(story.assessment)):
        write_one_page(document, story)
    elif form == "raadsstuk":
        write_council(document, story, progress)
    else:
        write(document, story, progress)


def write_one_page(document: Document, story: Story) -> None:
    """The page, written from top to bottom; a dossier with long names may take a second."""
    assessment, lang = story.assessment, story.lang
    document.start(text("report.title", lang), few_lines(story))
    document.bullets(headlines.summary_sentences(assessment, lang))
    if not flow.anybody(assessment):
        return
    figure = need_and_places(assessment, lang, story.now)
    drawn = to_svg(figure.vega().with_properties(**CHART_PX), lang, FONT)
    document.figure(drawn, figure.alt, figure.title)
    document.paragraph(text("picture.short_note", lang), muted=True)
    told = {text(f"recap.{name}", lang) for name in ROWS}
    document.table(
        headlines.headings_with_shortage(lang),
        headlines.with_shortage(assessment, lang, told),
        RECAP_MM,
        dense=True,
        caption=text("report.summary", lang),
    )
    document.paragraph(text("report.range_note", lang), muted=True)
    _list(document, text("app.signals", lang), signals_words.notable(assessment, lang)[:MAX_SIGNALS])
    _list(document, text("chapter.unknown", lang), evidence.ask_sentences(assessment, lang)[:1])


def _list(document: Document, heading: str, told: list[str]) -> None:
    if told:
        document.heading(heading, 20, level=3, listed=False)
        document.bullets(told)
