"""What the writers of all sheets with formulas begin with."""

from hea.texts import text
from hea.workbook.cells import LiveBook, LiveSheet
from hea.workbook.central_run import CentralRun

FIRST_ROW = 4
"""Under the heading of a sheet and what it says of itself."""


class SheetWriter:
    """The workbook, the run with all middles, one sheet, and the first row of it that is free."""

    def __init__(self, book: LiveBook, central: CentralRun, sheet: LiveSheet) -> None:
        self.book, self.central, self.lang = book, central, book.lang
        self.proposal = central.setting.proposal
        self.sheet, self.row = sheet, FIRST_ROW

    def _text(self, key: str, **values: object) -> str:
        return text(f"book.{key}", self.lang, **values)
