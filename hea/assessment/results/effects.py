"""What the need means: housing in detail, facilities, signals, broad welfare, the labour market."""

import datetime as dt
from typing import Literal

from hea.assessment.results.common import Level, Range
from hea.assessment.results.flow import Flow
from hea.frozen import Frozen
from hea.proposal import StayClass
from hea.texts.translated import Translated


class Deadline(Frozen):
    """When a gap opens and when work on housing has to start at the latest."""

    stay: StayClass
    opens: str | None
    """First month with a gap of at least one place in the P50, as YYYY-MM."""
    latest_start: str | None
    """Latest month to begin so that the first places are in time in half of the draws; empty if never."""
    latest_start_careful: str | None
    """The same in nine of ten draws."""
    first_until: str | None
    """Last month of the first period with a gap in the P50, as YYYY-MM."""
    first_most: float | None
    """Most places short in that period, in the P50."""
    longest_from: str | None
    """First month of the longest period with a gap in the P50; the same as ``opens`` if that is the first."""
    chance: float
    """Share of the draws in which at least one place is short in some month."""


class Neighbour(Frozen):
    """Indicative share of a neighbouring municipality in the need that lands outside the own one."""

    gm_code: str
    name: str
    share: float
    units: Range


class Living(Frozen):
    """Labour migrants who live in one of four places, whoever arranged it; together all who are present."""

    id: Literal["in_municipality", "elsewhere_in_region", "other_region", "across_border"]
    structural: Range


class HousingDetail(Frozen):
    """Figures derived from the need for places."""

    flows: tuple[Flow, ...]
    """From jobs to new places, in the busiest and in the structural month."""
    living: tuple[Living, ...]
    places_short: Range
    """Places that are short of any class of stay, in the month in which most are; what one class has over is
    not set against what another lacks."""
    rooms_short: Range
    """Bedrooms for short stay at the peak, own bedroom per person, couples share."""
    area_short_m2: Range
    """Living area for short stay at the peak, by the quality floor."""
    rooms_short_existing: Range
    """The same bedrooms if all of them are in existing housing, by the older norm that holds there."""
    area_short_existing_m2: Range
    """The same living area by that norm."""
    sites_short: Range
    """Sites of usual size for short stay at the peak."""
    plot_short_m2: Range
    """Land for short stay at the peak, low-rise."""
    rent_structural: Range
    """Of the long-stay dwellings: to rent."""
    buy_structural: Range
    """Of the long-stay dwellings: to buy."""
    in_municipality: Range
    """Places of the structural need that land in the municipality of the site."""
    elsewhere_in_region: Range
    """Places of the structural need that land elsewhere in the region."""
    neighbours: tuple[Neighbour, ...]
    deadlines: tuple[Deadline, ...]
    lead_time_months: Range
    """Months from a plan for housing to its first use; places of the plan count as if they came in time."""
    homes_lost_peak: Range
    """Most people in one month who lose a home tied to their job because the work shrinks."""
    homes_lost_month: str | None
    """When that is in the central run, as YYYY-MM; empty if nobody does."""
    supply_is_known: bool
    """False if free existing places are unknown, so that the gap is an upper bound."""
    peak_month: str
    """Month with the highest total need in the central run, as YYYY-MM."""


class ConstructionResult(Frozen):
    """The construction phase, apart from operation."""

    from_month: str
    until_month: str
    persons: float
    migrants: Range
    beds: Range


class FacilityResult(Frozen):
    """What the new residents ask of one facility."""

    id: str
    name: Translated
    unit: str
    explanation: Translated
    grade: str
    """Grade of the norm."""
    grade_use: str
    """Grade of the use by length of stay."""
    source: str
    url: str | None
    one_off: bool
    """True if the demand belongs to the moment of arriving or leaving, per year."""
    same_pressure_as: str | None
    """Another facility that measures the same pressure; never add the two."""
    benefit_possible: bool
    """True if extra people can also help this facility."""
    region_structural: Range | None
    region_peak: Range | None
    structural: Range | None
    """In the municipality of the site."""
    peak: Range | None
    share_of_normal: Range | None
    """Structural demand as a share of the municipality's normal demand."""
    capacity: float | None
    utilisation_before: float | None
    utilisation_after: Range | None
    spare_used: Range | None
    chance_amber: float | None
    """Chance that the use passes the share of the capacity from which to take care."""
    chance_red: float | None
    """Chance that the capacity is too small."""
    chances: Translated | None
    """The same in words; it fits or it does not where the use is one number."""
    signal: Level
    reason: Translated | None
    """Why there is no demand or no signal."""


class CapacitySignalResult(Frozen):
    """An advisory signal about carrying capacity with the source of its rule."""

    id: str
    scope: str
    unit: str
    value: Range | None
    """With a reason beside it: what it would be in the case that the words name."""
    unfavourable: Literal["above", "below"]
    """On which side of its limits a value is unfavourable."""
    amber: float | None
    red: float | None
    chance_amber: float | None
    """Chance that the value is beyond the limit from which to take care."""
    chance_red: float | None
    """Chance that the value is beyond the limit that should not be passed."""
    chances: Translated | None
    """The same in words; yes or no where the value is one number."""
    level: Level
    rule: str
    """The rule in Dutch, as published."""
    source: str
    year: int | None
    url: str | None
    status: str
    advisory: Literal[True] = True
    reason: Translated | None
    """Why the level is unknown."""


class CriterionResult(Frozen):
    """One criterion of broad welfare."""

    id: str
    name: Translated
    dimension: str
    party: str
    indicator: Range | None
    score: Range | None
    """0 bad, 50 neutral, 100 good, on fixed anchors."""
    possible: Range | None
    """Where there is no score: what it may be, over the draws, given what is known."""
    reason: Translated | None
    """Why there is no score."""
    explanation: Translated
    """The question the criterion answers."""
    anchors: tuple[float, float, float]
    """Values that score 0, 50 and 100."""
    anchors_explained: Translated
    """Why the anchors stand where they do."""
    unit: str
    weight: float
    """Weight out of 100."""
    grade: str
    source: str
    url: str | None


class KnockOut(Frozen):
    """A condition that stands outside the sum."""

    criterion: str
    message: Translated


class PartyEffect(Frozen):
    """A burden or a benefit for one party, or something that is not known."""

    party: Literal["employer", "resident_workers", "migrants", "society", "elsewhere"]
    effect: Literal["benefit", "burden", "either", "unknown"]
    message: Translated
    range: Range | None
    kind: Literal["people", "places", "share", "score"] | None
    """How the range is read and rounded."""


class WelfareResult(Frozen):
    """The profile of broad welfare; no verdict."""

    criteria: tuple[CriterionResult, ...]
    weights: dict[str, float]
    preset: str | None
    set_by: str | None
    set_on: dt.date | None
    total: Range | None
    """Weighted mean; what is unknown counts as anything it may be. Optional, never without the profile."""
    total_covers: float
    """Share of the weight that the known criteria carry."""
    knock_outs: tuple[KnockOut, ...]
    parties: tuple[PartyEffect, ...]
    """Burdens and benefits per party; they are not added up."""

    @property
    def weights_are_set(self) -> bool:
        """Whether a report may tell the scores: whoever sets the weights must not have seen them."""
        return self.set_on is not None


class LabourMarket(Frozen):
    """Jobs left for residents against the people who look for work."""

    jobs_for_residents: Range
    labour_reserve: float | None
    ratio: Range | None
    reason: Translated | None
