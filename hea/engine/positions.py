"""Stage 1 filled in: how many people of which kind work on the site, and how that goes through time."""

import functools
from dataclasses import dataclass

import numpy as np

from hea.engine.density import Measure, density_name
from hea.engine.draws import CentralDraw, Draws
from hea.engine.given import size_draws
from hea.engine.growth import Counted, on_top_of_those_there, shares_there
from hea.engine.problems import AssessmentError
from hea.engine.setting import Setting
from hea.engine.trace import Trace
from hea.model import positions
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.problems import Problem
from hea.proposal import FunctionGroup, Headcount, Milestone, Proposal, SizeKind, month_number
from hea.reference import function_mix, job_levels, season_profiles, sectors
from hea.units import M2_PER_HA

SEASONAL_LEVELS = frozenset({"elementary", "operator_driver", "average"})
"""Levels to which the sector's season applies when the company gives no figures."""

HARVEST_SECTOR = "open_field_harvest"
FACTORY = "manufacturing"
"""Sector of which only a foreign guide gives the work on a floor."""

SEASON_MATTERS = 1.1
"""Busiest month over the mean of the year from which it is asked which of the two was counted."""

EDGE = 1e-9
"""Shares of exactly 0 or 1 are moved this far inside, so that odds stay finite."""


@dataclass(frozen=True)
class Shape:
    """A course through time that several groups can share."""

    ramp_up: tuple[Milestone, ...]
    """Milestones, or empty for even growth."""
    season: Array
    """Season indices, ``(draws, 12)``."""
    year_round: Array
    """Share of the yearly mean present all year, ``(draws,)``."""
    season_months: int
    """Length of the season in months."""


@dataclass(frozen=True)
class CountedGroups:
    """Stage 1 of a proposal: its groups with their persons, and the shapes they follow."""

    counted: tuple[Counted, ...]
    """Groups with the yearly mean of the persons added to them at full operation."""
    there: tuple[Array, ...]
    """Yearly mean of the persons of each group who were there already, ``(draws,)``."""
    shape_keys: tuple[tuple[object, ...], ...]
    """Key of the shape of each group."""
    shapes: dict[tuple[object, ...], Shape]


def counted_groups(proposal: Proposal, draws: Draws, trace: Trace) -> CountedGroups:
    """Groups with their persons and their course through time.

    Raises:
        AssessmentError: if the number of workers cannot be derived.
    """
    counted = _counted(proposal, draws, trace)
    already = shares_there(proposal, counted, draws, trace)
    shapes: dict[tuple[object, ...], Shape] = {}
    keys = [_shape(path, group, count, proposal, draws, trace, shapes) for path, group, count in counted]
    means = [
        positions.yearly_mean(count, shapes[key].season) if group.basis == "peak" else count
        for (_, group, count), key in zip(counted, keys, strict=True)
    ]
    parts = [
        (path, group, mean * (1 - share))
        for (path, group, _), mean, share in zip(counted, means, already, strict=True)
    ]
    there = tuple(mean * share for mean, share in zip(means, already, strict=True))
    return CountedGroups(tuple(parts), there, tuple(keys), shapes)


def _counted(proposal: Proposal, draws: Draws, trace: Trace) -> list[Counted]:
    if proposal.function_groups:
        named = [(f"function_groups[{i}]", group) for i, group in enumerate(proposal.function_groups)]
        factor = _around_guess(proposal, draws, trace)
        everyone = [
            (path, group, _in_persons(path, group, draws, trace, proposal.sector)) for path, group in named
        ]
        if proposal.sized_by_added_area:
            return on_top_of_those_there(proposal, everyone, factor, draws)
        return [(path, group, count * factor) for path, group, count in everyone]
    added = _counted_from_total(proposal, draws, trace)
    if not proposal.sized_by_added_area:
        return added
    return on_top_of_those_there(proposal, added, np.ones(draws.count), draws)


def _counted_from_total(proposal: Proposal, draws: Draws, trace: Trace) -> list[Counted]:
    """The usual functions of the sector, in a total or in what follows from the area."""
    total, basis, profile = _total(proposal, draws, trace)
    mix = function_mix().get(proposal.sector, {"average": 1.0})
    known = proposal.sector in function_mix()
    trace.assume("function_groups", "function_mix" if known else "no_function_mix")
    return [
        (
            f"function_groups.{level}",
            FunctionGroup(
                name=job_levels()[level].name_nl,
                level=level,
                count=0,
                basis=basis,
                season_profile=profile if level in SEASONAL_LEVELS else None,
            ),
            total * share,
        )
        for level, share in mix.items()
        if share > 0
    ]


