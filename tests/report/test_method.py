"""The method page: its tables are those of the figures, and it speaks to a policy officer."""

import re

import pytest

from hea import load_parameters
from hea.cli.method_page import plan_widths
from hea.evidence.measured import measured
from hea.report import method
from hea.report.sentences import parameters as parameters_words
from hea.validation import measurement, validate


@pytest.fixture(scope="module")
def page() -> str:
    return method.PAGE.read_text(encoding="utf-8")


def test_the_page_and_the_measured_coverage_are_what_the_figures_make(page: str) -> None:
    found = validate()
    assert method.filled(page, found, load_parameters(), plan_widths()) == page, "run: make docs"
    assert measurement(found) == measured(), "run: make docs"


def test_a_changed_figure_is_noticed(page: str) -> None:
    other = load_parameters().replace({"persons_per_fte": 1.25})
    assert method.filled(page, validate(draws=64), other, ()) != page


def test_an_unknown_block_is_a_defect(page: str) -> None:
    with pytest.raises(KeyError):
        method.filled(
            page + "<!-- begin: niets -->\n<!-- einde: niets -->", validate(draws=64), load_parameters(), ()
        )


def test_every_parameter_of_the_model_stands_on_the_page(page: str) -> None:
    for name, record in load_parameters().items():
        assert (f"`{name}`" in page) == (record.role == "model"), name


def test_every_block_is_filled(page: str) -> None:
    blocks = method.BLOCK.findall(page)
    assert len(blocks) == 7
    assert not re.search(r"begin: \w+ -->\n<!-- einde", page)


def test_a_year_is_no_quantity_of_two_thousand_and_some(page: str) -> None:
    parameters = load_parameters()
    assert parameters_words.row("scope_last_opening_year", parameters, "nl")[1] == "2030"
    assert parameters_words.row("scope_last_opening_year", parameters, "en")[1] == "2030"
    assert "| 2030 | 2030 | 2030 | jaar |" in page
