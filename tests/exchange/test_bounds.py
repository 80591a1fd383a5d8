"""Files that would cost more than they are worth: refused in words, or read in step with their size."""

import gzip
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hea import paper
from hea.enclosures import PROPOSAL_FILE
from hea.exchange import InputError, grid, parse_proposal, parse_upload, read_scenarios, sentences
from hea.exchange.grid import sheets_of
from hea.exchange.leads import parse_leads
from hea.problems import MAX_TOLD
from hea.scenarios.overrides import parsed
from tests.cost import assert_in_step, cost

BASE = {"company": "X", "municipality": "Venray", "sector": "dc_warehousing", "opening": "2027-03"}
HEAD = ["Bedrijf", "Gemeente", "Sector", "Opening", "Werknemers"]
PLAN = ["X", "Venray", "dc_warehousing", "2027-03", "10"]
TABLE = "from hea.exchange.leads import parse_leads"


def codes(act: Callable[[], object]) -> list[str]:
    with pytest.raises(InputError) as caught:
        act()
    for lang in ("nl", "en"):
        assert all("{" not in line.partition(": ")[2] for line in sentences(caught.value.problems, lang))
    return [problem.code for problem in caught.value.problems]


def of_keys(count: int) -> bytes:
    return json.dumps(BASE | {f"k{n}": n for n in range(count)}).encode()


