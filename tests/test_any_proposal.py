"""Any valid proposal gives an assessment: finite, ascending, and told in both languages without a gap."""

import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hea import AssessmentError, Proposal, assess, load_parameters
from hea.assessment import staffing
from hea.engine.growth import check_growth
from hea.proposal import month_name
from hea.reference import facilities, job_levels, municipalities, season_profiles, sectors, stay_definitions
from hea.report.sentences import headlines, scenarios
from hea.scenarios import BUILT_IN, compare
from hea.texts import LANGUAGES
from tests.test_assessment import ranges_in

DRAWS = 16
months = st.integers(2020 * 12, 2050 * 12).map(month_name)
shares = st.just(0.0) | st.floats(0.001, 1)
counts = st.just(0.0) | st.floats(0.01, 3000)
workers = st.just(0.0) | st.floats(1, 3000).map(lambda n: n if n >= 10 else float(math.floor(n)))
"""Less than one worker, and a few with a part of one, are asked back wherever they are typed."""


def optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def paths() -> st.SearchStrategy[list[dict[str, Any]]]:
    points = st.lists(
        st.tuples(st.integers(2020 * 12, 2050 * 12), shares), max_size=4, unique_by=lambda p: p[0]
    )
    return points.map(lambda found: [{"month": month_name(m), "share": s} for m, s in sorted(found)])


groups = st.builds(
    lambda must, may: {**must, **may},
    st.fixed_dictionaries(
        {"name": st.just("Groep"), "level": st.sampled_from(sorted(job_levels())), "count": workers}
    ),
    optional(
        unit=st.sampled_from(["persons", "fte"]),
        basis=st.sampled_from(["mean", "peak"]),
        existing=counts,
        flex_share=shares,
        ramp_up=paths(),
        season_profile=st.sampled_from(sorted(season_profiles())),
        season_months=st.integers(1, 12),
        year_round_persons=workers,
        migrant_share=shares,
        migrant_share_evidence=st.booleans(),
    ),
)
offers = st.builds(
    lambda must, may: {**must, **may},
    st.fixed_dictionaries(
        {"stay": st.sampled_from(["short", "mid", "long"]), "places": counts, "from_month": months}
    ),
    optional(
        until_month=st.just("2060-01"),
        persons_per_bedroom=st.floats(0.5, 6),
        area_m2_per_person=st.floats(5, 40),
        own_workers_share=shares,
        transition_months=st.floats(0, 6),
        municipality=st.sampled_from(["Venray", "Venlo", "GM1507"]),
        regional_agreement=st.booleans(),
    ),
)
places = optional(short=counts, mid=counts, long=counts)
contexts = optional(
    kern_inhabitants=st.floats(1, 1e5),
    existing_migrants_kern=workers,
    existing_migrants_municipality=workers,
    existing_within_radius=workers,
    free_places=places,
    pipeline_places=places,
    existing_shortage=places,
    labour_reserve=counts,
    vacancies_per_unemployed=st.floats(0.1, 5),
    stay_tax_rate=st.floats(0, 10),
    hour_cost=st.floats(0, 200),
    facility_capacities=st.dictionaries(
        st.sampled_from(sorted(facilities())),
        st.fixed_dictionaries({"capacity": st.floats(0.1, 1e4), "in_use": st.floats(0, 1e4)}),
        max_size=3,
    ),
)


