"""Accountability: every figure with its source, own values, validation, method, responsible use, licence."""

import datetime as dt
from functools import partial

import streamlit as st

from hea.app import body, browser, parts, results, saving, show, state
from hea.app.failure import reported
from hea.app.fields import attempt, field_key, form_field, handed_in, lasting_choice, read, show_problems
from hea.app.markdown import Markdown, plain_text
from hea.assessment import Assessment, AssessmentError
from hea.assessment.results.evidence import OwnValueUsed
from hea.exchange import InputError, left_out_sentences
from hea.exchange.own_values import unusable
from hea.fields import Kind, echo
from hea.parameters import OwnValue, load_parameters
from hea.problems import Problem
from hea.report import method
from hea.report.figures.reliability import reliability
from hea.report.sentences import parameters
from hea.report.sentences import validation as validation_words
from hea.report.sentences.sources import unit_text
from hea.texts import Lang, exact, text

PART, SAMPLE = "fraction", 0.55
"""Unit of a share, and one to show how it is written."""
SHOWN = 30
MAX_ANSWER_LENGTH = 300
OWN: dict[str, Kind] = {"value": "number", "who": "text", "why": "text"}
"""Fields of an own value, and how they are read."""
OWN_PATHS = tuple(f"own.{name}" for name in OWN)
"""Characters of who and why of an own value."""


def search(lang: Lang) -> None:
    """Parameters that hold the words typed, with their value, source and grade."""
    st.write(text("report.grades", lang))
    words = st.text_input(text("account.search", lang), key="search", persist_state="session")
    found = parameters.matching(words, results.parameters(), lang)
    if st.session_state.get("all_found_for") != words:
        st.session_state.pop("all_found_for", None)
    seen = found if "all_found_for" in st.session_state else found[:SHOWN]
    st.caption(text("account.found", lang, count=len(found), shown=len(seen)))
    rows = [parameters.row(name, results.parameters(), lang) for name in seen]
    show.table(rows, parameters.headings(lang), text("account.parameters", lang))
    if len(seen) < len(found):
        label = text("account.show_all", lang, count=len(found))
        st.button(label, key="show_all", on_click=_show_all, args=(words,))


def _show_all(words: str) -> None:
    """Show everything that was found for these words, until other words are typed."""
    st.session_state.all_found_for = words


def listed_own_values(lang: Lang) -> None:
    """The own values there are, what became of each, and a button to take it away."""
    made, left_out = _assessed(), state.draft().left_out
    held = OwnValueUsed.of(results.parameters()) if made is None else made.parameters.own_values
    names = [*(item.name for item in held), *(item.name for item in left_out)]
    told = [*parameters.own_value_lines(held, lang, made), *left_out_sentences(left_out, lang)]
    for name, line in zip(names, told, strict=True):
        left, right = st.columns([3, 1])
        left.markdown(plain_text(line))
        right.button(text("app.remove", lang), key=f"own:{name}", on_click=drop, args=(name,))


def _assessed() -> Assessment | None:
    """What was calculated with the own values, if there are any and a proposal to calculate."""
    if state.draft().proposal is None or not state.draft().usable:
        return None
    try:
        return results.assessment()
    except AssessmentError:
        return None


def own_values(lang: Lang) -> None:
    """Values of the user with who and why, and a form for a new one."""
    st.write(text("account.own_intro", lang))
    listed_own_values(lang)
    names = parameters.changeable(load_parameters())
    chosen = st.selectbox(
        text("account.choose", lang),
        format_func=lambda name: load_parameters()[name].title.in_language(lang),
        **lasting_choice("own_choice", names),
    )
    st.caption(plain_text(parameters.line(chosen, load_parameters(), lang)))
    with st.container(border=True, key="form:own"):
        for name, kind in OWN.items():
            arguments = form_field(f"own.{name}", lang, kind=kind)
            st.text_input(text(f"account.{name}", lang), max_chars=MAX_ANSWER_LENGTH, **arguments)
            if name == "value" and _is_share(chosen):
                st.caption(plain_text(_share_words(st.session_state[arguments["key"]], lang)))
        st.button(text("account.take", lang), on_click=take, args=(chosen, lang), key="own_take")
    show_problems("own")
    doubt = st.session_state.get("own_doubt")
    if doubt is not None:
        st.warning(plain_text(_doubted(doubt, lang)))
        st.button(text("account.own_sure", lang), key="own_sure", on_click=sure, args=(lang,))


def _is_share(name: str) -> bool:
    return load_parameters()[name].unit == PART