def parquet(table: pa.Table, **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def plans(count: int, **more: Any) -> pa.Table:
    return pa.table({name: [value] * count for name, value in zip(HEAD, PLAN, strict=True)} | more)


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_many_keys_cost_in_step_with_their_number(suffix: str, tmp_path: Path) -> None:
    small, large = (
        cost(tmp_path, of_keys(count), f"parse_upload('x.{suffix}', content)") for count in (3_500, 14_000)
    )
    assert_in_step(small, large)


OPEN_DOCUMENT = (
    '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:spreadsheet>'
    '<table:table><table:table-row table:number-rows-repeated="{rows}">'
    '<table:table-cell office:value-type="string" table:number-columns-repeated="100"><text:p>1</text:p>'
    "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:document-content>"
)


def repeated(rows: int) -> bytes:
    """A workbook of some hundreds of bytes with so many rows of a hundred cells."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", OPEN_DOCUMENT.format(rows=rows))
    return out.getvalue()


@pytest.mark.parametrize(
    ("suffix", "write"),
    [
        ("ods", lambda rows: repeated(rows)),
        ("parquet", lambda rows: parquet(pa.table({f"k{n}": [1] * rows for n in range(100)}))),
        ("csv", lambda rows: (";1" * 99 + "\n").encode() * rows),
    ],
)
def test_a_table_has_no_more_cells_than_can_soon_be_looked_at(
    suffix: str, write: Callable[[int], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of five hundred bytes had ten million of them, which took twenty seconds."""
    monkeypatch.setattr(grid, "MAX_CELLS", 10_000)
    names = 100 if suffix == "parquet" else 0
    (fits,) = sheets_of(f"x.{suffix}", write(100 - names // 100))
    assert sum(map(len, fits.rows)) == 10_000

    def read() -> None:
        (sheet,) = sheets_of(f"x.{suffix}", write(101))
        list(sheet.rows)

    assert codes(read) == ["table_cells"]


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_more_values_than_a_proposal_has_are_refused(suffix: str, tmp_path: Path) -> None:
    found = cost(tmp_path, of_keys(30_000), f"parse_upload('x.{suffix}', content)")
    assert found.said == "file_full"
    assert found.floors < 75


def test_a_large_yaml_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    found = cost(tmp_path, b"- a\n" * 475_000, "parse_upload('x.yaml', content)")
    assert found.said == "file_huge"
    assert found.floors < 12


def test_a_full_yaml_file_is_read(tmp_path: Path) -> None:
    words = "\n".join(f"k{n}: {{a: 1}}" for n in range(9_000))
    found = cost(tmp_path, words.encode(), "parse_upload('x.yaml', content)")
    assert found.floors < 125


def test_of_very_many_problems_the_first_are_told_and_the_rest_counted() -> None:
    with pytest.raises(InputError) as caught:
        parse_proposal(of_keys(5_000).decode(), ".json")
    lines = sentences(caught.value.problems)
    assert len(lines) == MAX_TOLD + 1
    assert f"{len(caught.value.problems) - MAX_TOLD:,}".replace(",", ".") in lines[-1]


def test_a_name_without_end_is_not_repeated_whole() -> None:
    with pytest.raises(InputError) as caught:
        parse_proposal(json.dumps(BASE | {"x" * 100_000: 1}), ".json")
    assert all(len(line) < 2_000 for line in sentences(caught.value.problems))


LONG = "9" * 5_000


READ_BUNDLE = """
from hea.dossiers.bundle import BundleError, read_bundle

def reason(content):
    try:
        read_bundle(content)
    except BundleError as error:
        return error.problems[0].values["reason"]
"""
PIECES = {
    "mappings": "{},",
    "lists": "[],",
    "names": '{"":{}},',
    "strings": '"",',
    "layers": "[",
    "marks": '"',
}


@pytest.mark.parametrize("piece", PIECES)
def test_a_dossier_with_values_without_end_is_refused_before_it_is_read(piece: str, tmp_path: Path) -> None:
    words = PIECES[piece] * (100_000_000 // len(PIECES[piece]))
    content = gzip.compress(f"[{words}0]".encode(), 1)
    assert len(content) < 1_000_000
    found = cost(tmp_path, content, "reason(content)", READ_BUNDLE)
    assert found.said.startswith("no JSON: too many")
    assert found.floors < 400
    assert found.megabytes < 300


@pytest.mark.parametrize("suffix", [".json", ".yaml"])
@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("function_groups", {"name": "a", "level": "elementary", "count": 1}),
        ("housing_plan.offers", {"stay": "short", "places": 1, "from_month": "2027-09"}),
        ("automation", {"month": "2028-01", "share": 0.5}),
        ("function_groups[0].ramp_up", {"month": "2028-01", "share": 0.5}),
    ],
)
def test_more_lines_than_a_plan_has_are_one_sentence(place: str, line: dict[str, Any], suffix: str) -> None:
    lines = [line] * 201
    group = {"name": "a", "level": "elementary", "count": 1}
    given: dict[str, dict[str, Any]] = {
        "function_groups": {"function_groups": lines},
        "housing_plan.offers": {"housing_plan": {"offers": lines}},
        "automation": {"automation": lines},
        "function_groups[0].ramp_up": {"function_groups": [group | {"ramp_up": lines}]},
    }
    content = json.dumps(BASE | {"workforce": {"count": 10}} | given[place])
    with pytest.raises(InputError) as caught:
        parse_proposal(content, suffix)
    [problem] = caught.value.problems
    assert (problem.place, problem.code) == (place, "list_long")
    assert [("201" in problem.sentence(lang), "200" in problem.sentence(lang)) for lang in ("nl", "en")] == [
        (True, True)
    ] * 2


def test_an_answer_without_end_is_a_sentence() -> None:
    content = BASE | {"workforce": {"count": 10}, "answers": {"automation_plan": "x" * 5_000}}
    assert codes(lambda: parse_proposal(json.dumps(content), ".json")) == ["too_long"]


@pytest.mark.parametrize("written", [LONG, "1e400", "-1e400", "9" * 31])
@pytest.mark.parametrize("suffix", [".json", ".yaml"])
def test_a_number_that_is_too_long_or_large_is_a_sentence(suffix: str, written: str) -> None:
    content = json.dumps(BASE)[:-1] + f', "workforce": {{"count": {written}}}}}'
    assert codes(lambda: parse_proposal(content, suffix)) == ["number_long"]


@pytest.mark.parametrize("written", ["NaN", "Infinity", "-Infinity"])
def test_what_json_does_not_know_as_a_number_is_refused(written: str) -> None:
    content = json.dumps(BASE)[:-1] + f', "workforce": {{"count": {written}}}}}'
    assert codes(lambda: parse_proposal(content, ".json")) == ["not_a_number"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *((written, "typed_count") for written in ("1:30", "1:30.5", ".inf", ".nan")),
        ("0x10", "size_times"),
        ("12.5", "size_not_whole"),
        ("2027-03-01", "size_day"),
    ],
)
def test_a_number_in_no_notation_of_ours_is_not_guessed(written: str, code: str) -> None:
    content = (
        "\n".join(f"{key}: {value}" for key, value in BASE.items()) + f"\nworkforce: {{count: {written}}}"
    )
    assert codes(lambda: parse_proposal(content)) == [code]


@pytest.mark.parametrize(("written", "count"), [("010", 10), ("1e3", 1000), ("+5", 5), ("7.", 7)])
def test_a_number_is_what_it_says(written: str, count: float) -> None:
    content = (
        "\n".join(f"{key}: {value}" for key, value in BASE.items()) + f"\nworkforce: {{count: {written}}}"
    )
    workforce = parse_proposal(content).workforce
    assert workforce is not None
    assert workforce.count == count


def test_text_that_looks_like_a_day_or_an_hour_stays_text() -> None:
    content = "\n".join(f"{key}: {value}" for key, value in (BASE | {"company": "2027-03-01"}).items())
    assert parse_proposal(content + "\nworkforce: {count: 1}").company == "2027-03-01"


@pytest.mark.parametrize("content", ["a: !!int 5", "a: !x 5", "!!map {a: 1}", "a: &b 1\nc: *b", "a: &b 1"])
def test_tags_and_references_are_refused(content: str) -> None:
    assert codes(lambda: parse_proposal(content)) == ["file_deep"]


@pytest.mark.parametrize("suffix", [".json", ".yaml"])
@pytest.mark.parametrize("layers", [30, 900, 100_000])
def test_layers_without_end_are_refused(suffix: str, layers: int) -> None:
    content = json.dumps(BASE)[:-1] + ', "weights": ' + "[" * layers + "]" * layers + "}"
    assert codes(lambda: parse_proposal(content, suffix)) == ["file_deep"]


def test_a_path_with_a_number_of_thousands_of_digits_is_unknown() -> None:
    path = f"function_groups[{LONG}].count"
    assert parsed(path) == (path,)


def test_scenarios_of_too_many_changes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"a": {f"function_groups[{n}].count": 1 for n in range(5_000)}}))
    assert codes(lambda: read_scenarios(path)) == ["scenario_many"]


