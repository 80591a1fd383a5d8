"""Stage 6 filled in: ten criteria scored on their anchors, knock-outs apart, no verdict."""

from typing import NamedTuple

import numpy as np

from hea.assessment.ranges import to_range
from hea.assessment.results.effects import CriterionResult, KnockOut, WelfareResult
from hea.assessment.results.rounding import kept
from hea.assessment.signals import temporary_share_in_kern
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.engine.housing import destinations, in_municipality
from hea.engine.supply import largest_site, standing_offers
from hea.engine.trace import Trace
from hea.model import welfare as model
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import Answer, Offer, Proposal
from hea.reference import WelfareCriterion, WelfarePart, welfare_criteria, welfare_parts, welfare_presets
from hea.texts.translated import Translated, translated

DEFAULT_PRESET = "gelijk"
WEEKS_PER_MONTH = 4
"""The question asks for weeks; its scale counts four as a month."""


class Indicator(NamedTuple):
    """Value of an indicator per draw, or the reason why it is unknown."""

    draws: Array | None
    reason: str = ""
    open_parts: tuple[WelfarePart, ...] = ()
    weighted_points: Array | None = None
    """Points of the parts that are known as they are scored: of a part without a source they vary."""


def welfare_result(
    calculation: Calculation, utilisation: Array | None
) -> tuple[WelfareResult, dict[str, Array]]:
    """The profile, the optional total, the weights and the knock-outs; and the scores per draw.

    Args:
        calculation: the plan with its draws.
        utilisation: of the facility that is used most; ``None`` where no capacity is known.
    """
    proposal, trace = calculation.proposal, calculation.trace
    weights = _weights(proposal, trace)
    scores: dict[str, Array] = {}
    unknown: dict[str, Array] = {}
    criteria = []
    for criterion in welfare_criteria().values():
        indicator = indicator_of(criterion, calculation, utilisation)
        if indicator.draws is not None:
            value = indicator.weighted_points
            if value is None:
                value = scored_value(criterion, indicator.draws)
            scores[criterion.id] = model.score(value, *anchors_of(criterion, calculation.draws))
        else:
            unknown[criterion.id] = possible_score(criterion, indicator, calculation)
        possible = to_range(unknown.get(criterion.id))
        row = _row(criterion, indicator, scores.get(criterion.id), weights, trace)
        criteria.append(row.model_copy(update={"possible": possible}))
    some_known = any(weights[key] > 0 for key in scores)
    total = model.weighted_total(scores | unknown, weights) if some_known else None
    result = WelfareResult(
        criteria=tuple(criteria),
        weights={key: kept(value) for key, value in weights.items()},
        preset=None if proposal.weights.values else proposal.weights.preset or DEFAULT_PRESET,
        set_by=proposal.weights.set_by,
        set_on=proposal.weights.set_on,
        total=to_range(total),
        total_covers=kept(sum(weights[key] for key in scores) / 100),
        knock_outs=tuple(_knock_outs(calculation)),
        parties=(),
    )
    return result, scores


def _row(
    criterion: WelfareCriterion,
    indicator: Indicator,
    score: Array | None,
    weights: dict[str, float],
    trace: Trace,
) -> CriterionResult:
    reason: Translated | None = None
    if indicator.draws is None:
        nl = "; ".join(dict.fromkeys(part.name_nl.lower() for part in indicator.open_parts))
        en = "; ".join(dict.fromkeys(part.name_en.lower() for part in indicator.open_parts))
        reason = trace.cannot(f"welfare.{criterion.id}", indicator.reason, parts_nl=nl, parts_en=en)
    return CriterionResult(
        id=criterion.id,
        name=Translated(nl=criterion.name_nl, en=criterion.name_en),
        dimension=criterion.dimension,
        party=criterion.party,
        indicator=to_range(indicator.draws),
        score=to_range(score),
        possible=None,
        reason=reason,
        explanation=Translated(nl=criterion.explanation_nl, en=criterion.explanation_en),
        anchors_explained=Translated(nl=criterion.source, en=criterion.anchors_en),
        anchors=(criterion.anchor_bad, criterion.anchor_neutral, criterion.anchor_good),
        unit=criterion.unit,
        weight=kept(weights[criterion.id]),
        grade=criterion.grade,
        source=criterion.source,
        url=criterion.url,
    )


def _weights(proposal: Proposal, trace: Trace) -> dict[str, float]:
    given = proposal.weights
    if given.values is not None:
        return {key: given.values.get(key, 0.0) for key in welfare_criteria()}
    if given.preset is None:
        trace.assume("weights", "weights")
    return welfare_presets()[given.preset or DEFAULT_PRESET]


