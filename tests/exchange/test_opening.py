"""Workbooks that may not be opened: each gets a clear sentence, before it costs time or memory."""

import io
import random
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hea.exchange import InputError, parse_upload, sentences
from hea.spreadsheet.old_workbook import ENCRYPTED, OLD_CONTAINER
from hea.spreadsheet.opening import open_book
from hea.spreadsheet.sheets import BookError
from tests.conftest import empty_form
from tests.cost import assert_in_step, cost, counted


def bomb() -> bytes:
    """Three million cells in a quarter of a megabyte."""
    row = b"<row>" + b"<c><v>1</v></c>" * 10 + b"</row>"
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, row * 300_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", sheet)
    return out.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A form with one part added or replaced."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(empty_form())) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            if entry.filename != name:
                target.writestr(entry.filename, source.read(entry))
        target.writestr(name, content)
    return out.getvalue()


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><sst>&a;</sst>'
HIDDEN = ENTITY.decode().encode("utf-16")
REFUSED = {
    "book_locked": OLD_CONTAINER + b"\0" * 600 + ENCRYPTED,
    "book_old": with_part("xl/workbook.bin", b"x"),
    "book_other": b"naam;aantal\nplukkers;100\n",
    "book_macros": with_part("xl/vbaProject.bin", b"x"),
    "book_entities": with_part("xl/sharedStrings.xml", ENTITY),
    "book_broken": empty_form()[:4000],
    "book_bomb": with_part("xl/media/image.bin", b"\0" * 20_000_000),
    "file_huge": b"PK\x03\x04" + b"\0" * 6_000_000,
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_may_not_be_opened_gets_its_own_sentence(code: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_upload("formulier.xlsx", REFUSED[code])
    [problem] = caught.value.problems
    assert problem.code == code
    for lang in ("nl", "en"):
        [line] = sentences([problem], lang)
        assert line.startswith("formulier.xlsx: ")
        assert "{" not in line


def test_a_declaration_cannot_hide_in_another_encoding() -> None:
    with pytest.raises(BookError) as caught:
        open_book(with_part("xl/sharedStrings.xml", HIDDEN))
    assert caught.value.code == "book_entities"


@pytest.mark.parametrize("module", ["hea.workbook", "hea.exchange.form", "hea.spreadsheet.opening"])
def test_workbooks_are_parsed_without_lxml_whatever_is_loaded_first(module: str) -> None:
    code = f"import {module}, openpyxl.xml as x; print(x.LXML, x.DEFUSEDXML)"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.split() == ["False", "True"]


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".xlsb"])
def test_a_renamed_or_another_kind_says_how_to_save_it(suffix: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_upload(f"formulier{suffix}", REFUSED["book_old"])
    assert ".xlsx" in sentences(caught.value.problems)[0]


def test_a_word_document_is_no_workbook() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<w/>")
    with pytest.raises(BookError) as caught:
        open_book(out.getvalue())
    assert caught.value.code == "book_other"


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet2.xml", "xl/styles.xml"])
def test_a_damaged_part_is_a_sentence_and_no_traceback(part: str) -> None:
    with pytest.raises(BookError) as caught:
        open_book(with_part(part, b"<oops"))
    assert caught.value.code == "book_broken"


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """Refused in under a second of work and with next to no memory."""
    content = bomb()
    assert len(content) < 300_000
    found = cost(tmp_path, content, READ_BOOK)
    assert found.said == "book_bomb"
    assert found.floors < 25
    assert found.megabytes < 100


def test_a_sheet_that_never_ends_is_refused() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 2500))
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (space, rows)
    with pytest.raises(BookError) as caught:
        open_book(with_part("xl/worksheets/sheet2.xml", sheet))
    assert caught.value.code == "sheet_long"


