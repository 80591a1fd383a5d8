"""The input workbook: the form that a company fills in and sends back."""

from hea.exchange.form.reading import parse_form, read_form
from hea.exchange.form.writing import build_form

__all__ = ["build_form", "parse_form", "read_form"]
