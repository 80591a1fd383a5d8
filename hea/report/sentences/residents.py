"""What residents are told, in plain words: every figure as the report rounds it."""

from typing import Final

from hea.assessment.results import Assessment
from hea.assessment.results.effects import FacilityResult
from hea.assessment.results.rounding import rounded
from hea.fields import option_name
from hea.proposal import Offer, Proposal
from hea.report.sentences import headlines, sources
from hea.report.sentences.flow import anybody
from hea.report.sentences.municipality import place_of
from hea.report.sentences.ranges import range_text
from hea.texts import Lang, amount, month, plain, text

NEAR: Final = ("gp", "primary_pupils")
"""What residents ask about first: the doctor and the school."""

MAX_OFFERS: Final = 3


def what_comes(assessment: Assessment, lang: Lang) -> list[str]:
    """Jobs, and the people who come for them."""
    head = assessment.headline
    if rounded(head.jobs.p90, "people") == 0:
        return [text("sentence.jobs_none", lang), *headlines.shrinking(assessment, lang)]
    jobs = text(
        f"residents.{headlines.jobs_key(assessment)}", lang, jobs=range_text(head.jobs, "people", lang)
    )
    if not anybody(assessment):
        return [jobs, text("sentence.migrants_none", lang)]
    return [
        jobs,
        text("residents.share", lang, share=range_text(head.migrant_share, "share", lang)),
        text(
            "residents.people",
            lang,
            quiet=range_text(head.migrants_structural, "people", lang),
            busy=range_text(head.migrants_peak, "people", lang),
        ),
    ]


def where_people_live(assessment: Assessment, lang: Lang) -> list[str]:
    """The places that are needed, those that are planned, and what is short."""
    total, housing, proposal = assessment.headline.units.total, assessment.housing, assessment.proposal
    needed = text(
        "residents.places",
        lang,
        quiet=range_text(total.structural, "places", lang),
        busy=range_text(total.peak, "places", lang),
        month=housing.peak_month,
    )
    offers = proposal.housing_plan.offers if proposal.housing_plan else ()
    planned = [_planned(offer, assessment, lang) for offer in offers[:MAX_OFFERS]]
    if len(offers) > MAX_OFFERS:
        planned.append(text("residents.more_offers", lang, count=len(offers) - MAX_OFFERS))
    return [
        needed,
        *(planned or [text("residents.no_plan", lang)]),
        *headlines.gap_sentences(assessment, lang),
    ]


def _planned(offer: Offer, assessment: Assessment, lang: Lang) -> str:
    """One offer of the housing plan, and that it does not count if it is not there in those years."""
    told = _offer(offer, assessment.proposal, lang)
    counted = headlines.is_standing(offer, assessment)
    return told if counted else f"{told} {text('residents.offer_never', lang)}"


def _offer(offer: Offer, proposal: Proposal, lang: Lang) -> str:
    ends = {"until": month(offer.until_month, lang)} if offer.until_month else {}
    return text(
        "residents.offer_until" if ends else "residents.offer",
        lang,
        places=plain(offer.places, lang),
        stay=option_name("stay", offer.stay, lang),
        municipality=place_of(offer, proposal),
        start=month(offer.from_month, lang),
        **ends,
    )


def around(assessment: Assessment, lang: Lang) -> list[str]:
    """What the doctor and the school get to do in the municipality."""
    return [_asked(item, lang) for item in assessment.facilities if item.id in NEAR]


def _asked(item: FacilityResult, lang: Lang) -> str:
    name = item.name.in_language(lang)
    if item.structural is None:
        return text("residents.facility_unknown", lang, name=name)
    low, high = amount(item.structural.p10, lang), amount(item.structural.p90, lang)
    demand = low if low == high else text("range.from_to", lang, low=low, high=high)
    unit = sources.facility_unit(item.id, lang)
    if item.capacity is None:
        return text("residents.facility", lang, name=name, demand=demand, unit=unit)
    return text(
        "residents.facility_of",
        lang,
        name=name,
        demand=demand,
        unit=unit,
        capacity=amount(item.capacity, lang),
    )
