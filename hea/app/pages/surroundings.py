"""Surroundings: the municipality with its published figures, and what is free, planned and already short."""

from functools import partial

import streamlit as st

from hea.app import body, nearby, parts, results, show, state
from hea.app.fields import Fields, lasting_choice
from hea.app.markdown import Markdown, plain_text
from hea.proposal import STAY_CLASSES, LocalContext
from hea.reference import facilities, municipalities
from hea.report.sentences import municipality
from hea.texts import Lang, exact, text

CONTEXT = (
    "kern_inhabitants",
    "existing_migrants_kern",
    "existing_migrants_municipality",
    "existing_within_radius",
)
LABOUR_MARKET = ("vacancies_per_unemployed", "labour_reserve")
RATES = ("stay_tax_rate", "hour_cost")
PLACES = ("free_places", "pipeline_places", "existing_shortage")


def names(lang: Lang) -> tuple[str, ...]:
    """The five parts of the page."""
    keys = ("app.kern_title", "app.places_title", "section.facilities", "app.labour_market", "app.rates")
    return tuple(text(key, lang) for key in keys)


def known(context: LocalContext, lang: Lang) -> str:
    """How much of each part is filled in: what nobody knows yet is seen without opening anything."""
    asked = (
        [getattr(context, name) for name in CONTEXT],
        [getattr(getattr(context, name), stay) for name in PLACES for stay in STAY_CLASSES],
        [context.facility_capacities.get(key) for key in facilities()],
        [getattr(context, name) for name in LABOUR_MARKET],
        [getattr(context, name) for name in RATES],
    )
    counted = (
        text("app.known_of", lang, part=name.lower(), known=sum(v is not None for v in given), all=len(given))
        for name, given in zip(names(lang), asked, strict=True)
    )
    return text("app.known_parts", lang, parts="; ".join(counted))


def village(field: Fields, lang: Lang) -> None:
    """The village and the municipality, and what is housed around the site already."""
    in_columns(field, CONTEXT)
    counted = "nearby" in st.session_state
    parts.folded(text("radius.title", lang), "radius", lambda: nearby.section(lang), expanded=counted)


def labour_market(field: Fields, lang: Lang) -> None:
    """Who looks for work in the region."""
    in_columns(field, LABOUR_MARKET)


def rates(field: Fields, lang: Lang) -> None:
    """What this municipality levies, and what its work costs."""
    st.write(text("app.rates_intro", lang))
    in_columns(field, RATES)


def in_columns(field: Fields, of: tuple[str, ...]) -> None:
    """Fields in two columns, left and right in turn."""
    columns = st.columns(2)
    for position, name in enumerate(of):
        with columns[position % 2]:
            field(f"context.{name}")


def places(field: Fields, lang: Lang) -> None:
    """Places that are free, planned, and short already: three lines that are never added."""
    for name in PLACES:
        words = show.help_of("LocalContext", name, lang)
        show.headed(text(f"label.LocalContext.{name}", lang), Markdown(f":small[{plain_text(words)}]"))
        for column, stay in zip(st.columns(len(STAY_CLASSES)), STAY_CLASSES, strict=True):
            with column:
                field(f"context.{name}.{stay}", brief=True)


def capacities(field: Fields, lang: Lang) -> None:
    """Capacity and present use of the facilities that are known."""
    st.write(text("app.capacities_intro", lang))
    known = state.proposal().context.facility_capacities
    for key, row in known.items():
        name = show.facility_name(key, lang)
        told = {part: _known(getattr(row, part), lang) for part in ("capacity", "in_use")}
        st.markdown(f"**{plain_text(name)}**: {plain_text(text('app.capacity_known', lang, **told))}")
        label = plain_text(text("app.edit_capacity", lang, name=name))
        with st.expander(label, key=f"capacity:{key}", on_change="rerun") as opened:
            if opened.open:
                one_capacity(field, key, lang)
    parts.folded(
        text("app.new_capacity", lang),
        "new_capacity",
        lambda: new_capacity(lang),
        form="context.facility_capacities",
    )


def _known(value: float | None, lang: Lang) -> str:
    return text("option.unknown", lang) if value is None else exact(value, lang)


def one_capacity(field: Fields, key: str, lang: Lang) -> None:
    """Capacity and present use of one facility, and a button to take it away."""
    known = state.proposal().context.facility_capacities
    left, right = st.columns(2)
    with left:
        field(f"context.facility_capacities.{key}.capacity")
    with right:
        field(f"context.facility_capacities.{key}.in_use")
    rest = {k: v.model_dump() for k, v in known.items() if k != key}
    parts.remove_button(
        text("app.remove", lang),
        f"remove:capacity:{key}",
        lambda: {"context.facility_capacities": rest},
    )


def new_capacity(lang: Lang) -> None:
    """A facility that is not there yet, with its capacity and present use."""
    known = state.proposal().context.facility_capacities
    left_over = [key for key in facilities() if key not in known]
    chosen = st.selectbox(
        text("app.choose_facility", lang),
        format_func=lambda key: show.facility_name(key, lang),
        **lasting_choice("facility_choice", left_over),
    )

    def added(values: dict[str, object]) -> dict[str, object]:
        now = {k: v.model_dump() for k, v in state.proposal().context.facility_capacities.items()}
        return {"context.facility_capacities": now | {chosen: values}}

    add = text("app.add_capacity", lang)
    parts.new_part(f"context.facility_capacities.{chosen}", ("capacity", "in_use"), add, added, lang)


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    proposal = state.proposal()
    place = municipalities()[proposal.municipality]
    st.title(text("page.surroundings", lang))
    st.write(text("app.surroundings_intro", lang))
    st.header(plain_text(place.name))
    rows, source = municipality.facts(place, lang)
    show.table(rows, [text("app.published", lang), text("app.figure", lang)], place.name)
    st.caption(plain_text(source))
    st.write(plain_text(known(proposal.context, lang)))
    field = Fields(lang, results.assumed())
    draw = (village, places, capacities, labour_market, rates)
    parts.tabbed(
        "surroundings",
        {name: partial(part, field, lang) for name, part in zip(names(lang), draw, strict=True)},
    )


body.show_page(page)
