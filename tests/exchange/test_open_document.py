"""OpenDocument workbooks: read as Excel is, within the same bounds, and refused in words beyond them."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest

from hea.exchange import parse_upload
from hea.exchange.leads import read_leads
from hea.spreadsheet.open_document import MIMETYPE
from hea.spreadsheet.opening import open_book, open_lists
from hea.spreadsheet.sheets import BookError
from tests.cost import cost

KEPT = Path(__file__).parent / "kept"
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)
HIDE = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'


def cell(words: str = "", more: str = "") -> str:
    return (
        f"<table:table-cell {more}><text:p>{words}</text:p></table:table-cell>"
        if words
        else f"<table:table-cell {more}/>"
    )


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def sheet(*rows: str, more: str = 'table:name="Blad1"') -> str:
    return f"<table:table {more}>{''.join(rows)}</table:table>"


def document(*sheets: str, before: str = "", parts: dict[str, str] | None = None) -> bytes:
    words = (
        f"<office:document-content {NAMES}>{HIDE}<office:spreadsheet>{''.join(sheets)}</office:spreadsheet>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        packed.writestr("content.xml", f"{before}{words}</office:document-content>")
        for name, content in (parts or {}).items():
            packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", ["first_sheet_is_notes", "pipeline_two_row_heading"])
def test_a_list_is_the_same_as_in_excel(name: str) -> None:
    first, second = (read_leads(KEPT / f"{name}.{suffix}") for suffix in ("xlsx", "ods"))
    assert [lead.proposal for lead in first.found] == [lead.proposal for lead in second.found]
    assert [it.code for it in first.problems] == [it.code for it in second.problems]
    assert [it.code for it in first.notes] == [it.code for it in second.notes]


def test_a_form_is_the_same_as_in_excel() -> None:
    name = "form_answered_on_questions_sheet"
    first, second = (
        parse_upload(f"{name}.{suffix}", (KEPT / f"{name}.{suffix}").read_bytes())
        for suffix in ("xlsx", "ods")
    )
    assert first == second


def test_cells_are_what_they_say_and_repeat_as_often_as_they_say() -> None:
    value = 'office:value-type="float" office:value="1.5"'
    day = 'office:value-type="date" office:date-value="2028-03-01"'
    true = 'office:value-type="boolean" office:boolean-value="true"'
    rows = (
        row(
            cell(more='table:number-columns-repeated="3"'),
            cell("1,5", value),
            cell("1-3", day),
            cell("WAAR", true),
        ),
        row(cell(more='table:number-columns-repeated="16384"'), more='table:number-rows-repeated="2"'),
        row(cell("a", 'table:number-columns-repeated="2"'), more='table:number-rows-repeated="2"'),
        row(cell(more='table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048000"'),
    )
    (found,) = open_lists(document(sheet(*rows)), 100)
    assert found.rows == [
        [None, None, None, 1.5, dt.datetime(2028, 3, 1), True],
        [],
        [],
        ["a", "a"],
        ["a", "a"],
    ]


def test_hidden_rows_and_sheets_are_known() -> None:
    hidden = sheet(
        row(cell("a"), more='table:visibility="collapse"'), more='table:name="B" table:style-name="ta2"'
    )
    (first, second) = open_lists(document(sheet(row(cell("a"))), hidden), 100)
    assert (first.visible, first.hidden) == (True, frozenset())
    assert (second.visible, second.hidden) == (False, {1})


FULL = cell("x", 'table:number-columns-repeated="90"')
BOMBS = {
    "rows": document(sheet(row(FULL, more='table:number-rows-repeated="99999999"'))),
    "columns": document(sheet(row(cell("x", 'table:number-columns-repeated="99999999"')))),
    "corner": document(sheet(row(cell(), more='table:number-rows-repeated="99999999"'), row(cell("x")))),
    "text": document(sheet(row(cell("x" * 290_000, 'table:number-columns-repeated="90"')))),
    "many": document(*[sheet(row(FULL, more='table:number-rows-repeated="90000"'))] * 30),
}
"""Small files that are large when read."""


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_that_is_large_inside_is_refused_while_it_is_read(name: str, tmp_path: Path) -> None:
    content = BOMBS[name]
    assert len(content) < 100_000
    found = cost(
        tmp_path, content, "parse_leads('x.ods', content)", "from hea.exchange.leads import parse_leads"
    )
    assert found.said == "book_cells"
    assert found.floors < 125
    assert found.megabytes < 250


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (document(before='<!DOCTYPE a [<!ENTITY b "c">]>'), "book_entities"),
        (document(parts={"Basic/Standard/Module1.xml": "<a/>"}), "book_macros"),
        (document(parts={"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "book_locked"),
        (document(*[sheet()] * 50), "book_sheets"),
        (document()[:-30], "book_broken"),
        (document(sheet(row(cell("x", 'office:value-type="float" office:value="twee"')))), "book_broken"),
    ],
)
def test_what_is_not_opened_is_refused_in_words(content: bytes, code: str) -> None:
    with pytest.raises(BookError) as error:
        open_book(content)
    assert error.value.code == code
    assert error.value.problems[0].sentence("nl")
