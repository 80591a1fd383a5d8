"""Fields that cannot hold together: told with the field, with what is used, and how to mend it."""

from collections.abc import Iterable
from itertools import pairwise

from hea.engine.given import size_bounds
from hea.engine.trace import Trace
from hea.proposal import FunctionGroup, LocalContext, Milestone, Offer, Proposal
from hea.reference import municipalities, season_profiles
from hea.units import MONTHS_PER_YEAR, WEEKS_PER_YEAR

ACROSS_A_MUNICIPALITY_KM = 50.0
"""No municipality is as wide: places farther off stand in another one."""


def flag_at_odds(proposal: Proposal, trace: Trace) -> None:
    """Tell what was filled in and cannot hold beside what else was filled in."""
    _flag_who_is_there(proposal, trace)
    _flag_groups(proposal, trace)
    _flag_milestones(proposal, trace)
    _flag_area(proposal, trace)
    _flag_seasonal_stay(proposal, trace)
    _flag_offers(proposal, trace)
    _flag_surroundings(proposal, trace)
    _flag_construction(proposal, trace)
    if proposal.weights.preset is not None and proposal.weights.values is not None:
        trace.flag("weights_and_preset")


def _flag_who_is_there(proposal: Proposal, trace: Trace) -> None:
    """Who is there already, in a field that the kind of plan does not read."""
    there = {"expansion": proposal.existing_workers, "relocation": proposal.moving_workers}
    unread = sum(number or 0.0 for kind, number in there.items() if kind != proposal.kind)
    if proposal.kind == "new":
        unread += sum(group.existing or 0.0 for group in proposal.function_groups)
    if unread:
        trace.flag(f"{proposal.kind}_with_others", there=unread)


def _flag_groups(proposal: Proposal, trace: Trace) -> None:
    groups = proposal.function_groups
    _named(trace, "evidence_without_share", (g for g in groups if _unshared(g)))
    _named(trace, "season_of_flat_work", (g for g in groups if _flat(g) and g.season_months))
    _named(trace, "year_round_more_than_all", (g for g in groups if _more_year_round(g, proposal, trace)))


def _unshared(group: FunctionGroup) -> bool:
    return bool(group.migrant_share_evidence) and group.migrant_share is None


def _flat(group: FunctionGroup) -> bool:
    """Whether it was said that the work has no season."""
    index = group.season_numbers
    if index is None and group.season_profile is not None:
        index = season_profiles()[group.season_profile].index
    return index is not None and max(index) == min(index)


def _more_year_round(group: FunctionGroup, proposal: Proposal, trace: Trace) -> bool:
    if group.year_round_persons is None or group.unit != "persons":
        return False
    return group.year_round_persons > size_bounds(group.count, trace.parameters, proposal.sector).high


def _named(trace: Trace, code: str, groups: Iterable[FunctionGroup]) -> None:
    names = ", ".join(group.name for group in groups)
    if names:
        trace.flag(code, groups=names)


def _flag_milestones(proposal: Proposal, trace: Trace) -> None:
    """Work that never becomes what was given, and work that comes back after automation."""
    groups = proposal.function_groups
    _named(trace, "never_full", (g for g in groups if g.ramp_up and _most(g.ramp_up) < 1))
    _named(
        trace, "ramp_up_falls", (g for g in groups if g.ramp_up and g.ramp_up[-1].share < _most(g.ramp_up))
    )
    left = [point.share for point in proposal.automation]
    if any(later > earlier for earlier, later in pairwise(left)):
        trace.flag("automation_rises")


def _most(milestones: tuple[Milestone, ...]) -> float:
    return max(point.share for point in milestones)


def _flag_area(proposal: Proposal, trace: Trace) -> None:
    if proposal.counts_from_area and proposal.area is None:
        trace.flag("no_area_to_count_from")
    if proposal.area_holds is not None and proposal.kind != "expansion":
        trace.flag("area_holds_without_expansion")


def _flag_seasonal_stay(proposal: Proposal, trace: Trace) -> None:
    """Who comes for a season and would stay beyond it."""
    weeks = proposal.recruitment.seasonal_stay_weeks
    months = [g.season_months for g in proposal.function_groups if g.season_months]
    if weeks is not None and months and weeks > max(months) * WEEKS_PER_YEAR / MONTHS_PER_YEAR:
        trace.flag("stay_beyond_season", weeks=weeks, months=max(months))


def _flag_offers(proposal: Proposal, trace: Trace) -> None:
    offers = proposal.offers
    _placed(trace, "offers_for_others", (o for o in offers if o.own_workers_share == 0))
    _placed(trace, "permanent_with_end", (o for o in offers if _permanent(o) and o.until_month))
    here = [o for o in offers if o.municipality in (None, proposal.municipality)]
    _placed(trace, "agreed_with_itself", (o for o in here if o.regional_agreement))
    _placed(
        trace, "far_in_own_municipality", (o for o in here if (o.distance_km or 0) > ACROSS_A_MUNICIPALITY_KM)
    )


def _permanent(offer: Offer) -> bool:
    return offer.building == "permanent" and offer.occupation == "permanent"


def _placed(trace: Trace, code: str, offers: Iterable[Offer]) -> None:
    places = sum(offer.places for offer in offers)
    if places:
        trace.flag(code, places=places)


def _flag_surroundings(proposal: Proposal, trace: Trace) -> None:
    """Numbers of people of which a part would be more than the whole."""
    context = proposal.context
    whole = municipalities()[proposal.municipality].population
    for code, part, of in _parts(context, whole):
        if part is not None and of is not None and part > of:
            trace.flag(code, part=part, whole=of)


def _parts(context: LocalContext, whole: float) -> tuple[tuple[str, float | None, float | None], ...]:
    migrants, inhabitants = context.existing_migrants_kern, context.kern_inhabitants
    return (
        ("kern_more_migrants_than_people", migrants, inhabitants),
        ("kern_more_than_municipality", inhabitants, whole),
        ("kern_more_migrants_than_municipality", migrants, context.existing_migrants_municipality),
        ("more_migrants_than_people", context.existing_migrants_municipality, whole),
    )


def _flag_construction(proposal: Proposal, trace: Trace) -> None:
    building = proposal.construction
    if building is not None and building.from_month > proposal.opening:
        trace.flag("construction_after_opening", start=building.from_month, opening=proposal.opening)
