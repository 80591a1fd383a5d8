"""The PDF report."""

from hea.report.pdf.build import build_pdf

__all__ = ["build_pdf"]