def _share_words(typed: str, lang: Lang) -> str:
    """How a share was read; before that how to write one."""
    try:
        value = read_part(typed)
    except InputError:
        value = None
    if value is None:
        return text("account.part_help", lang, part=exact(SAMPLE, lang), percent=echo(SAMPLE, "share", lang))
    spoken = text("account.part", lang, value=value, percent=echo(value, "share", lang))
    return text("app.read_as", lang, value=spoken)


def read_part(typed: str) -> float | None:
    """A part of one, typed as that or with a per cent sign; ``None`` for nothing.

    Raises:
        InputError: if it cannot be read.
    """
    kind: Kind = "share" if typed.strip().endswith("%") else "number"
    value: float | None = read(typed, kind, "ratio")
    return value


def _doubted(own: OwnValue, lang: Lang) -> str:
    """The question whether a value so far outside the range is in the right unit."""
    parameter, bounds = load_parameters()[own.name], load_parameters().bounds(own.name)
    low, high = (parameters.spoken(value, parameter.unit, lang) for value in (bounds.low, bounds.high))
    words = {"title": parameter.title.in_language(lang), "unit": unit_text(own.name, parameter.unit, lang)}
    return text("account.own_doubt", lang, **words, value=own.value, low=low, high=high)


@reported
def take(name: str, lang: Lang) -> None:
    """Put an own value in the place of the shipped one."""

    def act() -> None:
        typed = (st.session_state[field_key(f"own.{name}", lang)] for name in OWN)
        given, who, why = (str(word).strip() for word in typed)
        value = read_part(given) if _is_share(name) else read(given, OWN["value"], "figure")
        if value is None or not who or not why:
            raise InputError((Problem("", "own_value_incomplete", {}),))
        today = browser.local_time(dt.datetime.now(dt.UTC)).date()
        own = OwnValue(name=name, value=value, who=who, why=why, set_on=today)
        problem = unusable("", own)
        if problem is not None:
            raise InputError((problem,))
        if load_parameters().bounds(name).stance(value) == "far":
            st.session_state.own_doubt = own
        else:
            _hold(own)

    st.session_state.pop("own_doubt", None)
    if attempt("own", act, lang) and "own_doubt" not in st.session_state:
        handed_in(OWN_PATHS, lang)


@reported
def sure(lang: Lang) -> None:
    """Take the value that was doubted, now that the user meant it."""
    _hold(st.session_state.pop("own_doubt"))
    handed_in(OWN_PATHS, lang)


def _hold(own: OwnValue) -> None:
    others = tuple(item for item in state.draft().own_values if item.name != own.name)
    saving.keep(state.draft().model_copy(update={"own_values": (*others, own)}))


@reported
def drop(name: str) -> None:
    """Go back to the shipped value."""
    left = tuple(item for item in state.draft().own_values if item.name != name)
    saving.keep(state.draft().model_copy(update={"own_values": left}))


def validation(lang: Lang) -> None:
    """The model beside published figures, hits and misses alike."""
    found = results.validation()
    show.paragraphs((text("validation.intro", lang), *validation_words.summary(found, lang)))
    tallies = validation_words.tallies(found, lang)
    show.table(tallies, validation_words.tally_headings(lang), text("validation.tally.title", lang))
    show.figure(reliability, found, lang)
    for title, lines in validation_words.groups(found, lang):
        st.subheader(plain_text(title))
        rows, notes = validation_words.table(lines)
        show.table(rows, validation_words.headings(lang), title)
        told = [f"{number}. {plain_text(note)}" for number, note in enumerate(notes, start=1)]
        st.caption("  \n".join(told))


def steps(lang: Lang) -> None:
    """The method, step by step."""
    st.write(text("account.method_text", lang))
    st.markdown(Markdown(method.page()))


def responsible(lang: Lang) -> None:
    """When to use the tool and when not, and the answers that an organisation needs to account for it."""
    st.write(text("account.responsible_text", lang))
    st.markdown(Markdown(method.guide()))


def about(lang: Lang) -> None:
    """Licence, accessibility and privacy."""
    for part in ("licence", "accessibility", "privacy"):
        show.headed(text(f"account.{part}", lang), text(f"account.{part}_text", lang))


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("page.accountability", lang))
    st.write(text("account.intro", lang))
    tabs = {
        text("account.parameters", lang): search,
        text("account.own", lang): own_values,
        text("validation.title", lang): validation,
        text("account.method", lang): steps,
        text("account.responsible", lang): responsible,
        text("account.about", lang): about,
    }
    parts.tabbed("account", {name: partial(draw, lang) for name, draw in tabs.items()})


body.show_page(page)
