"""Agreements after the report: who does what, how much and by when, what became of it, and what is due."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import streamlit as st
from pydantic import ValidationError

from hea.app import browser, paged, state
from hea.app.dossier.afterwards import promise_of
from hea.app.dossier.comments import role_name
from hea.app.failure import reported
from hea.app.fields import attempt, field_key, form_field, handed_in, read, show_problems
from hea.app.markdown import plain_text
from hea.dossiers import Agreed, Agreement, AgreementStep, Saved, due
from hea.dossiers.agreements import FIGURES, MAX_WHAT_LENGTH, MAX_WHO_LENGTH
from hea.exchange import InputError, from_validation
from hea.fields import Kind
from hea.problems import Problem
from hea.proposal import NO_NAME
from hea.report.sentences.agreements import DraftAgreement, suggested
from hea.status import AGREEMENT_STATUSES
from hea.texts import Lang, month, plain, text

FORM = "agreed"
KINDS: dict[str, Kind] = {"who": "text", "what": "text", "number": "number", "month": "month"}
"""Fields of the form that must be filled in, and how they are read."""
LABELS = {"figure": "figure_label", "status": "status_label"}
"""Texts that name a field, where that is not under the name of the field."""


def draw(kept: Saved, lang: Lang) -> None:
    """What is due, every agreement with its history, and a form for the next one."""
    own = state.dossiers()
    agreed, may = own.agreements(kept.id), "measure" in own.rights(kept.id)
    st.write(text("agreed.intro", lang))
    _due(agreed, lang)
    if not agreed:
        st.caption(text("agreed.none", lang))
    paged.draw(agreed, lambda item: _one(kept, item, lang, may=may), "agreements", lang)
    if may:
        _suggestions(kept, agreed, lang)
        _form(kept, lang)


def _due(agreed: tuple[Agreed, ...], lang: Lang) -> None:
    """What should be done by now and is not."""
    left = due(agreed, browser.this_month())
    if left:
        st.warning(plain_text(text("agreed.due", lang, count=len(left))))
        st.markdown("\n".join(f"- {plain_text(in_short(item.present, lang))}" for item in left))


def in_short(agreement: Agreement, lang: Lang) -> str:
    """An agreement on one line."""
    return text(
        "agreed.line",
        lang,
        who=agreement.who,
        what=agreement.what,
        number=plain(agreement.number, lang),
        figure=text(f"agreed.figure.{agreement.figure}", lang),
        month=month(agreement.month, lang),
        status=text(f"agreed.status.{agreement.status}", lang),
    )


def _one(kept: Saved, item: Agreed, lang: Lang, *, may: bool) -> None:
    with st.container(border=True):
        now = item.present
        st.markdown(f"**{plain_text(text(f'agreed.figure.{now.figure}', lang))}** · {plain_text(now.who)}")
        st.text(now.what)
        st.write(plain_text(_standing(now, lang)))
        for step in item.history:
            st.caption(plain_text(_written(step, lang)))
        if may:
            _change_form(kept, item, lang)


def _standing(now: Agreement, lang: Lang) -> str:
    told = text(
        "agreed.standing",
        lang,
        number=plain(now.number, lang),
        month=month(now.month, lang),
        status=text(f"agreed.status.{now.status}", lang),
    )
    parts = [told]
    if now.evidence:
        parts.append(text("agreed.by_evidence", lang, evidence=now.evidence))
    if now.overdue(browser.this_month()):
        parts.append(text("agreed.passed", lang))
    return " ".join(parts)


def _written(step: AgreementStep, lang: Lang) -> str:
    moment = f"{browser.local_time(step.at):%d-%m-%Y %H:%M}"
    status = text(f"agreed.status.{step.agreement.status}", lang)
    who = ", ".join(filter(None, (step.by, role_name(step.role, lang))))
    return ", ".join(filter(None, (f"{moment}: {status.lower()}", who)))


def _change_form(kept: Saved, item: Agreed, lang: Lang) -> None:
    """How it stands now, and by what that is seen."""
    path = f"{FORM}.{item.key}"
    left, right = st.columns(2)
    left.selectbox(
        text("agreed.status_label", lang),
        AGREEMENT_STATUSES,
        format_func=lambda status: text(f"agreed.status.{status}", lang),
        **form_field(f"{path}.status", lang, begin=item.present.status),
    )
    right.text_input(
        text("agreed.evidence", lang),
        max_chars=MAX_WHAT_LENGTH,
        **form_field(f"{path}.evidence", lang, begin=item.present.evidence),
    )
    st.button(
        plain_text(text("agreed.change", lang, number=item.key)),
        key=f"agreed_change_{item.key}",
        on_click=_change,
        args=(kept.id, item, lang),
    )
    show_problems(path)


@reported
def _change(dossier_id: str, item: Agreed, lang: Lang) -> None:
    paths = [f"{FORM}.{item.key}.{name}" for name in ("status", "evidence")]
    status, evidence = (st.session_state[field_key(path, lang)] for path in paths)

    def take() -> None:
        with _in_words(lang):
            now = changed(item.present, status, evidence)
        if now != item.present:
            state.dossiers().change_agreement(dossier_id, item.key, now)
        handed_in(paths, lang)

    attempt(f"{FORM}.{item.key}", take, lang, placed=True)


def changed(before: Agreement, status: str, evidence: str) -> Agreement:
    """An agreement as it stands now.

    Raises:
        ValidationError: for a state that there is not, or evidence that is too long.
    """
    return Agreement.model_validate(before.model_dump() | {"status": status, "evidence": evidence.strip()})


def _suggestions(kept: Saved, agreed: tuple[Agreed, ...], lang: Lang) -> None:
    """What the figures suggest and is not in the list yet, each with a button to write it down."""
    report, _ = promise_of(kept, lang)
    if report is None:
        return
    there = {(item.present.figure, item.present.number, item.present.month) for item in agreed}
    left = [item for item in suggested(report, lang) if (item.figure, item.number, item.month) not in there]
    if not left:
        return
    st.markdown(f"**{text('agreed.suggested', lang)}**")
    for number, item in enumerate(left, start=1):
        words = text("agreed.draft", lang, what=item.what, number=plain(item.number, lang),
                     month=month(item.month, lang))  # fmt: skip
        told, act = st.columns([3, 1])
        told.write(plain_text(words))
        act.button(
            plain_text(text("agreed.take_draft", lang, number=number)),
            key=f"agreed_draft_{number}",
            on_click=_take_draft,
            args=(kept.id, item, report.proposal.company, lang),
        )


@reported
def _take_draft(dossier_id: str, item: DraftAgreement, company: str, lang: Lang) -> None:
    state.dossiers().agree(dossier_id, drafted(item, company, lang))


def drafted(item: DraftAgreement, company: str, lang: Lang) -> Agreement:
    """What the figures suggest as an agreement of the company, also where the plan does not name it."""
    who = text("agreed.company", lang) if company == NO_NAME else company
    return Agreement.model_validate(item._asdict() | {"who": who})


def _form(kept: Saved, lang: Lang) -> None:
    st.markdown(f"**{text('agreed.add', lang)}**")
    with st.container(key=f"form:{FORM}"):
        st.selectbox(
            text("agreed.figure_label", lang),
            FIGURES,
            format_func=lambda figure: text(f"agreed.figure.{figure}", lang),
            **form_field(f"{FORM}.figure", lang, begin=FIGURES[0]),
        )
        for name, longest in (
            ("who", MAX_WHO_LENGTH),
            ("what", MAX_WHAT_LENGTH),
            ("number", 20),
            ("month", 40),
        ):
            st.text_input(text(f"agreed.{name}", lang), max_chars=longest, **_waiting(name, lang))
        st.button(text("agreed.take", lang), on_click=_take, args=(kept.id, lang), key="agreed_take")
    show_problems(FORM)


def _waiting(name: str, lang: Lang) -> dict[str, Any]:
    return form_field(f"{FORM}.{name}", lang, kind=KINDS[name])


@reported
def _take(dossier_id: str, lang: Lang) -> None:
    def take() -> None:
        state.dossiers().agree(dossier_id, _typed(lang))
        handed_in((f"{FORM}.{name}" for name in (*KINDS, "figure")), lang)

    attempt(FORM, take, lang, placed=True)


def _typed(lang: Lang) -> Agreement:
    """What stands in the form, as an agreement.

    Raises:
        InputError: with every field that is empty or cannot be used.
    """
    values: dict[str, object] = {"figure": st.session_state[field_key(f"{FORM}.figure", lang)]}
    problems: list[Problem] = []
    for name, kind in KINDS.items():
        place = text(f"agreed.{name}", lang)
        try:
            values[name] = read(st.session_state[field_key(f"{FORM}.{name}", lang)], kind, "figure")
        except InputError as error:
            problems += [Problem(place, item.code, item.values) for item in error.problems]
            continue
        if values[name] is None:
            problems.append(Problem(place, "agreement_open", {}))
    if problems:
        raise InputError(tuple(problems))
    with _in_words(lang):
        return Agreement.model_validate(values)


@contextmanager
def _in_words(lang: Lang) -> Iterator[None]:
    """What an agreement may not be, said at its field."""
    try:
        yield
    except ValidationError as error:
        raise InputError(tuple(_at_field(item, error, lang) for item in from_validation(error))) from None


def _at_field(problem: Problem, error: ValidationError, lang: Lang) -> Problem:
    label = f"agreed.{LABELS.get(problem.place, problem.place)}"
    if problem.place == "month":
        (given,) = (item["input"] for item in error.errors() if item["loc"] == ("month",))
        return Problem(text(label, lang), "month_form", {"value": given})
    return problem._replace(place=text(label, lang))