def _total(proposal: Proposal, draws: Draws, trace: Trace) -> tuple[Array, str, str | None]:
    if proposal.workforce is not None:
        count = _in_persons("workforce", proposal.workforce, draws, trace, proposal.sector)
        return count, proposal.workforce.basis, None
    sector = sectors()[proposal.sector]
    count = _from_area(proposal, draws, trace)
    basis = "peak" if sector.density_basis == "persons_peak" else "mean"
    return count, basis, sector.density_season_profile


def rests_on_area(proposal: Proposal, figures: ParameterSet) -> bool:
    """Whether the number of workers follows from an area for which the sector has a figure."""
    return proposal.sized_by_area and _wanted_density(proposal) in figures


def _around_guess(proposal: Proposal, draws: Draws, trace: Trace) -> Array:
    """Workers by the area over the same at central values, where the numbers of the groups rest on it."""
    figures = draws.parameters
    if not rests_on_area(proposal, figures):
        return np.ones(draws.count)
    trace.assume("function_groups", "counts_from_area")
    factor: Array = _from_area(proposal, draws, trace) / _from_area(
        proposal, CentralDraw(figures), Trace(figures)
    )
    return factor


def _from_area(proposal: Proposal, draws: Draws, trace: Trace) -> Array:
    """Persons, or persons in the busiest month, by the area.

    Raises:
        AssessmentError: if there is no area, or no figure for its measure.
    """
    count = _jobs_on_area(proposal, draws, trace)
    if sectors()[proposal.sector].density_basis == "fte":
        count = count * draws["persons_per_fte"]
    return count


def has_season(sector: str) -> bool:
    """Whether one month of the year differs from another in a sector at all."""
    return max(season_profiles()[sectors()[sector].season_profile].index) > 1


def is_seasonal(sector: str) -> bool:
    """Whether it matters if workers were counted in the busiest month or as the mean of the year."""
    return max(season_profiles()[sectors()[sector].season_profile].index) >= SEASON_MATTERS


def known_sizes(sector: str, figures: ParameterSet) -> tuple[SizeKind, ...]:
    """Areas from which the number of workers of a sector can be told, the most telling first."""
    floor: tuple[SizeKind, ...] = (
        ("gross_floor", "footprint") if density_name(sector, "floor") in figures else ()
    )
    plot: tuple[SizeKind, ...] = ("plot",) if density_name(sector, "plot") in figures else ()
    return floor + plot


def workers_on(sector: str, kind: SizeKind, size: float, figures: ParameterSet) -> tuple[float, float] | None:
    """Fewest and most workers by the bounds of the figures, or nothing if the sector has none for this area.

    Args:
        sector: id of the sector.
        kind: what ``size`` measures: an area.
        size: square metres, or hectares for a plot.
        figures: the parameters.
    """
    if kind not in known_sizes(sector, figures):
        return None
    if kind == "plot":
        per_ha = figures.bounds(density_name(sector, "plot"))
        return size * per_ha.low, size * per_ha.high
    floor = figures.bounds(density_name(sector, "floor"))
    fewest, most = size / 1000 * floor.low, size / 1000 * floor.high
    if kind == "footprint":
        floors = figures.bounds("floor_per_footprint")
        return fewest * floors.low, most * floors.high
    return fewest, most


def check_area(proposal: Proposal, figures: ParameterSet) -> None:
    """Refuse an area from which nothing can be told, where the number of workers has to follow from it.

    Raises:
        AssessmentError: if the sector has no figure for its measure.
    """
    needed = proposal.sized_by_area and not proposal.function_groups
    if needed and _wanted_density(proposal) not in figures:
        raise AssessmentError([_no_density(proposal, figures)])


def _wanted_density(proposal: Proposal) -> str:
    plot = proposal.area is not None and proposal.area.kind == "plot"
    return density_name(proposal.sector, "plot" if plot else "floor")


