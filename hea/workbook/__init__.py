"""The report workbook: summary, months, facilities, welfare, assumptions and parameters with sources."""

from hea.workbook.build import build_workbook

__all__ = ["build_workbook"]
