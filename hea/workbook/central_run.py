"""The central run with every step between input and outcome, for whatever shows the steps."""

import functools
from dataclasses import dataclass, replace

import numpy as np

from hea.assessment import flow, registration
from hea.engine.calculation import DEFAULT_DEFINITION, Calculation, Outcome
from hea.engine.curves import CORE_STREAMS, CoreStream
from hea.engine.draws import CentralDraw, Draws
from hea.engine.housing import Block
from hea.engine.labour import Workforce
from hea.engine.setting import Setting, Viewpoint
from hea.engine.stay import Streams, curve, season_survival, seasonal_stay
from hea.model import stay
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import STAY_CLASSES, Proposal


@dataclass(frozen=True)
class CentralRun:
    """One run with the central values: arrays have one draw, as everywhere in the model."""

    calculation: Calculation
    survival: dict[CoreStream, Array]
    """Share still here by elapsed months, ``(months + 1,)``, per stream of the year-round core."""
    core: dict[CoreStream, stay.Stock]
    """Who is present of the year-round core, per stream."""
    seasons: dict[int, stay.Stock]
    """Who is present of the seasons, by length of the season in months."""
    kept: dict[CoreStream | int, Array]
    """Share of those here before that the work keeps in each month, per stream of the core and season."""

    @property
    def setting(self) -> Setting:
        """What holds for the run."""
        return self.calculation.setting

    @property
    def draw(self) -> Draws:
        """The central values."""
        return self.calculation.draws

    @property
    def workforce(self) -> Workforce:
        """Stages 1 and 2."""
        return self.calculation.workforce

    @property
    def streams(self) -> Streams:
        """Who is wanted on the site."""
        return self.calculation.streams

    @property
    def block(self) -> Block:
        """Stages 3 and 4, with every step."""
        return self.calculation.block

    @property
    def season(self) -> stay.Stock:
        """All seasons together."""
        nobody = stay.Stock(*(np.zeros((1, self.setting.months)) for _ in stay.Stock._fields))
        return functools.reduce(stay.add, self.seasons.values(), nobody)

    @functools.cached_property
    def by_other_clock(self) -> "CentralRun":
        """The same run with the clock of agency workers that was not chosen, for the readings of stay."""
        other: Viewpoint = "employer" if self.setting.viewpoint == "regional" else "regional"
        return _steps(replace(self.calculation, viewpoint=other))

    @functools.cached_property
    def figures(self) -> dict[str, float]:
        """Every figure that the workbook follows by formulas, by its path."""
        found = {path: float(values[0]) for path, values in self.calculation.headline.items()}
        for moment, month in flow.months(self.calculation).items():
            for step, values in flow.parts(self.calculation, month).items():
                found[f"flow.{moment}.{step}"] = float(values[0])
        for reading, classes in self.calculation.readings._asdict().items():
            for stay_class, values in zip(STAY_CLASSES, np.nan_to_num(classes), strict=True):
                found[f"readings.{reading}.{stay_class}"] = float(values[0])
        for name, values in registration.counted(self.calculation).items():
            found[f"registration.{name}"] = float(values[0])
        return found

    def present_briefly(self, stream: CoreStream) -> Array:
        """People of a stream of the core who will be gone within the legal threshold, ``(months,)``."""
        line, months = self.survival[stream], int(self.draw["brp_threshold_months"][0])
        arrivals, kept = self.core[stream].arrivals, self.kept[stream]
        people: Array = stay.soon_leaving(arrivals, line[None, :months], line[None, months], kept)[0]
        return people

    def season_present_briefly(self, length: int) -> Array:
        """The same of a season."""
        mean, months = seasonal_stay(self.setting.proposal, self.draw), self.draw["brp_threshold_months"]
        young = [season_survival(mean, length, age) for age in np.arange(months[0])]
        here = season_survival(mean, length, months)
        arrivals, kept = self.seasons[length].arrivals, self.kept[length]
        people: Array = stay.soon_leaving(arrivals, np.stack(young, axis=1), here, kept)[0]
        return people

    def season_arriving_briefly(self, length: int) -> Array:
        """Arrivals of a season who leave within the legal threshold, ``(months,)``."""
        threshold = self.draw["brp_threshold_months"]
        here = season_survival(seasonal_stay(self.setting.proposal, self.draw), length, threshold)
        gone: Array = stay.registrations(self.seasons[length].arrivals, here)[0][0]
        return gone

    @property
    def outcome(self) -> Outcome:
        """Stages 3 and 4, as later stages read them."""
        return self.calculation.outcome

    def wanted(self, stream: CoreStream) -> Array:
        """Labour migrants wanted in a stream of the year-round core, ``(months,)``."""
        line: Array = self.streams.wanted(stream)[0]
        return line


def central_run(
    proposal: Proposal,
    parameters: ParameterSet,
    stay_definition: str = DEFAULT_DEFINITION,
    viewpoint: Viewpoint = "regional",
) -> CentralRun:
    """The central run of an assessment, step by step.

    Raises:
        AssessmentError: if the proposal cannot be assessed as it stands.
    """
    return _steps(Calculation(proposal, CentralDraw(parameters), stay_definition, viewpoint))


def _steps(calculation: Calculation) -> CentralRun:
    """Who is present per stream, with every step."""
    proposal = calculation.proposal
    setting, draw, streams = calculation.setting, calculation.draws, calculation.streams
    ages = np.arange(setting.months + 1, dtype=float)
    lines, core = {}, {}
    kept: dict[CoreStream | int, Array] = {}
    for stream in CORE_STREAMS:
        lines[stream] = curve(setting, stream, draw, ages)
        core[stream], kept[stream] = stay.renewal_and_kept(
            streams.wanted(stream), lines[stream], *setting.limits
        )
    seasons = {}
    for months, wanted_season in streams.seasonal.items():
        line = np.exp(-stay.exponential_hazard(ages[:months], seasonal_stay(proposal, draw)))
        seasons[months], kept[months] = stay.renewal_and_kept(wanted_season, line, *setting.limits)
    survival = {stream: line[0] for stream, line in lines.items()}
    return CentralRun(calculation, survival, core, seasons, kept)