READ_BOOK = "parse_upload('formulier.xlsx', content)"
SPACE = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLOW = {
    "cells that never end": lambda n: with_part("xl/worksheets/sheet2.xml", b"<c " * n),
    "formulas that never end": lambda n: with_part("xl/worksheets/sheet2.xml", b"<c ><f " * (n // 2)),
    "declarations that never end": lambda n: with_part("xl/worksheets/sheet2.xml", b"<! " * n),
    "a form of number that never ends": lambda n: with_part(
        "xl/styles.xml",
        b'<styleSheet xmlns="%s"><numFmts count="1"><numFmt numFmtId="200" formatCode="%s"/></numFmts>'
        b'<cellXfs count="1"><xf numFmtId="200"/></cellXfs></styleSheet>' % (SPACE, b"[" * 3 * n),
    ),
    "a name that never ends": lambda n: with_name(b"a" * 3 * n),
    "a name in quotes that never ends": lambda n: with_name(b"'" * 3 * n),
    "a name in pieces": lambda n: with_name(b"aaa<!---->" * n),
    "a name in other pieces": lambda n: with_name(b"aaa<?a?>" * n),
}
"""Per way to make an expression search again and again: a workbook of about so many times three bytes."""


def with_name(words: bytes) -> bytes:
    """A form whose first sheet prints headings on every page, named so."""
    book = part("xl/workbook.xml")
    name = b'<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="0">%s</definedName>' % words
    start, end = book.partition(b"</sheets>")[::2]
    end = re.sub(rb"<definedNames>.*</definedNames>", b"", end)
    return with_part("xl/workbook.xml", start + b"</sheets>" + name + b"</definedNames>" + end)


def part(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(empty_form())) as source:
        return source.read(name)


@pytest.mark.parametrize("way", SLOW)
def test_the_work_of_opening_a_workbook_keeps_in_step_with_its_size(way: str, tmp_path: Path) -> None:
    small, large = (cost(tmp_path, SLOW[way](size), READ_BOOK) for size in (15_000, 60_000))
    assert_in_step(small, large)


def numbered(tags: bytes, most: int) -> bytes:
    """Tags that are not all the same, or the part would be packed too well to be opened."""
    return b"".join(tags % number for number in range(most))


CROWDED = {
    "ways to show a cell": lambda n: with_part(
        "xl/styles.xml",
        b'<styleSheet xmlns="%s"><cellXfs>%s</cellXfs></styleSheet>' % (SPACE, b"<xf/>" * n),
    ),
    "words": lambda n: with_part(
        "xl/sharedStrings.xml", b'<sst xmlns="%s">%s</sst>' % (SPACE, numbered(b"<si><t>%d</t></si>", 3 * n))
    ),
    "words of another prefix": lambda n: with_part(
        "xl/sharedStrings.xml",
        b'<x:sst xmlns:x="%s">%s</x:sst>' % (SPACE, numbered(b"<x:si><x:r/><x:r/>%d</x:si>", 3 * n)),
    ),
}
"""What becomes an object each, in a part of a workbook."""


@pytest.mark.parametrize("what", CROWDED)
def test_a_workbook_of_very_many_small_things_is_refused_before_they_are_made(what: str) -> None:
    with pytest.raises(BookError) as caught:
        open_book(CROWDED[what](60_000))
    assert caught.value.code == "book_stuffed"
    assert open_book(CROWDED[what](5_000))


def renamed(content: bytes, former: str, name: str) -> bytes:
    """A workbook of which one part is called otherwise, wherever another part names it."""
    out = io.BytesIO()
    before, after = former.rpartition("/")[2], name.rpartition("/")[2]
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to,
    ):
        for entry in source.infolist():
            words = source.read(entry)
            if entry.filename == "[Content_Types].xml" or entry.filename.endswith(".rels"):
                words = words.replace(before.encode(), after.encode())
            to.writestr(entry.filename.replace(before, after), words)
    return out.getvalue()


@pytest.mark.parametrize("name", ["xl/workbook.dat", "xl/workbook", "xl/workbook.PNG"])
def test_a_part_is_checked_whatever_it_is_called(name: str, tmp_path: Path) -> None:
    small, large = (
        cost(tmp_path, renamed(with_name(b"'" * size), "xl/workbook.xml", name), READ_BOOK)
        for size in (5_000, 20_000)
    )
    assert large.said == "book_stuffed"
    assert_in_step(small, large)


@pytest.mark.parametrize("former", ["xl/workbook.xml", "xl/worksheets/sheet2.xml"])
@pytest.mark.parametrize("words", [ENTITY, HIDDEN])
def test_no_declaration_in_a_part_of_any_name(former: str, words: bytes) -> None:
    with pytest.raises(BookError) as caught:
        open_book(renamed(with_part(former, words), former, former.replace(".xml", ".dat")))
    assert caught.value.code == "book_entities"


def test_a_formula_without_a_value_is_seen_in_a_sheet_of_any_name() -> None:
    sheet = (
        b'<worksheet xmlns="%s"><sheetData><row r="1"><c r="A1"><f>1+1</f></c></row></sheetData></worksheet>'
    )
    part_name = "xl/worksheets/sheet2.xml"
    with pytest.raises(BookError) as caught:
        open_book(renamed(with_part(part_name, sheet % SPACE), part_name, "xl/worksheets/sheet2.dat"))
    assert caught.value.code == "book_uncalculated"
    assert "A1" in str(caught.value.values["cells"])


def test_what_a_program_leaves_in_a_workbook_beside_its_cells_is_not_looked_at() -> None:
    """Excel on a Mac keeps the settings of a printer as a list with a declaration of its own."""
    settings = b'<?xml version="1.0"?><!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "x"><plist/>'
    assert open_book(with_part("xl/printerSettings/printerSettings1.bin", settings))


MARKUP = [
    b"<c ",
    b"<c t=",
    b">",
    b"<f",
    b"/>",
    b"<f>",
    b"</f>",
    b"<v",
    b" ",
    b"<!",
    b"<",
    b"<numFmt ",
    b"[",
    b"'",
]
PARTS = ["xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/workbook.xml"]


@settings(max_examples=10)
@given(st.lists(st.sampled_from(MARKUP), min_size=1, max_size=4), st.sampled_from(PARTS))
def test_no_run_of_markup_makes_a_workbook_slow(words: list[bytes], name: str) -> None:
    """Every expression that looks through a part meets runs of what it looks for."""
    run = b"".join(words)
    content = with_part(name, run * (90_000 // len(run)))
    with counted() as taken, pytest.raises(BookError):
        open_book(content)
    assert taken.floors < 50


@pytest.mark.parametrize("count", [41, 3_000])
def test_more_sheets_than_a_form_can_have_are_refused(count: int, tmp_path: Path) -> None:
    found = cost(tmp_path, with_sheets(count), READ_BOOK)
    assert found.said == "book_sheets"
    assert found.floors < 25


def test_two_sheets_on_one_part_are_refused() -> None:
    with pytest.raises(BookError) as caught:
        open_book(with_sheets(2))
    assert caught.value.code == "book_sheets"


def with_sheets(count: int) -> bytes:
    """A workbook whose sheets are all the same part."""
    sheets = b"".join(b'<sheet name="s%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(1, count + 1))
    start, rest = part("xl/workbook.xml").split(b"<sheets>")
    end = re.sub(rb"<definedNames>.*</definedNames>", b"", rest.split(b"</sheets>")[1])
    relations = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    return with_part("xl/workbook.xml", start + b"<sheets %s>" % relations + sheets + b"</sheets>" + end)


CELLS = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>%b</cellXfs></styleSheet>'
BOOK = (
    b'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><bookViews>%b</bookViews>'
    b"<sheets/></workbook>"
)
KINDS = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">%b</Types>'
MANY = {
    "xl/styles.xml": (CELLS, b"<xf/>"),
    "[Content_Types].xml": (KINDS, b'<Default Extension="a" ContentType="b"/>'),
    "xl/workbook.xml": (BOOK, b"<workbookView/>"),
}
LOADED = """
from hea.exchange.form import build_form
from hea.spreadsheet.opening import open_book
open_book(build_form())
"""


LISTS = """
from hea.exchange.form import build_form
from hea.exchange.leads import parse_leads
from hea.spreadsheet.opening import open_book
open_book(build_form())
"""


@pytest.mark.parametrize("name", MANY)
def test_a_part_of_very_many_small_things_is_refused(name: str, tmp_path: Path) -> None:
    whole, piece = MANY[name]
    chosen = random.Random(1)
    pieces = [piece + chosen.choice((b" ", b"\n", b"\t", b"\r")) for _ in range(4_000_000 // len(piece))]
    content = with_part(name, whole % b"".join(pieces))
    found = cost(tmp_path, content, "parse_upload('x.xlsx', content)", LOADED)
    assert found.said == "book_stuffed"
    assert found.floors < 25
    assert found.megabytes < 100


def with_sheet(cells: bytes) -> bytes:
    """A workbook with one sheet that holds these rows, and beside them what makes it not pack too well."""
    chosen = random.Random(1)
    noise = b"".join(b"<a>%x</a>" % chosen.getrandbits(1000) for _ in range(200))
    whole = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b'
    return with_part("xl/worksheets/sheet1.xml", whole % cells + b"</sheetData>" + noise + b"</worksheet>")


def test_a_last_row_far_below_costs_no_more_than_one_nearby(tmp_path: Path) -> None:
    """Spreadsheet programs leave formatting there; all rows between were looked at, cell by cell."""
    row = b'<row r="%d"><c r="CV%d"><v>1</v></c></row>'
    near, far = (
        cost(tmp_path, with_sheet(row % (last, last)), "parse_leads('a.xlsx', content)", LISTS)
        for last in (100, 90_000)
    )
    assert far.floors < near.floors + 75


@pytest.mark.parametrize("open_end", [b"", b">"])
def test_a_tag_that_hardly_ends_is_refused(open_end: bytes, tmp_path: Path) -> None:
    """It is looked through again for every bit that comes in."""
    tag = b" ".join(b'a%d="%b"' % (number, open_end) for number in range(100_000))
    found = cost(tmp_path, with_sheet(b"<row %b/>" % tag), "parse_leads('a.xlsx', content)", LISTS)
    assert found.said == "book_stuffed"


def test_rows_without_cells_cost_next_to_nothing(tmp_path: Path) -> None:
    found = cost(tmp_path, with_sheet(b"<row/>" * 150_000), "parse_leads('a.xlsx', content)", LISTS)
    assert found.floors < 200
