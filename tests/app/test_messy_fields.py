"""What people type in the app is read as the command line and a file read it, or asked back."""

from typing import Any

import pytest

from hea.app.fields import read_field
from hea.cli.assessing import Said, plan_of
from hea.exchange.form import layout
from hea.exchange.form.values import read_cell
from hea.exchange.written.proposals import read_override
from hea.fields import declared
from hea.problems import HeaError
from hea.proposal import Proposal, SizeKind
from tests.app.walking import fill, on, opened, proposal, turn

SIZES: dict[SizeKind, tuple[str, ...]] = {
    "persons": (
        "1.200", "1,200", "1200,-", "ca. 300", "±400 fte", "250-300", "tot 800", ">500", "1,2k",
        "120 chauffeurs",
        "0,5", "80 uitzendkrachten", "6 ha", "60%", "ruim 300", "10-12-2026", "veel",
    ),
    "gross_floor": ("60.000", "6 ha", "3-6 ha", "6", "40-50.000", "400 fte"),
    "plot": ("2,5", "25.000 m2", "60.000", "2,500"),
}  # fmt: skip
OPENINGS = ("2028", "Q3 2027", "medio 2028", "mrt-27", "1-3-2027", "winter 2027", "2027-13", "zodra het kan")
FIELDS = (
    "existing_workers", "context.kern_inhabitants", "recruitment.flex_share",
    "recruitment.seasonal_stay_weeks",
    "review_date", "housing_plan.offers[0].places", "housing_plan.offers[0].kern",
    "housing_plan.offers[0].distance_km",
    "housing_plan.offers[0].area_m2_per_person", "housing_plan.offers[0].from_month",
)  # fmt: skip
WORDS = (
    "1.200", "1,2", "onbekend", "n.v.t.", "?", "-", "nog niet bekend", "ca. 300", "250-300", "0,45", "45%",
    "45", "60 procent",
    "geen", "nul", "Q3 2027", "1-3-27", "15 m2", "120 chauffeurs", "25 fte", "een derde", "Oirlo",
)  # fmt: skip


def typed_on_the_command_line(kind: SizeKind, size: str, opening: str = "2028-01") -> Any:
    """What the options make of it, or the first question of them."""
    said = Said([(kind, size)], "dc_warehousing", None, "GM0984", opening, None, None, "X")
    try:
        return plan_of(said)
    except HeaError as error:
        return error.problems[0].code, error.problems[0].values.get("value")


def held(plan: Proposal) -> tuple[Any, Any, Any]:
    return plan.workforce, plan.area, plan.opening


@pytest.mark.parametrize("kind", SIZES)
def test_a_size_in_the_quick_scan_is_that_of_the_command_line(kind: SizeKind) -> None:
    app = turn(opened(), "quick_scan.py")
    for name, value in (("municipality", "GM0984"), ("sector", "dc_warehousing"), ("opening", "2028-01")):
        fill(app, f"quick.{name}", value)
    fill(app, "quick.kind", kind)
    usual = "25.000" if kind == "gross_floor" else "25"
    for typed in SIZES[kind]:
        fill(app, "quick.size", f"{usual} personen" if kind == "persons" else usual)
        before = proposal(app)
        fill(app, "quick.size", typed)
        expected = typed_on_the_command_line(kind, typed)
        if isinstance(expected, Proposal):
            assert not app.error, typed
            assert held(proposal(app)) == held(expected), typed
        else:
            assert [item.value for item in app.error], typed
            assert proposal(app) == before, typed


def test_an_opening_in_the_initiative_is_that_of_the_command_line() -> None:
    app = on("initiative.py")
    for typed in OPENINGS:
        fill(app, "quick.opening", "2029-05")
        fill(app, "quick.opening", typed)
        expected = typed_on_the_command_line("persons", "100", typed)
        if isinstance(expected, Proposal):
            assert not app.error, typed
            assert proposal(app).opening == expected.opening, typed
        else:
            assert [item.value for item in app.error], typed
            assert proposal(app).opening == "2029-05", typed


def test_full_time_jobs_behind_a_number_are_the_unit_of_the_group() -> None:
    app = on("workforce.py")
    app.session_state["group:0"] = True
    app.run()
    fill(app, "function_groups[0].count", "25 fte")
    assert not app.error
    group = proposal(app).function_groups[0]
    assert (group.count, group.unit) == (25, "fte")


def outcome(read: Any) -> Any:
    try:
        return read()
    except HeaError as error:
        return error.problems[0].code


@pytest.mark.parametrize("path", FIELDS)
@pytest.mark.parametrize("typed", WORDS)
def test_a_field_a_file_and_the_form_read_the_same(path: str, typed: str) -> None:
    in_app = outcome(lambda: read_field(typed, declared(path)))
    assert in_app == outcome(lambda: read_override(path, typed))
    assert in_app == outcome(lambda: read_cell(typed, layout.field_at(path), "nl"))
