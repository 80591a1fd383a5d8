"""The stages in order, for all draws of one proposal."""

import functools
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from hea.engine.draws import CentralDraw, Draws, OneAtATime
from hea.engine.facilities import Moment, moment_of, yearly_drivers, yearly_flows
from hea.engine.housing import Block, agreements, housed
from hea.engine.labour import Workforce, resolve
from hea.engine.parallel import in_parallel
from hea.engine.readings import ForReadings, Readings, for_readings, readings
from hea.engine.setting import EQUAL, Setting, Viewpoint, structural_rank
from hea.engine.stay import Present, Streams, core_lines, seasonal_present, together, wanted_streams
from hea.engine.supply import is_agreed, is_here, planned, supply
from hea.engine.trace import Trace
from hea.model import housing
from hea.model.facilities import FacilityDrivers, Flows
from hea.model.positions import third_lowest_of_year
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import STAY_CLASSES, Proposal
from hea.reference import stay_definitions
from hea.units import MONTHS_PER_YEAR

DEFAULT_DEFINITION = "limburg"

SERIES = ("positions", "migrants", "arrivals", "persons", "net", "residents_by_law", "units", "gap")
"""Series of a block that are kept for all draws."""

BLOCK = 1024
"""Draws per block: few enough to keep memory low, enough to share the work per curve."""


@dataclass(frozen=True)
class Outcome:
    """All draws: series ``(draws, months)``, by class ``(3, draws, months)``, else ``(draws,)``."""

    positions: Array
    migrants: Array
    arrivals: Array
    persons: Array
    net: Array
    """People for whom a place in the region is needed, by class."""
    residents_by_law: Array
    """Of those, people who stay beyond the legal threshold."""
    units: Array
    gap: Array
    structural: Moment
    peak: Moment
    homes_lost: Array
    """Most people in one month who lose a home tied to the job."""
    homes_lost_month: Array
    """The month in which that happens."""
    direct_share: Array
    housed_here: Array
    """Share of the need over all months that the plan meets in the municipality of the site."""
    housed_agreed: Array
    """Share that the plan meets elsewhere, beside that, where the municipality agreed."""
    later: Array
    """Labour migrants in the last year over those in the first full year."""
    for_readings: ForReadings
    """What is read of the streams for the readings of stay."""

    @property
    def in_need(self) -> Array:
        """People for whom a place in the region is needed, all classes together, ``(draws, months)``."""
        total: Array = self.net.sum(axis=0)
        return total


@dataclass(frozen=True)
class Calculation:
    """One proposal with one set of draws: each stage is calculated once, when it is first asked for.

    The one place that calls the stages. Whatever reads figures (an assessment, an outline, a screening, the
    workbook) reads them from a calculation.
    """

    proposal: Proposal
    draws: Draws
    definition: str = DEFAULT_DEFINITION
    """Id of the limits of stay."""
    viewpoint: Viewpoint = "regional"

    @property
    def parameters(self) -> ParameterSet:
        """The figures that are used."""
        return self.draws.parameters

    @cached_property
    def trace(self) -> Trace:
        """What was assumed so far, and what a reader must know."""
        return Trace(self.parameters)

    @cached_property
    def setting(self) -> Setting:
        """What holds for all draws."""
        months, structural_year = horizon(self.parameters)
        return Setting(
            proposal=self.proposal,
            months=months,
            definition=stay_definitions()[self.definition],
            viewpoint=self.viewpoint,
            supply=supply(self.proposal, months),
            agreed=agreements(self.proposal, self.parameters, months),
            supply_here=planned(self.proposal, months, is_here),
            supply_agreed=planned(self.proposal, months, is_agreed),
            structural_year=structural_year,
        )

    @cached_property
    def workforce(self) -> Workforce:
        """Stages 1 and 2: groups of workers with their persons and the share of labour migrants.

        Raises:
            AssessmentError: if the number of workers cannot be derived.
        """
        return resolve(self.proposal, self.draws, self.trace)

    @cached_property
    def streams(self) -> Streams:
        """Who is wanted on the site in each month, for all draws at once."""
        return wanted_streams(self.setting, self.workforce, self.draws, slice(0, self.draws.count))

    @cached_property
    def block(self) -> Block:
        """Stages 3 and 4 for all draws at once: everything, so only for few draws or many plans in turn."""
        return _run_block(self.setting, self.workforce, self.draws, 0, self.draws.count)[0]

    @cached_property
    def outcome(self) -> Outcome:
        """Stages 3 and 4 for all draws, in blocks, with what later stages read."""
        return _outcome_of(self.setting, self.workforce, self.draws)

    @cached_property
    def readings(self) -> Readings:
        """How long people stay by three readings; the clock of this calculation changes none of them."""
        return _readings_of(self.setting, self.outcome.for_readings, self.draws)

    @cached_property
    def headline(self) -> dict[str, Array]:
        """The main figures per draw, ``(draws,)``, by their path in the headline."""
        return _headline_figures(self.setting, self.outcome, self.parameters)

    @cached_property
    def _middle(self) -> "Calculation":
        return replace(self, draws=CentralDraw(self.parameters))

    def central(self) -> "Calculation":
        """The same with one draw that holds all middles."""
        return self._middle

    def read_through(self, draws: Draws) -> "Calculation":
        """The same with the outcome it has, and what is read from here on taken from other rows of its draws.

        So one can see which figures a reader takes beside those that the stages read already.
        """
        outcome = self.outcome
        other = replace(self, draws=draws)
        vars(other).update(setting=self.setting, outcome=outcome)
        return other

    def moved(self, names: tuple[str, ...]) -> "Calculation":
        """The same with each of the named parameters down and up, and the others in the middle."""
        return replace(self, draws=OneAtATime(self.parameters, names))


