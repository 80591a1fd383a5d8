"""The sections of the outcome; only the open one is drawn."""

from collections.abc import Callable

import streamlit as st

from hea.app import browser, results, show
from hea.app.markdown import Markdown, plain_text
from hea.assessment import Assessment
from hea.assessment.explanation import IN_A_LIST, explainable, name_of
from hea.proposal import STAY_CLASSES
from hea.report.figures import figures, planning, thermometers
from hea.report.figures.figures import Figure
from hea.report.sentences import (
    derived,
    evidence,
    explanation,
    finance,
    flow,
    headlines,
    parameters,
    readings,
    registration,
    shortage,
    signals,
)
from hea.report.sentences.explanation import Node
from hea.report.sentences.promise import range_note
from hea.texts import Lang, text

Section = Callable[[Assessment, Lang], None]


def recap(assessment: Assessment, lang: Lang) -> None:
    """The need and the places through time, the way from jobs to places, and all headlines in one table."""
    show.figure(_need_and_places, assessment, lang, browser.this_month())
    _flow(assessment, lang)
    show.recap(assessment, lang)
    st.caption(plain_text(f"{range_note(lang)} {text('report.recap_note', lang)}"))
    for item in assessment.welfare.knock_outs:
        st.error(plain_text(item.message.in_language(lang)))
    show.flags(assessment, lang)


def _need_and_places(assessment: Assessment, now: str, lang: Lang) -> Figure:
    """The whole need in its band with the places that are known, and today in it."""
    made = figures.need_and_places(assessment, lang, now)
    return made._replace(vega=lambda: figures.pointed(made.vega(), lang))


def labour(assessment: Assessment, lang: Lang) -> None:
    """How many labour migrants, by several ways."""
    for name, rows, reason in evidence.estimates(assessment, lang):
        headings = [text(f"triangulation.{key}", lang) for key in ("way", "estimate")]
        told = [[row.method, ". ".join(filter(None, (row.value, row.note))), row.used] for row in rows]
        st.markdown(f"**{plain_text(name)}**")
        show.table(told, [*headings, text("triangulation.used", lang)], name)
        st.caption(plain_text(reason))
    show.cases(assessment, lang)
    show.figure(figures.workforce_path, assessment, lang)


def housing(assessment: Assessment, lang: Lang) -> None:
    """Stay and housing through time: need, supply, shortage and when it begins."""
    show.figure(figures.need_by_stay, assessment, lang)
    st.caption(text("picture.need_legend", lang))
    show.paragraphs(
        (
            *headlines.gap_sentences(assessment, lang),
            *headlines.plan_sentences(assessment, lang, browser.this_month()),
            *headlines.deadline_sentences(assessment, lang, browser.this_month()),
        )
    )
    if show.small_figure(_planning, assessment, lang, browser.this_month()):
        st.caption(text("planning.note", lang))
    show.table(shortage.rows(assessment, lang), shortage.headings(lang), text("section.housing", lang))
    for stay in STAY_CLASSES:
        show.figure(figures.stay_need, assessment, lang, stay)
    st.caption(text("report.stay_note", lang))
    _readings(assessment, lang)
    _registration(assessment, lang)
    _derived(assessment, lang)


def _planning(assessment: Assessment, now: str, lang: Lang) -> Figure | None:
    """Places and permits on one calendar, with today in it."""
    return planning.places_and_permits(assessment, lang, now)


def _flow(assessment: Assessment, lang: Lang) -> None:
    """From jobs to new places, as a drawing and in words."""
    if show.small_figure(figures.flow, assessment, lang):
        show.paragraphs(flow.sentences(assessment, lang))
        st.caption(plain_text(flow.note(lang)))


def _readings(assessment: Assessment, lang: Lang) -> None:
    """Stay by three readings, and for what each is of use."""
    title = text("readings.title", lang)
    show.headed(title, text("readings.intro", lang))
    show.table(readings.rows(assessment, lang), readings.headings(assessment, lang), title)
    show.bullets(readings.notes(assessment, lang))