def possible_score(criterion: WelfareCriterion, indicator: Indicator, calculation: Calculation) -> Array:
    """What an unknown criterion may score, per draw: anything, or what its open parts leave room for.

    A question that is left open widens the total, and does not drop out of it: that would flatter.
    """
    anywhere = calculation.draws.anywhere(f"unknown.{criterion.id}")
    if indicator.weighted_points is None:
        return anywhere * model.GOOD
    weight = _weight_of_parts(criterion.id, calculation.draws)
    room = sum((part.points * weight[part.part_id] for part in indicator.open_parts), np.zeros(1))
    points = indicator.weighted_points + anywhere * room
    return model.score(points, *anchors_of(criterion, calculation.draws))


def anchors_of(criterion: WelfareCriterion, draws: Draws) -> tuple[Array | float, float, Array | float]:
    """The bad, neutral and good anchor; ends that are an assumption lie nearer or farther in each draw."""
    bad, neutral, good = criterion.anchor_bad, criterion.anchor_neutral, criterion.anchor_good
    drawn = (criterion.drawn_anchors or "").split("|")
    width = model.width(draws.anywhere(f"anchors.{criterion.id}")) if criterion.drawn_anchors else 1.0
    return (
        neutral + (bad - neutral) * width if "bad" in drawn else bad,
        neutral,
        neutral + (good - neutral) * width if "good" in drawn else good,
    )


def _weight_of_parts(criterion: str, draws: Draws) -> dict[str, Array]:
    """What the points of each part of a scale are worth, by part: assumed points vary, their sum does not."""
    steps = {part: steps[0] for part, steps in welfare_parts()[criterion].items()}
    width = {
        part: model.width(draws.anywhere(f"points.{criterion}.{part}"))
        if first.grade == "D"
        else np.ones(draws.count)
        for part, first in steps.items()
    }
    most = sum(first.points for first in steps.values())
    together: Array = np.sum([width[part] * first.points for part, first in steps.items()], axis=0)
    return {part: found * most / together for part, found in width.items()}


def scored_value(criterion: WelfareCriterion, indicator: Array) -> Array:
    """What is scored: the indicator, unless too much of it is no better than too little."""
    if criterion.id != "later":
        return indicator
    return model.folded(indicator, criterion.anchor_bad, criterion.anchor_good)


def indicator_of(
    criterion: WelfareCriterion, calculation: Calculation, utilisation: Array | None
) -> Indicator:
    """Value of a criterion, or the reason why it is unknown.

    Args:
        criterion: of broad welfare.
        calculation: the plan with its draws.
        utilisation: of the facility that is used most; ``None`` where no capacity is known.
    """
    if criterion.id in welfare_parts():
        return _points(criterion.id, calculation)
    if criterion.id == "voorzieningen":
        return Indicator(None, "no_capacities") if utilisation is None else Indicator(utilisation)
    return {
        "wonen": _housing,
        "materieel": _material,
        "arbeid": _work,
        "later": _later,
        "elders": _elsewhere,
    }[criterion.id](calculation)


def _housing(calculation: Calculation) -> Indicator:
    need, gap = (series.sum(axis=2) for series in (calculation.outcome.units, calculation.outcome.gap))
    supply = np.broadcast_to(calculation.setting.supply.sum(axis=1)[:, None], need.shape)
    return Indicator(model.housing_indicator(need, gap, supply))


def _material(calculation: Calculation) -> Indicator:
    ratio = calculation.proposal.value_added_ratio
    return (
        Indicator(None, "no_value_added")
        if ratio is None
        else Indicator(np.full(calculation.draws.count, ratio))
    )


def _work(calculation: Calculation) -> Indicator:
    if not calculation.outcome.migrants.any():
        return Indicator(None, "no_migrants")
    return Indicator(calculation.outcome.direct_share)


def _later(calculation: Calculation) -> Indicator:
    if np.isnan(calculation.outcome.later).any():
        return Indicator(None, "no_migrants")
    return Indicator(calculation.outcome.later)


def _elsewhere(calculation: Calculation) -> Indicator:
    """Share of the need that lands outside the municipality without a regional agreement.

    Who lives across the border or in another province counts as elsewhere. Where the plan shows it, a place
    counts for people of its own stay in the months in which it stands.
    """
    proposal, draws = calculation.proposal, calculation.draws
    if not calculation.outcome.structural.drivers.places.any():
        return Indicator(None, "no_migrants")
    region, outcome = destinations(proposal, draws).region, calculation.outcome
    inside = np.maximum(in_municipality(proposal, draws), outcome.housed_here)
    return Indicator(1 - region * np.minimum(1.0, inside + outcome.housed_agreed))


