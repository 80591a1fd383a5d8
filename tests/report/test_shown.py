"""Small things that every surface must tell: what is possible, what has passed, how a figure spreads."""

import datetime as dt
from io import BytesIO

import pytest
from pypdf import PdfReader

from hea import assess, load_parameters
from hea.report.pdf import build_pdf
from hea.report.sentences import headlines, parameters, welfare
from hea.texts import text
from tests.conftest import FEW_DRAWS, assessed_example, distribution_centre
from tests.surfaces import in_workbook


def test_paper_says_when_the_last_moment_to_begin_has_passed() -> None:
    made = assessed_example("fictief_dossier_venray")
    day = dt.date(2033, 5, 1)
    late = [line for line in headlines.deadline_sentences(made, "nl", "2033-05") if "te laat" in line]
    assert late
    for on, told in ((day, True), (None, False)):
        pages = PdfReader(BytesIO(build_pdf(made, load_parameters(), parts=["plan"], day=on))).pages
        spoken = " ".join(" ".join(page.extract_text() for page in pages).split())
        assert all((line in spoken) is told for line in late)


def test_an_unknown_criterion_says_what_it_may_still_be() -> None:
    made = assess(distribution_centre(), draws=FEW_DRAWS)
    unknown = [item for item in made.welfare.criteria if item.score is None]
    assert unknown
    told = {row[0]: row[1] for row in welfare.rows(made, "nl")}
    for item in unknown:
        assert item.possible is not None
        assert 0 <= item.possible.p10 <= item.possible.p90 <= 100
        low, high = round(item.possible.p10), round(item.possible.p90)
        assert text("welfare.possible", "nl", low=low, high=high) in told[item.name.nl]
    assert all(item.possible is None for item in made.welfare.criteria if item.score is not None)


@pytest.mark.parametrize("name", ["share_not_registered", "seasonal_stay_months", "settling_curve_shape"])
def test_how_a_figure_is_drawn_stands_on_screen_and_in_the_workbook(name: str) -> None:
    figures = load_parameters()
    spread = text(f"spread.{figures[name].spread}", "nl")
    assert spread in parameters.row(name, figures, "nl")
    made = assessed_example("plantenkwekerij_erp")
    rows = in_workbook(made, "nl")[text("book_sheet.assumptions")]
    (row,) = [row for row in rows if name in row]
    assert spread in row


def test_the_workbook_gives_a_facility_the_level_of_the_screen() -> None:
    """Below 90 per cent in the middle and over it in one of eight draws: the chosen value says it fits."""
    capacities = {"gp": {"capacity": 3.0, "in_use": 2.67}}
    made = assess(distribution_centre(context={"facility_capacities": capacities}), draws=FEW_DRAWS)
    found = next(item for item in made.facilities if item.id == "gp")
    assert found.utilisation_after is not None
    assert (found.utilisation_after.p50 < 0.9, found.signal) == (True, "amber")
    limits = text("book.level_green"), text("book.level_amber"), text("book.level_red")
    rows = in_workbook(made, "nl")[text("book_sheet.facilities")]
    told = [cell for row in rows if row[0] == found.name.nl for cell in row if cell in limits]
    assert told == [dict(zip(("green", "amber", "red"), limits, strict=True))[found.signal]]
