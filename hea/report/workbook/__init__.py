"""The report workbook: summary, months, facilities, welfare, assumptions and parameters with sources."""

import os

os.environ.setdefault("OPENPYXL_LXML", "False")  # without lxml, entity declarations are refused

from hea.report.workbook.build import build_workbook

__all__ = ["build_workbook"]
