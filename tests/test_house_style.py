"""House style: name, logo and colour on every surface, and a clear sentence for what does not fit."""

import io
import os
import struct
import zlib
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from hea import load_parameters
from hea.exchange import sentences
from hea.exchange.form import build_form
from hea.house_style import ACCENT, MAX_STYLE_BYTES, VARIABLE, WHITE, HouseStyleError, contrast, house_style
from hea.problems import Problem
from hea.report.pdf import build_pdf
from hea.workbook import build_workbook
from tests.conftest import assessed_example
from tests.test_cli import hea
from tests.verapdf.run import Judge

MAROON = "#7a1f3d"
NAME = "Gemeente Voorbeeld & Omstreken"


def png(folder: Path) -> str:
    """A small picture, made here."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x7a\x1f\x3d" * 40 for _ in range(20))
    header = struct.pack(">IIBBBBB", 40, 20, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows))
    (folder / "logo.png").write_bytes(content + chunk(b"IEND", b""))
    return "logo.png"


@pytest.fixture
def styled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "huisstijl.toml"
    logo = f'logo = "{png(tmp_path)}"\nlogo_alt = "Logo van Voorbeeld"\n'
    path.write_text(f'organisation = "{NAME}"\naccent = "{MAROON}"\n{logo}')
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def test_without_a_file_the_tool_has_its_own_style() -> None:
    assert house_style().accent == ACCENT
    assert house_style().logo is None


@pytest.mark.usefixtures("styled")
def test_name_logo_and_colour_are_on_paper_and_the_paper_stays_accessible(judged: Judge) -> None:
    content = build_pdf(assessed_example("fulfilment_waalwijk"), load_parameters(), parts=["summary"])
    assert [verdict.verdict for verdict in judged(content)[0]] == ["PASS", "PASS"]
    with pikepdf.open(io.BytesIO(content)) as pdf:
        figure = pdf.Root.StructTreeRoot.K[0].K[0]
        assert str(figure.Alt) == "Logo van Voorbeeld"
        page = pdf.pages[0].Contents.read_bytes()
    red, green, blue = (int(MAROON[start : start + 2], 16) / 255 for start in (1, 3, 5))
    assert f"{red:.4f} {green:.4f} {blue:.4f} rg".encode() in page


@pytest.mark.usefixtures("styled")
def test_name_and_colour_are_in_both_workbooks() -> None:
    report = build_workbook(assessed_example("fulfilment_waalwijk"), load_parameters())
    for content in (report, build_form()):
        book = openpyxl.load_workbook(io.BytesIO(content))
        assert book.properties.creator == NAME
        colours = {c.fill.fgColor.rgb for sheet in book for row in sheet.iter_rows() for c in row}
        assert f"00{MAROON[1:].upper()}" in colours


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("accent = 3", "style_field"),
        ('kleur = "#000000"', "style_field"),
        ('accent = "rood"', "style_colour"),
        ('accent = "#ffdd00"', "style_contrast"),
        ('accent_dark = "#101010"', "style_contrast"),
        ('logo = "weg.png"\nlogo_alt = "x"', "style_logo"),
        ('logo = "groot.png"\nlogo_alt = "x"', "style_logo"),
        ('logo = "huisstijl.toml"\nlogo_alt = "x"', "style_logo"),
        ('logo = "tekst.png"\nlogo_alt = "x"', "style_logo"),
        ('logo = "logo.png"', "style_logo_alt"),
        ("accent =", "style_file"),
        ("#" * (MAX_STYLE_BYTES + 1), "style_file"),
    ],
)
def test_what_does_not_fit_gets_a_sentence(
    content: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    png(tmp_path)
    Image.new("1", (5000, 4000)).save(tmp_path / "groot.png")
    (tmp_path / "tekst.png").write_text("geen plaatje")
    path = tmp_path / "huisstijl.toml"
    path.write_text(content)
    monkeypatch.setenv(VARIABLE, str(path))
    with pytest.raises(HouseStyleError) as caught:
        house_style()
    assert caught.value.code == code
    for lang in ("nl", "en"):
        [line] = sentences([Problem("", code, caught.value.values)], lang)
        assert "{" not in line


def test_the_command_line_says_it_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "er_niet.toml"))
    plan = ("--sector", "dc_warehousing", "--municipality", "Venray", "--persons", 10, "--draws", 16)
    result = hea("quick", *plan, "--xlsx", tmp_path / "uit.xlsx")
    assert result.returncode == 2
    assert "huisstijl" in result.stderr
    assert "Traceback" not in result.stderr


@given(st.integers(0, 0xFFFFFF), st.integers(0, 0xFFFFFF))
def test_contrast_is_symmetric_and_between_one_and_twenty_one(first: int, second: int) -> None:
    one, other = f"#{first:06x}", f"#{second:06x}"
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21.0001
    assert contrast(WHITE, "#000000") == pytest.approx(21)


def test_a_device_is_no_house_style(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, os.devnull)
    with pytest.raises(HouseStyleError):
        house_style()
