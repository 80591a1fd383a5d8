"""From the proposal to groups of workers: stages 1 and 2 filled with what is known and assumed."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from hea.assessment.draws import CentralDraw, Draws
from hea.assessment.problems import AssessmentError, Problem
from hea.assessment.trace import Trace
from hea.model import labour, positions
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import FunctionGroup, Headcount, Milestone, Proposal
from hea.reference import function_mix, job_levels, season_profiles, sectors

M2_PER_HA = 10_000
SEASONAL_LEVELS = frozenset({"elementary", "operator_driver", "average"})
"""Levels to which the sector's season applies when the company gives no figures."""

HARVEST_SECTOR = "open_field_harvest"
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
class Group:
    """A group of workers with its probabilities; arrays are ``(draws,)``."""

    name: str
    level: str
    persons: Array
    """Yearly mean at full operation, growth only."""
    flex: Array
    benchmark_direct: Array
    benchmark_flex: Array
    direct: Array
    """Probability that a direct position is filled by a labour migrant."""
    agency: Array
    """Probability that a flex position is filled by a labour migrant."""
    statement: float | None
    evidence: bool
    shape_key: tuple[object, ...]

    @property
    def benchmark_share(self) -> Array:
        """Share of labour migrants by the benchmark."""
        return self.flex * self.benchmark_flex + (1 - self.flex) * self.benchmark_direct

    @property
    def share(self) -> Array:
        """Share of labour migrants used."""
        return self.flex * self.agency + (1 - self.flex) * self.direct


@dataclass(frozen=True)
class Workforce:
    """All groups of a proposal and the shapes they follow."""

    groups: tuple[Group, ...]
    shapes: dict[tuple[object, ...], Shape]


def resolve(proposal: Proposal, draws: Draws, trace: Trace) -> Workforce:
    """Groups with persons, contract split, probabilities and course through time.

    Raises:
        AssessmentError: if the number of workers cannot be derived.
    """
    counted = _counted_groups(proposal, draws, trace)
    shapes: dict[tuple[object, ...], Shape] = {}
    keys = [_shape(path, group, count, proposal, draws, trace, shapes) for path, group, count in counted]
    means = [
        positions.yearly_mean(count, shapes[key].season) if group.basis == "peak" else count
        for (_, group, count), key in zip(counted, keys, strict=True)
    ]
    growth = _growth(proposal, np.sum(means, axis=0), trace)
    parts = [(path, group, mean * growth) for (path, group, _), mean in zip(counted, means, strict=True)]
    groups = _with_probabilities(proposal, parts, keys, draws, trace)
    return Workforce(tuple(groups), shapes)


Counted = tuple[str, FunctionGroup, Array]
"""Path in the proposal, the group, and its number of persons per draw."""


def _counted_groups(proposal: Proposal, draws: Draws, trace: Trace) -> list[Counted]:
    if proposal.function_groups:
        named = [(f"function_groups[{i}]", group) for i, group in enumerate(proposal.function_groups)]
        factor = _around_guess(proposal, draws, trace)
        return [(path, group, _in_persons(path, group, draws, trace) * factor) for path, group in named]
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
        count = _in_persons("workforce", proposal.workforce, draws, trace)
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


def _density(sector: str, measure: Literal["plot", "floor"]) -> str:
    """Name of the figure that turns an area into jobs, known or not."""
    return f"sector.{sector}.{'jobs_per_ha' if measure == 'plot' else 'jobs_per_1000m2'}"


def _wanted_density(proposal: Proposal) -> str:
    plot = proposal.area is not None and proposal.area.kind == "plot"
    return _density(proposal.sector, "plot" if plot else "floor")


def _no_density(proposal: Proposal, figures: ParameterSet) -> Problem:
    """That the sector has no figure for this measure, and whether it has one for the other."""
    measures: tuple[Literal["plot", "floor"], ...] = ("plot", "floor")
    known = [f"density_{it}_only" for it in measures if _density(proposal.sector, it) in figures]
    return Problem("area", (known or ["no_density"])[0], {"sector": sectors()[proposal.sector].name_nl})


def _jobs_on_area(proposal: Proposal, draws: Draws, trace: Trace) -> Array:
    area, density = proposal.area, _wanted_density(proposal)
    if area is None:
        raise AssessmentError([Problem("workforce", "no_workforce", {})])
    if density not in draws.parameters:
        raise AssessmentError([_no_density(proposal, draws.parameters)])
    trace.assume("workforce", "density", density)
    if area.kind == "plot":
        return area.size_m2 / M2_PER_HA * draws[density]
    floor_m2 = np.full(draws.count, area.size_m2)
    if area.kind == "footprint":
        trace.assume("area", "footprint", "floor_per_footprint")
        floor_m2 = floor_m2 * draws["floor_per_footprint"]
    return floor_m2 / 1000 * draws[density]


def _in_persons(path: str, headcount: Headcount, draws: Draws, trace: Trace) -> Array:
    count = np.full(draws.count, headcount.count)
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
    year_round = season.min(axis=1)
    if group.year_round_persons is not None:
        mean = positions.yearly_mean(count, season) if group.basis == "peak" else count
        year_round = np.minimum(1.0, group.year_round_persons / np.where(mean > 0, mean, np.inf))
        key = (*key, path)
    elif proposal.sector == HARVEST_SECTOR and season.max() > 1:
        trace.assume("year_round_persons", "year_round")
    if key not in shapes:
        months = group.season_months or int((season[0] > year_round[0] + EDGE).sum())
        shapes[key] = Shape(group.ramp_up, season, year_round, max(1, months))
    return key


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


