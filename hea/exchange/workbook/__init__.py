"""The input workbook: the form that a company fills in and sends back."""

from hea.exchange.workbook.form import build_form
from hea.exchange.workbook.reading import parse_workbook

__all__ = ["build_form", "parse_workbook"]
