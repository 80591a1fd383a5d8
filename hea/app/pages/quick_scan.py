"""Quick scan: six fields give a first range."""

import streamlit as st

from hea.app import basis, body, figure_cards, navigation, results, scan_address, show, six_fields, state
from hea.app.fields import Fields
from hea.app.markdown import as_html, plain_text
from hea.app.report_job import ONE_PAGE
from hea.report.sentences import evidence, headlines
from hea.texts import Lang, text


def take_along(lang: Lang) -> None:
    """The report on one page, and the fields as an address."""
    if st.button(text("app.one_page", lang), key="one_page"):
        st.session_state.report_form = ONE_PAGE
        navigation.go("report.py")
    query = scan_address.query(state.proposal())
    if query:
        where = next(e.url_path for e in navigation.PAGES if e.filename == "quick_scan.py")
        words, explained = (as_html(text(f"app.{key}", lang)) for key in ("scan_link", "scan_link_help"))
        st.html(f"<p><a href='{as_html(f'{where}?{query}')}'>{words}</a><br><small>{explained}</small></p>")


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
        st.header(text("app.result", lang))
        figure_cards.show(assessment, lang)
        take_along(lang)
        show.paragraphs(headlines.summary_sentences(assessment, lang))
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
