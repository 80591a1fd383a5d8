"""Stage 2 filled in: which share of each group are labour migrants, by contract."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from hea.engine.draws import Draws
from hea.engine.growth import Counted
from hea.engine.positions import EDGE, CountedGroups, Shape, counted_groups
from hea.engine.trace import Trace
from hea.model import labour
from hea.model.uncertainty import Array
from hea.parameters import sector_figure
from hea.proposal import FunctionGroup, Proposal
from hea.reference import function_mix

SPREAD_LEFT = "share_spread_left_after_mix"

AVERAGE = "average"
"""Level of a job of which nobody knows what kind of work it is: the sector's typical mix applies."""


@dataclass(frozen=True)
class Group:
    """A group of workers with its probabilities; arrays are ``(draws,)``."""

    name: str
    level: str
    persons: Array
    """Yearly mean of who is added at full operation."""
    there: Array
    """Yearly mean of who was there already."""
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
    counted = counted_groups(proposal, draws, trace)
    groups = with_probabilities(proposal, counted, draws, trace)
    return Workforce(tuple(groups), counted.shapes)


def with_probabilities(proposal: Proposal, counts: CountedGroups, draws: Draws, trace: Trace) -> list[Group]:
    """Stage 2: of each group the split by contract, and how probable a labour migrant is under each."""
    sector, parts = proposal.sector, counts.counted
    levels = {group.level for _, group, _ in parts}
    typical = _flex_by_level(sector, levels, draws[sector_figure(sector, "flex_share")], draws)
    flex = _splits(proposal, parts, levels, draws, trace)
    kappa = _kappa(proposal, parts, flex, typical, draws, trace)

    def scaled(level: str, contract: str) -> Array:
        return labour.scaled(_uncalibrated(sector, level, contract, draws), kappa)

    groups = []
    for (_, group, persons), there, split, key in zip(
        parts, counts.there, flex, counts.shape_keys, strict=True
    ):
        if of_mix(group.level, sector):
            direct, agency = (_in_mix(sector, kind, typical, scaled) for kind in ("direct", "flex"))
        else:
            direct, agency = (scaled(group.level, kind) for kind in ("direct", "flex"))
        kept = 1 - (proposal.recruitment.local_hiring_share or 0.0)
        used = [kept * p for p in _with_statement(group, split, direct, agency, draws)]
        groups.append(
            Group(
                name=group.name,
                level=group.level,
                persons=persons,
                there=there,
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


def of_mix(level: str, sector: str) -> bool:
    """Whether a group is taken as the typical mix of its sector."""
    return level == AVERAGE and sector in function_mix()


def _in_mix(
    sector: str, contract: str, typical: dict[str, Array], scaled: Callable[[str, str], Array]
) -> Array:
    """Probability that a position with a contract is a labour migrant's, over the sector's typical mix."""
    mix = function_mix()[sector]
    part = np.stack([typical[level] if contract == "flex" else 1 - typical[level] for level in mix])
    weight = np.array(list(mix.values()))[:, None] * part + EDGE
    found: Array = (weight * np.stack([scaled(level, contract) for level in mix])).sum(axis=0) / weight.sum(
        axis=0
    )
    return found


def _flex_by_level(sector: str, own_levels: set[str], whole: Array, draws: Draws) -> dict[str, Array]:
    """Flex share of the levels in the sector's typical mix and in the company; empty without such a mix.

    Args:
        sector: id.
        own_levels: levels of the jobs in the company.
        whole: flex share of the mix as a whole.
        draws: the draws.
    """
    mix = function_mix().get(sector)
    if mix is None:
        return {}
    levels = sorted((own_levels - {AVERAGE}) | set(mix))
    shape = np.stack([draws[f"level.{level}.flex_share"] for level in levels])
    weight = np.array([mix.get(level, 0.0) for level in levels])
    shares = labour.flex_by_level(shape, weight, whole)
    return dict(zip(levels, shares, strict=True))


def _splits(
    proposal: Proposal, parts: tuple[Counted, ...], levels: set[str], draws: Draws, trace: Trace
) -> list[Array]:
    """Flex share per group: its own, else that of the company or the sector spread over the levels."""
    figure, stated = sector_figure(proposal.sector, "flex_share"), proposal.recruitment.flex_share
    whole = draws[figure] if stated is None else np.full(draws.count, stated)
    by_level = _flex_by_level(proposal.sector, levels, whole, draws)
    found = []
    for path, group, _ in parts:
        if group.flex_share is not None:
            found.append(np.full(draws.count, group.flex_share))
            continue
        if stated is None:
            trace.assume(f"{path}.flex_share", "flex_share", figure)
        found.append(by_level.get(group.level, whole))
    return found


def _uncalibrated(sector: str, level: str, contract: str, draws: Draws) -> Array:
    name = sector_figure(sector, f"p_{contract}")
    if name not in draws.parameters:  # an agency pool has no direct jobs
        name = sector_figure(sector, "p_flex")
    return labour.uncalibrated(draws[f"level.{level}.multiplier"], draws[name], draws["probability_cap"])


def _kappa(
    proposal: Proposal,
    parts: tuple[Counted, ...],
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
    share = _sector_share(proposal, draws) * _tightness(proposal, draws)
    target = np.clip(share, EDGE, 1 - EDGE)
    return labour.calibrate(np.stack(probability), np.stack(weight) / np.sum(weight, axis=0), target)


def mix_known(proposal: Proposal) -> bool:
    """Whether every group tells what kind of work it is, so that the share need not be spread for that."""
    return bool(proposal.function_groups) and all(g.level != AVERAGE for g in proposal.function_groups)


def _sector_share(proposal: Proposal, draws: Draws) -> Array:
    """The share of a company of the sector, less the spread that its jobs explain where they are given."""
    name = sector_figure(proposal.sector, "migrant_share")
    if not mix_known(proposal):
        return draws[name]
    return labour.narrowed(draws[name], draws.parameters.value(name), draws[SPREAD_LEFT])


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