def _registration(assessment: Assessment, lang: Lang) -> None:
    """Who must register, and how many the municipality would not see."""
    rows, title = registration.rows(assessment, lang), text("registration.title", lang)
    if rows:
        show.headed(title, registration.intro(assessment, lang))
        show.table(rows, registration.headings(lang), title)
        show.bullets(registration.notes(assessment, lang))


def _derived(assessment: Assessment, lang: Lang) -> None:
    """What the places must have at least, by the newest and by an older norm."""
    title = text("chapter.quality", lang)
    show.headed(title)
    show.table(derived.rows(assessment, lang), derived.headings(lang), title)
    st.caption(plain_text(derived.note(lang)))


def facilities(assessment: Assessment, lang: Lang) -> None:
    """Demand for facilities against their capacity."""
    st.write(text("app.facilities_intro", lang))
    if not show.small_figure(figures.facility_use, assessment, lang):
        st.info(text("app.no_capacities", lang))
    show.table(
        signals.facility_rows(assessment, lang),
        signals.facility_headings(lang),
        text("section.facilities", lang),
    )

    _finance(assessment, lang)


def _finance(assessment: Assessment, lang: Lang) -> None:
    """Stay tax, hours of work of the municipality, and rent beside the wage."""
    rows, title = finance.rows(assessment, results.parameters(), lang), text("finance.title", lang)
    if rows:
        show.headed(title, finance.intro(assessment, lang))
        show.table(rows, finance.headings(lang), title)
        show.bullets(finance.notes(assessment, lang))


def capacity(assessment: Assessment, lang: Lang) -> None:
    """Signals about what a place can carry, each with the source of its rule."""
    st.write(text("app.signals_intro", lang))
    if show.small_figure(thermometers.thermometers, assessment, lang):
        st.caption(text("thermometer.note", lang))
    show.rules(assessment, lang)


def drivers(assessment: Assessment, lang: Lang) -> None:
    """What still has to be known, and where a figure comes from."""
    show.paragraphs(evidence.ask_sentences(assessment, lang))
    st.write(text("drivers.intro", lang))
    show.figure(figures.drivers, assessment, lang, evidence.MAIN_PATHS[0])
    rows = evidence.driver_rows(assessment, evidence.MAIN_PATHS[0], lang)
    show.table(rows, evidence.driver_headings(lang), text("drivers.title", lang))
    st.subheader(text("explain.title", lang))
    st.caption(text("app.explain_intro", lang))
    called = {
        path: name_of(assessment, path).in_language(lang)
        for path in explainable(assessment)
        if path.startswith(IN_A_LIST)
    }
    path = st.selectbox(
        text("app.choose_figure", lang), list(called), format_func=called.__getitem__, key="explained"
    )
    for node in explanation.nodes(assessment.explain(path, results.parameters()), lang):
        _node(node, lang)


def grounds_of(assessment: Assessment, lang: Lang) -> None:
    """Assumptions made, what could not be determined, and where the evidence stops."""
    own = parameters.own_value_lines(assessment.parameters.own_values, lang, assessment)
    if own:
        st.subheader(text("account.own", lang))
        show.bullets([plain_text(line) for line in own])
    st.subheader(text("app.what_is_assumed", lang))
    show.assumptions(assessment, lang)
    if assessment.unavailable:
        st.subheader(text("app.not_determined", lang))
        show.bullets([plain_text(line) for line in evidence.unknowns(assessment, lang)])
    st.subheader(text("scope.title", lang))
    show.bullets(evidence.limits(assessment, lang))


def _node(node: Node, lang: Lang) -> None:
    """A figure of the chain: the deeper, the further to the right."""
    indent = Markdown("  " * node.depth)
    value = f": {node.value}" if node.value else ""
    if node.repeated:
        st.markdown(f"{indent}- {plain_text(node.name)} ({text('explain.repeated', lang)})")
        return
    lines = [f"{indent}- **{plain_text(node.name + value)}**  ", f"{indent}  {plain_text(node.formula)}"]
    lines += [f"{indent}  - {plain_text(line)}" for line in node.grounds]
    st.markdown("\n".join(lines))


SECTIONS: dict[str, Section] = {
    "recap": recap,
    "labour": labour,
    "housing": housing,
    "facilities": facilities,
    "capacity": capacity,
    "drivers": drivers,
    "grounds": grounds_of,
}
