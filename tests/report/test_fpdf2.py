"""What the layer of tags leans on in fpdf2 is listed, and is there in the fpdf2 that is installed."""

import ast
import inspect
import re
from pathlib import Path

import fpdf
import pytest
from fpdf.enums import Align
from fpdf.fonts import TTFFont
from fpdf.line_break import MultiLineBreak, TextLine
from fpdf.table import Table

import hea
from hea.report.pdf.breaking import QuickBreak
from hea.report.pdf.measuring import MeasuringFont
from hea.report.pdf.tagged import Tagged

FOLDERS = [Path(hea.__file__).parent / "report" / name for name in ("pdf", "portfolio")]
PAGE = (Path(hea.__file__).parents[1] / "docs/fpdf2-tags.md").read_text(encoding="utf-8")
LISTED = re.findall(r"^\| `(FPDF|Table)\.(_\w+)`", PAGE, re.MULTILINE)


def private_names() -> set[str]:
    """Names with an underscore that are used or overridden there and made nowhere among them."""
    used, made = set(), set()
    for path in (path for folder in FOLDERS for path in folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr):
                (made if isinstance(node.ctx, ast.Store) else used).add(node.attr)
            elif isinstance(node, ast.FunctionDef) and re.match(r"_[a-z]", node.name):
                (used if node.name in dir(fpdf.FPDF) + dir(Table) else made).add(node.name)
    return used - made


@pytest.mark.parametrize(("owner", "name"), LISTED)
def test_what_is_listed_is_there(owner: str, name: str) -> None:
    kind = fpdf.FPDF if owner == "FPDF" else Table
    source = Path(str(inspect.getsourcefile(kind))).read_text(encoding="utf-8")
    assert hasattr(kind, name) or f"self.{name} = " in source


def test_what_is_used_is_listed_and_no_more() -> None:
    assert private_names() == {name for _, name in LISTED}


def test_the_list_names_a_version_that_is_allowed() -> None:
    read_in = re.search(r"read in fpdf2 (\d+\.\d+)\.\d+", PAGE)
    assert read_in is not None
    assert fpdf.__version__.startswith(read_in[1])


FONT = Path(hea.__file__).parent / "report/fonts/SourceSansPro-Regular.ttf"
LINES = ("", "V", "Venray €", "Venray € 5", "Horst", "Horst\xad-", "\ufffe", "\ufffe漢")


def test_a_font_that_measures_in_steps_gives_what_fpdf2_gives() -> None:
    """Whether a line grows, gets shorter or is another one, and with characters that the font lacks."""
    pdf = fpdf.FPDF()
    own, theirs = (kind(pdf, FONT, "font", "") for kind in (MeasuringFont, TTFFont))
    begun = [line[:end] for line in LINES for end in range(len(line) + 1)]
    for line in (*begun, *reversed(begun), *begun[::2]):
        for size in (7, 11.3):
            assert own.get_text_width(line, size, None) == theirs.get_text_width(line, size, None), line
    assert own.biggest_size_pt == theirs.biggest_size_pt == 11.3


TEXTS = (
    "",
    "Venray",
    "In de gemeente Venray komen 400 mensen te werken, van wie er 120 een bed nodig hebben. " * 3,
    " voorop en  dubbel  en erachter ",
    "Huisvestingseffectrapportagevoorbeeld en nog een eenlangwoordzonderspaties",
    "een\nregel\n\nen nog een",
    "€\xa01.200 per\xa0maand in plaats van € 900",
    "huis\xadvestings\xadeffect\xadrapportage van iedereen",
    "VAV\u2009WAW\tTo\ufffe漢",
)


def broken(
    kind: type[MultiLineBreak], pdf: Tagged, words: str, room_mm: float, align: Align
) -> list[TextLine]:
    """The lines of a text, in the font of the moment."""
    maker, lines = kind(pdf._preload_font_styles(words, False), room_mm, [1.0], align=align), []
    while (line := maker.get_line()) is not None:
        lines.append(line)
    return lines


@pytest.mark.parametrize("align", [Align.L, Align.J, Align.R])
@pytest.mark.parametrize("words", TEXTS)
def test_a_text_is_broken_into_the_lines_that_fpdf2_makes_of_it(words: str, align: Align) -> None:
    pdf = Tagged()
    pdf.add_own_font("own", "", FONT)
    for size in (7, 11.3):
        pdf.set_font("own", size=size)
        for room_mm in (8, 9.5, 14, 14.7, 20, 33, 60, 61, 170):
            own, theirs = (broken(kind, pdf, words, room_mm, align) for kind in (QuickBreak, MultiLineBreak))
            assert own == theirs, room_mm


def test_a_report_breaks_its_text_that_way() -> None:
    pdf = Tagged()
    assert fpdf.fpdf.MultiLineBreak is QuickBreak
    pdf.add_own_font("own", "", FONT)
    pdf.set_font("own", size=9)
    plain = QuickBreak(pdf._preload_font_styles("gewone woorden", False), 60, [])
    assert plain._ends, "it would all be left to fpdf2"