def horizon(parameters: ParameterSet) -> tuple[int, int]:
    """Months that are calculated, the opening among them, and the year that stands for all."""
    return int(parameters.value("horizon_months")) + 1, int(parameters.value("structural_year"))


def _run_block(
    setting: Setting, workforce: Workforce, draws: Draws, start: int, stop: int
) -> tuple[Block, ForReadings]:
    """Stages 1 to 4 for the draws ``start`` to ``stop``, and what the readings of stay need of them."""
    window = slice(start, min(stop, draws.count))
    rows = draws.rows(start, stop)
    streams = wanted_streams(setting, workforce, rows, window)
    lines = core_lines(setting, streams, rows)
    core = together(streams, lines)
    seasons = {length: seasonal_present(setting, w, length, rows) for length, w in streams.seasonal.items()}
    season = functools.reduce(Present.plus, seasons.values(), Present.nobody(core.arriving_briefly.shape))
    return housed(setting, streams, rows, core, season), for_readings(
        setting, streams, lines, core, seasons, rows
    )


def _outcome_of(setting: Setting, workforce: Workforce, draws: Draws) -> Outcome:
    """Stages 1 to 4 for all draws, block by block to keep memory low."""
    series: dict[str, Any] = {}
    starts = range(0, draws.count, BLOCK)

    def one(start: int) -> dict[str, Any]:
        block, for_readings = _run_block(setting, workforce, draws, start, start + BLOCK)
        for name in SERIES:
            _keep(series, name, getattr(block, name), start, draws.count)
        summary = _summarised(setting, draws.rows(start, start + BLOCK), block)
        return {**summary, "for_readings": for_readings}

    first = one(0)  # draws what all blocks need, and makes room for the series
    parts = [first, *in_parallel(one, starts[1:])]
    per_draw: dict[str, Any] = {name: _joined([part[name] for part in parts]) for name in parts[0]}
    return Outcome(**series, **per_draw)


def _readings_of(setting: Setting, of: ForReadings, draws: Draws) -> Readings:
    """The readings of all draws, block by block."""

    def one(start: int) -> Readings:
        part = ForReadings(*(array[..., start : start + BLOCK] for array in of))
        return readings(setting, part, draws.rows(start, start + BLOCK))

    starts = range(0, draws.count, BLOCK)
    first = one(0)  # draws what all blocks need
    joined: Readings = _joined([first, *in_parallel(one, starts[1:])])
    return joined


def _keep(series: dict[str, Any], name: str, block: Array, start: int, draws: int) -> None:
    """Write a block of a series into its place; room for all draws is made once.

    In memory a month lies together, because percentiles are taken per month.
    """
    if name not in series:
        by_month = np.empty((*block.shape[:-2], block.shape[-1], draws))
        series[name] = by_month.swapaxes(-1, -2)
    series[name][..., start : start + block.shape[-2], :] = block