def growing(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, with a new site where more people would be there already than at full operation.

    That is refused, and asked back.
    """
    try:
        check_growth(Proposal.model_validate(fields), load_parameters())
    except AssessmentError:
        return {**fields, "kind": "new"}
    return fields


proposals = st.builds(
    lambda must, may: {**must, **may},
    st.fixed_dictionaries(
        {
            "company": st.just("Voorbeeld"),
            "municipality": st.sampled_from(sorted(municipalities())),
            "sector": st.sampled_from(sorted(sectors())),
            "opening": months,
            "workforce": st.fixed_dictionaries({"count": workers}),
        }
    ),
    optional(
        kind=st.sampled_from(["new", "expansion", "relocation"]),
        existing_workers=workers,
        moving_workers=workers,
        function_groups=st.lists(groups, max_size=3),
        counts_from_area=st.booleans(),
        area_holds=st.sampled_from(["whole_site", "added"]),
        area=st.fixed_dictionaries(
            {"kind": st.sampled_from(["footprint", "gross_floor", "plot"]), "size_m2": st.floats(1, 1e6)}
        ),
        automation=paths(),
        housing_plan=st.fixed_dictionaries(
            {"offers": st.lists(offers, max_size=3)}, optional={"surplus_fills_other_classes": st.booleans()}
        ),
        recruitment=optional(
            regional_share=shares,
            cross_border_share=shares,
            within_municipality_share=shares,
            seasonal_stay_weeks=st.floats(0.5, 52),
        ),
        context=contexts,
        value_added_ratio=st.floats(0.1, 3),
    ),
).map(growing)


@settings(max_examples=120)
@given(proposals, st.sampled_from(sorted(stay_definitions())), st.sampled_from(["regional", "employer"]))
def test_any_valid_proposal_gives_a_finite_assessment(
    fields: dict[str, Any], definition: str, viewpoint: Any
) -> None:
    proposal = Proposal.model_validate(fields)
    assessment = assess(proposal, draws=DRAWS, stay_definition=definition, viewpoint=viewpoint)
    for value in ranges_in(assessment):
        assert all(math.isfinite(part) for part in (value.p10, value.p50, value.p90))
        assert value.p10 <= value.p50 <= value.p90
    for stay in ("short", "mid", "long", "total"):
        for line in getattr(assessment.monthly.units, stay):
            assert min(line[1]) >= 0
    assert assessment.headline.migrant_share.p90 <= 1 + 1e-9
    for lang in LANGUAGES:
        assert all("{" not in line for line in headlines.summary_sentences(assessment, lang))
        assert all("{" not in line for line in headlines.deadline_sentences(assessment, lang))


@settings(max_examples=40)
@given(
    st.sampled_from(sorted(sectors())),
    st.sampled_from(["footprint", "gross_floor", "plot"]),
    st.floats(1, 1e6),
)
def test_any_area_gives_workers_or_a_reason(sector: str, kind: str, size: float) -> None:
    fields = {"company": "X", "municipality": "Venlo", "sector": sector, "opening": "2027-01"}
    proposal = Proposal.model_validate({**fields, "area": {"kind": kind, "size_m2": size}})
    try:
        assert assess(proposal, draws=DRAWS).headline.jobs.p50 > 0
    except AssessmentError as error:
        codes = [problem.code for problem in error.problems]
        assert all(code.startswith(("no_density", "density_")) for code in codes)


@settings(max_examples=15)
@given(proposals)
def test_any_valid_proposal_can_be_compared(plan: dict[str, Any]) -> None:
    """Every built-in scenario is a valid proposal too, however odd the one it starts from."""
    found = compare(Proposal.model_validate(plan), BUILT_IN, draws=DRAWS)
    gaps = {row.id: row.headline.gap for row in found.scenarios}
    for stay in ("short", "mid", "long"):
        assert getattr(gaps["niet_vestigen"], stay).peak.p90 == 0
        assert getattr(gaps["drempel"], stay).peak.p50 <= 0.001
    for lang in LANGUAGES:
        assert all("{" not in line for line in scenarios.plain_sentences(found, lang))
        assert all("{" not in line for line in scenarios.robustness_sentences(found, lang))


@settings(max_examples=60)
@given(proposals)
def test_staffing_tells_what_the_assessment_of_any_proposal_tells(fields: dict[str, Any]) -> None:
    """How long people stay does not change how many there are, so two stages give what all give."""
    proposal = Proposal.model_validate(fields)
    own, found = assess(proposal, draws=DRAWS), staffing(proposal, draws=DRAWS)
    assert found.monthly.positions == own.monthly.positions
    assert found.monthly.month == own.monthly.month
    assert found.jobs == own.headline.jobs
    for end in ("p10", "p50", "p90"):
        expected = getattr(own.headline.migrants_structural, end)
        assert getattr(found.migrants_structural, end) == pytest.approx(expected, abs=2e-6, rel=1e-9)
