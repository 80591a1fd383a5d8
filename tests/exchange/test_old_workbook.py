"""Workbooks of Excel before 2007: read as newer ones are, and refused beyond the same bounds."""

import random
from pathlib import Path
from struct import pack

import pytest

from hea.exchange import parse_upload
from hea.exchange.leads import parse_leads, read_leads
from hea.spreadsheet.old_workbook import EOF, HEAD, OLD_CONTAINER, VERSION
from hea.spreadsheet.opening import open_book, open_lists
from hea.spreadsheet.sheets import BookError, CellError
from hea.units import Percentage
from tests.cost import cost

KEPT = Path(__file__).parent / "kept"
SECTOR = 512
FREE, END, OF_TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
LEAST = 4_096
"""Bytes from which a part is kept in sectors of its own."""


def container(stream: bytes, name: str = "Workbook") -> bytes:
    """An old container that holds one part."""
    stream = stream.ljust(LEAST, b"\0")
    stream += bytes(-len(stream) % SECTOR)
    length = len(stream) // SECTOR
    tables = 1
    while tables * (SECTOR // 4) < tables + 1 + length:
        tables += 1
    chain = [OF_TABLE] * tables + [END] + [*range(tables + 2, tables + 1 + length), END]
    chain += [FREE] * (tables * SECTOR // 4 - len(chain))
    entries = entry("Root Entry", 5, END, 0, child=1) + entry(name, 2, tables + 1, len(stream))
    head = OLD_CONTAINER + bytes(16) + pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += pack("<IIIIIIIII", tables, tables, 0, LEAST, END, 0, END, 0, 0)[:32]
    head += pack("<109I", *[*range(tables), *[FREE] * (109 - tables)])
    return head + pack(f"<{len(chain)}I", *chain) + entries.ljust(SECTOR, b"\0") + stream


def entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    words = (name + "\0").encode("utf-16-le")
    return (
        words.ljust(64, b"\0")
        + pack("<HBBIII", len(words), kind, 1, FREE, FREE, child)
        + bytes(36)
        + pack("<III", start, size, 0)
    )


def record(code: int, content: bytes = b"") -> bytes:
    return HEAD.pack(code, len(content)) + content


def begin(kind: int) -> bytes:
    return record(0x0809, pack("<HH", VERSION, kind) + bytes(12))


def words(text: str) -> bytes:
    return pack("<HB", len(text), 1) + text.encode("utf-16-le")


LOOK = record(0x0031, bytes(14)) + record(0x00E0, bytes(20))


def workbook(*sheets: bytes, before: bytes = LOOK, at: int | None = None) -> bytes:
    """A workbook of sheets that hold records.

    Args:
        sheets: records of each.
        before: records that stand before them.
        at: where all sheets are said to begin, instead of where they do.
    """
    size = 15
    whole = [begin(0x10) + sheet + record(EOF) for sheet in sheets]
    start = len(begin(5) + before + record(EOF)) + len(sheets) * size
    told = b""
    for number, sheet in enumerate(whole, start=1):
        name = f"B{number:02d}".encode()
        told += record(0x0085, pack("<IBBBB", start if at is None else at, 0, 0, 3, 0) + name)
        start += len(sheet)
    assert len(told) == len(sheets) * size
    return container(begin(5) + told + before + record(EOF) + b"".join(whole))


def number(row: int, column: int, value: float = 1) -> bytes:
    return record(0x0203, pack("<HHHd", row, column, 0, value))


@pytest.mark.parametrize("name", ["first_sheet_is_notes", "pipeline_two_row_heading"])
def test_a_list_is_the_same_as_in_a_newer_workbook(name: str) -> None:
    first, second = (read_leads(KEPT / f"{name}.{suffix}") for suffix in ("xlsx", "xls"))
    assert first.found
    assert [lead.proposal for lead in first.found] == [lead.proposal for lead in second.found]
    assert [it.code for it in first.problems] == [it.code for it in second.problems]
    assert [it.code for it in first.notes] == [it.code for it in second.notes]


def test_a_form_is_the_same_as_in_a_newer_workbook() -> None:
    name = "form_answered_on_questions_sheet"
    first, second = (
        parse_upload(f"{name}.{suffix}", (KEPT / f"{name}.{suffix}").read_bytes())
        for suffix in ("xlsx", "xls")
    )
    assert first == second


@pytest.mark.parametrize("suffix", ["xls", "ods"])
def test_every_kind_of_cell_row_and_sheet_is_the_same_as_in_a_newer_workbook(suffix: str) -> None:
    """Made by LibreOffice: percentages, days, errors, formulas, long texts, hidden and struck rows."""
    newer, other = (open_lists((KEPT / f"kinds_of_cells.{it}").read_bytes(), 100) for it in ("xlsx", suffix))
    assert [sheet._replace(struck=frozenset()) for sheet in newer] == [
        sheet._replace(struck=frozenset()) for sheet in other
    ]
    cells = dict(row[:2] for row in other[0].rows if row and row[0] and len(row) > 1)
    assert isinstance(cells["procent"], Percentage)
    assert cells["fout"] == CellError("#DIV/0!")
    assert len(cells["lang breed"]) == 9_000
    if suffix == "xls":
        assert [sheet.struck for sheet in newer] == [sheet.struck for sheet in other]
        assert newer[0].struck


def test_a_file_is_read_by_what_it_holds_and_not_by_its_name() -> None:
    old, newer = ((KEPT / f"first_sheet_is_notes.{kind}").read_bytes() for kind in ("xls", "xlsx"))
    assert parse_leads("x.xlsx", old).found == parse_leads("x.xlsx", newer).found != ()
    assert parse_leads("x.xls", old).found == parse_leads("x.xls", newer).found != ()


def test_numbers_in_four_bytes_are_what_they_were() -> None:
    written = {0x3FF00000: 1.0, 0x40590000 | 1: 1.0, (300 << 2) | 2: 300.0, (1250 << 2) | 3: 12.5}
    written |= {(-7 << 2 | 2) & 0xFFFFFFFF: -7.0, (-125 << 2 | 3) & 0xFFFFFFFF: -1.25}
    single = b"".join(record(0x027E, pack("<HHHI", 0, at, 0, bits)) for at, bits in enumerate(written))
    many = b"".join(pack("<HI", 0, bits) for bits in written)
    row = record(0x00BD, pack("<HH", 1, 0) + many + pack("<H", len(written) - 1))
    (found,) = open_lists(workbook(single + row), 10)
    assert found.rows == [list(written.values())] * 2


SMALL = workbook(number(0, 0))
TABLE, LIST = SECTOR, 2 * SECTOR
"""Where the table of sectors and the list of parts of a small container are."""


def changed(content: bytes, *fields: tuple[int, int]) -> bytes:
    """A container with other numbers at some places."""
    found = bytearray(content)
    for at, value in fields:
        found[at : at + 4] = pack("<I", value)
    return bytes(found)


def round_of_tables() -> bytes:
    """A list of tables of sectors that leads to itself."""
    here, often = len(SMALL) // SECTOR - 1, 50_000
    links = pack("<128I", *[0] * 127, here)
    return changed(SMALL + links, (44, 109 + 127 * often), (68, here), (72, often))


MANY = 4_900_000
SHARED = record(0x00FC, pack("<II", 1, 1) + words("x" * 4_000))
BOMBS = {
    "corners": workbook(*[number(0, 0) + number(65_535, 99)] * 30),
    "columns": workbook(number(0, 255)),
    "text": workbook(
        b"".join(record(0x00FD, pack("<HHHI", at % 90, at // 90, 0, 0)) for at in range(9_000)),
        before=LOOK + SHARED,
    ),
    "sheets": workbook(*[b""] * 60),
    "one sheet": workbook(*[number(0, 0) * 1_000] * 30, at=0),
    "empty": container((begin(5) + record(EOF)).ljust(MANY, b"\0")),
    "one cell": workbook(number(0, 0) * (MANY // 18)),
    "blanks": workbook((record(0x00BE, pack("<HH", 0, 0) + bytes(8_200))) * (MANY // 8_210)),
    "shorts": workbook(record(0x00BD, pack("<HH", 0, 0) + pack("<HI", 0, 6) * 100 + pack("<H", 99)) * 8_000),
    "no texts": workbook(
        before=LOOK + record(0x00FC, pack("<II", 0, 0)) + record(0x003C, bytes(8_190)) * (MANY // 8_200)
    ),
    "notations": workbook(
        b"".join(record(0x0203, pack("<HHHd", 0, 0, at, 1)) for at in range(1, 14_000)),
        before=LOOK
        + b"".join(
            record(0x041E, pack("<HHB", 200 + at, 255, 0) + b"[" * 255)
            + record(0x00E0, pack("<HH", 0, 200 + at) + bytes(16))
            for at in range(14_000)
        ),
    ),
    "rows": workbook(record(0x0208, pack("<H", 1) + bytes(10) + pack("<HH", 0x20, 0)) * (MANY // 20)),
    "nested": container(begin(5) * (MANY // 20)),
    "round of tables": round_of_tables(),
    "round": changed(SMALL, (TABLE + 4 * 2, 2), (LIST + 128 + 120, 2**31 - 512)),
    "round of small parts": changed(
        SMALL, (TABLE + 4 * 2, 2), (LIST + 116, 2), (LIST + 120, 2**31 - 512), (LIST + 128 + 120, 100)
    ),
    "round table of small parts": changed(
        SMALL, (TABLE + 4 * 2, 2), (60, 2), (64, 2**22), (LIST + 128 + 120, 100)
    ),
}
"""Files that hold as much as they can of something, or say that they do."""
REFUSED = {
    "corners": "book_cells",
    "columns": "book_cells",
    "text": "book_cells",
    "sheets": "book_sheets",
    "one sheet": "book_sheets",
    "round of tables": "book_broken",
    "round": "book_broken",
    "round of small parts": "book_broken",
    "round table of small parts": "book_broken",
}


@pytest.mark.parametrize("name", BOMBS)
def test_no_file_costs_much_to_read_or_refuse(name: str, tmp_path: Path) -> None:
    content = BOMBS[name]
    assert len(content) < 5_200_000
    found = cost(
        tmp_path,
        content,
        "sum(len(list(sheet.rows)) for sheet in sheets_of('x.xls', content))",
        "from hea.exchange.grid import sheets_of",
    )
    if name in REFUSED:
        assert found.said == REFUSED[name]
    assert found.floors < 250
    assert found.megabytes < 250


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (container(begin(5) + record(0x002F, bytes(54)) + record(EOF)), "book_locked"),
        (container(b"", "_VBA_PROJECT_CUR"), "book_macros"),
        (container(begin(5) + record(0x0085, pack("<IBBBB", 0, 0, 1, 1, 0) + b"M")), "book_macros"),
        (container(b"", "Book"), "book_old"),
        (container(record(0x0809, pack("<HH", 0x0500, 5) + bytes(4))), "book_old"),
        (container(b"", "WordDocument"), "book_other"),
        (workbook(number(0, 0), at=7), "book_broken"),
        (workbook(record(0x00FD, pack("<HHHI", 0, 0, 0, 5))), "book_broken"),
        (container(begin(5) + record(0x00FC, pack("<IIHBi", 9, 9, 0, 4, -1)) + record(EOF)), "book_broken"),
        (OLD_CONTAINER + bytes(600), "book_broken"),
    ],
)
def test_what_is_not_opened_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(BookError) as error:
        open_book(content)
    assert error.value.code == code
    assert error.value.problems[0].sentence("nl")


def test_a_damaged_workbook_is_read_or_refused_and_never_a_defect() -> None:
    chance = random.Random(24)
    whole = (KEPT / "first_sheet_is_notes.xls").read_bytes()
    refused = 0
    for _ in range(400):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            open_lists(bytes(damaged[: chance.choice([None, chance.randrange(len(damaged))])]), 1_000)
        except BookError:
            refused += 1
    assert 0 < refused < 400
