"""Region: where the need lands, indicative, beside what lives in the region already."""

import streamlit as st

from hea.app import basis, body, results, show
from hea.report.figures import region
from hea.report.sentences import municipality
from hea.texts import Lang, text


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    assessment = results.assessment()
    st.title(text("page.region", lang))
    basis.show(lang)
    st.write(text("app.region_intro", lang))
    st.header(text("heading.map", lang))
    show.small_figure(region.region, assessment, lang)
    st.caption(text("app.region_note", lang))
    st.subheader(text("app.region_now", lang))
    rows = municipality.migrants_now(assessment, lang)
    show.table(rows, municipality.migrants_headings(lang), text("app.region_now", lang))
    show.headed(text("section.capacity", lang), text("app.signals_intro", lang))
    show.rules(assessment, lang)
    show.drawn_note(assessment, lang)


body.show_page(page)
