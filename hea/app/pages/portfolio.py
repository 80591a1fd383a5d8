"""Portfolio: many plans in a table, a first range for each, and what they ask together."""

import time
from collections.abc import Iterator, Sequence
from functools import partial

import streamlit as st

from hea.app import body, foreign_file, login, navigation, opening, show, spreading
from hea.app.chosen_file import Chosen, chosen, newly_chosen
from hea.app.failure import reported
from hea.app.fields import attempt, lasting_choice, show_problems
from hea.app.markdown import plain_text
from hea.app.problem_box import show_box
from hea.app.report_queue import InterruptedBuildError, LongWorkError, report_queue
from hea.app.show import EXCEL
from hea.dossiers import Draft
from hea.exchange import InputError, sentences
from hea.exchange.grid import MAX_TABLE_BYTES, TABLES
from hea.exchange.leads import COLUMNS, Leads, bare_label, headings_asked, parse_leads
from hea.parameters import load_parameters
from hea.portfolio import Cumulation, PlanSummary, Unread, screen
from hea.portfolio.screening import Family, Work
from hea.problems import MAX_KEPT
from hea.reference import municipalities
from hea.report.portfolio import figures
from hea.report.portfolio import sentences as portfolio_sentences
from hea.report.sentences import parameters
from hea.texts import Lang, text
from hea.units import MEGABYTE

MAX_PLANS = 200
"""That a page takes on; more are for the command line."""
SHOWN = ("jobs", "migrants", "short_peak", "total_peak")


@reported
def take(lang: Lang) -> None:
    """Read the table that was handed in."""
    attempt("leads_upload", lambda: _read(newly_chosen("leads_upload"), {}, lang), lang, placed=True)


def _read(file: Chosen | None, called: dict[str, str], lang: Lang) -> None:
    """Read a table with what was said of its headings, and keep what is to be asked of others.

    Raises:
        InputError: if nothing of it can be read; questions about its headings are kept.
    """
    if file is None:
        return
    for key in ("leads", "portfolio", "leads_done", "leads_filter", "leads_sort", "leads_plan"):
        st.session_state.pop(key, None)
    if not called:
        for index in range(len(st.session_state.get("leads_asked", {}))):
            st.session_state.pop(_heading_key(index), None)
    spreading.forget()
    before = st.session_state.get("leads_asked", {}) if called else {}
    try:
        leads = foreign_file.read(parse_leads, *file, lang, MAX_PLANS, called)
    except InputError as error:
        st.session_state.leads_asked = before | headings_asked(error.problems)
        raise
    st.session_state.leads_asked = before | dict(leads.asked)
    st.session_state.leads = leads


@reported
def take_heading(lang: Lang) -> None:
    """Read the table again with what was said of its headings."""
    asked = st.session_state.leads_asked
    said = {heading: st.session_state.get(_heading_key(index), "") for index, heading in enumerate(asked)}
    called = {heading: column for heading, column in said.items() if column}
    attempt("leads_upload", lambda: _read(chosen("leads_upload"), called, lang), lang, placed=True)


def _heading_key(index: int) -> str:
    return f"leads_called_{index}"


def asked_headings(lang: Lang) -> None:
    """A choice for each heading that does not say what stands below it."""
    for index, (heading, columns) in enumerate(st.session_state.get("leads_asked", {}).items()):
        st.selectbox(
            plain_text(text("screen.heading_is", lang, heading=heading)),
            format_func=lambda key: bare_label(key, lang) if key else text("screen.heading_open", lang),
            on_change=take_heading,
            args=(lang,),
            **lasting_choice(_heading_key(index), ["", *columns]),
        )


def hand_in(lang: Lang) -> None:
    """The table to fill in, and the one that is filled in."""
    names = [text(f"lead.{key}", lang) for key in COLUMNS]
    st.caption(text("screen.columns", lang, columns=", ".join(names)))
    empty = (";".join(names) + "\n").encode("utf-8-sig")
    st.download_button(
        text("screen.template", lang), empty, "plannen.csv", "text/csv", key="leads_form", on_click="ignore"
    )
    st.file_uploader(
        text("screen.upload", lang),
        type=sorted(suffix.removeprefix(".") for suffix in TABLES),
        key="leads_upload",
        on_change=take,
        args=(lang,),
        max_upload_size=MAX_TABLE_BYTES // MEGABYTE,
    )
    show_problems("leads_upload")
    asked_headings(lang)


