"""Files as people hand them in: the figure in each is what its writer meant."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hea import assess
from hea.cli import app
from hea.exchange import InputError, parse_proposal, read_proposal
from hea.exchange.leads import read_leads
from hea.exchange.uploads import open_upload
from hea.exchange.written import default_opening
from tests.conftest import FEW_DRAWS

FILES = Path(__file__).parent / "written"


@pytest.mark.parametrize(
    ("file", "asked"),
    [("english_heads_dutch_numbers.csv", ["size_not_whole"]), ("dutch_heads_english_numbers.csv", [])],
)
def test_the_language_of_a_heading_does_not_say_what_a_point_means(file: str, asked: list[str]) -> None:
    leads = read_leads(FILES / file)
    assert [problem.code for problem in leads.problems] == asked
    assert [lead.proposal.workforce.count for lead in leads.found if lead.proposal.workforce] == [1200]


def test_a_thousand_point_in_yaml_is_a_thousand_point() -> None:
    held = read_proposal(FILES / "count_with_thousand_point.yaml").workforce
    assert held is not None
    assert held.count == 1200


@pytest.mark.parametrize("written", [">500", "> 500", ">5", "> 1.000", ">2 ha"])
def test_an_open_end_in_yaml_is_not_the_beginning_of_a_text(written: str) -> None:
    """YAML takes what stands behind ``>`` for a text on the lines below, and ``>5`` for an empty one."""
    content = (FILES / "count_with_thousand_point.yaml").read_text().replace("1.200", written)
    with pytest.raises(InputError) as refused:
        parse_proposal(content)
    [line] = [problem.sentence("nl") for problem in refused.value.problems]
    assert "aanhalingstekens" in line
    assert written in line


def test_a_text_on_lines_below_stays_one() -> None:
    content = (FILES / "count_with_thousand_point.yaml").read_text()
    assert parse_proposal(content.replace("Plan A", ">2\n  Kas\n  en Co")).company == "Kas en Co"


def test_a_year_alone_in_the_form_is_that_year() -> None:
    assert read_proposal(FILES / "form_year_only.xlsx").opening == "2027-01"


@pytest.mark.parametrize("file", ["m2_typed_as_hectares.csv"])
def test_square_metres_in_a_column_of_hectares_are_asked_back(file: str) -> None:
    leads = read_leads(FILES / file)
    assert not leads.found
    [line] = [problem.sentence("nl") for problem in leads.problems]
    assert "Bedoelt u 150.000 m²?" in line


def test_hectares_in_a_cell_for_square_metres_are_asked_back() -> None:
    with pytest.raises(InputError) as caught:
        read_proposal(FILES / "form_plot_in_hectares.xlsx")
    [line] = [problem.sentence("nl") for problem in caught.value.problems]
    assert "hectare?" in line


@pytest.mark.parametrize(
    ("file", "code", "told"),
    [
        ("total_and_one_group.yaml", "groups_and_total", ["320", "1.000"]),
        ("answer_contradicts.yaml", "jobs_full_twice", ["400", "800"]),
    ],
)
def test_what_is_said_twice_is_told_with_both_values(file: str, code: str, told: list[str]) -> None:
    outcome = assess(read_proposal(FILES / file), draws=FEW_DRAWS)
    flags = {flag.code: flag.message for flag in outcome.flags}
    assert all(word in flags[code].nl for word in told)
    assert flags[code].en
    assert "no_housing_plan" in flags


def test_nobody_is_asked_back_unless_another_field_says_what_is_meant() -> None:
    """In a file as in a list: nought is mostly written where the number is not known."""
    path = FILES / "zero_workers.yaml"
    with pytest.raises(InputError) as caught:
        read_proposal(path)
    [item] = caught.value.problems
    assert (item.place, item.code) == ("workforce.count", "size_zero_plan")
    assert "laat dit dan leeg" in item.sentence("nl")
    assert "leave this empty" in item.sentence("en")
    plain = path.read_text(encoding="utf-8")
    builders = "construction: {persons: 40, from_month: 2027-01, until_month: 2027-09}\n"
    held = parse_proposal(plain + builders)
    assert held.workforce is not None
    assert held.workforce.count == 0
    one = (
        "function_groups: [{name: a, level: elementary, count: 0}, {name: b, level: elementary, count: 30}]\n"
    )
    assert parse_proposal(plain + one).function_groups[0].count == 0
    none = "function_groups: [{name: a, level: elementary, count: 0}]\n"
    with pytest.raises(InputError, match="niemand"):
        parse_proposal(plain + none)


@pytest.mark.parametrize("word", ["zsm", "z.s.m.", "n.n.b.", "per direct"])
def test_an_opening_that_is_not_known_is_the_same_month_in_a_file_as_in_a_list(word: str) -> None:
    plain = (FILES / "total_and_one_group.yaml").read_text(encoding="utf-8")
    written = re.sub(r"opening: \S+", f"opening: {word}", plain)
    assert parse_proposal(written).opening == default_opening()
    assert open_upload("plan.yaml", written.encode()).opening_assumed
    assert not open_upload("plan.yaml", plain.encode()).opening_assumed


def test_the_command_says_that_an_opening_was_assumed(tmp_path: Path) -> None:
    file = tmp_path / "plan.yaml"
    plain = (FILES / "total_and_one_group.yaml").read_text(encoding="utf-8")
    file.write_text(re.sub(r"opening: \S+", "opening: zsm", plain), encoding="utf-8")
    told = " ".join(CliRunner().invoke(app, ["assess", str(file), "--draws", "16"]).output.split())
    assert "De opening is niet bekend; gerekend is vanaf" in told
