"""What is calculated with the draft of this session; the same input gives the same result, made once."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import streamlit as st

from hea.app import login, state
from hea.app.turns import Places
from hea.assessment import (
    Assessment,
    AssessmentError,
    DrawnOutline,
    Outline,
    Staffing,
    assess,
    assumptions,
)
from hea.assessment import drawn_outline as make_drawn
from hea.assessment import outline as make_outline
from hea.assessment import staffing as make_staffing
from hea.assessment import workers_on_site as make_workers_on_site
from hea.dossiers import (
    Draft,
)
from hea.engine.trace import Assumption
from hea.once import once
from hea.parameters import ParameterSet
from hea.proposal import Proposal
from hea.scenarios import Comparison, compare
from hea.scenarios.beside import beside
from hea.scenarios.result import Beside
from hea.validation import Validation, validate

KEPT_RESULTS = 8
"""Assessments kept per session: enough to go back and forth, little enough for memory."""

MAX_WAITING_SECONDS = 600
"""For a turn to calculate with the draws of a report; only who asks for very many waits that long."""

T = TypeVar("T")


def parameters() -> ParameterSet:
    """The parameters with the own values of this draft."""
    held = state.draft()
    return _remembered("parameters", held.own_values, lambda: held.parameters)


def assessment() -> Assessment:
    """The assessment of the proposal, which is also that of its report."""
    held, figures = state.proposal(), parameters()
    return _remembered("assessment", inputs(), lambda: assess(held, figures))


def outline() -> Outline:
    """What a page shows while filling in: the assessment if it was made already, else half of it."""
    key = inputs()
    known: Assessment | None = st.session_state.get("results", {}).get(("assessment", key))
    if known is not None:
        return known
    held, figures = state.proposal(), parameters()
    return _remembered("outline", key, lambda: make_outline(held, figures))


def outline_of(other: Draft) -> Outline | None:
    """The headlines of another state of this draft, or nothing if it cannot be calculated."""
    held, figures = other.proposal, other.parameters
    if held is None:
        return None
    try:
        return _remembered("other", (held.hash, figures.hash), lambda: make_outline(held, figures))
    except AssessmentError:
        return None


def drawn(proposal: Proposal, figures: ParameterSet) -> DrawnOutline:
    """The headlines of a plan with their draws, to set it beside others.

    Raises:
        AssessmentError: if the plan cannot be assessed as it stands.
    """
    return _remembered("drawn", (proposal.hash, figures.hash), lambda: make_drawn(proposal, figures))


def together(names: tuple[str, ...], made: tuple[DrawnOutline, ...]) -> Beside:
    """Plans beside each other; the same plans under the same names are one result."""
    key = (names, tuple(map(id, made)))
    return _remembered("together", key, lambda: (made, beside(names, made)))[1]


def staffing() -> Staffing:
    """What the page of the workforce shows, which needs no more than how many work there."""
    held, figures = state.proposal(), parameters()
    return _remembered("staffing", inputs(), lambda: make_staffing(held, figures))


def workers_on_site() -> float:
    """All people on the site, who work there already among them."""
    held = state.proposal()
    return make_workers_on_site(held, parameters())


def assumed() -> tuple[Assumption, ...]:
    """What stands in for what was not given, without waiting for an assessment."""
    held, figures = state.proposal(), parameters()
    return _remembered("assumed", (held.hash, figures.hash), lambda: assumptions(held, figures))


def in_turn() -> AbstractContextManager[None]:
    """What takes seconds and hundreds of megabytes: of all pages one at a time, and people in turn."""
    return large_work().taken(login.person(), MAX_WAITING_SECONDS)


@once
def large_work() -> Places:
    """Turns for it."""
    return Places(1)


def comparison(scenarios: tuple[str, ...]) -> Comparison:
    """Scenarios side by side, on the draws of the assessment."""
    held, figures = state.proposal(), parameters()
    key = (held.hash, figures.hash, scenarios)
    return _remembered("comparison", key, lambda: compare(held, scenarios, parameters=figures))


@once
def validation() -> Validation:
    """The validation of the shipped figures; the same for everyone.

    What Streamlit remembers any page can have forgotten, also one at the door.
    """
    return validate()


def inputs() -> tuple[str, str]:
    """What tells one result from another: the proposal and the parameters."""
    held = state.proposal()
    return held.hash, parameters().hash


def remembered_of(source: object, key: tuple[object, ...], make: Callable[[], T]) -> T:
    """What was made of a result in this session; the result is kept with it, so that its id stays its own."""
    return _remembered("picture", (id(source), *key), lambda: (source, make()))[1]


def _remembered(kind: str, key: object, make: Callable[[], T]) -> T:
    """What was made for a key in this session; the oldest are forgotten. Results are frozen, so shared."""
    kept: dict[tuple[str, object], Any] = st.session_state.setdefault("results", {})
    if (kind, key) in kept:
        kept[kind, key] = kept.pop((kind, key))
    else:
        kept[kind, key] = make()
        mine = [entry for entry in kept if entry[0] == kind]
        for entry in mine[:-KEPT_RESULTS]:
            del kept[entry]
    made: T = kept[kind, key]
    return made