def test_a_table_with_the_line_ends_of_an_old_mac_is_read() -> None:
    content = "\r".join(";".join(row) for row in (HEAD, PLAN, ["Y", *PLAN[1:]])) + "\r"
    assert len(parse_leads("x.csv", content.encode()).found) == 2


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_do_anywhere_also_within_quotes(end: str) -> None:
    content = f'a;b{end}"1{end}2";3{end}'.encode()
    assert list(sheets_of("x.csv", content)[0].rows) == [["a", "b"], ["1\n2", "3"]]


def test_a_quotation_mark_that_is_not_closed_is_a_sentence() -> None:
    content = ";".join(HEAD) + '\n"' + "X;Venray;dc_warehousing;2027-03;10\n" * 10_000
    assert codes(lambda: parse_leads("x.csv", content.encode())) == ["table_csv"]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b";" * 5_000_000, "table_line"), (b"a;" * 300, "table_wide"), (b"a;b\n" * 100_002, "table_long")],
)
def test_a_table_wider_or_longer_than_ours_is_refused(content: bytes, code: str, tmp_path: Path) -> None:
    found = cost(
        tmp_path,
        content,
        "len(list(sheets_of('x.csv', content)[0].rows))",
        "from hea.exchange.grid import sheets_of",
    )
    assert found.said == code
    assert found.megabytes < 100


def test_a_page_stops_at_the_first_plan_too_many(tmp_path: Path) -> None:
    content = "\n".join(";".join(row) for row in (HEAD, *[PLAN] * 99_000)).encode()
    found = cost(tmp_path, content, "parse_leads('x.csv', content, 'nl', 200)", TABLE)
    assert found.said == "leads_many_here"
    assert found.floors < 75


def test_a_parquet_file_says_the_same_as_a_csv_file() -> None:
    more = {"Kavel": pa.array([None, float("nan")], pa.float64())}
    rows = list(sheets_of("x.parquet", parquet(plans(2, **more)))[0].rows)
    assert rows == [[*HEAD, "Kavel"], [*PLAN, None], [*PLAN, None]]


