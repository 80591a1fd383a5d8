"""The report for a regional board: accessible, archivable, and with the figures of the sum."""

import io

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from hea.parameters import load_parameters
from hea.portfolio import Cumulation, PlanSummary, Unread, cumulate, screen
from hea.report.portfolio import figures, pdf, sentences
from hea.report.portfolio.pdf import build_portfolio
from hea.report.portfolio.workbook import build_overview
from hea.texts import LANGUAGES, Lang, text
from tests.conftest import distribution_centre
from tests.verapdf.run import Judge

Found = tuple[list[PlanSummary], Cumulation]

PLANS = (
    distribution_centre(company="Kist <b>& Zn</b>"),
    distribution_centre(
        company="Later",
        opening="2028-06",
        municipality="GM0983",
        context={"existing_migrants_municipality": 2500},
    ),
    distribution_centre(company="Groningen", municipality="GM0014"),
)


@pytest.fixture(scope="module")
def found() -> Found:
    rows = list(screen([(f"rij {n}", plan) for n, plan in enumerate(PLANS)], draws=64))
    return rows, cumulate(PLANS, draws=64)


def test_the_task_of_a_region_stands_beside_what_lands_in_that_region(
    found: Found,
) -> None:
    _, together = found
    rows = {(row.region, row.stay): row for row in together.targets}
    north = rows["Noord-Limburg", "total"]
    assert (north.month, north.task_low, north.task_high) == ("2030-12", 12_600, 20_700)
    index = together.month.index("2030-12")
    assert 0 < north.need.p50 < together.region.total.p50[index]
    assert not any(row.region.startswith("Oost") for row in together.targets)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_tells_every_plan_place_and_task(lang: Lang, found: Found) -> None:
    rows, together = found
    paper = PdfReader(io.BytesIO(build_portfolio(rows, together, lang=lang)))
    words = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    for row in sentences.place_rows(together, lang):
        assert row[1] in words
    assert "Kist <b>& Zn</b>" in words
    assert "12.600" in words or "12,600" in words


def test_paper_holds_the_largest_and_says_so_the_workbook_all(
    found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, together = found
    monkeypatch.setattr(pdf, "MAX_PLACES", 1)
    monkeypatch.setattr(pdf, "MAX_PLANS", 2)
    paper = PdfReader(io.BytesIO(build_portfolio(rows, together)))
    words = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    assert "Hier staan de 2 van 3 plannen die de meeste plekken vragen; alle staan in het werkboek" in words
    assert "Hier staat 1 van 3 gemeenten waar een plan staat, waar de meeste plekken nodig zijn" in words
    largest = max((place for place in together.places if place.sites), key=lambda place: place.peak.p50)
    facilities = [row[:1] for row in sentences.facility_rows(sentences.with_sites(together, 1), "nl")]
    assert facilities == [[largest.name]] * len(largest.facilities)
    assert len({row[0] for row in sentences.facility_rows(sentences.with_sites(together), "nl")}) == 3


def test_the_report_meets_pdf_ua_and_pdf_a(found: Found, judged: Judge) -> None:
    rows, together = found
    for verdicts in judged(*(build_portfolio(rows, together, lang=lang) for lang in LANGUAGES)):
        for verdict in verdicts:
            assert verdict.verdict == "PASS", verdict.failed[:600]
            assert verdict.assertions > 300


def test_the_map_says_what_it_shows(found: Found) -> None:
    _, together = found
    picture = figures.where(together, "nl")
    assert picture is not None
    assert "Venray" in picture.alt
    assert "Venray" in picture.table.index


def test_the_workbook_holds_the_months_of_the_sum_and_every_source(
    found: Found,
) -> None:
    rows, together = found
    book = load_workbook(io.BytesIO(build_overview(rows, together)))
    months = book[text("screen.sheet_months")]
    cells = {cell.value for row in months.iter_rows() for cell in row}
    for place in together.places:
        assert max(place.need.total.p90) in cells
    load = book[text("screen.sheet_load")]
    told = {cell.value for row in load.iter_rows() for cell in row}
    with_a_plan = next(place for place in together.places if place.sites)
    assert max(with_a_plan.facilities[0].monthly.p50) in told
    names = {row[0].value for row in book[text("screen.sheet_sources")].iter_rows()}
    known = load_parameters()
    model = [name for name in together.parameters.used if known[name].role == "model"]
    assert len(model) > 100
    assert {known[name].title.nl for name in model} <= names


def test_every_figure_of_the_board_has_a_source_and_a_grade(
    found: Found,
) -> None:
    rows, together = found
    assert all(line.grade in "ABCD" for line in sentences.lines(rows, "nl"))
    facility = sentences.facility_rows(sentences.with_sites(together), "nl")
    assert facility
    assert all(row[5][0] in "ABCD" and row[6] for row in facility)
    signals = sentences.signal_rows(together, "nl")
    assert signals
    assert all(row[3] and "Bron" in row[4] for row in signals)
    assert any("Groningen" in line for line in sentences.signals_unknown(together, "nl"))
    assert all(
        row[4] in "ABCD" and row[5] for row in sentences.source_rows(together, load_parameters(), "nl")
    )
    assert "Decisio" in sentences.target_source(together, "nl")


def test_screen_paper_and_workbook_take_their_rows_from_one_place(
    found: Found,
) -> None:
    rows, together = found
    book = load_workbook(io.BytesIO(build_overview(rows, together)))
    paper = PdfReader(io.BytesIO(build_portfolio(rows, together)))
    words = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    for name, expected in (
        ("adds", sentences.contribution_rows(together, "nl")),
        ("spread", sentences.spread_rows(together, "nl")),
    ):
        sheet = book[text(f"screen.sheet_{name}")]
        shown = [[cell.value for cell in row] for row in sheet.iter_rows()]
        for row in expected:
            assert row in shown
            assert row[-1].split(" ")[0] in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_not_in_the_sum_is_told_with_its_reason(lang: Lang, found: Found) -> None:
    rows, together = found
    unread = [f"plannen.csv, rij {row}: er staat geen omvang." for row in range(2, 18)]
    paper = PdfReader(io.BytesIO(build_portfolio(rows, together, Unread(tuple(unread), 9), lang)))
    words = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    assert text("screen.subtitle_of", lang, count=3, total=12) in words
    assert text("screen.not_in_sum", lang, count=9) in words
    assert unread[0] in words
    assert text("screen.largest_missing", lang, count=12, total=16) in words


def test_what_is_known_nowhere_is_one_line_and_no_column(found: Found) -> None:
    rows, together = found
    words = " ".join(PdfReader(io.BytesIO(build_portfolio(rows, together))).pages[1].extract_text().split())
    nowhere = "; ".join(text(f"screen.place_{name}") for name in ("known", "pipeline", "shortage"))
    assert text("screen.nothing_known", names=nowhere) in words


def test_municipalities_where_a_plan_stands_come_first(found: Found) -> None:
    _, together = found
    stands = [bool(place.sites) for place in together.places]
    assert stands == sorted(stands, reverse=True)
    for some in (True, False):
        needs = [place.peak.p50 for place in together.places if bool(place.sites) is some]
        assert needs == sorted(needs, reverse=True)


def test_a_dutch_report_speaks_dutch_of_its_sources(found: Found) -> None:
    rows, together = found
    paper = PdfReader(io.BytesIO(build_portfolio(rows, together)))
    words = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    assert "woonopgave voor arbeidsmigranten" in words
    assert not [word for word in ("housing task", "seed") if word in words]
