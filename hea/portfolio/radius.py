"""Places where labour migrants live near a location: the question of radius rules and effect areas.

Some municipalities ask how many people are housed within a distance of a site, others look at an effect
area without a fixed size. Both are answered from a list of places that the municipality keeps; the outcome
is advisory.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from hea.assessment.results.common import Range
from hea.assessment.results.effects import CapacitySignalResult
from hea.assessment.signals import judged, rules_for
from hea.portfolio.result import HousingSite, Nearby, Point, SiteWithin
from hea.reference import CapacitySignal, municipalities
from hea.reference.geography import distance_km
from hea.texts.translated import translated


def nearby(
    sites: Sequence[HousingSite],
    municipality: str,
    *,
    at: Point | None = None,
    village: str = "",
    radius_km: float | None = None,
) -> Nearby:
    """People housed within a distance of a point, or in a village as its effect area.

    Args:
        sites: everything that is known to be there.
        municipality: GM code of the location, for its rules.
        at: the location.
        village: sites in this village count whatever their distance.
        radius_km: the distance; by default that of the rule of the tool.

    Raises:
        ValueError: without a location of either kind.
    """
    wanted = village.strip().casefold()
    if at is None and not wanted:
        raise ValueError("no location")
    radius = default_radius_km() if radius_km is None else radius_km
    within, unplaced = [], []
    for site in sites:
        away = None if at is None or site.point is None else distance_km(at.degrees, site.point.degrees)
        same = bool(wanted) and site.village.strip().casefold() == wanted
        if same or (away is not None and away <= radius):
            within.append(SiteWithin(site=site, distance_km=away))
        elif (at is not None and away is None) or (at is None and not site.village.strip()):
            unplaced.append(site)
    housed = _places(found.site for found in within)
    most = housed + _places(unplaced)
    within.sort(key=lambda found: (found.distance_km is None, found.distance_km or 0.0))
    return Nearby(
        radius_km=radius,
        village=village.strip(),
        within=tuple(within),
        unplaced=tuple(unplaced),
        housed=housed,
        housed_at_most=most,
        signals=tuple(_signal(rule, housed, most, radius) for rule in _rules(municipality)),
    )


def default_radius_km() -> float:
    """The distance of the first rule that states one."""
    return next(rule.radius_km for rule in _rules(next(iter(municipalities()))) if rule.radius_km is not None)


def _places(sites: Iterable[HousingSite]) -> float:
    return float(sum(site.places for site in sites))


def _rules(municipality: str) -> list[CapacitySignal]:
    return [rule for rule in rules_for(municipalities()[municipality]) if rule.rule_type == "radius"]


def _signal(rule: CapacitySignal, housed: float, most: float, radius_km: float) -> CapacitySignalResult:
    """A rule beside the number; judged only at the distance that it states itself."""
    if rule.measured == "no":
        return judged(rule, None, translated("unavailable.rule_not_measured"))
    if rule.radius_km != radius_km:
        return judged(rule, None, translated("unavailable.other_radius", radius=radius_km))
    value = Range(p10=housed, p50=housed, p90=most)
    least, at_most = (judged(rule, np.array([places]), None) for places in (housed, most))
    if least.level == at_most.level:
        return least.model_copy(update={"value": value})
    reason = translated("unavailable.radius_unsure", low=housed, high=most)
    return judged(rule, None, reason).model_copy(update={"value": value})
