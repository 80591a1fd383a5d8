"""The Word report: the chapters of the PDF, to be edited and taken over in other documents."""

from typing import Unpack

from hea.assessment.results import Assessment
from hea.parameters import ParameterSet
from hea.report.chapters import Progress, ReportOptions, Story
from hea.report.one_page import write_report
from hea.report.sentences import provenance
from hea.report.word.page import WordReport
from hea.texts import Lang


def build_docx(
    assessment: Assessment,
    parameters: ParameterSet,
    lang: Lang = "nl",
    *,
    progress: Progress | None = None,
    **told: Unpack[ReportOptions],
) -> bytes:
    """The report as the bytes of a Word file; the same arguments give the same bytes.

    It says the same as the PDF, and that the PDF is the record: nothing in it can be checked afterwards.

    Arguments as for :func:`hea.report.pdf.build_pdf`.
    """
    report = WordReport(provenance.colophon(assessment, lang), lang)
    write_report(report, Story(assessment, parameters, lang, **told), progress)
    return report.content()
