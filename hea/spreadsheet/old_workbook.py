"""Sheets of a workbook as Excel kept it before 2007 (.xls): read in one pass over its records.

Calamine, the reader that is well kept, tells nothing of how a number is written (45% is 0.45), of an error or
of a hidden row, and makes a table of all that lies between two far cells: a gigabyte for 6 kB. So the few
kinds of record that hold values are read here, each once and in the order of the file, and what they hold
counts against the bounds. Their form is that of [MS-XLS]; notations mean what they mean in a newer workbook.
"""

import datetime as dt
import io
from collections.abc import Callable, Iterator
from struct import Struct
from typing import Any, Final, NamedTuple

import olefile
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from hea.spreadsheet.sheets import BookError, BookSheet, Bounds, CellError, Room
from hea.units import Percentage

OLD_CONTAINER: Final = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
"""A part of a newer workbook with a password, which is kept in the old container."""
STREAM, STREAM_95, MACROS = "Workbook", "Book", "_VBA_PROJECT_CUR"
"""Parts of the container: the records, those of Excel 95, and programs."""
VERSION: Final = 0x0600
"""Of the records since Excel 97."""
SMALL_TABLES, LISTS_OF_TABLES, LEAST_SECTOR = 64, 72, 512
"""Where the head of a container says how many it has of these; and bytes of each."""
MACRO_SHEETS: Final = frozenset({1, 6})
LISTED: Final = 0
"""Kind of a sheet with cells; others hold charts."""

BOF, EOF, CONTINUE, LOCKED = 0x0809, 0x000A, 0x003C, 0x002F
HEAD, SHORT, LONG, PLACE = Struct("<HH"), Struct("<H"), Struct("<I"), Struct("<HHH")
NUMBER, LOOK_AND_SHORT = Struct("<d"), Struct("<H4s")
STRUCK, HIDDEN, NOT_SHOWN = 0x0008, 0x0020, 0x03
"""Bits of a font, a row and a sheet."""
WIDE, RICH, SOUNDED = 0x01, 0x08, 0x04
"""Bits of a text: two bytes a letter; followed by looks; followed by how it sounds."""
IS_HUNDREDTHS, IS_WHOLE = 0x01, 0x02
"""Bits of a number in four bytes."""
UNUSED_FONT: Final = 4
"""Number that no font has: later ones are counted one too high."""
ERRORS: Final = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
NO_NUMBER: Final = b"\xff\xff"
"""Ends the value of a formula that is no number."""
IS_TEXT, IS_TRUTH, IS_ERROR = 0, 1, 2
MAX_NOTATION: Final = 255
"""Letters of how a number is written, at most in Excel."""


class _Record(NamedTuple):
    """One record with those that go on with it."""

    code: int
    at: int
    parts: list[bytes]


class _Told(NamedTuple):
    """What the list of sheets says of one."""

    visible: bool
    title: str


class _Look(NamedTuple):
    """How a cell looks: numbers of its font and of the notation of its number."""

    font: int
    notation: int


class _Cell(NamedTuple):
    """The first cell of a row."""

    column: int
    look: int


class _Rows:
    """A sheet while it is read."""

    def __init__(self) -> None:
        self.rows: list[list[Any]] = []
        self.hidden: set[int] = set()
        self.first: dict[int, _Cell] = {}


def old_workbook(content: bytes, bounds: Bounds) -> list[BookSheet]:
    """The sheets of a workbook.

    Args:
        content: of the file.
        bounds: of what is read.

    Raises:
        BookError: if it has a password, programs or another form, or holds too much.
    """
    if ENCRYPTED in content:
        raise BookError("book_locked")
    _check_tables(content)
    with olefile.OleFileIO(io.BytesIO(content)) as container:
        if container.exists(MACROS):
            raise BookError("book_macros")
        if not container.exists(STREAM):
            raise BookError("book_old" if container.exists(STREAM_95) else "book_other")
        if max(getattr(container.root, "size", 0), container.get_size(STREAM)) > len(content):
            raise BookError("book_broken")
        records = container.openstream(STREAM).read()
    return _Walk(bounds).read(records)


def _check_tables(content: bytes) -> None:
    """Refuse a container of which the tables are larger than itself, before they are followed.

    Tables can lead to themselves, and their reader goes on as long as the size says. Only a container that is
    larger than what is read here has lists of tables.
    """
    (small,), (lists,) = LONG.unpack_from(content, SMALL_TABLES), LONG.unpack_from(content, LISTS_OF_TABLES)
    if lists or small * LEAST_SECTOR > len(content):
        raise BookError("book_broken")


def _records(stream: bytes) -> Iterator[_Record]:
    at, held = 0, _Record(CONTINUE, 0, [])
    while at + HEAD.size <= len(stream):
        code, length = HEAD.unpack_from(stream, at)
        part = stream[at + HEAD.size : at + HEAD.size + length]
        if code == CONTINUE:
            held.parts.append(part)
        else:
            yield held
            held = _Record(code, at, [part])
        at += HEAD.size + length
    yield held


