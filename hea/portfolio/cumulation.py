"""What several plans ask together: per municipality and month, against what is there, and who comes first.

All plans share the draws of each parameter, so the range of a sum is the range of that sum. The need that
does not land in the municipality of the site is spread over its neighbours by shares that can be set.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from hea.assessment import DEFAULT_DEFINITION, DEFAULT_SEED, LIVE_DRAWS
from hea.assessment.chain import Block, in_municipality, run_block
from hea.assessment.draws import Draws
from hea.assessment.housing_detail import neighbour_shares
from hea.assessment.outcome import drivers_of
from hea.assessment.ranges import to_range, to_series
from hea.assessment.result import Message, Range, Result, SeriesByStayAndTotal
from hea.assessment.run import setting_of
from hea.assessment.supply import arranged, offers
from hea.assessment.trace import Trace
from hea.assessment.workforce import resolve
from hea.model import facilities as model
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet, load_parameters
from hea.proposal import STAY_CLASSES, Proposal, month_name, month_number
from hea.reference import RegionalTarget, facilities, municipalities, regional_targets

ELSEWHERE = "elders"
"""Where need goes that no municipality in the tables takes."""

TASK = "housing_task_to_2030"
MONTHS_PER_YEAR = 12
PEOPLE = ("adults", "children", "net")
"""What facilities are measured by, beside places."""

Spread = Mapping[str, Mapping[str, float]]
"""Per municipality of a site: shares of the need in the region per municipality, together at most 1."""


class SpreadError(ValueError):
    """Shares of a spread that do not fit: below nought, or together more than one."""


class FacilityLoad(Result):
    """Demand for a facility in the month with most residents."""

    id: str
    name: Message
    unit: str
    demand: Range


class MunicipalityLoad(Result):
    """What lands in one municipality."""

    gm_code: str
    name: str
    need: SeriesByStayAndTotal
    """Places per month."""
    known_places: tuple[float, ...] | None
    """Free and arranged places per month; ``None`` if no plan told of any: that is not the same as none."""
    peak: Range
    """Most places in one month."""
    short_of: Range
    """Most places short in one month, all classes together; an upper bound where places are unknown."""
    facilities: tuple[FacilityLoad, ...]
    """Only where a plan stands."""
    sites: tuple[int, ...]
    """Plans on a site here, by their place in the list."""


class TargetRow(Result):
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
    grade: str


class Contribution(Result):
    """What one plan adds."""

    index: int
    company: str
    gm_code: str
    peak: Range
    """Most places of this plan in the region in one month."""
    share: Range
    """Of the need of all plans in the month in which that is highest."""
    short_if_first: Range
    """Places short because of it if it comes before all others."""
    short_if_last: Range
    """The same if all others come first: free places are then taken."""


class Cumulation(Result):
    """Several plans together."""

    month: tuple[str, ...]
    seed: int
    draws: int
    parameters_hash: str
    places: tuple[MunicipalityLoad, ...]
    """Largest need first."""
    region: SeriesByStayAndTotal
    targets: tuple[TargetRow, ...]
    """Only for regions with a published task for a year that is calculated."""
    contributions: tuple[Contribution, ...]
    left_out: tuple[int, ...]
    """Plans that open after the last month all others are calculated for."""


@dataclass
class _Sums:
    """What lands in a place, each ``(3, draws, months)`` by class of stay."""

    units: Array
    people: dict[str, Array]
    """Adults, children and net need, only where a plan stands: for all neighbours too it would not fit."""

    def add(self, block: Block, share: Array, at: slice, of: slice) -> None:
        """Add a share ``(draws,)`` of a plan in the months it is there."""
        for name, sums in {"units": self.units, **self.people}.items():
            sums[..., at] += getattr(block, name)[..., of] * share[None, :, None]


def cumulate(
    plans: Sequence[Proposal],
    parameters: ParameterSet | None = None,
    *,
    spread: Spread | None = None,
    draws: int = LIVE_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Cumulation:
    """Add plans up.

    Args:
        plans: at least one.
        parameters: the figures to use; the shipped ones by default.
        spread: where the need of a site lands; by default the drawn share stays in its municipality, and the
            rest goes to neighbours by housing stock over distance.
        draws: number of draws.
        seed: base seed.

    Raises:
        AssessmentError: if one of them cannot be assessed as it stands.
        SpreadError: for shares that do not fit.
        ValueError: without plans.
    """
    if not plans:
        raise ValueError("no plans")
    _check_spread(spread or {})
    figures = parameters or load_parameters()
    frame = _Frame(plans, figures, Draws(figures, draws, seed), spread or {})
    places, region = frame.added()
    return Cumulation(
        month=tuple(month_name(frame.start + t) for t in range(frame.months)),
        seed=seed,
        draws=draws,
        parameters_hash=figures.hash,
        places=frame.loads(places),
        region=_by_stay(region.units),
        targets=frame.targets(places),
        contributions=frame.contributions(region),
        left_out=frame.left_out,
    )


def _check_spread(spread: Spread) -> None:
    for site, shares in spread.items():
        if min(shares.values(), default=0) < 0 or sum(shares.values()) > 1 + 1e-9:
            raise SpreadError(site)


class _Frame:
    """The common calendar: from the first opening until the first plan is no longer calculated."""

    def __init__(
        self, plans: Sequence[Proposal], parameters: ParameterSet, draws: Draws, spread: Spread
    ) -> None:
        self.plans, self.parameters, self.draws, self.spread = plans, parameters, draws, spread
        self.start = min(month_number(plan.opening) for plan in plans)
        self.months = int(parameters.value("horizon_months")) + 1
        self.left_out = tuple(
            index
            for index, plan in enumerate(plans)
            if month_number(plan.opening) >= self.start + self.months
        )

    def added(self) -> tuple[dict[str, _Sums], _Sums]:
        """Need per municipality, and of all together."""
        places: dict[str, _Sums] = {plan.municipality: self._nothing(PEOPLE) for plan in self.plans}
        region = self._nothing()
        for plan in self.plans:
            block, at, of = self._block(plan)
            region.add(block, np.ones(self.draws.count), at, of)
            for code, share in self._shares(plan).items():
                places.setdefault(code, self._nothing()).add(block, share, at, of)
        return places, region

    def _nothing(self, people: Sequence[str] = ()) -> _Sums:
        shape = (len(STAY_CLASSES), self.draws.count, self.months)
        return _Sums(np.zeros(shape), {name: np.zeros(shape) for name in people})

    def _block(self, plan: Proposal) -> tuple[Block, slice, slice]:
        """A plan on its own, and which of its months are which of the common ones."""
        setting = setting_of(plan, self.parameters, DEFAULT_DEFINITION, "regional")
        workforce = resolve(plan, self.draws, Trace(self.parameters))
        block = run_block(setting, workforce, self.draws, 0, self.draws.count)
        later = month_number(plan.opening) - self.start
        shown = max(0, self.months - later)
        return block, slice(later, later + shown), slice(0, shown)

    def _shares(self, plan: Proposal) -> dict[str, Array]:
        """Where the need of a plan lands, per draw; together 1."""
        ones = np.ones(self.draws.count)
        if plan.municipality in self.spread:
            shares = {code: ones * share for code, share in self.spread[plan.municipality].items()}
            shares[ELSEWHERE] = ones - sum(shares.values(), np.zeros_like(ones))
            return shares
        local = in_municipality(plan, self.draws)
        around = neighbour_shares(plan.municipality) or {ELSEWHERE: 1.0}
        return {plan.municipality: local, **{code: (1 - local) * share for code, share in around.items()}}

    def loads(self, places: dict[str, _Sums]) -> tuple[MunicipalityLoad, ...]:
        """Per municipality, largest need first."""
        homes = {offer.municipality for plan in self.plans for offer in offers(plan) if offer.municipality}
        for code in homes - set(places):  # places are arranged there, though no need lands there
            places[code] = self._nothing()
        found = [
            self._load(code, sums) for code, sums in places.items() if code in homes or sums.units.max() > 0
        ]
        return tuple(sorted(found, key=lambda row: -row.peak.p50))

    def _load(self, code: str, sums: _Sums) -> MunicipalityLoad:
        total = sums.units.sum(axis=0)
        known = self._known(code)
        short = np.maximum(0.0, sums.units - known[:, None, :]).sum(axis=0).max(axis=1)
        return MunicipalityLoad(
            gm_code=code,
            name=municipalities()[code].name if code in municipalities() else code,
            need=_by_stay(sums.units),
            known_places=tuple(float(v) for v in known.sum(axis=0)) if self._is_told(code) else None,
            peak=to_range(total.max(axis=1)),
            short_of=to_range(short),
            facilities=self._facilities(sums),
            sites=tuple(index for index, plan in enumerate(self.plans) if plan.municipality == code),
        )

    def _known(self, code: str | None = None, only: Sequence[Proposal] | None = None) -> Array:
        """Free and arranged places, ``(3, months)``, in one municipality or in all.

        Plans in one municipality tell of the same free places, so those are counted once: the most that any
        of them knows of.
        """
        plans = self.plans if only is None else only
        places = np.zeros((len(STAY_CLASSES), self.months))
        free: dict[str, Array] = {}
        for plan in plans:
            told = np.array([getattr(plan.context.free_places, stay) or 0.0 for stay in STAY_CLASSES])
            free[plan.municipality] = np.maximum(free.get(plan.municipality, 0.0), told)
            for offer in offers(plan):
                if code in (None, offer.municipality or plan.municipality):
                    places += arranged(offer, self.start, self.months)
        for where, told in free.items():
            if code in (None, where):
                places += told[:, None]
        return places

    def _is_told(self, code: str) -> bool:
        """Whether any plan told of free places in a municipality, or arranges places there."""
        return any(
            (plan.municipality == code and set(plan.context.free_places.model_dump().values()) != {None})
            or any((offer.municipality or plan.municipality) == code for offer in offers(plan))
            for plan in self.plans
        )

    def _facilities(self, sums: _Sums) -> tuple[FacilityLoad, ...]:
        """Demand in the month with most residents in the middle; what is counted per arrival is left out."""
        if not sums.people:
            return ()
        adults, children, net = (sums.people[name] for name in PEOPLE)
        month = int(np.median((adults + children).sum(axis=0), axis=0).argmax())
        parts = (adults, children, sums.units, net)
        drivers = drivers_of(self.draws, *(part[..., month] for part in parts))
        rows = []
        for facility in facilities().values():
            if (
                facility.driver in model.Flows._fields
                or f"facility.{facility.id}.norm" not in self.parameters
            ):
                continue
            use = np.stack([self.draws[f"facility.{facility.id}.{stay}"] for stay in STAY_CLASSES])
            norm = self.draws[f"facility.{facility.id}.norm"]
            asked = model.demand(getattr(drivers, facility.driver), norm, facility.norm_per, use)
            name = Message(nl=facility.name_nl, en=facility.name_en)
            rows.append(FacilityLoad(id=facility.id, name=name, unit=facility.unit, demand=to_range(asked)))
        return tuple(rows)

    def targets(self, places: dict[str, _Sums]) -> tuple[TargetRow, ...]:
        """Need in the regions that have a published task, in December of its year."""
        rows = []
        for (region, stay, year), tasks in _tasks().items():
            inside = [
                sums.units
                for code, sums in places.items()
                if code in municipalities() and municipalities()[code].corop_name == region
            ]
            month = year * MONTHS_PER_YEAR + MONTHS_PER_YEAR - 1
            if not inside or not 0 <= month - self.start < self.months:
                continue
            units = sum(inside, np.zeros_like(inside[0]))[..., month - self.start]
            need = units.sum(axis=0) if stay == "total" else units[STAY_CLASSES.index(stay)]
            rows.append(
                TargetRow(
                    region=region,
                    stay=stay,
                    month=month_name(month),
                    need=to_range(need),
                    task_low=min(task.value for task in tasks),
                    task_high=max(task.value for task in tasks),
                    source=tasks[0].source,
                    grade=max(task.grade for task in tasks),
                )
            )
        return tuple(rows)

    def contributions(self, region: _Sums) -> tuple[Contribution, ...]:
        """What each plan adds; plans are calculated once more, so that memory stays that of one plan."""
        busiest = int(np.median(region.units.sum(axis=0), axis=0).argmax())
        together = region.units.sum(axis=0)[:, busiest]
        all_short = self._short(region.units, self.plans)
        rows = []
        for index, plan in enumerate(self.plans):
            own = self._nothing()
            block, at, of = self._block(plan)
            own.add(block, np.ones(self.draws.count), at, of)
            others = [other for place, other in enumerate(self.plans) if place != index]
            without = self._short(region.units - own.units, others) if others else np.zeros_like(together)
            mine = own.units.sum(axis=0)
            rows.append(
                Contribution(
                    index=index,
                    company=plan.company,
                    gm_code=plan.municipality,
                    peak=to_range(mine.max(axis=1)),
                    share=to_range(mine[:, busiest] / np.where(together > 0, together, 1.0)),
                    short_if_first=to_range(self._short(own.units, [plan])),
                    short_if_last=to_range(np.maximum(0.0, all_short - without)),
                )
            )
        return tuple(rows)

    def _short(self, units: Array, plans: Sequence[Proposal]) -> Array:
        """Most places short in one month in the region, per draw."""
        known = self._known(only=plans)
        short: Array = np.maximum(0.0, units - known[:, None, :]).sum(axis=0).max(axis=1)
        return short


def _tasks() -> dict[tuple[str, Any, int], list[RegionalTarget]]:
    """Published housing tasks by region, class of stay and year: one per scenario."""
    found: dict[tuple[str, Any, int], list[RegionalTarget]] = {}
    for row in regional_targets():
        if row.indicator == TASK and row.year is not None and row.stay_type in (*STAY_CLASSES, "total"):
            found.setdefault((row.region, row.stay_type, row.year), []).append(row)
    return found


def _by_stay(units: Array) -> SeriesByStayAndTotal:
    series: dict[str, Any] = {stay: to_series(units[k]) for k, stay in enumerate(STAY_CLASSES)}
    return SeriesByStayAndTotal(**series, total=to_series(units.sum(axis=0)))
