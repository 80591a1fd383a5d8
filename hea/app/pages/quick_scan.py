"""Quick scan: six fields give a first range."""

import streamlit as st

from hea.app import basis, body, navigation, results, show, six_fields, state
from hea.app.fields import Fields
from hea.app.markdown import plain_text
from hea.report.sentences import evidence, headlines
from hea.texts import Lang, text


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("page.quick_scan", lang))
    st.write(text("app.quick_intro", lang))
    six_fields.draw(lang)
    missing = six_fields.missing(lang)
    if state.draft().proposal is None:
        if missing:
            st.info(plain_text(text("app.fill_in", lang, fields=", ".join(missing).lower())))
    else:
        basis.show(lang)
        if not state.proposal().function_groups:
            Fields(lang, results.assumed())("recruitment.flex_share")
        assessment = results.assessment()
        show.headed(text("app.result", lang), *headlines.summary_sentences(assessment, lang), level=2)
        for sentence in evidence.ask_sentences(assessment, lang):
            st.info(plain_text(sentence))
        show.recap(assessment, lang)
        show.flags(assessment, lang)
        show.cases(assessment, lang)
        show.headed(text("app.refine", lang), text("app.refine_intro", lang))
        navigation.link("initiative.py", text("app.refine_link", lang))
        navigation.link("outcome.py", text("app.outcome_link", lang))
        show.drawn_note(assessment, lang)


body.show_page(page)
