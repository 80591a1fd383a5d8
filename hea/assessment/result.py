"""The assessment: what comes out, as frozen models that every report reads.

The JSON schema in ``assessment.schema.json`` is generated from these models.
"""

import datetime as dt
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import Field

from hea.engine.trace import Assumption, Flag, Unavailable
from hea.frozen import Frozen
from hea.parameters import Bounds, OwnValue, ParameterSet, Stance
from hea.proposal import Proposal, StayClass
from hea.texts.translated import Translated

Level = Literal["green", "amber", "red", "unknown"]
V = TypeVar("V")


class Range(Frozen):
    """An outcome as a range over the draws."""

    p10: float
    """One in ten draws lies below this."""
    p50: float
    """Half of the draws lie below this; not the same as the central run."""
    p90: float
    """One in ten draws lies above this."""


class UnitLevels(Frozen, Generic[V]):
    """Places needed for one class of stay."""

    structural: V
    """Third-lowest month of the fifth year."""
    peak: V
    """Highest month of the horizon."""
    opening_year: V
    """Highest month of the first twelve."""


RangeUnitLevels = UnitLevels[Range]
ValueUnitLevels = UnitLevels[float]


class GapLevels(Frozen, Generic[V]):
    """Places short for one class of stay."""

    structural: V
    """Third-lowest month of the fifth year."""
    peak: V
    """Highest month of the horizon."""


RangeGapLevels = GapLevels[Range]
ValueGapLevels = GapLevels[float]


class Units(Frozen, Generic[V]):
    """Places per class of stay; the peak of the total is its own figure, not a sum of peaks."""

    short: UnitLevels[V]
    """Beds."""
    mid: UnitLevels[V]
    """Units."""
    long: UnitLevels[V]
    """Dwellings."""
    total: UnitLevels[V]
    """All places together."""


RangeUnits = Units[Range]
ValueUnits = Units[float]


class Gaps(Frozen, Generic[V]):
    """Places short per class of stay."""

    short: GapLevels[V]
    mid: GapLevels[V]
    long: GapLevels[V]


RangeGaps = Gaps[Range]
ValueGaps = Gaps[float]


class Headline(Frozen, Generic[V]):
    """The main figures: as ranges over the draws, or as values of the central run."""

    jobs: V
    """Positions, mean of the fifth year."""
    migrant_share: V
    """Share of the positions filled by labour migrants, mean of the fifth year."""
    migrants_structural: V
    """Labour migrants present, third-lowest month of the fifth year."""
    migrants_peak: V
    """Labour migrants present in the highest month of the horizon."""
    units: Units[V]
    """Places needed in the region, net."""
    gap: Gaps[V]
    """Places needed minus places known to be available, at least 0."""
    residents: V
    """New residents of the region, adults and children, structural."""
    children: V
    """Children among them."""


RangeHeadline = Headline[Range]
ValueHeadline = Headline[float]
# Named here, each before it is used, so that results can be pickled: to other processes and into caches.


Months = Annotated[tuple[float, ...], Field(min_length=1)]


class Series(Frozen):
    """A monthly outcome as three lines over the draws."""

    p10: Months
    p50: Months
    p90: Months


class SeriesByStay(Frozen):
    """Monthly outcomes per class of stay."""

    short: Series
    mid: Series
    long: Series


class SeriesByStayAndTotal(SeriesByStay):
    """Monthly outcomes per class of stay and together."""

    total: Series


class Monthly(Frozen):
    """The path through time, from the opening month on."""

    month: tuple[str, ...]
    """Calendar months, as YYYY-MM."""
    positions: Series
    migrants: Series
    arrivals: Series
    persons: SeriesByStay
    """Labour migrants present by elapsed stay, before any deduction."""
    units: SeriesByStayAndTotal
    supply: SeriesByStay
    gap: SeriesByStay


class ReferencePoint(Frozen):
    """A published case of the same sector."""

    id: str
    name: str
    share: float
    """Migrants over workers in that case."""
    year: int | None
    url: str | None
    reliability: str


class ReferenceEstimate(Frozen):
    """What the published cases of the sector say."""

    points: tuple[ReferencePoint, ...]
    quartiles: tuple[float, float, float] | None
    """Only from five cases up."""
    reason: Translated | None
    """Why there are no quartiles."""


class Statement(Frozen):
    """The company's own statement of the share of labour migrants."""

    share: float
    covers: float
    """Share of the positions to which the statement applies."""
    evidence: bool
    """True if every statement is supported by evidence."""


