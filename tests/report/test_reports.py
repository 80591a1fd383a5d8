"""Screen, workbook and PDF tell the same figures; user text stays text."""

import json
from io import BytesIO

import openpyxl
import pytest
from pypdf import PdfReader

from hea import Assessment, assess, load_parameters
from hea.exchange import example_names
from hea.report import charts, narrative
from hea.report.pdf import build_pdf
from hea.report.pdf.build import readable
from hea.report.workbook import build_workbook
from hea.texts import LANGUAGES, Lang, text
from tests.conftest import FEW_DRAWS, assessed_example, distribution_centre

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


def cells(content: bytes) -> dict[str, list[tuple[object, ...]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def words(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_holds_every_headline_with_its_range(dossier: Assessment, lang: Lang) -> None:
    rows = cells(build_workbook(dossier, load_parameters(), lang))[text("report.summary", lang)]
    for figure in narrative.figures(dossier, lang):
        values = (figure.range.p10, figure.range.p50, figure.range.p90, figure.central)
        told = tuple(narrative.rounded(value, figure.kind) for value in values)
        kept = [row[2:6] for row in rows if row[:2] == (figure.label, figure.moment or None)]
        assert kept == [told], figure.label


def test_the_workbook_holds_all_months_and_every_parameter_with_its_source(dossier: Assessment) -> None:
    parameters = load_parameters()
    sheets = cells(build_workbook(dossier, parameters))
    months = [row[0] for row in sheets["Per maand"]]
    assert set(dossier.monthly.month) <= set(months)
    listed = {row[10]: row for row in sheets["Parameters"] if row[10]}
    for name in dossier.parameters.used:
        row = listed[name]
        assert row[2:5] == pytest.approx(tuple(parameters.bounds(name)))
        assert row[5] == parameters[name].grade
        assert row[6]
        assert row[7]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_pdf_says_the_same_as_the_screen(dossier: Assessment, lang: Lang) -> None:
    spoken = words(build_pdf(dossier, load_parameters(), lang))
    for sentence in narrative.summary_sentences(dossier, lang):
        assert sentence in spoken
    for row in (*narrative.recap(dossier, lang), *narrative.gap_rows(dossier, lang)):
        assert " ".join(" ".join(row).split()) in spoken
    for flag in dossier.flags:
        assert flag.message.in_language(lang) in spoken
    for item in dossier.assumed:
        assert item.message.in_language(lang) in spoken
    assert narrative.colophon(dossier, lang) in spoken


@pytest.mark.parametrize("name", example_names())
def test_the_pdf_has_a_handful_of_full_pages(name: str) -> None:
    content = build_pdf(assessed_example(name), load_parameters())
    pages = PdfReader(BytesIO(content)).pages
    assert 2 <= len(pages) <= 8
    assert all(len(page.extract_text()) > 200 for page in pages)


def test_the_same_assessment_gives_the_same_pdf(quick: Assessment) -> None:
    assert build_pdf(quick, load_parameters()) == build_pdf(quick, load_parameters())


@pytest.mark.parametrize("nasty", NASTY)
def test_text_of_users_never_becomes_a_formula(nasty: str) -> None:
    assessment = assess(distribution_centre(company=nasty + " BV"), draws=FEW_DRAWS)
    book = openpyxl.load_workbook(BytesIO(build_workbook(assessment, load_parameters())))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not kinds & {"f", "e"}
    build_pdf(assessment, load_parameters())


def test_charts_carry_their_numbers_in_words_and_as_a_table(dossier: Assessment) -> None:
    frame = charts.monthly_frame(dossier, "mid")
    assert frame["middle"].tolist() == list(dossier.monthly.units.mid.p50)
    spoken = narrative.stay_chart_alt(dossier, "mid", "nl")
    assert narrative.range_text(dossier.headline.units.mid.peak, "places", "nl") in spoken
    assert json.loads(charts.stay_chart(dossier, "mid").to_json())["title"] == "Mid stay"


def test_the_chart_on_paper_is_dutch_and_parsed_by_the_pdf(dossier: Assessment) -> None:
    svg = charts.to_svg(charts.housing_chart(dossier), "nl", "Source Sans Pro")
    assert "slaapplaatsen" in svg
    assert b"<path" in readable(svg)
