"""What lands in one municipality: places, facilities and signals, from the sums of what plans need."""

from collections.abc import Iterator, Sequence

import numpy as np

from hea.assessment.facility_results import capacity_chances
from hea.assessment.ranges import to_range, to_series
from hea.assessment.results.common import Series, SeriesByStayAndTotal
from hea.assessment.results.effects import CapacitySignalResult
from hea.assessment.signals import judged, rules_for
from hea.engine.facilities import drivers_of
from hea.engine.parallel import in_parallel
from hea.engine.supply import village, villages
from hea.model import facilities as model
from hea.model.uncertainty import Array
from hea.portfolio.landing import Sums
from hea.portfolio.need import UNNAMED, Calendar, People, compared, villages_of
from hea.portfolio.result import FacilityDemand, MunicipalityNeed, VillageNeed
from hea.portfolio.stock import Stock, most, most_named
from hea.proposal import STAY_CLASSES, FacilityCapacity, Proposal, month_name
from hea.reference import CapacitySignal, Facility, facilities, municipalities
from hea.texts.translated import Translated, translated

SHORT = 0
IN_VILLAGES = frozenset({"radius"})
"""Rules about what stands near each other: plans in one village are taken together."""


def municipality_need(code: str, sums: Sums, calendar: Calendar, stock: Stock) -> MunicipalityNeed:
    """Everything that is told of one municipality."""
    people, known = calendar.people(sums.need), stock.known(code)
    total = people.places.sum(axis=0)
    busiest = total.argmax(axis=1)
    row = np.arange(len(total))
    sites = [index for index, plan in enumerate(calendar.plans) if plan.municipality == code]
    here = [calendar.plans[index] for index in sites]
    present = np.median((people.adults + people.children).sum(axis=0), axis=0)
    month = int(present.argmax())
    return MunicipalityNeed(
        gm_code=code,
        name=municipalities()[code].name if code in municipalities() else code,
        need=by_stay(people.places),
        known_places=None if known is None else tuple(float(v) for v in known.sum(axis=0)),
        pipeline=most_named(here, lambda context: context.pipeline_places),
        existing_shortage=most_named(here, lambda context: context.existing_shortage),
        peak=to_range(total[row, busiest]),
        from_elsewhere=to_range(np.maximum(0.0, (total - sums.own)[row, busiest])),
        short_of=to_range(short(people.places, np.zeros((3, calendar.months)) if known is None else known)),
        facilities_month=month_name(calendar.start + month),
        facilities=_facilities(people, here, month, calendar) if code in municipalities() else (),
        signals=tuple(_signals(code, people, sums, here, calendar)),
        villages=tuple(_villages(sums, here, sites, calendar)),
        sites=tuple(sites),
    )


def _villages(
    sums: Sums, here: Sequence[Proposal], sites: Sequence[int], calendar: Calendar
) -> Iterator[VillageNeed]:
    """What plans ask in each village, those without a name last; nothing if no plan names one."""
    if not set(sums.villages) - {UNNAMED}:
        return
    for key in sorted(sums.villages, key=lambda name: (name == UNNAMED, name)):
        asked = calendar.people(sums.villages[key]).places.sum(axis=0)
        members = tuple(index for index, plan in zip(sites, here, strict=True) if key in villages_of(plan))
        yield VillageNeed(name=_written(key, here), peak=to_range(asked.max(axis=1)), sites=members)


def short(places: Array, known: Array) -> Array:
    """Most places short in one month, classes together, ``(draws,)``."""
    most_short: Array = np.maximum(0.0, places - known[:, None, :]).sum(axis=0).max(axis=1)
    return most_short


def by_stay(places: Array) -> SeriesByStayAndTotal:
    """Ranges per month, by class of stay and together."""
    found = in_parallel(to_series, [*places, places.sum(axis=0)])
    series: dict[str, Series] = dict(zip((*STAY_CLASSES, "total"), found, strict=True))
    return SeriesByStayAndTotal(**series)


def _facilities(
    people: People, here: Sequence[Proposal], month: int, calendar: Calendar
) -> tuple[FacilityDemand, ...]:
    """Demand per month; what is counted per arrival is left out."""
    drivers = drivers_of(calendar.draws, people.adults, people.children, people.places, people.net)
    counted = [
        facility
        for facility in facilities().values()
        if facility.driver not in model.Flows._fields
        and f"facility.{facility.id}.norm" in calendar.draws.parameters
    ]
    return tuple(in_parallel(lambda facility: _facility(facility, drivers, here, month, calendar), counted))


