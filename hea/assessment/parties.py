"""Burdens and benefits per party; shown side by side and never added up."""

from collections.abc import Iterator, Mapping
from typing import Literal

from hea.assessment.housing_detail import ONE_HOME
from hea.assessment.ranges import to_range
from hea.assessment.results.common import Range
from hea.assessment.results.effects import (
    CriterionResult,
    FacilityResult,
    HousingDetail,
    LabourMarket,
    PartyEffect,
)
from hea.model.uncertainty import Array
from hea.model.welfare import NEUTRAL
from hea.texts.translated import translated

Party = Literal["employer", "resident_workers", "migrants", "society", "elsewhere"]
Kind = Literal["people", "places", "share", "score"]


def parties(
    figures: Mapping[str, Array],
    criteria: tuple[CriterionResult, ...],
    housing: HousingDetail,
    facilities: tuple[FacilityResult, ...],
    jobs_left: LabourMarket,
) -> tuple[PartyEffect, ...]:
    """One line per effect, party by party.

    Args:
        figures: main figures per draw, by their path in the headline.
        criteria: of broad welfare.
        housing: what follows from the need for places.
        facilities: what is asked of them.
        jobs_left: jobs for residents.
    """
    scores = {row.id: row.score for row in criteria}
    return (
        *_employer(figures, housing.places_short),
        *_resident_workers(jobs_left, scores),
        *_migrants(scores, housing),
        *_society(figures, facilities, scores),
        *_elsewhere(housing, scores),
    )


def _effect(
    party: Party,
    effect: Literal["benefit", "burden", "either", "unknown"],
    key: str,
    values: Range | None,
    kind: Kind,
) -> PartyEffect:
    shown = None if values is None else kind
    return PartyEffect(
        party=party, effect=effect, message=translated(f"party.{key}"), range=values, kind=shown
    )


def _scored(party: Party, key: str, score: Range | None) -> PartyEffect:
    """A criterion as a benefit or a burden if nine in ten draws are on one side; unknown without a score."""
    if score is None:
        return _effect(party, "unknown", f"{key}_unknown", None, "score")
    if score.p10 < NEUTRAL <= score.p90:
        return _effect(party, "either", key, score, "score")
    return _effect(party, "benefit" if score.p10 >= NEUTRAL else "burden", key, score, "score")


def _employer(figures: Mapping[str, Array], gap: Range) -> Iterator[PartyEffect]:
    yield _effect("employer", "benefit", "jobs", to_range(figures["jobs"]), "people")
    if gap.p90 > 0:
        yield _effect("employer", "burden", "housing_to_arrange", gap, "places")


def _resident_workers(jobs_left: LabourMarket, scores: Mapping[str, Range | None]) -> Iterator[PartyEffect]:
    yield _effect("resident_workers", "benefit", "jobs_left", jobs_left.jobs_for_residents, "people")
    yield _scored("resident_workers", "direct_jobs", scores["arbeid"])
    yield _effect("resident_workers", "unknown", "wages", None, "score")


def _migrants(scores: Mapping[str, Range | None], housing: HousingDetail) -> Iterator[PartyEffect]:
    yield _scored("migrants", "position", scores["positie_migrant"])
    if housing.homes_lost_peak.p90 >= ONE_HOME:
        yield _effect("migrants", "burden", "homes_lost", housing.homes_lost_peak, "people")


def _society(
    figures: Mapping[str, Array],
    facilities: tuple[FacilityResult, ...],
    scores: Mapping[str, Range | None],
) -> Iterator[PartyEffect]:
    yield _effect("society", "burden", "new_residents", to_range(figures["residents"]), "people")
    yield _scored("society", "housing_market", scores["wonen"])
    yield _scored("society", "facilities", scores["voorzieningen"])
    if any(f.benefit_possible and f.structural is not None and f.structural.p50 > 0 for f in facilities):
        yield _effect("society", "benefit", "facilities_kept", None, "people")
    yield _scored("society", "community", scores["samenleving"])
    yield _scored("society", "value_added", scores["materieel"])


def _elsewhere(housing: HousingDetail, scores: Mapping[str, Range | None]) -> Iterator[PartyEffect]:
    yield _scored("elsewhere", "passed_on", scores["elders"])
    yield _effect("elsewhere", "burden", "places_elsewhere", housing.elsewhere_in_region, "places")
    yield _effect("elsewhere", "unknown", "countries_of_departure", None, "score")