def what_was_read(leads: Leads, lang: Lang) -> None:
    """How many plans, which rows not, and the button to go on."""
    show.notes(leads.notes, lang)
    show_box(sentences(leads.problems, lang))
    skip = not leads.problems or st.checkbox(text("screen.skip", lang), key="leads_skip")
    ready = skip and bool(leads.found)
    done = len(st.session_state.get("leads_done", {}))
    if done and "portfolio" not in st.session_state:
        st.info(text("screen.paused", lang, done=done, total=len(leads.found)))
    if st.button(text("screen.go", lang), key="leads_go", disabled=not ready):
        try:
            st.session_state.portfolio = assessed(leads, lang)
        except InterruptedBuildError:
            st.error(text("make.interrupted", lang))
        except LongWorkError as error:
            st.error(plain_text(error.problems[0].sentence(lang)))


def beside(work: Work, families: Sequence[Family]) -> Iterator[list[PlanSummary]]:
    """Plans in the process that makes reports, a few at a time, so that nobody's page waits for them."""
    for family in families:
        yield report_queue().call(login.person(), work, family)


def assessed(leads: Leads, lang: Lang) -> tuple[list[PlanSummary], Cumulation | None]:
    """All plans, showing how long it still takes; then together.

    What is done is kept: a click on stop, or on anything else, ends the run, and the next one goes on.
    """
    done: dict[str, PlanSummary] = st.session_state.setdefault("leads_done", {})
    waiting = [lead for lead in leads.found if lead.proposal.hash not in done]
    total, begun = len(leads.found), time.monotonic()
    stop = st.empty()
    stop.button(text("screen.stop", lang), key="leads_stop")
    bar = st.progress(0.0)
    for count, row in enumerate(screen(waiting, many=beside), start=1):
        done[row.input_hash] = row
        left = (time.monotonic() - begun) / count * (len(waiting) - count)
        ready = total - len(waiting) + count
        words = text("screen.busy", lang, done=ready, total=total, left=left)
        bar.progress(ready / total, text=plain_text(words))
    rows = [done[lead.proposal.hash].model_copy(update={"place": lead.place}) for lead in leads.found]
    bar.progress(1.0, text=text("screen.adding", lang))
    together = spreading.added(rows)
    bar.empty()
    stop.empty()
    return rows, together


def overview(rows: Sequence[PlanSummary], lang: Lang) -> None:
    """One line per plan, to filter and sort."""
    places = sorted({municipalities()[row.proposal.municipality].name for row in rows})
    left, right = st.columns(2)
    where = left.selectbox(
        text("screen.filter", lang),
        format_func=lambda name: name or text("screen.all", lang),
        **lasting_choice("leads_filter", ["", *places]),
    )
    by = right.selectbox(
        text("screen.sort", lang),
        format_func=lambda name: _order_name(name, lang),
        **lasting_choice("leads_sort", ["", *SHOWN]),
    )
    lines = [line for line in portfolio_sentences.lines(rows, lang) if where in ("", line.municipality)]
    if by:
        lines.sort(key=lambda line: -line.figures[by].p50 if line.figures else 0)
    headings = [text("lead.company", lang), text("lead.municipality", lang), text("lead.sector", lang)]
    headings.append(text("screen.grade", lang))
    table = [
        [
            line.company,
            line.municipality,
            line.sector,
            line.grade,
            *(portfolio_sentences.figure_text(line, f, lang) for f in SHOWN),
        ]
        for line in lines
    ]
    show.table(
        table, [*headings, *(text(f"screen.{name}", lang) for name in SHOWN)], text("screen.title", lang)
    )


def _order_name(name: str, lang: Lang) -> str:
    if not name:
        return text("screen.sort_file", lang)
    return text("screen.sort_by", lang, name=text(f"screen.{name}", lang))


def one_plan(rows: Sequence[PlanSummary], lang: Lang) -> None:
    """What to mind and to ask of one plan, and on with it as a dossier."""
    lines = portfolio_sentences.lines(rows, lang)
    chosen = st.selectbox(
        text("screen.plan", lang),
        format_func=lambda index: f"{index + 1}. {lines[index].company}, {lines[index].municipality}",
        **lasting_choice("leads_plan", range(len(rows))),
    )
    line = lines[chosen]
    for name in ("ask", "flags"):
        words = getattr(line, name)
        if words:
            st.write(f"{text(f'screen.{name}', lang)}: {plain_text(words)}")
    if st.button(text("screen.open", lang), key="leads_open"):
        opening.go_on_with(Draft(proposal=rows[chosen].proposal))
        navigation.go("outcome.py")


