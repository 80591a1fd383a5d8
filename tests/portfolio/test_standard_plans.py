"""Plans that differ in size alone are calculated once; the figures are those of each plan on its own."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hea.assessment import AssessmentError, assess
from hea.assessment.results.headline import RangeHeadline
from hea.exchange import example, quick_proposal
from hea.portfolio import screen
from hea.portfolio.standard_plans import STANDARD_SIZE, families, standardised
from hea.proposal import Area, Headcount, Proposal
from hea.reference import municipalities, sectors
from tests.conftest import distribution_centre

DRAWS = 32
PLACES = ("GM0984", "GM0344", "GM0983", "GM0014")


@st.composite
def bare_plans(draw: st.DrawFn) -> Proposal:
    """Plans of six fields, whatever the sector, the place, the month and what measures the size."""
    count = draw(st.just(0.0) | st.floats(0.01, 50_000))
    kinds = ("footprint", "gross_floor", "plot")
    area = Area(kind=draw(st.sampled_from(kinds)), size_m2=max(1.0, count * 10))
    headcount = Headcount(
        count=count,
        unit=draw(st.sampled_from(("persons", "fte"))),
        basis=draw(st.sampled_from(("mean", "peak"))),
    )
    by_area = draw(st.booleans())
    return Proposal(
        company="Bedrijf",
        municipality=draw(st.sampled_from(PLACES)),
        sector=draw(st.sampled_from(sorted(sectors()))),
        opening=f"{draw(st.integers(2024, 2045))}-{draw(st.integers(1, 12)):02d}",
        area=area if by_area or draw(st.booleans()) else None,
        workforce=None if by_area else headcount,
    )


def figures(headline: RangeHeadline) -> list[float]:
    """All numbers of a headline."""
    found: list[float] = []

    def walk(part: object) -> None:
        if isinstance(part, dict):
            for value in part.values():
                walk(value)
        elif isinstance(part, int | float):
            found.append(float(part))

    walk(headline.model_dump())
    return found


@settings(max_examples=40, deadline=None)
@given(bare_plans())
def test_a_line_holds_what_the_assessment_of_that_plan_holds(plan: Proposal) -> None:
    (line,) = screen([("hier", plan)], draws=DRAWS)
    if line.headline is None:
        with pytest.raises(AssessmentError) as caught:
            assess(plan, draws=DRAWS)
        assert [code for _, code, _ in line.problems] == [problem.code for problem in caught.value.problems]
        return
    own = assess(plan, draws=DRAWS)
    np.testing.assert_allclose(figures(line.headline), figures(own.headline), rtol=1e-7, atol=2e-6)
    assert line.flags == own.flags
    assert line.ask == tuple(item.about for item in own.drivers.ask_first)
    assert line.proposal == plan


def test_a_line_names_the_workers_and_the_area_of_its_own_plan() -> None:
    """Both are told when they do not go together: those of the plan, not of the standard size."""
    plan = distribution_centre(
        sector="business_park", workforce={"count": 7}, area={"kind": "plot", "size_m2": 90}
    )
    (line,) = screen([("hier", plan)], draws=DRAWS)
    told = {flag.code: flag.message.nl for flag in line.flags}["workers_and_area"]
    assert told.startswith("Opgegeven zijn 7 werknemers en 90 m²"), told


@pytest.mark.parametrize(
    ("given", "said"), [({"low": 300}, "minstens 300"), ({"high": 800}, "hoogstens 800")]
)
def test_a_line_tells_the_one_end_that_was_given_of_its_own_size(given: dict[str, int], said: str) -> None:
    (line,) = screen([("hier", distribution_centre(workforce={"count": given}))], draws=DRAWS)
    told = {flag.code: flag.message.nl for flag in line.flags}["one_end"]
    assert said in told


@pytest.mark.parametrize("name", ["fulfilment_waalwijk", "fictief_dossier_venray"])
def test_a_plan_with_more_to_it_is_calculated_on_its_own(name: str) -> None:
    plan = example(name)
    assert standardised(plan) == (plan, 1.0)
    (line,) = screen([("hier", plan)], draws=DRAWS)
    own = assess(plan, draws=DRAWS)
    assert line.headline == own.headline
    assert line.flags == own.flags


@pytest.mark.parametrize(
    "change",
    [
        {"context": {"free_places": {"short": 10}}},
        {"kind": "expansion", "existing_workers": 30},
        {"recruitment": {"cross_border_share": 0.1}},
        {"housing_plan": {"offers": []}},
    ],
)
def test_whatever_does_not_grow_along_keeps_a_plan_apart(change: dict[str, object]) -> None:
    plan = distribution_centre(**change)
    assert standardised(plan) == (plan, 1.0)


def test_plans_of_one_kind_are_one_family_whatever_their_size_place_and_year() -> None:
    """Of a place only the province counts, and whether it lies at the border (Venlo does, Horst does not)."""
    plain = {"function_groups": (), "workforce": Headcount(count=200)}
    plans = [
        distribution_centre(**plain, company="A"),
        distribution_centre(**plain | {"workforce": Headcount(count=800)}, company="B", opening="2031-01"),
        distribution_centre(**plain, company="C", municipality="GM1507"),
        distribution_centre(**plain, company="D", municipality="GM0344"),
        distribution_centre(**plain, company="E", municipality="GM0983"),
    ]
    plans = [plan.update(opening=plan.opening[:5] + "01") for plan in plans]
    found = families([(plan.company, plan) for plan in plans])
    assert [[label for label, _, _ in members] for _, members in found] == [["A", "B", "C"], ["D"], ["E"]]
    assert [factor for _, _, factor in found[0][1]] == [n / STANDARD_SIZE for n in (200, 800, 200)]
    assert municipalities()["GM0344"].province != municipalities()["GM0984"].province


@pytest.mark.parametrize(("sector", "together"), [("slaughter", 1), ("open_field_harvest", 2)])
def test_the_month_of_opening_keeps_plans_apart_only_where_work_has_a_season(
    sector: str, together: int
) -> None:
    plans = [
        quick_proposal(
            company=opening, sector=sector, municipality="GM0984", kind="persons", size=300, opening=opening
        )
        for opening in ("2030-01", "2030-06")
    ]
    assert len(families((plan.company, plan) for plan in plans)) == together
    for plan, line in zip(plans, screen([(plan.company, plan) for plan in plans], draws=DRAWS), strict=True):
        assert line.headline == assess(plan, draws=DRAWS).headline