def _no_density(proposal: Proposal, figures: ParameterSet) -> Problem:
    """That the sector has no figure for this measure, and whether it has one for the other."""
    measures: tuple[Measure, ...] = ("plot", "floor")
    known = [f"density_{it}_only" for it in measures if density_name(proposal.sector, it) in figures]
    row = sectors()[proposal.sector]
    names: dict[str, object] = {"sector": row.name_nl, "sector_en": row.name_en}
    if known and proposal.sector == FACTORY:
        guide = figures.bounds("factory_jobs_per_1000m2_uk")
        return Problem("area", "density_plot_only_factory", names | {"low": guide.low, "high": guide.high})
    wanted: Measure = (
        "plot" if _wanted_density(proposal) == density_name(proposal.sector, "plot") else "floor"
    )
    near = row.part_of or row.nearest_density
    of_near = [it for it in (wanted, *measures) if near and density_name(near, it) in figures]
    if known or near is None or not of_near:
        return Problem("area", (known or ["no_density"])[0], names)
    found = figures.bounds(density_name(near, of_near[0]))
    told = {
        "near": sectors()[near].name_nl, "near_en": sectors()[near].name_en,
        "low": found.low, "high": found.high,
        "difference_nl": row.difference_nl, "difference_en": row.difference_en,
    }  # fmt: skip
    return Problem("area", f"no_density_nearest_{of_near[0]}", names | told)


def _jobs_on_area(proposal: Proposal, draws: Draws, trace: Trace) -> Array:
    area, density = proposal.area, _wanted_density(proposal)
    if area is None:
        raise AssessmentError([Problem("workforce", "no_workforce", {})])
    check_area(proposal, draws.parameters)
    trace.assume("workforce", "density", density)
    size_m2 = size_draws("area.size_m2", area.size_m2, draws, trace, proposal.sector)
    if area.kind == "plot":
        return size_m2 / M2_PER_HA * draws[density]
    floor_m2 = size_m2
    if area.kind == "footprint":
        trace.assume("area", "footprint", "floor_per_footprint")
        floor_m2 = floor_m2 * draws["floor_per_footprint"]
    return floor_m2 / 1000 * draws[density]


def _in_persons(path: str, headcount: Headcount, draws: Draws, trace: Trace, sector: str) -> Array:
    count = size_draws(f"{path}.count", headcount.count, draws, trace, sector)
    if headcount.unit == "persons":
        return count
    trace.assume(f"{path}.unit", "persons_per_fte", "persons_per_fte")
    return count * draws["persons_per_fte"]


def _shape(
    path: str,
    group: FunctionGroup,
    count: Array,
    proposal: Proposal,
    draws: Draws,
    trace: Trace,
    shapes: dict[tuple[object, ...], Shape],
) -> tuple[object, ...]:
    """Key of the course through time of a group; the shape itself is made when it is new."""
    profile = _season_profile(path, group, proposal, trace)
    own = group.season_numbers
    key: tuple[object, ...] = (group.ramp_up, own or profile, group.season_months)
    season = _season(own, profile, draws)
    if not group.ramp_up:
        trace.assume("ramp_up", "ramp_up", "ramp_up_months")
    if group.year_round_persons is not None or (proposal.grows and group.existing is not None):
        key = (*key, path)
    if group.year_round_persons is None and proposal.sector == HARVEST_SECTOR and season.max() > 1:
        trace.assume("year_round_persons", "year_round")
    if season.max() > 1 and proposal.recruitment.seasonal_stay_weeks is None:
        trace.assume("recruitment.seasonal_stay_weeks", "seasonal_stay", "seasonal_stay_months")
    if key not in shapes:
        months = group.season_months or _season_months(path, group, profile, proposal, draws.parameters)
        shapes[key] = Shape(group.ramp_up, season, _year_round(group, count, season), months)
    return key


def _year_round(group: FunctionGroup, count: Array, season: Array) -> Array:
    """Share of the yearly mean that is there all year, ``(draws,)``."""
    if group.year_round_persons is None:
        lowest: Array = season.min(axis=1)
        return lowest
    mean = positions.yearly_mean(count, season) if group.basis == "peak" else count
    share: Array = np.minimum(1.0, group.year_round_persons / np.where(mean > 0, mean, np.inf))
    return share


def _season_months(
    path: str, group: FunctionGroup, profile: str, proposal: Proposal, figures: ParameterSet
) -> int:
    """Months above the year-round core with all figures in the middle: one length that no draw decides."""
    middle, nobody = CentralDraw(figures), Trace(figures)
    season = _season(group.season_numbers, profile, middle)
    count = _in_persons(path, group, middle, nobody, proposal.sector)
    return max(1, int((season > _year_round(group, count, season)[:, None] + EDGE).sum()))


def _season(own: tuple[float, ...] | None, profile: str, draws: Draws) -> Array:
    if own is not None:
        return np.tile(np.array(own), (draws.count, 1))
    index = np.array(season_profiles()[profile].index)
    if np.ptp(index) == 0:
        return np.ones((draws.count, 12))
    return positions.season_index(index, draws["season_amplitude"])


