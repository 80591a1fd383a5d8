"""What a reader must know before using the figures."""

import numpy as np

from hea.assessment.contradictions import flag_contradictions, says_nobody, stated_sizes
from hea.assessment.results.rounding import rounded
from hea.assessment.welfare_results import WEEKS_PER_MONTH, below_floor, meets_floor
from hea.engine.calculation import Calculation
from hea.engine.density import companies_apart
from hea.engine.given import total_bounds
from hea.engine.housing import border_figure
from hea.engine.positions import is_seasonal
from hea.engine.setting import Setting
from hea.engine.supply import in_reach, sites, sites_gathered, standing_offers
from hea.engine.trace import Trace
from hea.proposal import STAY_CLASSES, Offer, PlacesPerStay, Proposal, month_name, one_ended, shown_size
from hea.reference import at_border
from hea.texts import LANGUAGES, Lang, number, text
from hea.texts.translated import Translated

MARKS = frozenset({"SNF", "AKF"})
"""Quality marks of accommodation."""


def general_flags(setting: Setting, trace: Trace) -> None:
    """Flags and assumptions that follow from the proposal alone."""
    proposal = setting.proposal
    flag_contradictions(proposal, trace)
    _about_one_end(proposal, trace)
    _about_workforce(proposal, trace)
    _about_supply(setting, trace)
    _about_recruitment(proposal, trace)
    if setting.viewpoint == "employer":
        trace.flag("employer_viewpoint")


def flag_contraction(calculation: Calculation, trace: Trace) -> None:
    """Tell that work disappears for people who are there already, which counts as no growth."""
    lost = calculation.central().streams.contraction[0]
    told = np.array([rounded(people, "people") > 0 for people in lost])
    if told.any():
        first = int(told.argmax())
        trace.flag(
            "contraction", people=float(lost.max()), month=month_name(calculation.setting.opening + first)
        )


def _about_one_end(proposal: Proposal, trace: Trace) -> None:
    """Ask what is likely where only the least or the most was said, and tell what stands in for it."""
    area, counted = proposal.area, stated_sizes(proposal)
    sizes = counted or (() if area is None else (area.size_m2,))
    said = [size for size in sizes if one_ended(size)]
    if said:
        low, middle, high = total_bounds(sizes, trace.parameters, proposal.sector)
        apart = companies_apart(proposal.sector, trace.parameters)
        unit = "" if counted else " m²"
        words = {lang: ", ".join(shown_size(size, lang) + unit for size in said) for lang in LANGUAGES}
        trace.flag(
            f"one_end{'' if apart.of_sector else '_pooled'}", low=low, middle=middle, high=high, **words
        )


def _about_workforce(proposal: Proposal, trace: Trace) -> None:
    counted = None if proposal.function_groups else proposal.workforce
    if counted is not None and is_seasonal(proposal.sector) and not says_nobody(proposal):
        trace.flag(f"basis_{counted.basis}")
    if "workforce" in trace.assumed:  # for which only the area stands in
        trace.flag("from_area")


def _about_supply(setting: Setting, trace: Trace) -> None:
    proposal = setting.proposal
    free = proposal.context.free_places
    if any(getattr(free, stay) is None for stay in STAY_CLASSES):
        trace.assume("context.free_places", "free_places")
    _flag_places("existing_shortage", proposal.context.existing_shortage, trace)
    _flag_places("pipeline", proposal.context.pipeline_places, trace)
    plan = proposal.offers
    if not plan and not says_nobody(proposal):
        trace.flag("no_housing_plan")
    for index, offer in enumerate(plan):
        if offer.own_workers_share is None:
            trace.assume(f"housing_plan.offers[{index}].own_workers_share", "own_workers_share")
    _about_places(setting, trace)
    horizon_end = month_name(setting.opening + setting.months - 1)
    standing = standing_offers(proposal, setting.months)
    ending = [o for o in standing if o.until_month is not None and o.until_month < horizon_end]
    if ending:
        first = min(o.until_month or "" for o in ending)
        trace.flag("offers_end", places=sum(o.places for o in ending), month=first)
    poor = [o for o in plan if o.stay != "long" and below_floor(o, trace.parameters)]
    if poor:
        _flag_quality(poor, trace)
    _flag_answers(proposal, standing, trace)


def _about_places(setting: Setting, trace: Trace) -> None:
    """Places that do not count everywhere, and sites that cannot be told apart."""
    proposal = setting.proposal
    standing = standing_offers(proposal, setting.months)
    never = sum(offer.places for offer in proposal.offers if offer not in standing)
    if never:
        trace.flag("offers_never", places=never)
    far = sum(offer.places for offer in standing if not in_reach(offer, proposal))
    if far:
        trace.flag("offers_far", places=far)
    for many in sites_gathered(proposal, setting.months):
        if many.places > many.largest:
            trace.flag("sites_gathered", **many._asdict())
    shared = (index for members in sites(proposal) if len(members) > 1 for index in members)
    if any(not proposal.offers[index].address for index in shared):
        trace.assume("housing_plan.offers.address", "one_site")


def _flag_places(code: str, places: PlacesPerStay, trace: Trace) -> None:
    """Lines that stand beside need and supply and are never added to them."""
    known = {stay: getattr(places, stay) for stay in STAY_CLASSES}
    if any(known.values()):
        told = {lang: {stay: _count(value, lang) for stay, value in known.items()} for lang in LANGUAGES}
        trace.note(
            code, Translated(**{lang: text(f"flags.{code}", lang, **told[lang]) for lang in LANGUAGES})
        )


def _count(places: float | None, lang: Lang) -> str:
    """A number of places; one that was not given is unknown, not zero."""
    return text("option.unknown_number", lang) if places is None else number(places, lang)


def _flag_answers(proposal: Proposal, standing: tuple[Offer, ...], trace: Trace) -> None:
    """Qualities that are declared in the conversation and that the plan shows not to hold."""
    answers = proposal.answers
    weeks, months = answers.get("transition_month"), [o.transition_months for o in standing]
    shortest = min((month for month in months if month is not None), default=None)
    if answers.get("own_bedroom") is True and meets_floor(standing, trace.parameters) is False:
        trace.flag("own_bedroom_contradicted")
    if answers.get("certificate") in MARKS and any(o.certificate == "none" for o in standing):
        trace.flag("certificate_contradicted")
    if isinstance(weeks, float) and shortest is not None and shortest * WEEKS_PER_MONTH < weeks:
        trace.flag("transition_contradicted", weeks=weeks, months=shortest)


def _flag_quality(poor: list[Offer], trace: Trace) -> None:
    places = sum(offer.places for offer in poor)
    own_rooms = sum(offer.places / max(1.0, offer.persons_per_bedroom or 1.0) for offer in poor)
    trace.flag("below_floor", places=places, own_rooms=own_rooms)


def _about_recruitment(proposal: Proposal, trace: Trace) -> None:
    asked = proposal.recruitment
    trace.assume("recruitment.lives_in_province", "lives_in_province", "lives_in_province_share")
    if asked.regional_share is None:
        trace.assume("recruitment.regional_share", "new_to_region", "share_new_to_region")
    if asked.within_municipality_share is None:
        trace.assume(
            "recruitment.within_municipality_share", "in_municipality", "lives_in_municipality_share"
        )
    if asked.cross_border_share is None:
        figure = border_figure(proposal.municipality)
        near = "border_near" if proposal.municipality in at_border() else "border_limburg"
        key = near if figure else "border_elsewhere"
        trace.assume("recruitment.cross_border_share", key, figure)
