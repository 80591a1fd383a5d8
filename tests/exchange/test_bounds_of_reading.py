"""Work that is not seen in what comes out: input that is gone through again and again, or becomes nothing."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.packaging.custom import StringProperty

from hea.assessment import Assessment
from hea.parameters import load_parameters
from hea.pdf_packing import PackingError, check_packing
from hea.pdf_reach import reach
from hea.report.pdf import build_pdf
from hea.spreadsheet.opening import open_book, open_lists
from hea.spreadsheet.sheets import BookError
from tests.cost import cost
from tests.exchange.test_bounds import READ_REPORT, numbered

READ_BOOK = "[sheet.title for sheet in open_lists(content, 100)]"
READ_YAML = "parse_upload('x.yaml', content)"
EMPTY_BLOCKS = bytes.fromhex(
    "04c081000000000090ff6b100007020000000040feaf41001c080000000000f9bf060170200000000000e4ff1a"
    "04c081000000000090ff6b100007020000000040feaf41001c080000000000f9bf060170200000000000e4ff1a"
)
"""Pieces of a packed stream that each tell a table of codes, use none of them and end."""


def nothing(size: int) -> bytes:
    """So many bytes that unpack to none at all."""
    return b"\x78\x01" + EMPTY_BLOCKS * (size // len(EMPTY_BLOCKS))


def test_empty_texts_over_lines_do_not_cut_the_file_in_lines_again_and_again(tmp_path: Path) -> None:
    """Half a megabyte took a minute and a half."""
    content = b"a:\n" + b"- >\n" * 2_000 + b"#\n" * 150_000
    found = cost(tmp_path, content, READ_YAML)
    assert "missing" in found.said
    assert found.floors < 75


def test_lines_that_say_how_to_read_tags_are_few(tmp_path: Path) -> None:
    content = b"".join(b"%%TAG !%x! !\n" % number for number in range(34_000)) + b"--- a\n"
    found = cost(tmp_path, content, READ_YAML)
    assert found.said == "file_deep"
    assert found.floors < 25


def page_that_names(times: int, packed: bytes) -> bytes:
    """A PDF of one page that paints the same stream so many times."""
    return numbered(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents[%b]>>"
            % (b"4 0 R " * times),
            4: b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
        },
        {},
    )


def test_a_stream_that_unpacks_to_nothing_is_not_free(tmp_path: Path) -> None:
    """A page can name it any number of times: 690 kB took longer than twenty minutes."""
    found = cost(tmp_path, page_that_names(10_000, nothing(90_000)), READ_REPORT, "import pikepdf")
    assert found.said == "pdf_foreign"
    assert found.floors < 50


def streams_within_each_other(count: int, size: int) -> bytes:
    """Heads of streams of objects, of which each holds all that follow; then much that becomes nothing."""
    content = nothing(size)[2:]
    heads = b""
    for _ in range(count):
        length = len(heads)
        block = b"\0" + length.to_bytes(2, "little") + (65_535 - length).to_bytes(2, "little")
        heads = b"\n9 0 obj<</W/Filter/FlateDecode>>stream\n\x78\x01" + block + heads
    return b"%PDF-1.7\n" + heads + content


def test_streams_within_each_other_are_not_read_once_for_each() -> None:
    content = streams_within_each_other(300, 3_000_000)
    with pytest.raises(PackingError):
        check_packing(content)


ENDLESS: dict[str, Callable[[int], bytes]] = {
    "texts": lambda count: b"".join(b"%d 0 obj(\n" % number for number in range(count)),
    "lists": lambda count: b"".join(b"%d 0 obj[ 1 1 1 1 1 endobj\n" % number for number in range(count)),
    "texts with an end": lambda count: b"".join(b"%d 0 obj(endobj\n" % number for number in range(count)),
    "within each other": lambda count: (
        b"".join(b"%d 0 obj(" % number for number in range(count)) + b")" * count
    ),
    "behind a mark": lambda count: b"".join(b"%d 0 obj \\(endobj\n" % number for number in range(count)),
    "behind a remark": lambda count: b"".join(b"%d 0 obj %%)\n(endobj\n" % number for number in range(count)),
    "crossed": lambda count: b"".join(b"%d 0 obj[<<]>> endobj\n" % number for number in range(count)),
    "streams": lambda count: b"".join(b"%d 0 obj<</Length 9>>stream\n" % number for number in range(count)),
    "tables": lambda count: b"xref\n0 0\ntrailer<</Prev 9/X(" * count + b")>>" * count,
}


@pytest.mark.parametrize("way", ENDLESS)
def test_objects_that_go_on_through_each_other_are_seen(way: str) -> None:
    """The reader goes on to the end of the file for each: a hundred kilobytes took ten seconds, four times as
    many bytes three minutes."""
    content = ENDLESS[way](2_000)
    assert reach(content) > 100 * len(content)


def test_objects_without_end_are_refused_before_they_are_read(tmp_path: Path) -> None:
    content = b"%PDF-1.7\n" + ENDLESS["texts"](40_000)
    found = cost(tmp_path, content, READ_REPORT, "import pikepdf")
    assert found.said == "pdf_packed"
    assert found.floors < 75


def test_looking_for_ends_takes_no_longer_than_what_it_is_for(tmp_path: Path) -> None:
    """Most of what it looks through is looked at once."""
    for way in ENDLESS:
        found = cost(tmp_path, ENDLESS[way](200_000), "reach(content)", "from hea.pdf_reach import reach")
        assert found.floors < 75, way


def test_a_report_ends_where_it_says(quick: Assessment) -> None:
    content = build_pdf(quick, load_parameters())
    assert reach(content) <= len(content)


def lying_over_each_other(parts: int, size: int) -> bytes:
    """A workbook of which the directory names one part under many names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("[Content_Types].xml", "")
        book.writestr("xl/a.xml", nothing(size))
        first = book.getinfo("xl/a.xml")
        for number in range(parts):
            other = zipfile.ZipInfo(f"xl/{number}.xml")
            for name in ("header_offset", "compress_size", "file_size", "CRC"):
                setattr(other, name, getattr(first, name))
            other.file_size = 0
            book.filelist.append(other)
            book.NameToInfo[other.filename] = other
    return out.getvalue()