def together(found: Cumulation, lang: Lang) -> None:
    """What all plans ask together, where it lands, and who contributes."""
    show.figure(figures.together, found, lang)
    if found.left_out:
        names = ", ".join(found.contributions[index].company for index in found.left_out)
        st.warning(plain_text(text("screen.left_out", lang, names=names)))
    targets = portfolio_sentences.target_rows(found, lang)
    if targets:
        st.subheader(text("screen.sheet_targets", lang))
        st.caption(text("screen.note_targets", lang))
        show.table(targets, portfolio_sentences.target_headings(lang), text("screen.sheet_targets", lang))
        st.caption(plain_text(portfolio_sentences.target_source(found, lang)))
    st.write(plain_text(portfolio_sentences.border(found, lang)))
    show.figure(figures.where, found, lang)
    st.caption(text("screen.note_places", lang))
    show.table(
        portfolio_sentences.place_rows(found, lang),
        portfolio_sentences.place_headings(lang),
        text("screen.places", lang),
    )
    villages = portfolio_sentences.village_rows(found, lang)
    if villages:
        st.subheader(text("screen.sheet_villages", lang))
        st.caption(text("screen.note_villages", lang))
        headings = portfolio_sentences.village_headings(lang)
        show.table(villages, headings, text("screen.sheet_villages", lang))
    st.subheader(text("screen.sheet_signals", lang))
    st.caption(text("screen.note_signals", lang))
    signals = portfolio_sentences.signal_rows(found, lang)
    if signals:
        show.table(signals, portfolio_sentences.signal_headings(lang), text("screen.sheet_signals", lang))
    show.bullets(portfolio_sentences.signals_unknown(found, lang))
    st.subheader(text("screen.sheet_spread", lang))
    st.caption(text("screen.note_spread", lang))
    spread = portfolio_sentences.spread_rows(found, lang)
    show.table(spread, portfolio_sentences.spread_headings(lang), text("screen.sheet_spread", lang))
    spreading.section(found, lang)
    st.subheader(text("screen.adds", lang))
    st.caption(text("screen.note_adds", lang))
    rows = portfolio_sentences.contribution_rows(found, lang)
    show.table(rows, portfolio_sentences.contribution_headings(lang), text("screen.adds", lang))
    with st.expander(text("screen.sheet_facilities", lang)):
        st.caption(text("screen.note_facilities", lang))
        load = portfolio_sentences.facility_rows(portfolio_sentences.with_sites(found), lang)
        show.table(load, portfolio_sentences.facility_headings(lang), text("screen.sheet_facilities", lang))
    with st.expander(text("screen.sheet_sources", lang)):
        st.caption(text("screen.note_sources", lang))
        sources = portfolio_sentences.source_rows(found, load_parameters(), lang)
        show.table(sources, parameters.headings(lang), text("screen.sheet_sources", lang))


def unread_of(leads: Leads, lang: Lang) -> Unread:
    """What of a list could not be read, in words."""
    return Unread(tuple(sentences(leads.problems, lang, MAX_KEPT)), leads.lost)


def book(person: str, rows: list[PlanSummary], found: Cumulation | None, unread: Unread, lang: Lang) -> bytes:
    """The overview as a workbook."""
    from hea.report.portfolio.workbook import build_overview

    return report_queue().call(person, build_overview, rows, found, unread, lang)


def paper(
    person: str, rows: list[PlanSummary], found: Cumulation | None, unread: Unread, lang: Lang
) -> bytes:
    """The report for a regional board."""
    from hea.report.portfolio.pdf import build_portfolio

    return report_queue().call(person, build_portfolio, rows, found, unread, lang)


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("page.portfolio", lang))
    st.write(text("screen.intro", lang))
    hand_in(lang)
    if "leads" in st.session_state:
        leads = st.session_state.leads
        what_was_read(leads, lang)
        if "portfolio" in st.session_state:
            rows, found = st.session_state.portfolio
            st.header(text("screen.sheet_overview", lang))
            overview(rows, lang)
            one_plan(rows, lang)
            if found is not None:
                together(found, lang)
            st.download_button(
                text("screen.book", lang),
                partial(book, login.person(), rows, found, unread_of(leads, lang), lang),
                "portefeuille.xlsx",
                EXCEL,
                key="leads_book",
                on_click="ignore",
            )
            st.download_button(
                text("screen.paper", lang),
                partial(paper, login.person(), rows, found, unread_of(leads, lang), lang),
                "portefeuille.pdf",
                "application/pdf",
                key="leads_paper",
                on_click="ignore",
            )


body.show_page(page)
