"""The PDF report: the chapters on paper, with what is needed to open it again enclosed."""

from typing import Unpack

from hea import paper
from hea.assessment.results import Assessment
from hea.enclosures import FIGURES_FILE, FIGURES_HELD, PROPOSAL_FILE
from hea.parameters import ParameterSet
from hea.report.chapters import Progress, ReportOptions, Story
from hea.report.one_page import write_report
from hea.report.pdf.page import Report
from hea.report.sentences import provenance
from hea.texts import Lang, text


def build_pdf(
    assessment: Assessment,
    parameters: ParameterSet,
    lang: Lang = "nl",
    *,
    progress: Progress | None = None,
    **told: Unpack[ReportOptions],
) -> bytes:
    """The report as the bytes of a PDF file; the same arguments give the same bytes.

    Args:
        assessment: what to report.
        parameters: the set it was made with, for sources and grades.
        lang: language of the report.
        progress: told how far the work is.
        told: what the report tells beside the assessment.
    """
    report = Report(provenance.colophon(assessment, lang), lang)
    write_report(report, Story(assessment, parameters, lang, **told), progress)
    _attach(report, assessment, lang)
    return report.content()


def _attach(report: Report, assessment: Assessment, lang: Lang) -> None:
    """What is needed to open the report again, and to see whether its figures still hold."""
    plan = assessment.proposal.model_dump_json(indent=1, exclude_defaults=True)
    about = text("report.attached_proposal", lang)
    report.attach(PROPOSAL_FILE, plan.encode(), relationship="Source", about=about)
    figures = assessment.model_dump_json(indent=1, include=set(FIGURES_HELD))
    about = text("report.attached_figures", lang)
    report.attach(FIGURES_FILE, figures.encode(), relationship="Data", about=about)
    report.attach_prints(paper.FILE, text("report.attached_prints", lang))