def test_parts_of_a_workbook_do_not_lie_over_each_other() -> None:
    """Each is read, whatever comes out of it."""
    with pytest.raises(BookError) as caught:
        open_book(lying_over_each_other(150, 100_000))
    assert caught.value.code == "book_bomb"


def book_with(change: Callable[[str, bytes], bytes], *, chart: bool = True) -> bytes:
    """A small list with a sheet that is one chart and a property of its own, some parts of it changed."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["naam", "gemeente"])
    sheet.append(["A", "Venlo"])
    book.custom_doc_props.append(StringProperty(name="x", value="y"))
    if chart:
        shown = BarChart()
        shown.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
        book.create_chartsheet("Grafiek").add_chart(shown)
    book.create_sheet("Later").append(["B"])
    plain, changed = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return changed.getvalue()


def repeated(part: bytes, tag: bytes, times: int) -> bytes:
    """A part with one of its pieces so many times."""
    piece = re.search(rb"<(\w*:?%b)\b.*</\1>" % tag, part, re.DOTALL)
    assert piece is not None
    return part.replace(piece[0], piece[0] * times)


def one_chart_many_times(name: str, part: bytes) -> bytes:
    """A large chart that a drawing names again and again."""
    if name == "xl/drawings/drawing1.xml":
        return repeated(part, b"absoluteAnchor", 600)
    return repeated(part, b"ser", 3_000) if name == "xl/charts/chart1.xml" else part


def test_charts_are_not_read(tmp_path: Path) -> None:
    """Of 15 kB with one chart that was named 1,700 times it took a minute and 450 MB."""
    content = book_with(one_chart_many_times)
    found = cost(
        tmp_path, content, READ_BOOK, "from hea.spreadsheet.opening import open_lists\nimport openpyxl"
    )
    assert found.said == "['Sheet', 'Later']"
    assert found.floors < 10
    assert found.megabytes < 50


def test_nor_are_properties_names_and_links_of_a_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    whole = ElementTree.fromstring

    def noted(part: bytes) -> Any:
        found = whole(part)
        read.append(found.tag.rsplit("}", 1)[-1])
        return found

    for module in (
        "reader.excel",
        "reader.workbook",
        "reader.drawings",
        "styles.stylesheet",
        "packaging.relationship",
    ):
        monkeypatch.setattr(f"openpyxl.{module}.fromstring", noted)
    sheets = open_lists(book_with(lambda _, part: part), 100)
    assert [(sheet.title, sheet.rows) for sheet in sheets] == [
        ("Sheet", [["naam", "gemeente"], ["A", "Venlo"]]),
        ("Later", [["B"]]),
    ]
    assert read == ["Types", "workbook", "Relationships", "styleSheet"]
