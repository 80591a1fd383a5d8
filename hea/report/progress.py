"""The progress report of one review: per theme what was promised, forecast, counted and agreed.

There is a version for everybody, without who does what and who counted.
"""

from hea.reference import municipalities
from hea.report.document import Document
from hea.report.pdf.page import Report
from hea.report.sentences import progress, provenance
from hea.report.sentences.progress import Review
from hea.texts import Lang, month, text


def build_progress(review: Review, against: str, lang: Lang = "nl") -> bytes:
    """The report as the bytes of a PDF file; the same arguments give the same bytes.

    Args:
        review: what it tells.
        against: with which forecast it compares.
        lang: language of the report.
    """
    report = Report(provenance.colophon(review.forecast, lang), lang)
    write_progress(report, review, against, lang)
    return report.content()


def write_progress(document: Document, review: Review, against: str, lang: Lang) -> None:
    """The report, written from top to bottom."""
    document.start(title(review, lang), [against])
    document.bullets(progress.summary(review, lang))
    for theme in progress.themes(review, lang):
        document.heading(text(f"progress.theme.{theme}", lang), level=2)
        told = progress.rows(review, theme, lang)
        if told:
            document.table(progress.headings(lang), told, (52, 24, 44, 24, 32), compact=True)
        _actions(document, review, theme, lang)
    for line in (*progress.sources(review, lang), text("progress.no_verdict", lang)):
        document.paragraph(line, muted=True)


def _actions(document: Document, review: Review, theme: str, lang: Lang) -> None:
    agreed = progress.action_rows(review, theme, lang)
    if agreed:
        widths = (80, 22, 34, 40) if review.public else (58, 18, 26, 26, 24, 24)
        heading = text("progress.agreements", lang)
        document.heading(heading, level=3, listed=False)
        columns = progress.action_headings(review, lang)
        document.table(columns, agreed, widths, compact=True, caption=heading)


def title(review: Review, lang: Lang) -> str:
    """Which review it is, and where; the company only for whoever may know."""
    proposal = review.forecast.proposal
    place = municipalities()[proposal.municipality].name
    key = "title_public" if review.public else "title"
    return text(
        f"progress.{key}", lang, month=month(review.month, lang), place=place, company=proposal.company
    )
