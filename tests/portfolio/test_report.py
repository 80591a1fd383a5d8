"""The report for a regional board: accessible, archivable, and with the figures of the sum."""

import io

import pytest
from pypdf import PdfReader

from hea.portfolio import Cumulation, Screened, cumulate, screen
from hea.report import portfolio_text
from hea.report.pdf.portfolio import build_portfolio
from hea.texts import LANGUAGES, Lang
from tests.conftest import distribution_centre
from tests.verapdf.run import judged

PLANS = (
    distribution_centre(company="Kist <b>& Zn</b>"),
    distribution_centre(company="Later", opening="2028-06", municipality="GM0983"),
    distribution_centre(company="Groningen", municipality="GM0014"),
)


@pytest.fixture(scope="module")
def found() -> tuple[list[Screened], Cumulation]:
    rows = list(screen([(f"rij {n}", plan) for n, plan in enumerate(PLANS)], draws=64))
    return rows, cumulate(PLANS, draws=64)


def test_the_task_of_a_region_stands_beside_what_lands_in_that_region(
    found: tuple[list[Screened], Cumulation],
) -> None:
    _, together = found
    rows = {(row.region, row.stay): row for row in together.targets}
    north = rows["Noord-Limburg", "total"]
    assert (north.month, north.task_low, north.task_high) == ("2030-12", 12_600, 20_700)
    index = together.month.index("2030-12")
    assert 0 < north.need.p50 < together.region.total.p50[index]
    assert not any(row.region.startswith("Oost") for row in together.targets)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_tells_every_plan_place_and_task(
    lang: Lang, found: tuple[list[Screened], Cumulation]
) -> None:
    rows, together = found
    paper = PdfReader(io.BytesIO(build_portfolio(rows, together, lang)))
    words = " ".join(" ".join(page.extract_text().split()) for page in paper.pages)
    for row in portfolio_text.place_rows(together, lang):
        assert row[1] in words
    assert "Kist <b>& Zn</b>" in words
    assert "12.600" in words or "12,600" in words


def test_the_report_meets_pdf_ua_and_pdf_a(found: tuple[list[Screened], Cumulation]) -> None:
    rows, together = found
    for verdicts in judged(*(build_portfolio(rows, together, lang) for lang in LANGUAGES)):
        for verdict in verdicts:
            assert verdict.verdict == "PASS", verdict.failed[:600]
            assert verdict.assertions > 300


def test_the_map_says_what_it_shows(found: tuple[list[Screened], Cumulation]) -> None:
    _, together = found
    picture = portfolio_text.where(together, "nl")
    assert picture is not None
    assert "Venray" in picture.alt
    assert "Venray" in picture.table.index
