"""What is housed near the site: counted from a list of the municipality, and taken over if wanted."""

import streamlit as st

from hea.app import foreign_file, paged, saving, show, state
from hea.app.chosen_file import chosen
from hea.app.failure import reported
from hea.app.fields import attempt, field_key, form_field, show_problems
from hea.app.markdown import plain_text
from hea.exchange import InputError
from hea.exchange.grid import MAX_TABLE_BYTES, TABLES
from hea.exchange.sites import COLUMNS, parse_point, parse_sites
from hea.exchange.written import WrittenError, read_number
from hea.portfolio.radius import default_radius_km, nearby
from hea.portfolio.result import Nearby
from hea.problems import Problem
from hea.report.sentences import nearby as nearby_words
from hea.texts import Lang, number, text
from hea.units import MEGABYTE

FIELD = "context.existing_within_radius"
MAX_SITES = 2_000
"""In a list that is read here; that of a municipality has some tens to hundreds."""


def section(lang: Lang) -> None:
    """The list, the location, and what was counted."""
    st.write(text("radius.intro", lang))
    names = [text(f"site.{key}", lang) for key in COLUMNS]
    st.caption(text("radius.columns", lang, columns=", ".join(names)))
    empty = (";".join(names) + "\n").encode("utf-8-sig")
    st.download_button(
        text("radius.template", lang), empty, "locaties.csv", "text/csv", key="sites_form", on_click="ignore"
    )
    with st.container(border=True, key="form:nearby"):
        st.file_uploader(
            text("radius.upload", lang),
            type=sorted(suffix.removeprefix(".") for suffix in TABLES),
            key="sites_upload",
            max_upload_size=MAX_TABLE_BYTES // MEGABYTE,
        )
        left, middle, right = st.columns(3)
        with left:
            st.text_input(text("radius.at", lang), **form_field("sites.at", lang))
            st.caption(text("radius.at_help", lang))
        with middle:
            st.text_input(text("radius.village", lang), **form_field("sites.village", lang))
            st.caption(text("radius.village_help", lang))
        with right:
            usual = number(default_radius_km(), lang, 1)
            arguments = form_field("sites.km", lang, begin=usual, kind="number")
            st.text_input(text("radius.km", lang), **arguments)
        st.button(text("radius.go", lang), on_click=_count, args=(lang,), key="sites_go")
    show_problems("nearby")
    if "nearby" in st.session_state:
        show.notes(st.session_state.get("sites_notes", ()), lang)
        _neighbourhood(st.session_state.nearby, lang)


@reported
def _count(lang: Lang) -> None:
    def count() -> None:
        st.session_state.pop("nearby", None)
        file = chosen("sites_upload")
        paths = ("sites.at", "sites.village", "sites.km")
        at, village, km = (st.session_state[field_key(field, lang)].strip() for field in paths)
        if file is None:
            raise InputError((Problem(text("radius.upload", lang), "missing", {}),))
        if not at and not village:
            raise InputError((Problem("", "no_location_typed", {}),))
        listed = foreign_file.read(parse_sites, *file, lang, MAX_SITES)
        st.session_state.sites_notes = listed.notes
        st.session_state.nearby = nearby(
            listed.found,
            state.proposal().municipality,
            at=parse_point(at) if at else None,
            village=village,
            radius_km=_radius(km, lang),
        )

    attempt("nearby", count, lang, placed=True)


def _radius(typed: str, lang: Lang) -> float:
    try:
        value = read_number(typed, "ratio")
    except WrittenError as error:
        raise InputError(item._replace(place=text("radius.km", lang)) for item in error.problems) from None
    if value <= 0:
        raise InputError((Problem(text("radius.km", lang), "not_positive", {"value": value}),))
    return value


def _neighbourhood(found: Nearby, lang: Lang) -> None:
    st.markdown(f"**{plain_text(nearby_words.sentence(found, lang))}**")
    if unsure := nearby_words.doubt(found, lang):
        st.warning(plain_text(unsure))
    if found.within:
        shown = found.model_copy(update={"within": tuple(paged.first(found.within, "sites"))})
        show.table(nearby_words.rows(shown, lang), nearby_words.headings(lang), text("radius.title", lang))
        paged.more(len(found.within), "sites", lang)
    show.table(
        nearby_words.rule_rows(found, lang), nearby_words.rule_headings(lang), text("radius.rules", lang)
    )
    st.caption(text("radius.advisory", lang))
    if found.radius_km == default_radius_km() and not found.village:
        st.button(
            plain_text(text("radius.take", lang, housed=found.housed)),
            on_click=_take,
            args=(found, lang),
            key="sites_take",
        )
        st.caption(text("radius.plan_not_in", lang))


@reported
def _take(found: Nearby, lang: Lang) -> None:
    if attempt(FIELD, lambda: saving.change({FIELD: found.housed}), lang):
        state.begin_fields_again(FIELD)