def _growth(proposal: Proposal, total: Array, trace: Trace) -> Array:
    """Share of the workforce that is new to the place."""
    there = {"expansion": proposal.existing_workers, "relocation": proposal.moving_workers}.get(
        proposal.kind, 0.0
    )
    if there is None:
        trace.flag(f"{proposal.kind}_unknown")
        there = 0.0
    return np.clip(1 - there / np.where(total > 0, total, np.inf), 0.0, 1.0)


def _with_probabilities(
    proposal: Proposal,
    parts: list[Counted],
    keys: list[tuple[object, ...]],
    draws: Draws,
    trace: Trace,
) -> list[Group]:
    sector = proposal.sector
    typical = _typical_flex(sector, {group.level for _, group, _ in parts}, draws)
    flex = [_flex(path, group, typical, sector, draws, trace) for path, group, _ in parts]
    kappa = _kappa(proposal, parts, flex, typical, draws, trace)
    groups = []
    for (_, group, persons), split, key in zip(parts, flex, keys, strict=True):
        direct, agency = (
            labour.scaled(_uncalibrated(sector, group.level, kind, draws), kappa)
            for kind in ("direct", "flex")
        )
        kept = 1 - (proposal.recruitment.local_hiring_share or 0.0)
        used = [kept * p for p in _with_statement(group, split, direct, agency, draws)]
        groups.append(
            Group(
                name=group.name,
                level=group.level,
                persons=persons,
                flex=split,
                benchmark_direct=direct,
                benchmark_flex=agency,
                direct=used[0],
                agency=used[1],
                statement=group.migrant_share,
                evidence=group.migrant_share_evidence,
                shape_key=key,
            )
        )
    return groups


def _typical_flex(sector: str, own_levels: set[str], draws: Draws) -> dict[str, Array]:
    """Flex share of the levels in the sector's typical mix and in the company; empty without such a mix."""
    mix = function_mix().get(sector)
    if mix is None:
        return {}
    levels = sorted(own_levels | set(mix))
    shape = np.stack([draws[f"level.{level}.flex_share"] for level in levels])
    weight = np.array([mix.get(level, 0.0) for level in levels])
    shares = labour.flex_by_level(shape, weight, draws[f"sector.{sector}.flex_share"])
    return dict(zip(levels, shares, strict=True))


def _flex(
    path: str, group: FunctionGroup, typical: dict[str, Array], sector: str, draws: Draws, trace: Trace
) -> Array:
    if group.flex_share is not None:
        return np.full(draws.count, group.flex_share)
    trace.assume(f"{path}.flex_share", "flex_share", f"sector.{sector}.flex_share")
    return typical.get(group.level, draws[f"sector.{sector}.flex_share"])


def _uncalibrated(sector: str, level: str, contract: str, draws: Draws) -> Array:
    name = f"sector.{sector}.p_{contract}"
    if name not in draws.parameters:  # an agency pool has no direct jobs
        name = f"sector.{sector}.p_flex"
    return labour.uncalibrated(draws[f"level.{level}.multiplier"], draws[name], draws["probability_cap"])


def _kappa(
    proposal: Proposal,
    parts: list[Counted],
    flex: list[Array],
    typical: dict[str, Array],
    draws: Draws,
    trace: Trace,
) -> Array:
    """κ for the sector's typical workforce, or for the company's own where no typical one is known."""
    sector = proposal.sector
    mix = function_mix().get(sector)
    if mix is not None:
        cells = [(level, np.full(draws.count, share), typical[level]) for level, share in mix.items()]
    else:
        if proposal.function_groups:
            trace.flag("calibrated_on_own_mix")
        cells = [(g.level, count + EDGE, split) for (_, g, count), split in zip(parts, flex, strict=True)]
    probability, weight = [], []
    for level, share, split in cells:
        probability += [_uncalibrated(sector, level, kind, draws) for kind in ("direct", "flex")]
        weight += [share * (1 - split), share * split]
    share = draws[f"sector.{sector}.migrant_share"] * _tightness(proposal, draws)
    target = np.clip(share, EDGE, 1 - EDGE)
    return labour.calibrate(np.stack(probability), np.stack(weight) / np.sum(weight, axis=0), target)


def _tightness(proposal: Proposal, draws: Draws) -> Array:
    given = proposal.context.vacancies_per_unemployed
    if given is None:
        return np.ones(draws.count)
    bounds = (draws[f"tightness_multiplier_{end}"] for end in ("min", "max"))
    return labour.tightness_multiplier(draws["tightness_slope"], given, *bounds)


def _with_statement(
    group: FunctionGroup, split: Array, direct: Array, agency: Array, draws: Draws
) -> tuple[Array, Array]:
    """Probabilities moved together, on their odds, to the share that follows from the statement."""
    if group.migrant_share is None:
        return direct, agency
    stated = np.full(draws.count, group.migrant_share)
    if group.migrant_share_evidence:
        target = stated * draws["statement_evidence_margin"]
    else:
        benchmark = split * agency + (1 - split) * direct
        target = labour.pooled(stated, benchmark, draws["statement_pool_weight"])
    cells = np.clip(np.stack([direct, agency]), EDGE, 1 - EDGE)
    factor = labour.calibrate(cells, np.stack([1 - split, split]), np.clip(target, EDGE, 1 - EDGE))
    return labour.scaled(cells[0], factor), labour.scaled(cells[1], factor)
