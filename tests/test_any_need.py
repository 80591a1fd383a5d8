"""What must hold for the need of any valid proposal: twice, in parts, in another order, later, more."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hea import Proposal, load_parameters
from hea.assessment.signals import value_of
from hea.assessment.welfare_results import indicator_of
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.engine.housing import Block
from hea.proposal import month_name, month_number
from hea.reference import capacity_signals, welfare_criteria
from tests.test_any_proposal import groups, proposals

Fields = dict[str, Any]
FEW, SEED = 8, 5
STRUCTURAL = slice(48, 60)
"""Months of the fifth year."""

with_groups = st.builds(
    lambda fields, parts: {**fields, "kind": "new", "function_groups": parts},
    proposals,
    st.lists(groups, min_size=1, max_size=3),
)


def block(fields: Fields) -> Block:
    return Calculation(Proposal.model_validate(fields), Draws(load_parameters(), FEW, SEED)).block


def never_lower(less: np.ndarray, more: np.ndarray) -> None:
    assert (more >= less - 1e-6 * max(1.0, float(np.abs(less).max()))).all()


def with_counts(fields: Fields, change: Callable[[float], float]) -> Fields:
    """The same proposal with another number of people or square metres wherever one stands."""
    whole = {key: change(fields[key]) for key in ("existing_workers", "moving_workers") if key in fields}
    area = {**fields["area"], "size_m2": change(fields["area"]["size_m2"])} if "area" in fields else None
    return {
        **fields, **whole,
        "workforce": {"count": change(fields["workforce"]["count"])},
        **({"area": area} if area else {}),
        **({"function_groups": [counted(group, change) for group in fields["function_groups"]]}
           if "function_groups" in fields else {}),
    }  # fmt: skip


def counted(group: Fields, change: Callable[[float], float]) -> Fields:
    numbers = ("count", "existing", "year_round_persons")
    return {**group, **{key: change(group[key]) for key in numbers if key in group}}


@settings(max_examples=20)
@given(proposals)
def test_twice_the_people_and_twice_who_is_there_never_lowers_the_need(fields: Fields) -> None:
    once, twice = block(fields), block(with_counts(fields, lambda number: 2 * number))
    never_lower(once.units.sum(axis=0), twice.units.sum(axis=0))
    np.testing.assert_allclose(twice.net, 2 * once.net, rtol=1e-6, atol=1e-6)


@settings(max_examples=20)
@given(with_groups)
def test_every_group_in_two_halves_is_the_same_need(fields: Fields) -> None:
    halves = [counted(group, lambda number: number / 2) for group in fields["function_groups"]]
    parted = {**fields, "function_groups": [half for half in halves for _ in range(2)]}
    np.testing.assert_allclose(block(parted).units, block(fields).units, rtol=1e-6, atol=1e-6)


@settings(max_examples=20)
@given(with_groups)
def test_groups_and_places_in_another_order_are_the_same_need_and_gap(fields: Fields) -> None:
    turned = {**fields, "function_groups": fields["function_groups"][::-1]}
    if "housing_plan" in fields:
        plan = fields["housing_plan"]
        turned["housing_plan"] = {**plan, "offers": plan["offers"][::-1]}
    first, second = block(fields), block(turned)
    np.testing.assert_allclose(second.units, first.units, rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(second.gap, first.gap, rtol=1e-6, atol=1e-6)


@settings(max_examples=20)
@given(proposals, st.integers(1, 60))
def test_places_that_come_later_lower_no_gap(fields: Fields, months: int) -> None:
    """A gap and not the need: a bed with a long transition asks for more beds as soon as it stands."""
    plan = fields.get("housing_plan", {"offers": []})
    offers = [{**offer, "from_month": later(offer["from_month"], months)} for offer in plan["offers"]]
    delayed = {**fields, "housing_plan": {**plan, "offers": offers}}
    never_lower(block(fields).gap, block(delayed).gap)


@settings(max_examples=20)
@given(proposals, st.integers(1, 60), st.integers(1, 60))
def test_places_that_come_later_or_end_earlier_raise_no_score(
    fields: Fields, months: int, earlier: int
) -> None:
    """Of housing, of the share that others carry, and of the share carried here, per draw.

    Of a place with a transition only the gap is held: it asks for more as long as it stands.
    """
    plan = fields.get("housing_plan", {"offers": []})
    offers = [without_transition(offer) for offer in plan["offers"]]
    first = {**fields, "housing_plan": {**plan, "offers": offers}}
    shorter = {**fields, "housing_plan": {**plan, "offers": [cut(o, months, earlier) for o in offers]}}
    better, worse = scores(first), scores(shorter)
    for name, sign in (("wonen", 1), ("elders", -1), ("responsibility", 1)):
        a, b = better[name], worse[name]
        if a is not None and b is not None:
            never_lower(sign * b, sign * a)


def without_transition(offer: Fields) -> Fields:
    return {key: value for key, value in offer.items() if key != "transition_months"}


def cut(offer: Fields, months: int, earlier: int) -> Fields:
    """The same places, opened later and ended earlier, and never before they open."""
    start = later(offer["from_month"], months)
    end = month_number(offer.get("until_month", "2060-01")) - earlier
    return {**offer, "from_month": start, "until_month": month_name(max(month_number(start), end))}


def scores(fields: Fields) -> dict[str, np.ndarray | None]:
    """What two criteria and the rule on responsibility look at, per draw."""
    found = Calculation(Proposal.model_validate(fields), Draws(load_parameters(), FEW, SEED))
    seen: dict[str, np.ndarray | None] = {
        key: indicator_of(welfare_criteria()[key], found, None).draws for key in ("wonen", "elders")
    }
    rule = capacity_signals()["def_local_responsibility"]
    seen["responsibility"] = value_of(rule, found).draws
    return seen


@settings(max_examples=20)
@given(proposals)
def test_nobody_on_the_site_asks_for_nothing(fields: Fields) -> None:
    """Zero persons, zero need: no jobs, no people, no places and no gap, whatever else was filled in."""
    nobody = with_counts(fields, lambda number: 0.0)
    nobody = {key: value for key, value in nobody.items() if key not in ("area", "construction")}
    found = block(nobody)
    for values in (found.positions, found.migrants, found.persons, found.units, found.net, found.gap):
        assert not values.any()
    assert not found.arrivals.any()


@settings(max_examples=20)
@given(with_groups)
def test_everything_a_month_later_moves_stocks_by_at_most_8_per_cent(fields: Fields) -> None:
    """Who is present and the places they ask for, in the fifth year, as the mean of a year.

    Of the fifth year and not of the first month: a step of a month hides who comes and leaves within it.
    """
    first, second = block(fields), block(moved(fields))
    for one, other in ((first.persons, second.persons), (first.units, second.units)):
        a, b = (series.sum(axis=0)[:, STRUCTURAL].mean(axis=1) for series in (one, other))
        assert (np.abs(b - a) <= 0.08 * np.maximum(a, b) + 1e-6).all()


def later(month: str, months: int) -> str:
    return month_name(min(month_number(month) + months, month_number("2060-01")))


@settings(max_examples=20)
@given(with_groups, st.floats(0, 1), st.floats(0, 1))
def test_more_migrants_in_every_group_never_lower_the_need(fields: Fields, share: float, part: float) -> None:
    """But for a bed that stood twice: who leaves and is followed by nobody may have been followed before."""
    few, many = (
        block({**fields, "function_groups": [{**g, "migrant_share": s} for g in fields["function_groups"]]})
        for s in (share, share + part * (1 - share))
    )
    never_lower(few.units.sum(axis=0) - few.overlap, many.units.sum(axis=0))


@settings(max_examples=20)
@given(with_groups)
def test_without_a_season_everything_one_month_later_changes_no_arrivals(fields: Fields) -> None:
    """With a season the fifth year changes by more than a twentieth: an opening meets it in another phase."""
    flat = [{**without_season(group), "season_profile": "flat"} for group in fields["function_groups"]]
    first = {**fields, "function_groups": flat}
    once, again = (block(found).arrivals for found in (first, moved(first)))
    np.testing.assert_allclose(again, once, rtol=1e-6, atol=1e-6)


def without_season(group: Fields) -> Fields:
    return {key: value for key, value in group.items() if key not in ("season_months", "year_round_persons")}


def moved(tree: Any) -> Any:
    """The same with every month one later."""
    if isinstance(tree, dict):
        return {key: moved(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [moved(value) for value in tree]
    if isinstance(tree, str) and len(tree) == 7 and tree[4] == "-" and tree[:4].isdigit():
        return month_name(month_number(tree) + 1)
    return tree