def test_a_decimal_of_a_parquet_file_is_a_number_and_no_text_in_dutch() -> None:
    from decimal import Decimal

    from hea.exchange.grid import number_in

    assert number_in(Decimal("1.500"), "nl") == 1.5


BOMBS = {
    "table_long": lambda: parquet(plans(3_000_000)),
    "table_wide": lambda: parquet(pa.table({f"k{n}": [1] for n in range(300)})),
    "table_packed": lambda: parquet(pa.table({"a": ["x" * 1_000_000] * 100}), compression="zstd"),
    "table_heavy": lambda: parquet(pa.table({"a": ["x" * 1_500_000] * 100}), use_dictionary=False),
    "too_long": lambda: parquet(
        pa.table({"a": pa.DictionaryArray.from_arrays([0] * 90_000, ["x" * 1_000_000])})
    ),
    "table_kind": lambda: parquet(pa.table({"a": [[1] * 1_000_000]})),
}
"""Per problem a small Parquet file that is large when read."""


@pytest.mark.parametrize("code", BOMBS)
def test_a_parquet_file_that_is_large_inside_is_refused_before_it_is_read(code: str, tmp_path: Path) -> None:
    content = BOMBS[code]()
    assert len(content) < 10_000_000
    found = cost(
        tmp_path,
        content,
        "len(list(sheets_of('x.parquet', content)[0].rows))",
        "import pyarrow.parquet, pandas\nfrom hea.exchange.grid import sheets_of",
    )
    assert found.said == code
    assert found.megabytes < 150


def test_a_report_with_an_attachment_that_is_large_inside_is_refused(tmp_path: Path) -> None:
    import pikepdf

    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.attachments[PROPOSAL_FILE] = pikepdf.AttachedFileSpec(pdf, b" " * 300_000_000)
    out = io.BytesIO()
    pdf.save(out, compress_streams=True)
    assert len(out.getvalue()) < 1_000_000
    found = cost(tmp_path, out.getvalue(), "parse_upload('rapport.pdf', content)", "import pikepdf")
    assert found.said == "file_huge"
    assert found.megabytes < 100


READ_PAGES = "from hea.exchange.uploads import attachments; from hea.paper import page_changes"


def report_with(prints: list[str], pages: int) -> bytes:
    """A PDF of some empty pages that says what prints its pages had."""
    import pikepdf

    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page(page_size=(100, 100))
    held = {"form": paper.FORM, "pages": prints, "around": "x", "files": {}}
    pdf.attachments[paper.FILE] = pikepdf.AttachedFileSpec(pdf, json.dumps(held).encode())
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def print_of_an_empty_page() -> str:
    import pikepdf

    with pikepdf.open(io.BytesIO(report_with([], 1))) as pdf:
        return str(json.loads(paper.prints_of(pdf))["pages"][0])


