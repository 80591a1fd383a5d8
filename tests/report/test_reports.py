"""Screen, workbook and PDF tell the same figures; user text stays text."""

from io import BytesIO

import openpyxl
import pytest
from openpyxl.cell import Cell
from pypdf import PdfReader

from hea import Assessment, assess, load_parameters
from hea.exchange import example_names
from hea.report.figures import vega
from hea.report.pdf import build_pdf
from hea.report.pdf.vector import readable
from hea.report.sentences import headlines, provenance, ranges
from hea.texts import LANGUAGES, Lang, text
from hea.workbook import build_workbook
from tests.conftest import FEW_DRAWS, distribution_centre
from tests.report.test_paper import paper
from tests.surfaces import in_workbook

NASTY = (
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "#REF!",
    "=cmd|' /C calc'!A0",
)


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_holds_every_headline_with_its_range(dossier: Assessment, lang: Lang) -> None:
    rows = in_workbook(dossier, lang)[text("book_sheet.summary", lang)]
    for figure in headlines.figures(dossier, lang):
        values = (figure.range.p10, figure.range.p50, figure.range.p90, figure.central)
        told = tuple(headlines.rounded(value, figure.kind) for value in values)
        kept = [row[2:6] for row in rows if row[:2] == (figure.label, figure.moment or None)]
        assert kept == [told], figure.label


def test_the_workbook_holds_all_months_and_every_parameter_with_its_source(dossier: Assessment) -> None:
    parameters = load_parameters()
    sheets = in_workbook(dossier, "nl")
    rows = {row[0]: row for row in sheets["Spreiding"]}
    jobs = dossier.monthly.positions
    for month, low, high in zip(dossier.monthly.month, jobs.p10, jobs.p90, strict=True):
        assert rows[month][1:4:2] == (low, high)
    listed = {row[13]: row for row in sheets["Aannames"] if row[13]}
    for name in dossier.parameters.used:
        row = listed[name]
        assert row[2:5] == pytest.approx(tuple(parameters.bounds(name)))
        assert row[7] == parameters.value(name)
        assert row[8] == parameters[name].grade
        assert row[9]
        assert row[10]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_says_the_same_as_the_screen(dossier: Assessment, lang: Lang) -> None:
    spoken = words(paper("fictief_dossier_venray", lang))
    for sentence in headlines.summary_sentences(dossier, lang):
        assert sentence in spoken
    for row in headlines.with_shortage(dossier, lang):
        assert " ".join(" ".join(row).split()) in spoken
    for flag in dossier.flags:
        assert flag.message.in_language(lang) in spoken
    for item in dossier.assumed:
        assert item.message.in_language(lang) in spoken
    assert provenance.colophon(dossier, lang) in spoken


def test_the_pdf_says_below_the_groups_that_their_numbers_are_a_guess() -> None:
    guess = {"area": {"kind": "gross_floor", "size_m2": 20_000}, "workforce": None, "counts_from_area": True}
    group = {"name": "Pakkers", "level": "elementary", "count": 120}
    made = assess(distribution_centre(function_groups=[group], **guess), draws=FEW_DRAWS)
    below = words(build_pdf(made, load_parameters())).split("Pakkers")[1]
    assert text("assumed.counts_from_area") in below.split(text("picture.workforce"))[0]


@pytest.mark.parametrize("name", example_names())
def test_the_pdf_has_no_empty_pages(name: str) -> None:
    pages = PdfReader(BytesIO(paper(name))).pages
    assert 12 <= len(pages) <= 26
    assert all(len(page.extract_text()) > 200 for page in pages)


def test_the_same_assessment_gives_the_same_pdf(quick: Assessment) -> None:
    first = build_pdf(quick, load_parameters())
    vega._drawn.cache_clear()  # or the drawings would be the same whatever drew them
    assert first == build_pdf(quick, load_parameters())


def typed(words: list[str]) -> Assessment:
    """An assessment for which a user typed words wherever there is room for them, each in several places."""
    groups = [{"name": word, "level": "elementary", "count": 10} for word in words]
    names = {"company": words[0], "initiative": words[1], "kern": words[2]}
    return assess(distribution_centre(function_groups=groups, **names), draws=FEW_DRAWS)


def test_text_of_users_never_becomes_a_formula() -> None:
    """What a user types is text in every cell that holds it, and adds no formula."""

    def cells(words: list[str]) -> list[tuple[str, Cell]]:
        book = openpyxl.load_workbook(BytesIO(build_workbook(typed(words), load_parameters())))
        return [(sheet.title, cell) for sheet in book for row in sheet.iter_rows() for cell in row]

    def kinds(found: list[tuple[str, Cell]], kind: str) -> set[tuple[str, str]]:
        return {(title, cell.coordinate) for title, cell in found if cell.data_type == kind}

    words = [f"{nasty} BV" for nasty in NASTY]
    hostile, plain = cells(words), cells([f"Gewoon {number} BV" for number in range(len(words))])
    assert kinds(hostile, "f") == kinds(plain, "f")
    assert not kinds(hostile, "e")
    for word in words:
        shown = [cell for _, cell in hostile if word.strip() in str(cell.value)]
        assert len(shown) > 1, word
        assert {cell.data_type for cell in shown} == {"s"}
    build_pdf(typed(words), load_parameters())


def test_charts_carry_their_numbers_in_words_and_as_a_table(dossier: Assessment) -> None:
    frame = vega.monthly_frame(dossier, "mid")
    assert frame["middle"].tolist() == list(dossier.monthly.units.mid.p50)
    spoken = headlines.stay_chart_alt(dossier, "mid", "nl")
    assert ranges.range_text(dossier.headline.units.mid.peak, "places", "nl") in spoken
    assert vega.stay_chart(dossier, "mid").drawing["title"] == "Mid stay"


def test_the_chart_on_paper_is_dutch_and_parsed_by_the_pdf(dossier: Assessment) -> None:
    svg = vega.to_svg(vega.housing_chart(dossier), "nl", "Source Sans Pro")
    assert "slaapplaatsen" in svg
    assert b"<path" in readable(svg)