def _season_profile(path: str, group: FunctionGroup, proposal: Proposal, trace: Trace) -> str:
    if group.season_index is not None or group.season_profile is not None:
        return group.season_profile or ""
    if group.level not in SEASONAL_LEVELS:
        return "flat"
    profile = season_profiles()[sectors()[proposal.sector].season_profile]
    trace.assume(
        "season",
        "season",
        "season_amplitude" if profile.id != "flat" else None,
        nl=profile.name_nl,
        en=profile.name_en,
    )
    return profile.id


@dataclass
class Course:
    """Growth and automation through time, with the year-round workers of all groups that follow it."""

    profile: Array
    """Share of full operation that is the same for all draws, ``(months,)``: milestones and automation."""
    ramp_up_months: Array | None
    """Months of even growth per draw, ``(draws,)``, where no milestones were given."""
    full_from: Array
    """Month from which operation is full, ``(draws,)``."""
    persons: Array
    """Year-round workers at full operation, ``(draws,)``."""
    direct: Array
    """Labour migrants among them in direct service."""
    agency: Array
    """Labour migrants among them through an agency."""

    @functools.cached_property
    def path(self) -> Array:
        """Share of full operation, ``(draws, months)``, or ``(1, months)`` if it is the same for all."""
        if self.ramp_up_months is None:
            return self.profile[None, :]
        months = np.arange(len(self.profile), dtype=float)
        return positions.linear_ramp(months, self.ramp_up_months) * self.profile

    def take(self, persons: Array, direct: Array, agency: Array) -> None:
        """More year-round workers who follow this course."""
        self.persons, self.direct, self.agency = (
            self.persons + persons,
            self.direct + direct,
            self.agency + agency,
        )


def course_of(setting: Setting, ramp_up: tuple[Milestone, ...], rows: Draws) -> Course:
    """The course of groups with these milestones, with nobody on it yet."""
    months = np.arange(setting.months, dtype=float)
    evenly: Array | None = None
    if ramp_up:
        profile = _through(ramp_up, setting, months)
        full = max(0, month_number(ramp_up[-1].month) - setting.opening)
        full_from = np.full(rows.count, float(full))
    else:
        profile, evenly = np.ones(setting.months), rows["ramp_up_months"]
        full_from = np.ceil(evenly) - 1
    profile = profile * automation_path(setting)
    nobody = np.zeros(rows.count)
    return Course(profile, evenly, full_from, persons=nobody, direct=nobody, agency=nobody)


def standing_course(setting: Setting, ramp_up: tuple[Milestone, ...], rows: Draws) -> Course:
    """Takes off who was there already: everyone from milestones, from even growth whom machines replace."""
    left = automation_path(setting)
    nobody = np.zeros(rows.count)
    profile = -np.ones(setting.months) if ramp_up else left - 1
    return Course(profile, None, full_from=nobody, persons=nobody, direct=nobody, agency=nobody)


def growth_along(
    setting: Setting, ramp_up: tuple[Milestone, ...], path: Array, new: Array, there: Array
) -> Array:
    """Workers added in every month, ``(..., draws, months)``; below nought where fewer are left.

    Args:
        setting: what holds for all draws.
        ramp_up: milestones, or empty for even growth.
        path: of the course with these milestones.
        new: workers added at full operation, ``(..., draws)``.
        there: workers who were there already, ``(..., draws)``.
    """
    if ramp_up:
        return positions.growth_by_milestones(path, new, there)
    return positions.growth_made_evenly(path, automation_path(setting), new, there)


def automation_path(setting: Setting) -> Array:
    """Share of the work that is left in every month, ``(months,)``."""
    months = np.arange(setting.months, dtype=float)
    return _automation(setting, months) if setting.proposal.automation else np.ones(setting.months)


def _through(path: tuple[Milestone, ...], setting: Setting, months: Array) -> Array:
    at = np.array([month_number(point.month) - setting.opening for point in path], dtype=float)
    return positions.milestone_path(months, at, np.array([point.share for point in path]))


def _automation(setting: Setting, months: Array) -> Array:
    """Automation starts from all the work in the opening month unless a milestone says otherwise."""
    path = setting.proposal.automation
    start = Milestone(month=setting.proposal.opening, share=1.0)
    return _through((start, *path) if path[0].month > start.month else path, setting, months)