@pytest.mark.parametrize("count", [500, 16_000])
def test_prints_of_more_pages_than_are_compared_are_not_used(count: int, tmp_path: Path) -> None:
    """Prints that fit every other page make a comparison search all of them again and again."""
    prints = [print_of_an_empty_page(), "x"] * (count // 2)
    found = cost(
        tmp_path,
        report_with(prints, 500),
        "page_changes(content, attachments('rapport.pdf', content))",
        READ_PAGES,
    )
    assert (found.said == "None") == (count > paper.MAX_PAGES)
    assert found.floors < 150


READ_REPORT = "parse_upload('rapport.pdf', content)"
WORDS = {"lines": b"(a)'\n", "places": b"1 1 Td(a)Tj\n", "drawings": b"/X0 Do ", "states": b"q "}


def page_of(words: bytes, size: int) -> bytes:
    """A PDF without a proposal in it, whose first page repeats some words; so does the drawing on it."""
    import pikepdf

    pdf = pikepdf.new()
    pdf.add_blank_page()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    fonts = pikepdf.Dictionary(F1=font)
    painted = b"BT /F1 9 Tf " + (words * size)[:size] + b" ET"
    drawing = pikepdf.Stream(pdf, b"BT /F1 9 Tf " + b"(a)'\n" * (size // 100) + b" ET")
    drawing.Type, drawing.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
    drawing.BBox, drawing.Resources = pikepdf.Array([0, 0, 100, 100]), pikepdf.Dictionary(Font=fonts)
    pdf.pages[0].obj.Resources = pikepdf.Dictionary(Font=fonts, XObject=pikepdf.Dictionary(X0=drawing))
    pdf.pages[0].obj.Contents = pikepdf.Stream(pdf, painted)
    out = io.BytesIO()
    pdf.save(out, compress_streams=True)
    return out.getvalue()


@pytest.mark.parametrize("size", [150_000, 3_900_000])
@pytest.mark.parametrize("way", WORDS)
def test_the_words_of_a_page_are_looked_for_in_little(way: str, size: int, tmp_path: Path) -> None:
    found = cost(tmp_path, page_of(WORDS[way], size), READ_REPORT, "import pikepdf")
    assert found.said == "pdf_foreign"
    assert found.floors < 75


def attached_as(packings: list[str], data: bytes) -> bytes:
    """A PDF with a proposal that is packed in ways of choice."""
    from pypdf import PdfWriter
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject, TextStringObject

    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    stream = StreamObject()
    stream.set_data(data)
    stream[NameObject("/Filter")] = ArrayObject([NameObject(name) for name in packings])
    held = DictionaryObject({NameObject("/F"): writer._add_object(stream)})
    name = TextStringObject(PROPOSAL_FILE)
    file = DictionaryObject({NameObject("/Type"): NameObject("/Filespec"), NameObject("/EF"): held})
    file |= {NameObject("/F"): name, NameObject("/UF"): name}
    names = DictionaryObject({NameObject("/Names"): ArrayObject([name, writer._add_object(file)])})
    writer._root_object[NameObject("/Names")] = DictionaryObject({NameObject("/EmbeddedFiles"): names})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PACKED: dict[str, Callable[[], tuple[list[str], bytes]]] = {
    "once": lambda: (["/FlateDecode"], zlib.compress(bytes(200_000_000))),
    "twice": lambda: (["/FlateDecode"] * 2, zlib.compress(zlib.compress(bytes(400_000_000), 9))),
    "as text": lambda: (["/ASCII85Decode"], b"z" * 15_000_000),
    "as digits": lambda: (["/ASCIIHexDecode"], b"41" * 7_000_000),
    "by length": lambda: (["/RunLengthDecode"], b"\x81A" * 4_000_000),
    "by table": lambda: (["/LZWDecode"], bytes(range(256)) * 40_000),
}


@pytest.mark.parametrize("way", PACKED)
def test_the_size_of_an_attachment_is_looked_at_before_it_is_unpacked(way: str, tmp_path: Path) -> None:
    found = cost(tmp_path, attached_as(*PACKED[way]()), READ_REPORT, "import pikepdf")
    assert found.said in ("file_huge", "pdf_broken")
    assert found.floors < 50
    assert found.megabytes < 120


@cache
def packed(payload: bytes, megabytes: int, times: int) -> bytes:
    """Some bytes with many blanks behind them, packed once or more often."""
    levels = [zlib.compressobj(9) for _ in range(times)]
    pieces = [payload, *[b" " * 1_000_000] * megabytes, None]
    out = []
    for piece in pieces:
        found = piece
        for level in levels:
            found = level.compress(found or b"") + (b"" if piece is not None else level.flush())
        out.append(found or b"")
    return b"".join(out)


def numbered(objects: dict[int, bytes], inside: dict[int, int], **about: bytes) -> bytes:
    """A PDF of objects, some of which stand inside streams of objects, with its table as a stream."""
    out, offsets = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    last = max((*objects, *inside)) + 1
    rows = []
    for number in range(last + 1):
        where = offsets.get(number, len(out) if number == last else 0)
        kind, value = (2, inside[number]) if number in inside else (1 if where else 0, where)
        rows.append(bytes([kind]) + value.to_bytes(4, "big") + b"\0")
    table = zlib.compress(b"".join(rows))
    head = b"/Size %d/W[1 4 1]/Root 1 0 R/Length %d" % (last + 1, len(table))
    head += b"".join(about.values())
    out += b"%d 0 obj\n<</Type/XRef/Filter/FlateDecode%b>>" % (last, head)
    return out + b"stream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % (
        table,
        out.rindex(b"%d 0 obj" % last),
    )


def of_objects(content: bytes, first: int, how: bytes) -> bytes:
    about = b"/N 1/First %d/Length %d%b" % (first, len(content), how)
    return b"<<%b>>stream\n%b\nendstream" % (about, content)


ONCE, TWICE = b"/Type/ObjStm/Filter/FlateDecode", b"/Type/ObjStm/Filter[/FlateDecode/FlateDecode]"
HIDDEN = {
    "once": (1, ONCE),
    "twice": (2, TWICE),
    "as something else": (1, b"/Type/XObject/Subtype/Image/Filter/FlateDecode"),
    "written otherwise": (1, b"/Type/Obj#53tm/#46ilter/Flate#44ecode"),
    "told elsewhere": (1, b"/Type/ObjStm/Filter 8 0 R"),
    "behind a text": (1, ONCE + b"/X(endobj 9 0 obj<<)/Y(>>)"),
    "behind a remark": (1, ONCE + b"%endobj 9 0 obj <<\n"),
    "behind an odd end": (1, ONCE + b"/Length 1"),
}
"""A stream of objects that unpacks to very much, and ways not to look like one."""


def report_in_a_stream(way: str, megabytes: int = 150) -> bytes:
    """A PDF whose only page stands in a stream of objects with much behind it."""
    times, about = HIDDEN[way]
    page = packed(b"2 0 <</Type/Pages/Kids[3 0 R]/Count 1>>", megabytes, times)
    return numbered(
        {
            1: b"<</Type/Catalog/Pages 2 0 R>>",
            3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
            5: of_objects(page, 4, about),
            8: b"/FlateDecode",
        },
        {2: 5},
    )


@pytest.mark.parametrize("way", HIDDEN)
def test_streams_of_objects_are_bounded_before_a_reader_follows_them(way: str, tmp_path: Path) -> None:
    content = report_in_a_stream(way)
    assert len(content) < 200_000
    found = cost(tmp_path, content, READ_REPORT, "import pikepdf")
    assert found.said == "pdf_packed"
    assert found.floors < 25
    assert found.megabytes < 60


def test_a_table_of_objects_is_bounded_as_well(tmp_path: Path) -> None:
    table = packed(b"\1\0\0\0\x09\0", 150, 1)
    about = b"/Type/XRef/Size 2/W[1 4 1]/Root 1 0 R/Filter/FlateDecode/Length %d" % len(table)
    begin = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"
    content = begin + b"2 0 obj\n<<%b>>stream\n%b\nendstream endobj\nstartxref\n%d\n%%%%EOF" % (
        about,
        table,
        len(begin),
    )
    found = cost(tmp_path, content, READ_REPORT, "import pikepdf")
    assert found.said == "pdf_packed"
    assert found.megabytes < 60


def test_many_streams_of_objects_count_together(tmp_path: Path) -> None:
    """Each stays under what one may be, and a name of a file inside points into each of them."""
    names = b"".join(b"(f%d)%d 0 R" % (number, 100 + number) for number in range(10))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[" + names + b"]>>>>>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        4: b"<</Type/EmbeddedFile/Length 2>>stream\n{}\nendstream",
    }
    for number in range(10):
        held = b"%d 0 <</Type/Filespec/F(f)/UF(f)/EF<</F 4 0 R>>>>" % (100 + number)
        objects[200 + number] = of_objects(packed(held, 30, 1), 6, ONCE)
    content = numbered(objects, {100 + number: 200 + number for number in range(10)})
    found = cost(tmp_path, content, READ_REPORT, "import pikepdf")
    assert found.said == "pdf_packed"
    assert found.floors < 25
    assert found.megabytes < 60


def test_a_page_that_is_named_very_often_is_refused_before_each_is_made(tmp_path: Path) -> None:
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: b"<</Type/Pages/Kids[" + b"3 0 R " * 300_000 + b"]/Count 300000>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
    }
    found = cost(tmp_path, numbered(objects, {}), READ_REPORT, "import pikepdf")
    assert found.said == "pdf_packed"
    assert found.megabytes < 150


