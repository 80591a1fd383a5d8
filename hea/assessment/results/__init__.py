"""The assessment: what comes out, as frozen models that every report reads.

The JSON schema in ``assessment.schema.json`` is generated from these models.
"""

from typing import TYPE_CHECKING

from hea.assessment.results import tables
from hea.assessment.results.common import Range
from hea.assessment.results.effects import (
    CapacitySignalResult,
    ConstructionResult,
    FacilityResult,
    HousingDetail,
    LabourMarket,
    WelfareResult,
)
from hea.assessment.results.evidence import (
    Drivers,
    Explanation,
    MigrantShareEstimates,
    ParametersUsed,
    ScopeItem,
    Triangulation,
)
from hea.assessment.results.finance import Finance
from hea.assessment.results.flow import Flow as Flow
from hea.assessment.results.headline import Monthly, Positions, RangeHeadline, ValueHeadline
from hea.assessment.results.registration import Registration
from hea.assessment.results.stay import StayReadings
from hea.assessment.results.tables import Table
from hea.engine.setting import Viewpoint
from hea.engine.trace import Assumption, Flag, Unavailable
from hea.frozen import Frozen
from hea.parameters import ParameterSet
from hea.proposal import Proposal

if TYPE_CHECKING:
    import pandas as pd


class Provenance(Frozen):
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
    viewpoint: Viewpoint
    proposal: Proposal


class Staffing(Provenance):
    """How many people work on the site: what a page shows while the workforce is being filled in."""

    jobs: Range
    migrants_structural: Range
    monthly: Positions
    assumed: tuple[Assumption, ...]


class Outline(Provenance):
    """How many, when and where: what a page shows while the proposal is being filled in."""

    headline: RangeHeadline
    central: ValueHeadline
    """The central run: every parameter at its central value. Not the P50."""
    monthly: Monthly
    housing: HousingDetail
    assumed: tuple[Assumption, ...]

    def to_frame(self, table: Table = "headline") -> "pd.DataFrame":
        """The main figures, or the path through time, as a table of pandas; unrounded.

        Args:
            table: ``headline`` (a row per figure, by its path) or ``monthly`` (a row per month).
        """
        return tables.as_frame(self, table)

    def __str__(self) -> str:
        """The main figures as a table of one screen."""
        return tables.as_text(self)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return tables.as_html(self)


class Assessment(Outline):
    """Everything that comes out of one proposal, with the trace of how."""

    migrant_share_estimates: MigrantShareEstimates
    triangulation: tuple[Triangulation, ...]
    stay_readings: StayReadings
    registration: Registration
    finance: Finance
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
