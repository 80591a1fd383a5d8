"""Sheets of an OpenDocument workbook (.ods): read in one pass over its content, and bounded while it is read.

A cell or a row may say that it is there a million times. What is empty is never written out, and what holds
something counts against the bounds as often as it is there.
"""

import datetime as dt
from typing import Any, Final
from xml.parsers import expat

from hea.spreadsheet.sheets import BookSheet, Bounds, CellError, Room
from hea.units import Percentage

MIMETYPE: Final = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENT: Final = "content.xml"
MACROS: Final = ("Basic/", "Scripts/")
"""Beginnings of the names of parts that hold programs."""
SEALED: Final = b"encryption-data"
"""In the list of parts of a workbook with a password."""
ERRORS: Final = ("Err:", "#REF!", "#DIV/0!", "#N/A", "#NAME?", "#VALUE!", "#NUM!", "#NULL!")
HIDDEN: Final = frozenset({"collapse", "filter"})


def open_document(content: bytes, bounds: Bounds) -> list[BookSheet]:
    """The sheets of a workbook.

    Args:
        content: of the part that holds the cells; it must have been checked for declarations.
        bounds: of what is read.
    """
    return _Walk(bounds).read(content)


class _Walk:
    """Goes through the elements; their names are those that spreadsheet programs write."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds, self.room = bounds, Room(bounds)
        self.sheets: list[BookSheet] = []
        self.styles: set[str] = set()
        """Styles of tables that are not shown."""
        self.style = ""
        self.hidden: set[int] = set()
        self.row: list[Any] = []
        self.row_held: dict[str, str] = {}
        self.cell_held: dict[str, str] | None = None
        self.words: list[str] = []
        self.empty_rows = self.skipped = 0

    def read(self, content: bytes) -> list[BookSheet]:
        parser = expat.ParserCreate("utf-8")  # whatever it says of itself, so that nothing hides in another
        parser.EntityDeclHandler = self._refuse
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        parser.Parse(content, True)
        return self.sheets

    def _refuse(self, *_: object) -> None:
        raise self.room.refused()

    def _start(self, name: str, held: dict[str, str]) -> None:
        if name == "style:style":
            self.style = held.get("style:name", "")
        elif name == "style:table-properties" and held.get("table:display") == "false":
            self.styles.add(self.style)
        elif name == "table:table":
            visible = held.get("table:style-name") not in self.styles
            self.sheets.append(BookSheet(held.get("table:name", ""), [], visible))
            self.room.check_sheets(len(self.sheets))
            self.hidden, self.empty_rows = set(), 0
        elif name == "table:table-row":
            self.row, self.row_held, self.skipped = [], held, 0
        elif name in ("table:table-cell", "table:covered-table-cell"):
            self.cell_held, self.words = held, []
        elif name == "text:p" and self.words:
            self.words.append("\n")
        elif name in ("text:s", "text:tab"):
            self.words.append(" ")
        elif name == "office:annotation":
            self.skipped += 1

    def _say(self, words: str) -> None:
        if self.cell_held is not None and not self.skipped:
            self.words.append(words)

    def _end(self, name: str) -> None:
        if name == "office:annotation":
            self.skipped -= 1
        elif name in ("table:table-cell", "table:covered-table-cell") and self.cell_held is not None:
            self._end_cell(self.cell_held)
            self.cell_held = None
        elif name == "table:table-row" and self.sheets:
            self._end_row()
        elif name == "table:table" and self.sheets:
            self.sheets[-1] = self.sheets[-1]._replace(hidden=frozenset(self.hidden))

    def _end_cell(self, held: dict[str, str]) -> None:
        value = _value(held, "".join(self.words))
        times = _times(held, "table:number-columns-repeated")
        if value is None:
            self.row += [None] * min(times, self.bounds.columns - len(self.row))
            return
        if len(self.row) + times > self.bounds.columns:
            raise self.room.refused()
        self.row += [value] * times

    def _end_row(self) -> None:
        times = _times(self.row_held, "table:number-rows-repeated")
        while self.row and self.row[-1] is None:
            self.row.pop()
        if not self.row:
            self.empty_rows += times
            return
        self.room.take(self.empty_rows + times, times * sum(len(str(value)) for value in self.row))
        rows = self.sheets[-1].rows
        rows += [[] for _ in range(self.empty_rows)]
        self.empty_rows = 0
        for _ in range(times):
            rows.append(list(self.row))
            if self.row_held.get("table:visibility") in HIDDEN:
                self.hidden.add(len(rows))


def _times(held: dict[str, str], name: str) -> int:
    written = held.get(name, "1")
    return max(1, int(written)) if written.isdecimal() and len(written) < len("100000000") else 1


def _value(held: dict[str, str], words: str) -> Any:  # noqa: ANN401
    kind = held.get("office:value-type", "")
    if held.get("calcext:value-type") == "error":
        return CellError(words)
    if kind in ("float", "percentage", "currency") and not words.startswith(ERRORS):
        number = float(held["office:value"])
        return Percentage(number) if kind == "percentage" else number
    if kind == "date":
        return dt.datetime.fromisoformat(held["office:date-value"])
    if kind == "boolean":
        return held.get("office:boolean-value") == "true"
    return held.get("office:string-value", words).strip() or None
