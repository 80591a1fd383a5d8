"""Carrying capacity (draagkracht): advisory signals, each with the source of its rule."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from hea.assessment.chances import of_limits
from hea.assessment.levels import Chances, chances
from hea.assessment.ranges import to_range
from hea.assessment.results.common import Level
from hea.assessment.results.effects import CapacitySignalResult
from hea.engine.calculation import Calculation
from hea.engine.given import size_draws
from hea.engine.housing import SHORT, in_municipality
from hea.engine.supply import (
    Where,
    in_reach,
    in_village,
    is_here,
    is_near,
    largest_site,
    planned,
    standing_offers,
    village,
)
from hea.engine.trace import Trace
from hea.model import housing
from hea.model.uncertainty import Array
from hea.proposal import scaled
from hea.reference import CapacitySignal, Municipality, capacity_signals, municipalities
from hea.texts.translated import Translated, translated
from hea.units import M2_PER_HA

SEPARATE = frozenset({"facility_utilisation"})
"""Rule types that are reported with the facilities."""


class Value(NamedTuple):
    """The quantity a rule looks at, or the reason why it is unknown."""

    draws: Array | None
    """With a reason beside it: what it would be in the case that the words of the signal name."""
    reason: str = ""
    known: tuple[str, float, int] | None = None
    """A published figure that could be entered: of which municipality, how many, and of which year."""


def capacity_results(calculation: Calculation) -> tuple[CapacitySignalResult, ...]:
    """The default signals of the tool and the published rules of the municipality and province."""
    rules = rules_for(municipalities()[calculation.proposal.municipality])
    return tuple(_result(rule, calculation) for rule in rules)


def rules_for(place: Municipality) -> list[CapacitySignal]:
    """The default signals of the tool, and the published rules of a municipality and its province."""
    mine = [rule for rule in capacity_signals().values() if rule.status != "dropped" and rule.holds_in(place)]
    defaults = [rule for rule in capacity_signals().values() if rule.of_tool == "yes"]
    return [rule for rule in (*defaults, *mine) if rule.rule_type not in SEPARATE]


def _result(rule: CapacitySignal, calculation: Calculation) -> CapacitySignalResult:
    value, trace = value_of(rule, calculation), calculation.trace
    if value.draws is not None and rule.of_village == "yes":
        named = village(calculation.proposal)
        trace.assume("context.kern", _village_key(named, calculation), village=named)
    reason = _reason(rule, value, trace) if value.reason else None
    return judged(rule, value.draws, reason)


def _village_key(named: str | None, calculation: Calculation) -> str:
    """What is said of where people live: in a village with places, if those are there in these years."""
    if named is None:
        return "kern_all"
    proposal = calculation.proposal
    standing = standing_offers(proposal, calculation.setting.months)
    return "kern_places" if standing or not proposal.offers else "kern_named"


def _reason(rule: CapacitySignal, value: Value, trace: Trace) -> Translated:
    place, count, year = value.known or ("", 0.0, 0)
    return trace.cannot(f"capacity_signals.{rule.id}", value.reason, place=place, count=count, year=year)


def judged(rule: CapacitySignal, draws: Array | None, reason: Translated | None) -> CapacitySignalResult:
    """A rule beside what it looks at, or the reason why that is unknown; it is judged only without one."""
    level: Level = "unknown"
    found = Chances(None, None)
    told: Translated | None = None
    if draws is not None and rule.amber is None and rule.red is None:
        reason = translated("unavailable.no_threshold")
    elif draws is not None:
        found = chances(
            draws, rule.amber, rule.red, unfavourable=rule.unfavourable, at_limit=rule.at_limit == "yes"
        )
        level = found.level if reason is None else "unknown"
        told = of_limits(rule, draws, found)
    return CapacitySignalResult(
        id=rule.id,
        scope=rule.scope,
        unit=rule.unit,
        value=to_range(draws),
        unfavourable=rule.unfavourable,
        amber=rule.amber,
        red=rule.red,
        chance_amber=found.amber,
        chance_red=found.red,
        chances=told,
        level=level,
        rule=rule.explanation_nl,
        source=rule.source,
        year=rule.year,
        url=rule.url,
        status=rule.status,
        reason=reason,
    )


def value_of(rule: CapacitySignal, calculation: Calculation) -> Value:
    """The quantity that a rule looks at."""
    by_type: dict[str, Callable[[CapacitySignal, Calculation], Value]] = {
        "share_of_inhabitants": _share_of_inhabitants,
        "site_size": _site_size,
        "radius": _radius,
        "own_workforce_share": _own_workforce,
        "local_responsibility": _local_responsibility,
    }
    measured = by_type.get(rule.rule_type)
    if measured is None or rule.measured == "no":
        return Value(None, "rule_not_measured")
    return measured(rule, calculation)


def temporary_share_in_kern(calculation: Calculation) -> Value:
    """Labour migrants already there and new ones, over the inhabitants of the village."""
    context = calculation.proposal.context
    if context.kern_inhabitants is None or context.existing_migrants_kern is None:
        return Value(None, "kern_unknown")
    new = most_people(calculation, in_village)
    return Value((context.existing_migrants_kern + new) / context.kern_inhabitants)


def most_people(calculation: Calculation, where: Where) -> Array:
    """Most people in one month who live where a rule looks, ``(draws,)``.

    Places of the plan are lived in where they stand. Whoever has none lives in the municipality as often as
    others do, and then counts: where in it is not known.
    """
    without = calculation.outcome.in_need - _people_in(calculation, in_reach)
    here = in_municipality(calculation.proposal, calculation.draws)[:, None]
    most: Array = (_people_in(calculation, where) + without * here).max(axis=1)
    return most


def _people_in(calculation: Calculation, where: Where) -> Array:
    """People who live in the places of the plan that stand somewhere, ``(draws, months)``."""
    proposal, outcome = calculation.proposal, calculation.outcome
    plan = proposal.housing_plan
    fills = plan is not None and plan.surplus_fills_other_classes
    places = planned(proposal, outcome.units.shape[-1], where)
    return housing.people_in(outcome.net, outcome.units, places, surplus_fills=fills)


def _most_beds(calculation: Calculation) -> Array:
    """Most beds for short stay at once near the site, ``(draws,)``: planned there, and some of the rest."""
    proposal, need = calculation.proposal, calculation.outcome.units[SHORT]
    near, planned_beds = (planned(proposal, need.shape[-1], where)[SHORT] for where in (is_near, in_reach))
    without = np.maximum(0.0, need - np.maximum(near, planned_beds))
    here = in_municipality(proposal, calculation.draws)[:, None]
    most: Array = (np.minimum(need, near) + without * here).max(axis=1)
    return most


def _share_of_inhabitants(rule: CapacitySignal, calculation: Calculation) -> Value:
    if rule.of_village == "yes":
        return temporary_share_in_kern(calculation)
    place = municipalities()[calculation.proposal.municipality]
    existing = calculation.proposal.context.existing_migrants_municipality
    if existing is None:
        if place.labour_migrants is None or place.labour_migrants_year is None:
            return Value(None, "existing_unknown")
        known = (place.name, place.labour_migrants, place.labour_migrants_year)
        return Value(None, "existing_published", known)
    new = most_people(calculation, is_here)
    return Value((existing + new) / place.population)


def _site_size(rule: CapacitySignal, calculation: Calculation) -> Value:
    proposal, outcome, draws = calculation.proposal, calculation.outcome, calculation.draws
    if rule.measure == "hectares":
        return _plot_size(calculation)
    largest = largest_site(proposal, outcome.units.shape[-1])
    if largest is None:  # all that is short, as one site
        reason = "no_sites_then" if proposal.offers else "no_sites"
        return Value(outcome.gap[SHORT].max(axis=1), reason)
    return Value(np.full(draws.count, largest))


def _plot_size(calculation: Calculation) -> Value:
    """Hectares of the plot; the assessment tells elsewhere what was assumed about it."""
    plot, draws = calculation.proposal.plot_area, calculation.draws
    if plot is None:
        return Value(None, "plot_unknown")
    hectares = scaled(plot.size_m2, 1 / M2_PER_HA)
    return Value(
        size_draws("area.size_m2", hectares, draws, Trace(draws.parameters), calculation.proposal.sector)
    )


def _radius(rule: CapacitySignal, calculation: Calculation) -> Value:
    existing = calculation.proposal.context.existing_within_radius
    if existing is None:
        return Value(None, "radius_unknown")
    return Value(existing + _most_beds(calculation))


def _own_workforce(rule: CapacitySignal, calculation: Calculation) -> Value:
    standing = standing_offers(calculation.proposal, calculation.outcome.units.shape[-1])
    shares = [offer.own_workers_share for offer in standing]
    known = [share for share in shares if share is not None]
    if not known or len(known) < len(shares):
        return Value(None, "own_share_unknown")
    return Value(np.full(calculation.draws.count, min(known)))


def _local_responsibility(rule: CapacitySignal, calculation: Calculation) -> Value:
    """Share of the need for which the plan has places in the own municipality, of that stay in that month."""
    if calculation.proposal.housing_plan is None:
        return Value(None, "no_plan")
    return Value(calculation.outcome.housed_here)
