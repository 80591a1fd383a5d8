"""One page for residents: what comes, where people will live, what is not known yet, where to react.

It holds no figure that the report does not hold.
"""

from collections.abc import Sequence
from typing import Final, Unpack

from hea.assessment.results import Assessment
from hea.parameters import ParameterSet
from hea.reference import municipalities
from hea.report.chapters import ReportOptions, Story, few_lines
from hea.report.document import FONT, Document
from hea.report.figures.figures import need_and_places
from hea.report.figures.vega import to_svg
from hea.report.pdf.page import Report
from hea.report.sentences import conversation, flow, provenance, residents
from hea.texts import Lang, text

CHART_PX: Final = {"width": 560, "height": 170}


def build_residents(
    assessment: Assessment, parameters: ParameterSet, lang: Lang = "nl", **told: Unpack[ReportOptions]
) -> bytes:
    """The page as the bytes of a PDF file; the same arguments give the same bytes.

    Args:
        assessment: what it tells.
        parameters: the set it was made with.
        lang: language of the page.
        told: as for the report; of it the date and the status are printed.
    """
    report = Report(provenance.colophon(assessment, lang), lang)
    write_residents(report, Story(assessment, parameters, lang, **told))
    return report.content()


def write_residents(document: Document, story: Story) -> None:
    """The page, written from top to bottom."""
    assessment, lang = story.assessment, story.lang
    place = municipalities()[story.proposal.municipality].name
    document.start(text("residents.title", lang, municipality=place), few_lines(story))
    _part(document, story, "comes", residents.what_comes(assessment, lang))
    if flow.anybody(assessment):
        _part(document, story, "live", residents.where_people_live(assessment, lang))
        figure = need_and_places(assessment, lang, story.now)
        document.figure(
            to_svg(figure.vega().with_properties(**CHART_PX), lang, FONT), figure.alt, figure.title
        )
        document.paragraph(text("picture.short_note", lang), muted=True)
        _part(document, story, "around", residents.around(assessment, lang))
    unknown = _open(story)
    if unknown:
        _part(document, story, "unknown", unknown)
    _part(document, story, "react", [text("residents.react_where", lang, municipality=place)])
    document.paragraph(text("residents.certainty", lang), muted=True)


def _part(document: Document, story: Story, key: str, told: Sequence[str]) -> None:
    document.heading(text(f"residents.{key}", story.lang), 20, level=3, listed=False)
    document.bullets(told)


def _open(story: Story) -> list[str]:
    """What would narrow the figures most, and how much more nobody has answered yet."""
    lang = story.lang
    asked = story.assessment.drivers.ask_first
    named = [text("residents.not_told", lang, about=item.about.in_language(lang)) for item in asked]
    left = conversation.open_items(conversation.items(story.proposal, story.parameters, lang))
    return [*named, text("residents.open", lang, count=len(left))] if left else named
