"""Answers to the conversation on every surface: a field goes before an answer, and an empty one is filled."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from hea.cli.base import opened
from hea.exchange import open_upload
from hea.exchange.answered import answered_changes, field_filled, with_answers
from hea.exchange.files import proposal_of
from hea.proposal import Proposal

PLAN: dict[str, Any] = {"company": "X", "municipality": "Venray", "sector": "webshop", "opening": "2028-01"}
GROUPS = [
    {"name": "Magazijn", "level": "elementary", "count": 100},
    {"name": "Kantoor", "level": "office", "count": 20},
]


def written(**fields: Any) -> bytes:
    return yaml.safe_dump(PLAN | fields, allow_unicode=True).encode()


def test_answers_in_a_file_fill_what_is_empty_and_are_told() -> None:
    answers = {"direct_or_agency": "60%", "migrants_expected": 30, "cross_border": 12}
    read = open_upload("plan.yaml", written(function_groups=GROUPS, answers=answers))
    plan = read.proposal
    assert plan.recruitment.flex_share == 0.6
    assert plan.recruitment.cross_border_share == 0.1
    assert [group.migrant_share for group in plan.function_groups] == [0.25, 0.25]
    assert set(read.by_answers) == set(answers)


def test_a_field_goes_before_an_answer() -> None:
    fields = {"workforce": {"count": 100}, "recruitment": {"flex_share": 0.4}}
    read = open_upload("plan.yaml", written(**fields, answers={"direct_or_agency": "60%"}))
    assert read.proposal.recruitment.flex_share == 0.4
    assert read.by_answers == ()


@pytest.mark.parametrize(
    ("answers", "path", "value"),
    [
        ({"jobs_full": "1.200"}, "workforce.count", 1200),
        ({"peak_size": 300}, "workforce.basis", "peak"),
        ({"jobs_full": 80, "heads_or_fte": "voltijdbanen"}, "workforce.unit", "fte"),
        ({"floor_area": "6 ha"}, "area.size_m2", 60000),
        ({"plot_area": 6}, "area.size_m2", 60000),
    ],
)
def test_a_plan_without_a_size_has_that_of_its_answers(
    answers: dict[str, Any], path: str, value: Any
) -> None:
    read = open_upload("plan.yaml", written(answers=answers))
    part, name = path.split(".")
    assert getattr(getattr(read.proposal, part), name) == value
    assert read.by_answers


def test_places_of_no_class_fill_nothing() -> None:
    plan = proposal_of(PLAN | {"workforce": {"count": 100}, "answers": {"housing_beds": 60}})
    assert plan.housing_plan is None


def test_what_answers_filled_is_said_on_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "plan.yaml"
    file.write_bytes(written(workforce={"count": 100}, answers={"direct_or_agency": "60%"}))
    opened(file, None, "nl")
    assert "Uit antwoorden in het gesprek ingevuld" in capsys.readouterr().err


def test_a_field_follows_the_answer_that_filled_it_and_no_other() -> None:
    plan = proposal_of(PLAN | {"workforce": {"count": 100}})
    asked = plan.update(**answered_changes(plan, {"direct_or_agency": 0.6}))
    assert asked.recruitment.flex_share == 0.6
    assert field_filled(asked, "direct_or_agency") == "direct_or_agency"
    again = asked.update(**answered_changes(asked, {"direct_or_agency": 0.8}))
    assert again.recruitment.flex_share == 0.8
    gone = again.update(**answered_changes(again, {}))
    assert gone.recruitment.flex_share is None
    own = plan.update(recruitment=plan.recruitment.model_copy(update={"flex_share": 0.4}))
    kept = own.update(**answered_changes(own, {"direct_or_agency": 0.6}))
    assert kept.recruitment.flex_share == 0.4
    assert field_filled(kept, "direct_or_agency") is None


def test_filling_twice_is_filling_once() -> None:
    plan = Proposal.model_validate(
        PLAN | {"function_groups": GROUPS, "answers": {"migrants_expected": 30.0, "direct_or_agency": 0.5}}
    )
    assert with_answers(with_answers(plan)) == with_answers(plan)
