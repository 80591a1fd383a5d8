"""Learning the figures of sectors from all cases together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import median

import numpy as np

from hea.evidence.links import DENSITIES, SEASON, SHARE
from hea.evidence.observations import Observation, observations, off_scale, on_scale
from hea.model.pooling import Mixture, Seen, Spread, one_more, spread_between
from hea.model.uncertainty import STANDARD, TAIL
from hea.parameters import Bounds, ParameterSet
from hea.reference import ReferenceCase, SectorStatistic, kinds_of, sector_statistics

KINDS = ((SHARE,), DENSITIES, (SEASON,))
"""Figures that share one spread between companies."""
INSIDE = 0.99
"""How near to its highest value a figure is taken."""


@dataclass(frozen=True)
class Evidence:
    """Sector statistics and what the cases say: every figure can be learned from it, also without a case."""

    seen: tuple[Observation, ...]
    figures: ParameterSet

    @cached_property
    def learned(self) -> dict[str, Bounds]:
        """P10, P50 and P90 of one company more, per figure of a sector."""
        return {name: bounds for kind in KINDS for name, bounds in self._learn(kind, self.seen).items()}

    def without(self, case: str) -> dict[str, Bounds]:
        """The figures that a case told of, learned from all other cases: what is said of it beforehand."""
        names = {item.figure for item in self.seen if item.case == case}
        rest = tuple(item for item in self.seen if item.case != case)
        found: dict[str, Bounds] = {}
        for kind in KINDS:
            if any(name.endswith(kind) for name in names):
                found |= self._learn(kind, rest, names)
        return found

    def spread(self, kind: tuple[str, ...]) -> Spread:
        """How far companies lie apart, on the scale of the figures of a kind."""
        return self._spread_of(self._sectors(kind, self.seen), kind)

    def of(self, figure: str) -> tuple[Observation, ...]:
        """What the cases say of one figure."""
        return tuple(item for item in self.seen if item.figure == figure)

    def _learn(
        self, kind: tuple[str, ...], seen: Iterable[Observation], names: Collection[str] | None = None
    ) -> dict[str, Bounds]:
        """Figures of a kind, all or those named; those of a mixture of kinds of work lie as its own cases."""
        of = self._sectors(kind, seen)
        shared = self._spread_of(of, kind)
        return {
            name: self._range(
                name,
                one_more(one, self._spread_of({name: one}, kind, mixed=True) if is_mixed(name) else shared),
            )
            for name, one in of.items()
            if names is None or name in names
        }

    def _range(self, name: str, company: Mixture) -> Bounds:
        """Back from the scale, and inside what the figure can be."""
        _, ceiling = self.figures[name].limits
        most = np.inf if ceiling is None else ceiling
        ends = zip(company.range, (INSIDE**3, INSIDE**2, INSIDE), strict=True)
        return Bounds(*(float(min(off_scale(name, value), most * part)) for value, part in ends))

    def _spread_of(
        self, sectors: Mapping[str, Seen], kind: tuple[str, ...], *, mixed: bool = False
    ) -> Spread:
        seen = [one for name, one in sectors.items() if mixed or not is_mixed(name)]
        return spread_between(seen, usual_spread(kind), self.figures.value("spread_between_companies_doubt"))

    def _sectors(self, kind: tuple[str, ...], seen: Iterable[Observation]) -> dict[str, Seen]:
        by_name: dict[str, list[Observation]] = {}
        for item in seen:
            by_name.setdefault(item.figure, []).append(item)
        return {
            row.id: self._seen(row, by_name.get(row.id, []))
            for row in sector_statistics().values()
            if row.id.endswith(kind)
        }

    def _seen(self, row: SectorStatistic, cases: list[Observation]) -> Seen:
        return Seen(
            centre=on_scale(row.id, row.central),
            doubt=self.figures.value(f"statistic_doubt_{row.grade.lower()}"),
            values=np.array([item.value for item in cases]),
            extra=np.array([item.extra for item in cases]),
        )


def evidence_of(cases: Iterable[ReferenceCase], figures: ParameterSet) -> Evidence:
    """The evidence of cases.

    Args:
        cases: published ones, and own ones where there are.
        figures: the parameters with which the model turns cases into figures.
    """
    return Evidence(tuple(observations(cases, figures.with_ranges(statistics()))), figures)


def statistics() -> dict[str, Bounds]:
    """The figures of sectors as they were published, before any case."""
    return {row.id: Bounds(row.low, row.central, row.high) for row in sector_statistics().values()}


def is_mixed(figure: str) -> bool:
    """Whether a figure is one of a whole of which each kind of work has its own."""
    sector, _, measure = figure.removeprefix("sector.").partition(".")
    return any(f"sector.{part}.{measure}" in sector_statistics() for part in kinds_of(sector))


def usual_spread(kind: tuple[str, ...]) -> float:
    """Spread between companies that the sector statistics themselves tell of: the median of their ranges."""
    found = [
        on_scale(row.id, row.high) - on_scale(row.id, row.low)
        for row in sector_statistics().values()
        if row.id.endswith(kind) and 0 < row.low < row.high
    ]
    return median(found) / (2 * STANDARD.inv_cdf(1 - TAIL))
