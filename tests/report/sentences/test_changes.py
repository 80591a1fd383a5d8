"""Differences between two states are told in words, each field once, and nothing else."""

from typing import Any

import pytest
from hypothesis import given

from hea.assessment import outline
from hea.exchange import example
from hea.parameters import OwnValue
from hea.proposal import Proposal
from hea.report.sentences.changes import (
    Difference,
    differences,
    filled_in,
    outcome_differences,
    own_value_differences,
)
from hea.report.sentences.headlines import recap
from hea.texts import LANGUAGES, Lang
from tests.conftest import distribution_centre
from tests.test_any_proposal import proposals

DOSSIER = example("fictief_dossier_venray")


def test_the_same_proposal_has_no_differences() -> None:
    assert differences(DOSSIER, DOSSIER, "nl") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"company": "Nieuw"}, ("Naam van het bedrijf", DOSSIER.company, "Nieuw")),
        ({"opening": "2028-03"}, ("Opening (jaar en maand)", "maart 2027", "maart 2028")),
        ({"kern": "Oostrum"}, ("Dorp of wijk", "niet ingevuld", "Oostrum")),
    ],
)
def test_a_changed_field_is_told_as_people_read_it(
    changes: dict[str, object], expected: tuple[str, str, str]
) -> None:
    before = DOSSIER.update(kern=None)
    assert differences(before, before.update(**changes), "nl") == [Difference(*expected)]


def test_unknown_and_zero_are_different_answers() -> None:
    before = distribution_centre(context={"free_places": {"short": None}})
    after = distribution_centre(context={"free_places": {"short": 0}})
    (row,) = differences(before, after, "nl")
    assert (row.before, row.after) == ("niet ingevuld", "0")


def test_asked_and_not_known_is_told() -> None:
    (row,) = differences(distribution_centre(), distribution_centre(answers={"land_owner": None}), "nl") or [
        None
    ]
    assert row is not None
    assert (row.before, row.after) == ("niet ingevuld", "onbekend")


def test_a_removed_group_is_told_field_by_field() -> None:
    fewer = DOSSIER.update(function_groups=DOSSIER.function_groups[:-1])
    rows = differences(DOSSIER, fewer, "nl")
    last = f"Functiegroepen {len(DOSSIER.function_groups)} › "
    assert rows
    assert all(row.place.startswith(last) and row.after == "niet ingevuld" for row in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
@given(proposals, proposals)
def test_any_two_proposals_can_be_compared(lang: Lang, one: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = Proposal.model_validate(one), Proposal.model_validate(other)
    rows = differences(first, second, lang)
    assert (rows == []) == (first.model_dump(mode="json") == second.model_dump(mode="json"))
    back = differences(second, first, lang)
    assert {(row.place, row.after, row.before) for row in rows} == set(back)
    assert all(row.place and row.before and row.after for row in rows)


def test_what_is_filled_in_can_be_pointed_at() -> None:
    paths = filled_in(DOSSIER)
    assert "company" in paths
    assert "function_groups[0].count" in paths
    assert "kern_inhabitants" not in paths


def test_own_values_are_told_with_who_and_why() -> None:
    own = OwnValue(name="persons_per_fte", value=1.25, who="gemeente", why="eigen telling")
    (row,) = own_value_differences((), (own,), "nl")
    assert "meegeleverd" in row.before
    assert row.after == "1,25 (gemeente: eigen telling)"
    assert own_value_differences((own,), (own,), "nl") == []


def test_headlines_that_read_otherwise_are_told_as_ranges_and_no_others() -> None:
    fewer = DOSSIER.update(function_groups=DOSSIER.function_groups[:-1])
    before, after = (outline(plan, draws=128) for plan in (DOSSIER, fewer))
    assert outcome_differences(before, before, "nl") == []
    told = outcome_differences(before, after, "nl")
    jobs = [recap(found, "nl")[0] for found in (before, after)]
    assert told[0] == Difference(jobs[0].label, *(f"{row.structural} {row.unit}" for row in jobs))
    assert all(row.before != row.after for row in told)
    assert any(row.place.endswith(", drukste maand") for row in told)