def _facility(
    facility: Facility,
    drivers: model.FacilityDrivers,
    here: Sequence[Proposal],
    month: int,
    calendar: Calendar,
) -> FacilityDemand:
    draws = calendar.draws
    use = np.stack([draws[f"facility.{facility.id}.{stay}"] for stay in STAY_CLASSES])[:, :, None]
    norm = draws[f"facility.{facility.id}.norm"][:, None]
    asked = model.demand(getattr(drivers, facility.driver), norm, facility.norm_per, use)
    told = _capacity(facility.id, here)
    after = None if told is None else model.utilisation(told.in_use, asked[:, month], told.capacity)
    return FacilityDemand(
        id=facility.id,
        name=Translated(nl=facility.name_nl, en=facility.name_en),
        unit=facility.unit,
        demand=to_range(asked[:, month]),
        monthly=to_series(asked),
        utilisation_before=None if told is None else told.in_use / told.capacity,
        utilisation_after=to_range(after),
        signal="unknown" if after is None else capacity_chances(after).level,
        grade=facility.grade_norm,
        grade_use=facility.grade_multiplier,
        source=facility.source,
        url=facility.url,
    )


def _capacity(facility: str, here: Sequence[Proposal]) -> FacilityCapacity | None:
    """The fullest that any plan tells of."""
    told = [plan.context.facility_capacities.get(facility) for plan in here]
    known = [item for item in told if item is not None]
    return max(known, key=lambda item: item.in_use / item.capacity) if known else None


def _signals(
    code: str, people: People, sums: Sums, here: Sequence[Proposal], calendar: Calendar
) -> Iterator[CapacitySignalResult]:
    """Rules about people per inhabitant and near each other, held against the sum."""
    if code not in municipalities():
        return
    for rule in rules_for(municipalities()[code]):
        if rule.rule_type in IN_VILLAGES and rule.measured == "yes":
            yield from _in_villages(rule, sums, here, calendar)
        elif rule.rule_type == "share_of_inhabitants":
            if rule.of_village == "yes":
                yield from _in_villages(rule, sums, here, calendar)
            else:
                yield _share_of_all(rule, code, people, here)


def _share_of_all(
    rule: CapacitySignal, code: str, people: People, here: Sequence[Proposal]
) -> CapacitySignalResult:
    existing = most(plan.context.existing_migrants_municipality for plan in here)
    if existing is None:
        return judged(rule, None, translated("unavailable.existing_unknown"))
    return judged(rule, (existing + _new(people)) / municipalities()[code].population, None)


def _in_villages(
    rule: CapacitySignal, sums: Sums, here: Sequence[Proposal], calendar: Calendar
) -> Iterator[CapacitySignalResult]:
    """The rule in each village that plans name, or once as unknown."""
    named = {key: need for key, need in sums.villages.items() if key != UNNAMED}
    if not named:
        yield judged(rule, None, translated("unavailable.village_unknown"))
    for key, need in named.items():
        plans = [plan for plan in here if _main_village(plan) == key]
        value, reason = _in_village(rule, calendar.people(need), plans)
        found = judged(rule, value, translated(f"unavailable.{reason}") if value is None else None)
        yield found.model_copy(update={"scope": f"{rule.scope}, {_written(key, here)}"})


def _in_village(rule: CapacitySignal, people: People, plans: Sequence[Proposal]) -> tuple[Array | None, str]:
    contexts = [plan.context for plan in plans]
    if rule.rule_type == "radius":
        housed = most(context.existing_within_radius for context in contexts)
        beds = people.places[SHORT].max(axis=1)
        return (None, "radius_unknown") if housed is None else (housed + beds, "")
    inhabitants = most(context.kern_inhabitants for context in contexts)
    existing = most(context.existing_migrants_kern for context in contexts)
    if inhabitants is None or existing is None:
        return None, "kern_unknown"
    return (existing + _new(people)) / inhabitants, ""


def _main_village(plan: Proposal) -> str:
    """The village of which a plan tells how many people live there."""
    return compared(village(plan) or plan.kern or UNNAMED)


def _written(key: str, here: Sequence[Proposal]) -> str:
    """Name of a village as it was first written."""
    names = (name for plan in here for name in villages(plan) if compared(name) == key)
    return next(names, UNNAMED)


def _new(people: People) -> Array:
    """Most people for whom a place is needed in one month, ``(draws,)``."""
    found: Array = people.net.sum(axis=0).max(axis=1)
    return found