def _points(criterion: str, calculation: Calculation) -> Indicator:
    """Points on a scale of parts; known only if every part is known."""
    total = np.zeros(calculation.draws.count)
    weighted = total
    unknown: list[WelfarePart] = []
    weight = _weight_of_parts(criterion, calculation.draws)
    for part, steps in welfare_parts()[criterion].items():
        points = _part(steps, calculation)
        if points is None:
            unknown.append(steps[0])
        else:
            total, weighted = total + points, weighted + points * weight[part]
    known = None if unknown else total
    return Indicator(known, "open_parts" if unknown else "", tuple(unknown), weighted)


def _part(steps: tuple[WelfarePart, ...], calculation: Calculation) -> Array | float | None:
    first = steps[0]
    if first.scored_by == "model":
        value = _measured(first.part_id, calculation)
        return None if value is None else _stepped(value, steps)
    answer = _answer(first, calculation)
    return None if answer is None else first.points * _meets(first, answer)


def _measured(part: str, calculation: Calculation) -> Array | None:
    if part == "largest_site":
        largest = largest_site(calculation.proposal, calculation.setting.months)
        return None if largest is None else np.full(calculation.draws.count, largest)
    return temporary_share_in_kern(calculation).draws


def _stepped(value: Array, steps: tuple[WelfarePart, ...]) -> Array:
    conditions = [value <= step.upper_limit for step in steps if step.upper_limit is not None]
    points = [step.points for step in steps]
    return np.select(conditions, points[: len(conditions)], default=points[-1])


def _standing(calculation: Calculation) -> tuple[Offer, ...]:
    """The offers that stand in some month."""
    return standing_offers(calculation.proposal, calculation.setting.months)


def _answer(part: WelfarePart, calculation: Calculation) -> Answer | None:
    """The answer in the conversation guide, else what the housing plan says."""
    proposal = calculation.proposal
    given = proposal.answers.get(part.question_id or "")
    told = None if given == "onbekend" else given
    plan = _standing(calculation)
    if part.part_id == "own_bedroom":
        return _worst_of_two(told, meets_floor(plan, calculation.draws.parameters))
    if part.part_id == "certificate":
        return _certificate(told, plan)
    if part.part_id == "transition":
        return _transition(told, plan)
    return told


def _worst_of_two(told: Answer, planned: bool | None) -> Answer:
    """What is said, unless the plan shows that it is not so."""
    return planned if told is None or planned is False else told


def _certificate(told: Answer, plan: tuple[Offer, ...]) -> Answer:
    """The quality mark that is told; none if some of the places of the plan have none."""
    marks = [offer.certificate for offer in plan]
    if "none" in marks:
        return "none"
    return marks[0] if told is None and marks and all(marks) else told


def _transition(told: Answer, plan: tuple[Offer, ...]) -> Answer:
    """Weeks that someone may stay on: what is told, or the shortest of the plan if that is less."""
    months = [offer.transition_months for offer in plan if offer.transition_months is not None]
    shortest = min(months) * WEEKS_PER_MONTH if months else None
    if shortest is None:
        return told
    if isinstance(told, float):
        return min(told, shortest)
    return shortest if len(months) == len(plan) or shortest < WEEKS_PER_MONTH else told


def _meets(part: WelfarePart, answer: Answer) -> bool:
    wanted = (part.answer or "").split("|")
    if part.scored_by == "positive":
        return isinstance(answer, float) and answer > 0
    if part.scored_by == "at_least":
        return isinstance(answer, float) and answer >= float(wanted[0])
    if isinstance(answer, bool):
        return answer == (wanted == ["ja"])
    given = answer if isinstance(answer, tuple) else (answer,)
    return any(item in wanted for item in given)


def meets_floor(offers: tuple[Offer, ...], parameters: ParameterSet) -> bool | None:
    """True if every offer keeps to the quality floor, ``None`` if the plan does not say."""
    plan = [o for o in offers if o.stay != "long"]
    if any(below_floor(offer, parameters) for offer in plan):
        return False
    known = plan and all(o.persons_per_bedroom is not None and o.area_m2_per_person is not None for o in plan)
    return True if known else None


def below_floor(offer: Offer, parameters: ParameterSet) -> bool:
    """True if an offer is known to fall short of an own bedroom or of the living area per person."""
    crowded = (offer.persons_per_bedroom or 0) > parameters.value("persons_per_bedroom_new")
    area = offer.area_m2_per_person
    return crowded or (area is not None and area < parameters.value("m2_living_area_per_person"))


def _knock_outs(calculation: Calculation) -> list[KnockOut]:
    proposal, found = calculation.proposal, []
    if proposal.housing_plan is None or not proposal.housing_plan.offers:
        found.append(KnockOut(criterion="wonen", message=translated("knock_outs.no_plan")))
    if (
        proposal.answers.get("own_bedroom") is False
        or meets_floor(_standing(calculation), calculation.draws.parameters) is False
    ):
        found.append(KnockOut(criterion="positie_migrant", message=translated("knock_outs.quality_floor")))
    return found
