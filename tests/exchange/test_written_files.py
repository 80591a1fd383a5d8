"""Files as people hand them in: the figure in each is what its writer meant."""

from pathlib import Path

import pytest

from hea.exchange import read_proposal
from hea.exchange.leads import read_leads

FILES = Path(__file__).parent / "written"


@pytest.mark.parametrize(
    ("file", "counts"),
    [("english_heads_dutch_numbers.csv", [1200, 12.5]), ("dutch_heads_english_numbers.csv", [1200])],
)
def test_the_language_of_a_heading_does_not_say_what_a_point_means(file: str, counts: list[float]) -> None:
    leads = read_leads(FILES / file)
    assert not leads.problems
    assert [lead.proposal.workforce.count for lead in leads.found if lead.proposal.workforce] == counts


def test_a_thousand_point_in_yaml_is_a_thousand_point() -> None:
    held = read_proposal(FILES / "count_with_thousand_point.yaml").workforce
    assert held is not None
    assert held.count == 1200


def test_a_year_alone_in_the_form_is_that_year() -> None:
    assert read_proposal(FILES / "form_year_only.xlsx").opening == "2027-01"
