"""The report as a Word file, to edit and to take parts from."""

from hea.report.word.build import build_docx

__all__ = ["build_docx"]