class MigrantShareEstimates(Frozen):
    """Three estimates side by side, with the chosen one marked."""

    statement: Statement | None
    benchmark: Range
    """Odds-calibrated benchmark for this workforce."""
    published_band: Range
    """Low, central and high of the sector's published share, in the fields p10, p50 and p90."""
    reference_cases: ReferenceEstimate
    chosen: Literal["benchmark", "statement", "pooled", "mixed"]
    used: Range
    """The share that went into the calculation."""
    reason: Translated


Method = Literal[
    "statement", "benchmark", "area", "cases_jobs", "cases_floor", "cases_plot", "model", "split"
]


class CasePoint(Frozen):
    """What one published case would mean for this proposal."""

    id: str
    name: str
    value: float
    year: int | None
    url: str | None
    reliability: str


class Estimate(Frozen):
    """One way to come to a figure."""

    method: Method
    name: Translated
    range: Range | None
    points: tuple[CasePoint, ...] = ()
    quartiles: tuple[float, float, float] | None = None
    """Of the points, only from five cases up."""
    chosen: bool = False
    note: Translated | None = None
    """Why there is no estimate, or what to know about it."""


class Triangulation(Frozen):
    """Several estimates of one figure side by side, with the chosen one marked."""

    subject: Literal["workers", "migrants", "units_short", "units_mid", "units_long"]
    name: Translated
    unit: Literal["persons", "places"]
    estimates: tuple[Estimate, ...]
    reason: Translated
    """Why the chosen one was chosen, in a sentence."""


class ScopeItem(Frozen):
    """Whether the evidence holds for this proposal in one respect."""

    topic: Literal["sector", "size", "horizon", "region", "knowledge_migrants", "posting", "border"]
    inside: bool | None
    """Empty where the tool cannot tell from the proposal; the limit then always holds."""
    message: Translated


class NetStep(Frozen):
    """One line from gross to net, in persons."""

    id: Literal["gross", "across_border", "other_region", "already_in_region", "net"]
    name: Translated
    structural: Range
    peak: Range


class Deadline(Frozen):
    """When a gap opens and when work on housing has to start at the latest."""

    stay: StayClass
    opens: str | None
    """First month with a gap of at least one place in the P50, as YYYY-MM."""
    latest_start: str | None
    """That month minus the central lead time."""
    latest_start_careful: str | None
    """That month minus the long lead time."""


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

    net_steps: tuple[NetStep, ...]
    living: tuple[Living, ...]
    rooms_short: Range
    """Bedrooms for short stay at the peak, own bedroom per person, couples share."""
    area_short_m2: Range
    """Living area for short stay at the peak, by the quality floor."""
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
    signal: Level
    reason: Translated | None
    """Why there is no demand or no signal."""


class CapacitySignalResult(Frozen):
    """An advisory signal about carrying capacity with the source of its rule."""

    id: str
    scope: str
    unit: str
    value: Range | None
    amber: float | None
    red: float | None
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
    """Weight out of 100, before unknown criteria drop out."""
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
    effect: Literal["benefit", "burden", "unknown"]
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
    """Weighted mean of the known criteria; optional, never without the profile."""
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


class Driver(Frozen):
    """A drawn figure that moves a headline."""

    parameter: str
    title: Translated
    question: str | None
    """Question of the conversation guide whose answer sharpens it."""
    rank_correlation: float
    """Spearman's rank correlation over the draws."""
    low: float
    """The headline with this figure at its P10 and everything else central."""
    high: float
    """The headline with this figure at its P90 and everything else central."""
    narrowing: float | None
    """Share by which the P10–P90 of the headline narrows once this figure is known; empty with few draws."""


class HeadlineDrivers(Frozen):
    """The strongest drivers of one headline, strongest first."""

    path: str
    drivers: tuple[Driver, ...]


class Ask(Frozen):
    """An answer worth finding out."""

    question: str
    text: Translated
    """The question of the conversation guide."""
    about: Translated
    """What it is about, as the end of a sentence."""
    parameter: str
    headline: str
    narrowing: float
    """Share by which the P10–P90 of that headline narrows."""


class Drivers(Frozen):
    """What drives the headlines, and what to ask first."""

    headlines: tuple[HeadlineDrivers, ...]
    ask_first: tuple[Ask, ...]
    """At most three open questions, by how much their answer narrows the peak of all places."""
    bins: int
    """Number of bins in which an input counted as known."""