class _Texts:
    """Reads texts; one that goes on in the next part says there again how its letters are written."""

    def __init__(self, parts: list[bytes], at: int) -> None:
        self._parts, self._part, self._at = iter(parts), b"", at
        self._part = next(self._parts)

    @property
    def ended(self) -> bool:
        return self._at >= len(self._part)

    def number(self, form: Struct) -> int:
        (found,) = form.unpack_from(self._part, self._at)
        self._at += form.size
        return int(found)

    def flags(self) -> int:
        self._at += 1
        return self._part[self._at - 1]

    def letters(self, count: int, flags: int) -> str:
        found = []
        while True:
            width = 2 if flags & WIDE else 1
            here = min(count, (len(self._part) - self._at) // width)
            letters = self._part[self._at : self._at + here * width]
            found.append(letters.decode("utf-16-le" if width > 1 else "latin-1", "replace"))
            self._at += here * width
            count -= here
            if not count:
                return "".join(found)
            self._next()
            flags = self.flags()

    def skip(self, size: int) -> None:
        while size > len(self._part) - self._at:
            size -= len(self._part) - self._at
            self._next()
        self._at += size

    def shared(self) -> Iterator[str]:
        """The texts of a list of them."""
        while not self.ended or self._more():
            count, flags = self.number(SHORT), self.flags()
            looks = self.number(SHORT) if flags & RICH else 0
            sounds = self.number(LONG) if flags & SOUNDED else 0
            yield self.letters(count, flags)
            self.skip(looks * LONG.size + sounds)

    def _more(self) -> bool:
        following = next(self._parts, b"")
        if following:
            self._part, self._at = following, 0
        return bool(following)

    def _next(self) -> None:
        if not self._more():
            raise BookError("book_broken")


class _Walk:
    """Goes through the records."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds, self.room = bounds, Room(bounds)
        self.told: dict[int, _Told] = {}
        self.sheets: dict[int, _Rows] = {}
        """Those that were listed and those that were read, by where they begin."""
        self.texts: list[str] = []
        self.fonts: list[bool] = []
        """Which of them strike through."""
        self.looks: list[_Look] = []
        self.notations = dict(BUILTIN_FORMATS)
        self.dated: dict[int, bool] = {}
        """Which notations are of a day, as far as it was asked."""
        self.epoch: dt.datetime = WINDOWS_EPOCH
        self.rows: _Rows | None = None
        self.depth = 0
        self.text_at: tuple[int, int, int] | None = None
        """Where the text of the last formula goes."""

    def read(self, stream: bytes) -> list[BookSheet]:
        for record in _records(stream):
            if record.code == BOF:
                self._begin(record)
            elif record.code == EOF:
                self.depth -= 1
            elif self.depth == 1 and record.code in READ:
                READ[record.code](self, record.parts)
        return [self._sheet(at, told) for at, told in self.told.items()]

    def _begin(self, record: _Record) -> None:
        self.depth += 1
        if SHORT.unpack_from(record.parts[0])[0] != VERSION:
            raise BookError("book_old")
        if self.depth == 1:
            self.rows = self.sheets[record.at] = _Rows()

    def _sheet(self, at: int, told: _Told) -> BookSheet:
        found = self.sheets[at]
        struck = {row + 1 for row, cell in found.first.items() if self._is_struck(cell.look)}
        return BookSheet(told.title, found.rows, told.visible, frozenset(found.hidden), frozenset(struck))

    def _is_struck(self, look: int) -> bool:
        font = self.looks[look].font
        return self.fonts[font - (font > UNUSED_FONT)]

    def take_lock(self, _: list[bytes]) -> None:
        raise BookError("book_locked")

    def take_told(self, parts: list[bytes]) -> None:
        (at,), (state, kind, count, flags) = LONG.unpack_from(parts[0]), parts[0][4:8]
        if kind in MACRO_SHEETS:
            raise BookError("book_macros")
        if kind != LISTED:
            return
        if at in self.told:
            raise BookError("book_sheets", maximum=self.bounds.sheets)
        self.told[at] = _Told(not state & NOT_SHOWN, _Texts(parts, 8).letters(count, flags))
        self.room.check_sheets(len(self.told))

    def take_epoch(self, parts: list[bytes]) -> None:
        self.epoch = MAC_EPOCH if SHORT.unpack_from(parts[0])[0] else WINDOWS_EPOCH

    def take_font(self, parts: list[bytes]) -> None:
        self.fonts.append(bool(SHORT.unpack_from(parts[0], 2)[0] & STRUCK))

    def take_look(self, parts: list[bytes]) -> None:
        self.looks.append(_Look(*HEAD.unpack_from(parts[0])))

    def take_notation(self, parts: list[bytes]) -> None:
        number, count = HEAD.unpack_from(parts[0])
        if count > MAX_NOTATION:
            raise BookError("book_stuffed")
        texts = _Texts(parts, HEAD.size)
        self.notations[number] = texts.letters(count, texts.flags())

    def take_texts(self, parts: list[bytes]) -> None:
        self.texts = list(_Texts(parts, 2 * LONG.size).shared())

    def take_row(self, parts: list[bytes]) -> None:
        if self.rows is not None and SHORT.unpack_from(parts[0], 12)[0] & HIDDEN:
            self.rows.hidden.add(SHORT.unpack_from(parts[0])[0] + 1)

    def take_number(self, parts: list[bytes]) -> None:
        row, column, look = PLACE.unpack_from(parts[0])
        self._put(row, column, look, self._number(NUMBER.unpack_from(parts[0], PLACE.size)[0], look))

    def take_short(self, parts: list[bytes]) -> None:
        row, column, look = PLACE.unpack_from(parts[0])
        self._put(row, column, look, self._number(_short(parts[0][PLACE.size :]), look))

    def take_shorts(self, parts: list[bytes]) -> None:
        row, first = HEAD.unpack_from(parts[0])
        cells = LOOK_AND_SHORT.iter_unpack(parts[0][HEAD.size : -SHORT.size])
        for column, (look, written) in enumerate(cells, start=first):
            self._put(row, column, look, self._number(_short(written), look))

    def take_shared(self, parts: list[bytes]) -> None:
        row, column, look = PLACE.unpack_from(parts[0])
        self._put(row, column, look, self.texts[LONG.unpack_from(parts[0], PLACE.size)[0]])

    def take_own(self, parts: list[bytes]) -> None:
        row, column, look = PLACE.unpack_from(parts[0])
        self._put(row, column, look, _own(parts, PLACE.size))

    def take_truth(self, parts: list[bytes]) -> None:
        row, column, look = PLACE.unpack_from(parts[0])
        value, is_error = parts[0][PLACE.size : PLACE.size + 2]
        self._put(row, column, look, _error(value) if is_error else bool(value))

    def take_formula(self, parts: list[bytes]) -> None:
        place = row, column, look = PLACE.unpack_from(parts[0])
        value = parts[0][PLACE.size : PLACE.size + NUMBER.size]
        self.text_at = None
        if not value.endswith(NO_NUMBER):
            self._put(row, column, look, self._number(NUMBER.unpack(value)[0], look))
        elif value[0] == IS_TEXT:
            self.text_at = place
        elif value[0] == IS_TRUTH:
            self._put(row, column, look, bool(value[2]))
        elif value[0] == IS_ERROR:
            self._put(row, column, look, _error(value[2]))

    def take_text(self, parts: list[bytes]) -> None:
        if self.text_at is not None:
            self._put(*self.text_at, _own(parts, 0))
            self.text_at = None

    def _number(self, value: float, look: int) -> Any:  # noqa: ANN401
        notation = self.looks[look].notation
        shown = self.notations.get(notation, "")
        if notation not in self.dated:
            self.dated[notation] = bool(is_date_format(shown))
        if self.dated[notation]:
            return self._day(value)
        return Percentage(value) if "%" in shown else value

    def _day(self, value: float) -> Any:  # noqa: ANN401
        try:
            return from_excel(value, self.epoch)
        except (OverflowError, ValueError):  # no day: programs show it as a row of marks
            return value

    def _put(self, row: int, column: int, look: int, value: Any) -> None:  # noqa: ANN401
        if self.rows is None or value == "":
            return
        if column >= self.bounds.columns:
            raise self.room.refused()
        rows = self.rows.rows
        self.room.take(max(0, row + 1 - len(rows)), len(str(value)))
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [None] * (column + 1 - len(rows[row]))
        rows[row][column] = value
        first = self.rows.first.get(row)
        if first is None or column <= first.column:
            self.rows.first[row] = _Cell(column, look)


def _short(written: bytes) -> float:
    """A number in four bytes: two bits say whether it is whole, and whether it is in hundredths."""
    bits = int.from_bytes(written, "little", signed=True)
    kept = LONG.pack(bits & 0xFFFFFFFC)
    found = float(bits >> 2) if bits & IS_WHOLE else NUMBER.unpack(bytes(LONG.size) + kept)[0]
    return float(found / 100 if bits & IS_HUNDREDTHS else found)


def _own(parts: list[bytes], at: int) -> str:
    """A text that stands in the record itself."""
    texts = _Texts(parts, at)
    count = texts.number(SHORT)
    return texts.letters(count, texts.flags())


def _error(code: int) -> CellError:
    return CellError(ERRORS.get(code, "#N/A"))


READ: Final[dict[int, Callable[[_Walk, list[bytes]], None]]] = {
    LOCKED: _Walk.take_lock,
    0x0085: _Walk.take_told,
    0x0022: _Walk.take_epoch,
    0x0031: _Walk.take_font,
    0x00E0: _Walk.take_look,
    0x041E: _Walk.take_notation,
    0x00FC: _Walk.take_texts,
    0x0208: _Walk.take_row,
    0x0203: _Walk.take_number,
    0x027E: _Walk.take_short,
    0x00BD: _Walk.take_shorts,
    0x00FD: _Walk.take_shared,
    0x0204: _Walk.take_own,
    0x00D6: _Walk.take_own,
    0x0205: _Walk.take_truth,
    0x0006: _Walk.take_formula,
    0x0207: _Walk.take_text,
}
"""What is done with which record."""