def _joined(parts: list[Any]) -> Any:  # noqa: ANN401
    """Per-draw arrays of the blocks after each other; named tuples and moments field by field."""
    first = parts[0]
    if isinstance(first, tuple):
        return type(first)(*(_joined(list(fields)) for fields in zip(*parts, strict=True)))
    return np.concatenate(parts, axis=-1)


def _summarised(setting: Setting, rows: Draws, block: Block) -> dict[str, Any]:
    """What is kept of a block beside its series, all per draw."""
    residents = np.round((block.adults + block.children).sum(axis=0), EQUAL)
    window = setting.structural_window
    rank = structural_rank(rows.parameters)
    structural = window.start + np.argsort(residents[:, window], axis=1, kind="stable")[:, rank - 1]
    peak = residents.argmax(axis=1)
    year = setting.structural_year - 1
    flows, years = yearly_flows(setting, rows, block), yearly_drivers(setting, rows, block)
    reported = FacilityDrivers(*(series[:, year : year + 1] for series in years))
    return {
        "structural": moment_of(rows, block, structural, reported, Flows(*(flow[:, year] for flow in flows))),
        "peak": moment_of(rows, block, peak, years, Flows(*(flow.max(axis=1) for flow in flows))),
        "homes_lost": block.homes_lost.max(axis=1),
        "homes_lost_month": np.round(block.homes_lost, EQUAL).argmax(axis=1),
        "direct_share": block.direct_share,
        **_housed(setting, block),
        "later": _later(block),
    }


def _housed(setting: Setting, block: Block) -> dict[str, Array]:
    """Shares of the need that the plan meets month by month, by where its places stand."""
    here, agreed = setting.supply_here, setting.supply_here + setting.supply_agreed
    need = block.units.sum(axis=(0, 2))

    def share(places: Array) -> Array:
        met = housing.met(block.units, places[:, None, :], surplus_fills=setting.surplus_fills).sum(axis=1)
        found: Array = met / np.where(need > 0, need, 1.0)
        return found

    return {"housed_here": share(here), "housed_agreed": share(agreed) - share(here)}


def _later(block: Block) -> Array:
    years = (block.migrants.shape[1] - 1) // MONTHS_PER_YEAR
    whole = block.migrants[:, : years * MONTHS_PER_YEAR]
    means = whole.reshape(len(whole), years, MONTHS_PER_YEAR).mean(axis=2)
    first = np.minimum(block.first_full_year, years - 1).astype(np.intp)
    start = means[np.arange(len(means)), first]
    ratio: Array = np.where(start > 0, means[:, -1] / np.where(start > 0, start, 1.0), np.nan)
    return ratio


def _headline_figures(setting: Setting, outcome: Outcome, parameters: ParameterSet) -> dict[str, Array]:
    """The main figures per draw, ``(draws,)``, by their path in the headline."""
    rank = structural_rank(parameters)
    year = setting.structural_window

    def structural(series: Array) -> Array:
        return third_lowest_of_year(series, setting.structural_year, rank)

    def peak(series: Array) -> Array:
        highest: Array = series.max(axis=1)
        return highest

    jobs = outcome.positions[:, year].mean(axis=1)
    migrants = outcome.migrants[:, year].mean(axis=1)
    drivers = outcome.structural.drivers
    units = {**dict(zip(STAY_CLASSES, outcome.units, strict=True)), "total": outcome.units.sum(axis=0)}
    figures = {
        "jobs": jobs,
        "migrant_share": migrants / np.where(jobs > 0, jobs, 1.0),
        "migrants_structural": structural(outcome.migrants),
        "migrants_peak": peak(outcome.migrants),
    }
    for name, series in units.items():
        figures[f"units.{name}.structural"] = structural(series)
        figures[f"units.{name}.peak"] = peak(series)
        figures[f"units.{name}.opening_year"] = peak(series[:, :MONTHS_PER_YEAR])
    gaps = {**dict(zip(STAY_CLASSES, outcome.gap, strict=True)), "total": outcome.gap.sum(axis=0)}
    for name, series in gaps.items():
        figures[f"gap.{name}.structural"] = structural(series)
        figures[f"gap.{name}.peak"] = peak(series)
    figures["residents"] = drivers.residents.sum(axis=0)
    figures["children"] = (drivers.residents - drivers.adults).sum(axis=0)
    return figures