def test_objects_as_many_as_fit_in_what_is_unpacked_are_read_in_bounds(tmp_path: Path) -> None:
    """The same bytes can be one text or a million values."""
    page = zlib.compress(b"2 0 <</Type/Pages/Kids[3 0 R]/Count 1/X[" + b"1 " * 1_900_000 + b"]>>", 1)
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        4: b"<</Length 200000>>stream\n" + b"x" * 200_000 + b"\nendstream",
        5: of_objects(page, 4, ONCE),
    }
    found = cost(tmp_path, numbered(objects, {2: 5}), READ_REPORT, "import pikepdf")
    assert found.said in ("pdf_packed", "pdf_foreign", "pdf_broken")
    assert found.floors < 75
    assert found.megabytes < 400


def test_only_so_many_files_inside_a_report_are_looked_at(tmp_path: Path) -> None:
    names = b"".join(b"(f%d)4 0 R" % number for number in range(300_000))
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles<</Names[" + names + b"]>>>>>>",
        2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
        4: b"<</Type/Filespec>>",
    }
    found = cost(tmp_path, numbered(objects, {}), READ_REPORT, "import pikepdf")
    assert found.said == "pdf_broken"
    assert found.floors < 100
    assert found.megabytes < 200


def test_a_locked_report_is_told_as_locked() -> None:
    import pikepdf

    pdf = pikepdf.new()
    pdf.add_blank_page()
    out = io.BytesIO()
    mode = pikepdf.ObjectStreamMode.generate
    pdf.save(out, encryption=pikepdf.Encryption(owner="a", user=""), object_stream_mode=mode)
    assert codes(lambda: parse_upload("rapport.pdf", out.getvalue())) == ["pdf_locked"]


