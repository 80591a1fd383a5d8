"""What the layer of tags leans on in fpdf2 is listed, and is there in the fpdf2 that is installed."""

import ast
import inspect
import re
from pathlib import Path

import fpdf
import pytest
from fpdf.fonts import TTFFont
from fpdf.table import Table

import hea
from hea.report.pdf.measuring import MeasuringFont

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
