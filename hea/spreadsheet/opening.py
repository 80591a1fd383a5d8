"""Opening a workbook that someone else made: checked before it is parsed, and read whole in one pass."""

import html
import io
import itertools
import math
import re
import zipfile
from collections.abc import Callable, Collection
from pathlib import PurePosixPath
from typing import Any, Final

from hea.spreadsheet.old_workbook import OLD_CONTAINER, old_workbook
from hea.spreadsheet.open_document import CONTENT, MACROS, MIMETYPE, SEALED, open_document
from hea.spreadsheet.sheets import MAX_BOOK_BYTES, BookError, BookSheet, Bounds, CellError, Grid
from hea.units import MEGABYTE, Percentage

MAX_BOOK_UNPACKED: Final = 10 * MEGABYTE
MAX_ENTRIES: Final = 200
MAX_RATIO: Final = 100
RATIO_FROM_BYTES: Final = 1_000_000
"""Small parts may be packed as tightly as they like."""
MAX_ROWS, MAX_COLUMNS = 2_000, 100
MAX_SHEETS: Final = 40
MAX_SEARCHED: Final = 500_000
"""Bytes of a part with forms of numbers or names of ranges; that of a form has some thousands."""

ZIP: Final = b"PK\x03\x04"
LOCKED_FLAG: Final = 1
DECLARATION: Final = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
OTHER_ENCODINGS: Final = (b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
"""Text of two bytes a character, in which a declaration could hide; spreadsheet programs write UTF-8."""

FORMULA_WITHOUT_VALUE: Final = re.compile(
    rb'<c (?![^<>]*t="str")[^<>]*>\s*(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>|</c>)'
)
"""No class of characters may pass the next ``<``: a tag that never ends would be looked through from every
place where one begins."""
CELL_AT: Final = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
CELLS_TOLD: Final = 3
BOOK, BOOK_LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TITLED: Final = re.compile(rb"<(?:\w{1,20}:)?sheet\s([^<>]*)>")
LINK: Final = re.compile(rb"<(?:\w{1,20}:)?Relationship\s([^<>]*)>")
MAX_TITLE_LENGTH: Final = 60
SHEET: Final = re.compile(rb"<(?:\w{1,20}:)?sheet\s")
SEARCHED: Final = re.compile(rb"numFmt\s|definedName\s")
"""In these openpyxl searches with expressions that take the square of the length of what stands in them."""
LONG_OR_CUT: Final = re.compile(rb"(?<![^<])[^<]{2000}|<!|.<\?", re.DOTALL)
"""So in a part that has them nothing is long, or put together from pieces by the parser. Only a place after a
``<`` is looked at."""
MAX_PIECE_SIZE: Final = 300_000
"""Bytes from one ``<`` to the next, in any part; a cell has 32,767 characters. A parser that is given a part
bit by bit looks again and again through what did not end yet."""
LONG: Final = re.compile(rb"<[^<]{%d}" % MAX_PIECE_SIZE)
SMALL: Final = ("styles.xml", "Content_Types].xml", ".rels")
"""Ends of the names of parts that are looked up by name: how all is shown, where it is. Everything in them
becomes an object, so a million of the smallest take a gigabyte."""
MAX_TAGS: Final = 30_000
"""In such a part; that of a book with thousands of ways to show a cell has half of that."""
WORDS: Final = re.compile(rb"<(?:\w{1,20}:)?si[\s/>]")
MAX_TAGS_OF_WORDS: Final = 600_000
"""In a part with the words of cells, which become objects as well: those of 150,000 cells."""
ROW: Final = re.compile(rb"<(?:\w{1,20}:)?row\s([^<>]*)>")
NUMBERED: Final = re.compile(rb'\br="(\d{1,7})"')
HIDDEN: Final = re.compile(rb'\bhidden="(?:1|true)"')
ERROR: Final = "e"
MAX_BITS: Final = 1_000
"""Of a whole number; one with some more is no number of ours, nor of most that calculate with it."""
MANIFEST: Final = "META-INF/manifest.xml"
CHARTS: Final = "chartsheet"
"""In the kind of a sheet that is one chart and has no cells."""


def open_book(content: bytes, unread: Collection[str] = ()) -> dict[str, Grid]:
    """Values of all cells per sheet title.

    Args:
        content: the bytes of an .xlsx, .ods or .xls file.
        unread: titles of sheets that are of no interest; they come back empty.

    Raises:
        BookError: if it is no workbook, may not be opened, or is larger than a form can be. Sizes are
            checked in the directory of the zip, before anything is unpacked.
    """

    def excel(packed: _CheckedParts) -> list[BookSheet]:
        found = _reader(packed, content).wb.worksheets
        return [BookSheet(sheet.title, [] if sheet.title in unread else _grid(sheet)) for sheet in found]

    sheets = _opened(content, MAX_ROWS, excel)
    return {sheet.title: [] if sheet.title in unread else sheet.rows for sheet in sheets}


def open_lists(content: bytes, most_rows: int) -> list[BookSheet]:
    """The sheets of a workbook that holds lists of other people.

    Args:
        content: the bytes of an .xlsx, .ods or .xls file.
        most_rows: of all its sheets together.

    Raises:
        BookError: as for :func:`open_book`, and for more rows.
    """

    def excel(packed: _CheckedParts) -> list[BookSheet]:
        left, found = most_rows + 1, []
        for sheet in _reader(packed, content).wb.worksheets:
            found.append(_list(sheet, left))
            left -= len(found[-1].rows)
        return found

    return _opened(content, most_rows, excel)


def _opened(
    content: bytes, most_rows: int, excel: Callable[["_CheckedParts"], list[BookSheet]]
) -> list[BookSheet]:
    """The sheets of a workbook in any of its forms; those of Excel itself as the caller wants them."""
    _check_kind(content)
    bounds = Bounds(most_rows, MAX_COLUMNS, MAX_BOOK_UNPACKED, MAX_SHEETS)
    try:
        if content.startswith(OLD_CONTAINER):
            return old_workbook(content, bounds)
        with _CheckedParts(content) as packed:
            _check_directory(packed, len(content))
            if _is_open_document(packed):
                _check_open_document(packed)
                return open_document(packed.open(CONTENT).read(), bounds)
            _check_workbook(packed)
            return excel(packed)
    except (BookError, MemoryError):
        raise
    except Exception as error:  # a damaged file fails wherever the parser happens to be
        refused = error.__cause__  # openpyxl makes another error of what was refused while it reads
        if isinstance(refused, BookError | MemoryError):
            raise refused from error
        raise BookError("book_broken") from error


def _check_kind(content: bytes) -> None:
    if len(content) > MAX_BOOK_BYTES:
        raise BookError("file_huge", size=len(content) / MEGABYTE, maximum=MAX_BOOK_BYTES / MEGABYTE)
    if not content.startswith((OLD_CONTAINER, ZIP)):
        raise BookError("book_other")


def _check_directory(packed: zipfile.ZipFile, size: int) -> None:
    entries = packed.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    tight = any(
        entry.file_size > RATIO_FROM_BYTES and entry.file_size > MAX_RATIO * entry.compress_size
        for entry in entries
    )
    # Parts that lie over each other are read as often as there are, whatever comes out of them.
    shared = sum(entry.compress_size for entry in entries) > size
    if unpacked > MAX_BOOK_UNPACKED or len(entries) > MAX_ENTRIES or tight or shared:
        most = MAX_BOOK_UNPACKED / MEGABYTE
        raise BookError("book_bomb", size=unpacked / MEGABYTE, count=len(entries), maximum=most)
    if any(entry.flag_bits & LOCKED_FLAG for entry in entries):
        raise BookError("book_locked")


def _check_workbook(packed: "_CheckedParts") -> None:
    names = set(packed.namelist())
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise BookError("book_macros")
    if "xl/workbook.bin" in names:
        raise BookError("book_old")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise BookError("book_other")
    for name in packed.namelist():
        if name.lower().endswith((".xml", ".rels")):
            packed.open(name)


def _is_open_document(packed: "_CheckedParts") -> bool:
    names = packed.namelist()
    return "mimetype" in names and bytes(packed.open("mimetype").read()).strip() == MIMETYPE


def _check_open_document(packed: "_CheckedParts") -> None:
    names = packed.namelist()
    if any(name.startswith(MACROS) and not name.endswith("/") for name in names):
        raise BookError("book_macros")
    if MANIFEST in names and SEALED in zipfile.ZipFile.open(packed, MANIFEST).read():
        raise BookError("book_locked")


class _CheckedParts(zipfile.ZipFile):
    """A workbook of which whatever is read was checked, whatever it is called.

    Which parts are read follows from what the parts say of each other, and not from their names. What is
    never read may hold anything: programs keep pictures and settings of printers there.
    """

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content))
        self._checked: dict[str, bytes] = {}

    def open(self, name: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        """A part as a file."""
        title = getattr(name, "filename", name)
        if title not in self._checked:
            with super().open(title, *args, **kwargs) as packed:
                part = packed.read()
            _check_part(part, str(title))
            _check_calculated(part, self, str(title))
            self._checked[title] = part
        return io.BytesIO(self._checked[title])

    def sheet_title(self, part: str) -> str:
        """The title of the sheet that is kept in a part; the name of the part if that cannot be told."""
        names = self.namelist()
        if BOOK not in names or BOOK_LINKS not in names:
            return PurePosixPath(part).stem
        book, links = (super(_CheckedParts, self).open(name).read() for name in (BOOK, BOOK_LINKS))
        by_id = {_attribute(b"Id", link): _attribute(b"Target", link) for link in LINK.findall(links)}
        for sheet in TITLED.findall(book):
            target = by_id.get(_attribute(b"r:id", sheet), "")
            if target and part.endswith(PurePosixPath(target).name):
                return _attribute(b"name", sheet)[:MAX_TITLE_LENGTH]
        return PurePosixPath(part).stem


def _attribute(name: bytes, tag: bytes) -> str:
    found = re.search(rb"(?<![^\s])" + re.escape(name) + rb'="([^"]*)"', tag)
    return html.unescape(found[1].decode("utf-8", "replace")) if found else ""


def _check_part(part: bytes, name: str) -> None:
    if DECLARATION.search(part) or part.startswith(OTHER_ENCODINGS):
        raise BookError("book_entities")
    if len(SHEET.findall(part)) > MAX_SHEETS:
        raise BookError("book_sheets", maximum=MAX_SHEETS)
    if LONG.search(part) or (name.endswith(SMALL) and len(part) > MAX_SEARCHED):
        raise BookError("book_stuffed")
    tags = part.count(b"<")
    if (name.endswith(SMALL) and tags > MAX_TAGS) or (tags > MAX_TAGS_OF_WORDS and WORDS.search(part)):
        raise BookError("book_stuffed")
    if SEARCHED.search(part) and (len(part) > MAX_SEARCHED or LONG_OR_CUT.search(part)):
        raise BookError("book_stuffed")


def _check_calculated(part: bytes, packed: "_CheckedParts", name: str) -> None:
    """Refuse formulas without a value, with the first cells that hold one."""
    found = [
        CELL_AT.search(cell[0])
        for cell in itertools.islice(FORMULA_WITHOUT_VALUE.finditer(part), CELLS_TOLD + 1)
    ]
    if not found:
        return
    sheet = packed.sheet_title(name)
    cells = [f"{sheet}!{at[1].decode()}" if at else sheet for at in found[:CELLS_TOLD]]
    raise BookError("book_uncalculated", cells=", ".join(cells) + (", …" if len(found) > CELLS_TOLD else ""))


def _reader(packed: _CheckedParts, content: bytes) -> Any:  # noqa: ANN401
    """Reads sheets with cells, words and styles, and nothing else.

    By itself openpyxl reads charts of sheets that are one chart, each of them again as often as it is named,
    and properties, links of sheets and names of ranges; of all that nothing is used.
    """
    from openpyxl.reader.excel import ExcelReader, _find_workbook_part
    from openpyxl.styles.stylesheet import apply_stylesheet

    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.archive = packed
    reader.read_manifest()
    book = _find_workbook_part(reader.package).PartName.lstrip("/")
    if packed.getinfo(book).file_size > MAX_SEARCHED:
        raise BookError("book_stuffed")
    reader.read_workbook()
    parts = [relation.target for _, relation in reader.parser.find_sheets()]
    if len(parts) > len(set(parts)) or len(parts) > MAX_SHEETS:
        raise BookError("book_sheets", maximum=MAX_SHEETS)
    reader.read_strings()
    apply_stylesheet(packed, reader.wb)
    _add_sheets(reader)
    return reader


def _add_sheets(reader: Any) -> None:  # noqa: ANN401
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    for sheet, link in reader.parser.find_sheets():
        if link.target in reader.valid_files and CHARTS not in link.Type:
            found = ReadOnlyWorksheet(reader.wb, sheet.name, link.target, reader.shared_strings)
            found.sheet_state = sheet.state
            reader.wb._sheets.append(found)


def _list(sheet: Any, most_rows: int) -> BookSheet:  # noqa: ANN401
    struck: set[int] = set()
    rows = _grid(sheet, most_rows, struck)
    with sheet.parent._archive.open(sheet._worksheet_path) as part:
        hidden = _hidden_rows(part.read())
    return BookSheet(sheet.title, rows, sheet.sheet_state == "visible", hidden, frozenset(struck))


def _hidden_rows(part: bytes) -> frozenset[int]:
    """Numbers of the rows that are hidden, which openpyxl does not tell when it reads a sheet in one pass."""
    number, found = 0, set()
    for row in ROW.finditer(part):
        numbered = NUMBERED.search(row[1])
        number = int(numbered[1]) if numbered else number + 1
        if HIDDEN.search(row[1]):
            found.add(number)
    return frozenset(found)


def _grid(sheet: Any, most_rows: int = MAX_ROWS, struck: set[int] | None = None) -> Grid:  # noqa: ANN401
    """Rows of values.

    Args:
        sheet: as openpyxl reads it.
        most_rows: that it may have.
        struck: gets the numbers of rows of which the first value is struck through.
    """
    rows: Grid = []
    values: list[Any] = []
    before: tuple[Any, ...] | None = None
    cells = sheet.iter_rows(min_row=1, max_row=most_rows + 1, max_col=MAX_COLUMNS)
    for number, row in enumerate(cells, start=1):
        if row is not before:  # where the file has no rows it is one and the same, however many there are
            before, values = row, _row(row)
            if struck is not None and _is_struck(row):
                struck.add(number)
        rows.append(list(values))
    if len(rows) > most_rows and any(value is not None for value in rows[-1]):
        raise BookError("sheet_long", sheet=sheet.title, maximum=most_rows)
    while rows and all(value is None for value in rows[-1]):
        rows.pop()
    return rows


def _is_struck(cells: tuple[Any, ...]) -> bool:
    first = next((cell for cell in cells if cell.value is not None), None)
    return first is not None and bool(first.font.strike)


def _row(cells: tuple[Any, ...]) -> list[Any]:
    from openpyxl.cell.read_only import EMPTY_CELL

    last = len(cells)
    while last and cells[last - 1] is EMPTY_CELL:  # most of a wide sheet is, and asking a cell takes its time
        last -= 1
    values = [_cell(cell) for cell in cells[:last]]
    while values and values[-1] is None:
        values.pop()
    return values


def _cell(cell: Any) -> Any:  # noqa: ANN401
    if cell.data_type == ERROR:
        return CellError(str(cell.value))
    if isinstance(cell.value, int) and cell.value.bit_length() > MAX_BITS:
        return math.inf
    if isinstance(cell.value, int | float) and "%" in (cell.number_format or ""):
        return cell.value if isinstance(cell.value, bool) else Percentage(cell.value)
    return cell.value