WIDE = {
    "in the text": ("\U0001f600", False),
    "as its number": ("\U0001f600", True),
    "of two bytes": ("\u20ac", True),
    "behind a quotation mark": ('"\U0001f600', True),
}


@pytest.mark.parametrize("way", WIDE)
def test_one_rare_character_does_not_make_a_dossier_four_times_as_large(way: str, tmp_path: Path) -> None:
    character, plain = WIDE[way]
    texts = {name: name * 63_000_000 + character for name in "ab"}
    words = json.dumps({"hash": "0" * 64, "dossier": texts}, ensure_ascii=plain)
    found = cost(tmp_path, gzip.compress(words.encode(), 1), "reason(content)", READ_BUNDLE)
    assert "take more" in found.said or "not all of them plain" in found.said
    assert found.floors < 400
    assert found.megabytes < 450


def test_a_large_dossier_in_plain_letters_is_read_in_step_with_its_size(tmp_path: Path) -> None:
    words = json.dumps({"hash": "0" * 64, "dossier": {name: name * 60_000_000 for name in "ab"}})
    found = cost(tmp_path, gzip.compress(words.encode(), 1), "reason(content)", READ_BUNDLE)
    assert found.said == "changed after it was made"
    assert found.megabytes < 450


@pytest.mark.parametrize("groups", [2_000])
def test_a_parquet_table_in_very_many_parts_is_refused_first(groups: int, tmp_path: Path) -> None:
    out, row = io.BytesIO(), pa.table({f"c{number}": pa.array([1]) for number in range(60)})
    with pq.ParquetWriter(out, row.schema, compression="none", use_dictionary=False) as writer:
        for _ in range(groups):
            writer.write_table(row)
    found = cost(
        tmp_path, out.getvalue(), "parse_leads('x.parquet', content)", f"{TABLE}\nimport pyarrow.parquet"
    )
    assert found.said == "table_parts"
    assert found.floors < 12
    assert found.megabytes < 60


def test_a_parquet_table_in_parts_is_read() -> None:
    content = parquet(plans(90), row_group_size=1)
    rows = list(sheets_of("x.parquet", content)[0].rows)
    assert len(rows) == 91


@pytest.mark.parametrize("at", range(len(HEAD)))
def test_of_a_long_cell_no_more_is_kept_and_told_than_can_be_read(at: int) -> None:
    """Everything that is told of a list stays with its page, and is made harmless each time it is drawn."""
    rows = [[*PLAN[:at], f"{row}{'*_[`' * 20_000}", *PLAN[at + 1 :]] for row in range(20)]
    content = "\n".join(";".join(row) for row in (HEAD, *rows)).encode()
    found = parse_leads("x.csv", content)
    assert len(str((found.problems, found.notes))) < 200_000
    assert sum(map(len, sentences((*found.problems, *found.notes)))) < 100_000
