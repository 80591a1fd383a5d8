"""Housing plan: the places that are arranged, with their dates, and what they cover."""

import streamlit as st

from hea.app import basis, body, browser, parts, results, show, state
from hea.app.fields import Fields
from hea.app.markdown import plain_text
from hea.assessment import Outline
from hea.assessment.welfare_results import below_floor
from hea.proposal import STAY_CLASSES, HousingPlan, Offer
from hea.report.figures import figures, vega
from hea.report.sentences import headlines
from hea.texts import Lang, number, text

NEW = ("stay", "places", "from_month", "until_month")
MAIN = ("stay", "places", "from_month", "until_month", "own_workers_share", "certificate")
QUALITY = ("persons_per_bedroom", "area_m2_per_person", "transition_months")
PLACE = ("municipality", "kern", "address", "distance_km", "location", "building", "occupation")
REST = ("off_season_use", "regional_agreement")


def added(values: dict[str, object]) -> dict[str, object]:
    """The proposal with one more offer."""
    plan = state.proposal().housing_plan
    offers = plan.model_dump()["offers"] if plan else ()
    return {"housing_plan.offers": (*offers, values)}


def one_offer(field: Fields, index: int, offer: Offer, lang: Lang) -> None:
    """All fields of an offer, with the quality floor checked where it is entered."""
    path = f"housing_plan.offers[{index}]"
    left, right = st.columns(2)
    for place, name in enumerate(MAIN):
        with left if place % 2 == 0 else right:
            field(f"{path}.{name}")
    st.markdown(f"**{text('app.quality', lang)}**")
    for column, name in zip(st.columns(len(QUALITY)), QUALITY, strict=True):
        with column:
            field(f"{path}.{name}")
    if offer.stay != "long" and below_floor(offer, results.parameters()):
        st.warning(text("app.below_floor", lang))
    st.markdown(f"**{text('app.where', lang)}**")
    left, right = st.columns(2)
    for place, name in enumerate((*PLACE, *REST)):
        with left if place % 2 == 0 else right:
            field(f"{path}.{name}")

    def gone() -> dict[str, object]:
        plan = state.proposal().housing_plan
        offers = parts.without(plan.offers, index) if plan else ()
        return {"housing_plan": None} if not offers else {"housing_plan.offers": offers}

    parts.remove_button(text("app.remove_offer", lang), f"remove:{path}", gone)


def offers(plan: HousingPlan | None, field: Fields, lang: Lang) -> None:
    """Every offer behind its own title, and a form for the next one."""
    known = plan.offers if plan else ()
    if not known:
        st.info(text("flags.no_housing_plan", lang))
    for index, offer in enumerate(known):
        stay = text(f"option.stay.{offer.stay}", lang)
        values = {"number": index + 1, "places": number(offer.places, lang), "stay": stay}
        st.markdown(f"**{plain_text(text('app.offer_title', lang, **values))}**")
        label = text("app.edit_offer", lang, number=index + 1)
        with st.expander(label, key=f"offer:{index}", on_change="rerun") as opened:
            if opened.open:
                one_offer(field, index, offer, lang)
    if known:
        field("housing_plan.surplus_fills_other_classes")
    parts.folded(
        text("app.new_offer", lang),
        "new_offer",
        lambda: parts.new_part("housing_plan.offers[0]", NEW, text("app.add_offer", lang), added, lang),
        expanded=not known,
        form="housing_plan.offers[0]",
    )


def coverage(assessment: Outline, lang: Lang) -> None:
    """What the plan covers, per class of stay through time."""
    st.header(text("app.coverage", lang))
    basis.show(lang)
    show.paragraphs(headlines.gap_sentences(assessment, lang))
    show.bullets(headlines.plan_sentences(assessment, lang, browser.this_month()))
    names = [text(f"option.stay.{stay}", lang) for stay in STAY_CLASSES]
    for tab, stay in zip(st.tabs(names, key="coverage", on_change="rerun"), STAY_CLASSES, strict=True):
        with tab:
            if tab.open:
                show.small_figure(figures.stay_need, assessment, lang, stay)
    st.caption(plain_text(f"{vega.legend_text(lang)} {text('report.stay_note', lang)}"))
    show.bullets(headlines.deadline_sentences(assessment, lang, browser.this_month()))


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("page.housing_plan", lang))
    st.write(text("app.housing_intro", lang))
    assessment = results.outline()
    offers(state.proposal().housing_plan, Fields(lang, assessment.assumed), lang)
    coverage(assessment, lang)
    show.drawn_note(assessment, lang)


body.show_page(page)
