"""The PDF report, and the list of open questions."""

from hea.report.pdf.build import build_pdf
from hea.report.pdf.questions import build_questions

__all__ = ["build_pdf", "build_questions"]
