"""Scenarios: two to four side by side on the same draws, with their differences."""

import streamlit as st

from hea.app import basis, body, navigation, results, show, state
from hea.app.markdown import Markdown, plain_text
from hea.report.figures import figures
from hea.report.sentences import scenarios
from hea.scenarios import BUILT_IN, DEFAULT, Comparison
from hea.texts import Lang, text

MIN_SCENARIOS, MAX_SCENARIOS = 2, 4


def name(key: str, lang: Lang) -> str:
    """Name of a scenario that is always offered."""
    return text(f"scenarios.{key}.name", lang)


def choice(lang: Lang) -> tuple[str, ...]:
    """The scenarios chosen, in the order in which they are offered."""
    chosen = st.pills(
        text("compare.choose", lang),
        list(BUILT_IN),
        default=list(DEFAULT),
        selection_mode="multi",
        format_func=lambda key: plain_text(name(key, lang)),
        key="scenario_choice",
        persist_state="session",
    )
    return tuple(key for key in BUILT_IN if key in chosen)


def compared(comparison: Comparison, lang: Lang) -> None:
    """What each scenario is, the figures side by side, and their differences."""
    called = scenarios.names(comparison, lang)
    explained = {row.id: row.explanation.in_language(lang) for row in comparison.scenarios}
    show.paragraphs(
        Markdown(f"**{plain_text(called[key])}**: {plain_text(words)}") for key, words in explained.items()
    )
    st.header(text("heading.outcomes", lang))
    show.small_figure(figures.scenario_places, comparison, lang)
    st.subheader(text("compare.side_by_side", lang))
    headings = [text("report.outcome", lang), *called.values()]
    show.table(scenarios.side_by_side(comparison, lang), headings, text("compare.side_by_side", lang))
    others = [called[row.id] for row in comparison.scenarios if row.id != comparison.base]
    title = text("compare.differences_from", lang, base=called[comparison.base])
    st.subheader(plain_text(title))
    show.table(scenarios.differences(comparison, lang), [text("report.outcome", lang), *others], title)
    show.bullets(scenarios.plain_sentences(comparison, lang))


def robust(comparison: Comparison, lang: Lang) -> None:
    """Whether the scores hold under other weights; only once weights are set."""
    st.subheader(text("compare.robust", lang))
    if not state.proposal().weights.are_set:
        st.info(text("welfare.hidden_here", lang))
        navigation.link("welfare.py", text("page.welfare", lang))
    else:
        show.bullets(scenarios.robustness_sentences(comparison, lang))


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("page.scenarios", lang))
    st.write(text("compare.intro", lang))
    basis.show(lang)
    chosen = choice(lang)
    if not MIN_SCENARIOS <= len(chosen) <= MAX_SCENARIOS:
        st.info(text("compare.two", lang))
        return
    with st.spinner(text("compare.working", lang)):
        comparison = results.comparison(chosen)
    compared(comparison, lang)
    robust(comparison, lang)
    st.caption(plain_text(text("app.compared_with", lang, draws=comparison.draws)))


body.show_page(page)