class OwnValueUsed(Frozen):
    """A value of the user in the place of a shipped figure."""

    name: str
    title: Translated
    unit: str
    shipped: float | None
    """The central value it stands in for."""
    value: float
    who: str
    why: str
    set_on: dt.date | None
    """Unknown for values that were set before this was kept."""
    low: float | None = None
    high: float | None = None
    """Ends of the range it stands in for; unknown in results of before these were kept."""
    has_effect: bool = True
    """False if nothing that was calculated here reads the figure."""

    @property
    def stance(self) -> Stance:
        """How the value lies to the range it stands in for."""
        if self.low is None or self.high is None:
            return "within"
        return Bounds(self.low, self.low, self.high).stance(self.value)

    @property
    def given(self) -> OwnValue:
        """The value as the user gave it."""
        return OwnValue(name=self.name, value=self.value, who=self.who, why=self.why, set_on=self.set_on)


class ParametersUsed(Frozen):
    """Which figures were used."""

    version: str
    hash: str
    used: tuple[str, ...]
    overrides: tuple[str, ...]
    own_values: tuple[OwnValueUsed, ...] = ()
    """What is needed to use the same figures again; empty in results of before this was kept."""

    @property
    def lost(self) -> tuple[str, ...]:
        """Names that differ from the shipped set by a value that is not known here."""
        known = {item.name for item in self.own_values}
        return tuple(name for name in self.overrides if name not in known)


class InputUsed(Frozen):
    """A field of the proposal that went into a figure."""

    field: str
    name: Translated
    given: str | None
    assumed: tuple[Translated, ...]
    """What was used where nothing was given."""


class ParameterUsed(Frozen):
    """A parameter that went into a figure, with its source."""

    name: str
    title: Translated
    explanation: Translated
    low: float
    central: float
    high: float
    unit: str
    grade: str
    source: str
    year: int | None
    url: str | None
    own_value: bool
    """True if the user replaced the shipped value."""
    stance: Stance = "within"
    """How an own value lies to the range it stands in for."""


class Explanation(Frozen):
    """Where a figure comes from, as a tree."""

    path: str
    name: Translated
    value: Range | None
    formula: Translated
    """The formula in words."""
    inputs: tuple[InputUsed, ...]
    parameters: tuple[ParameterUsed, ...]
    below: "tuple[Explanation, ...]"
    """The figures it follows from."""
    repeated: bool
    """True if the figure was unfolded above already."""


class Made(Frozen):
    """What a result was made from, and with which figures."""

    version: str
    """Version of hea."""
    parameters: ParametersUsed
    input_hash: str
    seed: int
    draws: int
    stay_definition: str
    stay_limits_months: tuple[int, int]
    """First month of mid stay and of long stay."""
    viewpoint: Literal["regional", "employer"]
    proposal: Proposal


class Positions(Frozen):
    """Positions through time."""

    month: tuple[str, ...]
    """Calendar months, as YYYY-MM."""
    positions: Series


class Staffing(Made):
    """How many people work on the site: what a page shows while the workforce is being filled in."""

    jobs: Range
    migrants_structural: Range
    monthly: Positions
    assumed: tuple[Assumption, ...]


class Outline(Made):
    """How many, when and where: what a page shows while the proposal is being filled in."""

    headline: RangeHeadline
    central: ValueHeadline
    """The central run: every parameter at its central value. Not the P50."""
    monthly: Monthly
    housing: HousingDetail
    assumed: tuple[Assumption, ...]


class Assessment(Outline):
    """Everything that comes out of one proposal, with the trace of how."""

    migrant_share_estimates: MigrantShareEstimates
    triangulation: tuple[Triangulation, ...]
    labour_market: LabourMarket
    construction: ConstructionResult | None
    facilities: tuple[FacilityResult, ...]
    capacity_signals: tuple[CapacitySignalResult, ...]
    welfare: WelfareResult
    drivers: Drivers
    scope: tuple[ScopeItem, ...]
    """The range of application; what lies outside is flagged as well."""
    flags: tuple[Flag, ...]
    unavailable: tuple[Unavailable, ...]

    def explain(self, path: str, parameters: ParameterSet | None = None) -> Explanation:
        """Where a figure comes from: formula in words, inputs, parameters with source, as a tree.

        Args:
            path: such as ``headline.units.short.peak``, ``facilities.gp`` or ``welfare.wonen``.
            parameters: the set this assessment was made with; by default the shipped one with the own values
                of this assessment.

        Raises:
            AssessmentError: if there is no such figure, with the nearest ones.
        """
        from hea.assessment.explanation import explain

        return explain(self, path, parameters)
