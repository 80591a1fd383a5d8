"""Outcome: a recap on one page, then each part of the report with its grounds."""

import streamlit as st

from hea.app import basis, body, figure_cards, results, show
from hea.app.markdown import plain_text
from hea.app.sections import SECTIONS
from hea.report.sentences import evidence, headlines, provenance
from hea.texts import Lang, text


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    assessment = results.assessment()
    st.title(text("page.outcome", lang))
    basis.show(lang)
    company, plan = provenance.title_lines(assessment, lang)
    st.markdown(f"**{plain_text(company)}**  \n{plain_text(plan)}")
    figure_cards.show(assessment, lang)
    show.paragraphs(headlines.summary_sentences(assessment, lang))
    show.signals(assessment, lang)
    for sentence in evidence.ask_sentences(assessment, lang):
        st.info(plain_text(sentence))
    st.header(text("heading.parts", lang))
    names = [text(f"section.{key}", lang) for key in SECTIONS]
    for tab, draw in zip(st.tabs(names, key="sections", on_change="rerun"), SECTIONS.values(), strict=True):
        with tab:
            if tab.open:
                draw(assessment, lang)
    show.drawn_note(assessment, lang)


body.show_page(page)
