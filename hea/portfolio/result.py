"""What is told of several plans together, as frozen models."""

from typing import Annotated, Final, Literal, NamedTuple

from pydantic import Field

from hea.assessment.results.common import Level, Range, Series, SeriesByStayAndTotal
from hea.assessment.results.effects import CapacitySignalResult
from hea.assessment.results.evidence import ParametersUsed
from hea.assessment.results.headline import RangeHeadline
from hea.engine.trace import Flag
from hea.frozen import Frozen
from hea.proposal import PlacesPerStay, Proposal
from hea.texts.translated import Translated

ELSEWHERE, ACROSS = "elders", "over_de_grens"
"""Where need lands that is in no municipality of the tables."""


class Unread(NamedTuple):
    """What of a list could not be read."""

    sentences: tuple[str, ...] = ()
    """Why not; a plan may have more than one."""
    plans: int = 0


ALL_READ: Final = Unread()
"""Nothing was left out."""


class PlanSummary(Frozen):
    """What a screening says of one plan."""

    place: str
    """Where the plan was read from."""
    proposal: Proposal
    input_hash: str
    parameters_hash: str
    seed: int
    draws: int
    headline: RangeHeadline | None
    """``None`` if it cannot be assessed as it stands."""
    flags: tuple[Flag, ...] = ()
    ask: tuple[Translated, ...] = ()
    """Inputs whose answer narrows the range most."""
    problems: tuple[tuple[str, str, dict[str, str | float | int]], ...] = ()
    """Why it cannot be assessed: place, code and values of each problem."""


class FacilityDemand(Frozen):
    """Demand for a facility in one place."""

    id: str
    name: Translated
    unit: str
    demand: Range
    """In the month with most residents in the middle."""
    monthly: Series
    utilisation_before: float | None
    """Share of the capacity in use without the plans, if a plan told of both."""
    utilisation_after: Range | None
    signal: Level
    grade: str
    """Of the norm."""
    grade_use: str
    """Of the use by class of stay."""
    source: str
    url: str | None


class VillageNeed(Frozen):
    """What plans on a site in a municipality ask in one village."""

    name: str
    """Empty for plans that name none."""
    peak: Range
    """Most places in one month, spread over the villages as the places that a plan arranges are."""
    sites: tuple[int, ...]
    """Plans that ask there, by their place in the list."""


class MunicipalityNeed(Frozen):
    """What lands in one municipality."""

    gm_code: str
    """Or ``elders`` and ``over_de_grens`` for what lands in no municipality of the tables."""
    name: str
    need: SeriesByStayAndTotal
    """Places per month."""
    known_places: tuple[float, ...] | None
    """Free and arranged places per month; ``None`` if no plan told of any: that is not the same as none."""
    pipeline: PlacesPerStay
    """Places others are planning, as told; beside the supply, never in it."""
    existing_shortage: PlacesPerStay
    """Shortage that is there already, as told; never added to the new need."""
    peak: Range
    """Most places in one month."""
    from_elsewhere: Range
    """Of those, the places for people who work in another municipality, in the busiest month."""
    short_of: Range
    """Most places short in one month, all classes together; an upper bound where places are unknown."""
    facilities_month: str
    """Month with most residents in the middle."""
    facilities: tuple[FacilityDemand, ...]
    """Without those counted per arrival; empty for what lands in no municipality."""
    signals: tuple[CapacitySignalResult, ...]
    """Advisory rules about the sum: of the municipality, and of villages that plans name."""
    sites: tuple[int, ...]
    """Plans on a site here, by their place in the list."""
    villages: tuple[VillageNeed, ...]
    """What those plans ask per village; empty if none of them names one."""


class TargetRow(Frozen):
    """What lands in a region beside the housing task that was published for it."""

    region: str
    stay: Literal["short", "mid", "long", "total"]
    month: str
    """December of the year of the task."""
    need: Range
    task_low: float
    task_high: float
    """Lowest and highest of the published scenarios."""
    source: str
    year: int
    """Of the task."""
    url: str | None
    definition: Translated
    grade: str


class Contribution(Frozen):
    """What one plan adds."""

    index: int
    company: str
    gm_code: str
    opening: str
    peak: Range
    """Most places of this plan in the region in one month."""
    share: Range
    """Of the need of all plans in the month in which that is highest."""
    short_if_first: Range
    """Places short because of it if it comes before all others."""
    short_in_order: Range
    """The same if plans come in the order in which they open."""
    short_if_last: Range
    """The same if all others come first: free places are then taken."""


class SpreadRow(Frozen):
    """Where the need of the sites in one municipality lands."""

    gm_code: str
    shares: dict[str, Range]
    """Per municipality, ``elders`` or ``over_de_grens``."""
    own: bool
    """True if these are shares that were set, false if they are the model's indication."""


class Cumulation(Frozen):
    """Several plans together."""

    month: tuple[str, ...]
    seed: int
    draws: int
    parameters: ParametersUsed
    """Every figure that went into the sums."""
    places: tuple[MunicipalityNeed, ...]
    """Largest need first."""
    region: SeriesByStayAndTotal
    across_border: Range
    """Workers who live across the border in the month with most of them; they need no place here."""
    spread: tuple[SpreadRow, ...]
    targets: tuple[TargetRow, ...]
    """Only for regions with a published task for a year that is calculated."""
    contributions: tuple[Contribution, ...]
    left_out: tuple[int, ...]
    """Plans that open after the last month all others are calculated for."""


class Point(Frozen):
    """A place on earth, in degrees (WGS 84)."""

    latitude: Annotated[float, Field(ge=50.5, le=53.8)]
    """Within the Netherlands."""
    longitude: Annotated[float, Field(ge=3.2, le=7.4)]

    @property
    def degrees(self) -> tuple[float, float]:
        """Latitude and longitude."""
        return self.latitude, self.longitude


class HousingSite(Frozen):
    """A place where labour migrants live, from a list that somebody keeps."""

    name: str
    places: float
    """People who can be housed."""
    source: str
    year: int
    village: str = ""
    point: Point | None = None
    """Unknown: whether it lies within a distance cannot be told."""


class SiteWithin(Frozen):
    """A site that counts, and how far it is."""

    site: HousingSite
    distance_km: float | None
    """Straight line; ``None`` if it counts because of its village."""


class Nearby(Frozen):
    """How many people are housed near a location."""

    radius_km: float
    village: str
    within: tuple[SiteWithin, ...]
    """Nearest first."""
    unplaced: tuple[HousingSite, ...]
    """Sites of which it is not known where they are; they may or may not count."""
    housed: float
    """In the sites that count."""
    housed_at_most: float
    """The same with all that may count."""
    signals: tuple[CapacitySignalResult, ...]
    """Rules about people near each other, without what a plan adds; always advisory."""
