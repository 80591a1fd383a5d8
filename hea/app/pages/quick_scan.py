"""Quick scan: six fields give a first range."""

import streamlit as st

from hea.app import state
from hea.app.fields import number_field
from hea.app.quick_result import show_result
from hea.assessment import AssessmentError
from hea.exchange import InputError, from_assessment, quick_proposal, sentences
from hea.proposal import Proposal
from hea.reference import municipalities, sectors
from hea.texts import LANGUAGES, Lang, text

SIZE_KINDS = {
    "persons": "size_persons",
    "gross_floor": "size_floor",
    "footprint": "size_footprint",
    "plot": "size_plot",
}
DEFAULT_MUNICIPALITY, DEFAULT_SECTOR, DEFAULT_OPENING = "GM0984", "dc_warehousing", "2027-03"


def choose_language() -> Lang:
    """The switch of the language, for this session only."""
    names = {lang: text("language.name", lang) for lang in LANGUAGES}
    st.segmented_control(
        text("app.language", state.language()),
        list(LANGUAGES),
        format_func=names.__getitem__,
        default=LANGUAGES[0],
        key=state.LANGUAGE_KEY,
        label_visibility="collapsed",
        required=True,
        persist_state="session",
    )
    return state.language()


def six_fields(lang: Lang) -> Proposal | None:
    """The fields of the quick scan, as a proposal if they are complete and fit."""
    start = state.starting_example()
    left, right = st.columns(2)
    with left:
        company = st.text_input(
            text("app.company", lang), start.company if start else "", key="company", max_chars=120
        )
        places = municipalities()
        codes = sorted(places, key=lambda code: places[code].name)
        chosen = start.municipality if start else DEFAULT_MUNICIPALITY
        municipality = st.selectbox(
            text("app.municipality", lang),
            codes,
            codes.index(chosen),
            lambda code: places[code].name,
            key="municipality",
        )
        ids = list(sectors())
        chosen = start.sector if start else DEFAULT_SECTOR
        sector = st.selectbox(
            text("app.sector", lang), ids, ids.index(chosen), lambda key: _name(key, lang), key="sector"
        )
    with right:
        kind = st.selectbox(
            text("app.size_kind", lang),
            list(SIZE_KINDS),
            format_func=lambda k: text(f"app.{SIZE_KINDS[k]}", lang),
            key="kind",
        )
        total = str(round(sum(group.count for group in start.function_groups))) if start else ""
        size = number_field(
            text(f"app.{SIZE_KINDS[kind]}", lang),
            "size",
            lang,
            help_text=text("app.size_help", lang),
            value=total,
        )
        opening = st.text_input(
            text("app.opening", lang), start.opening if start else DEFAULT_OPENING, key="opening"
        )
        st.caption(text("app.opening_help", lang))
    if size is None:
        return None
    return quick_proposal(
        sector=sector,
        municipality=municipality,
        kind=kind,
        size=size,
        opening=opening,
        company=company or "-",
    )


def _name(sector: str, lang: Lang) -> str:
    return sectors()[sector].name_nl if lang == "nl" else sectors()[sector].name_en


lang = choose_language()
st.title(text("app.quick_title", lang))
st.write(text("app.quick_intro", lang))
try:
    proposal = six_fields(lang)
    if proposal is None:
        st.info(text("app.fill_in", lang))
    else:
        show_result(proposal, lang)
except InputError as error:
    for sentence in sentences(error.problems, lang):
        st.error(sentence)
except AssessmentError as error:
    for sentence in sentences(from_assessment(error), lang):
        st.error(sentence)
