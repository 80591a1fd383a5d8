"""Afterwards: what was realised, beside what was forecast and agreed."""

from itertools import zip_longest
from typing import Any

import streamlit as st
from pydantic import ValidationError

from hea.app import paged, results, show, state
from hea.app.failure import reported
from hea.app.fields import attempt, field_key, form_field, handed_in, read, show_problems
from hea.app.markdown import plain_text
from hea.assessment import Assessment
from hea.dossiers import Count, Realised, Saved
from hea.exchange import InputError
from hea.fields import Kind
from hea.problems import Problem
from hea.report.figures.follow_up import counted_against_forecast
from hea.report.sentences import follow_up
from hea.report.sentences.follow_up import LIVING, MEASURES, Counted
from hea.texts import Lang, date, month, text

KEPT = "realised"
KINDS: dict[str, Kind] = {"month": "month", **dict.fromkeys(MEASURES, "number"), "source": "text"}
"""How the fields of the form are read."""


def draw(kept: Saved, lang: Lang) -> None:
    """Every count with its table, the chart, and a form for the next count."""
    own = state.dossiers()
    counts, may = own.counts(kept.id), "measure" in own.rights(kept.id)
    st.write(text("realised.intro", lang))
    proposal = state.draft().proposal
    if proposal is not None and proposal.review_date is not None:
        st.info(text("realised.review", lang, day=date(proposal.review_date, lang)))
    promise, name = promise_of(kept, lang)
    if counts and promise is not None:
        st.caption(plain_text(name))
        paged.draw(counts, lambda count: _one(kept, promise, count, lang, may=may), "counts", lang)
        counted = tuple(_counted(count) for count in paged.first(counts, "counts"))
        show.figure(counted_against_forecast, promise, lang, counted)
    if may:
        _form(kept, lang)


def promise_of(kept: Saved, lang: Lang) -> tuple[Assessment | None, str]:
    """What was promised: the last final snapshot, else the last one, else the draft as it is."""
    own = state.dossiers()
    made = sorted(own.snapshots(kept.id), key=lambda row: (row.status == "definitief", row.number))
    if made:
        frozen = own.frozen(kept.id, made[-1].id).assessment
        if frozen is not None:
            status = text(f"status.{made[-1].status}", lang)
            words = text("realised.against", lang, id=made[-1].id, status=status)
            along = f" {text('dossier.promise_read_in', lang)}" if kept.came_along(made[-1].made_at) else ""
            return frozen, words + along
    if state.draft().proposal is None:
        return None, ""
    return results.assessment(), text("realised.against_draft", lang)


def _counted(count: Count) -> Counted:
    return Counted(count.realised.month, tuple(count.realised.counted.items()), count.realised.source)


def counted_in(counts: tuple[Count, ...], at: str) -> tuple[Counted, ...]:
    """Counts of one month, the newest last."""
    return tuple(_counted(count) for count in counts if count.realised.month == at)


def _one(kept: Saved, promise: Assessment, count: Count, lang: Lang, *, may: bool) -> None:
    counted = _counted(count)
    st.subheader(month(counted.month, lang))
    show.table(
        follow_up.rows(promise, counted, lang),
        follow_up.headings(lang),
        month(counted.month, lang),
    )
    st.caption(plain_text(text("realised.source_line", lang, source=counted.source)))
    left, right = st.columns(2)
    left.download_button(
        text("realised.case", lang, month=month(counted.month, lang)),
        lambda: follow_up.reference_case(promise, counted, lang),
        "referentiegeval.csv",
        "text/csv",
        key=f"case_{count.number}",
        on_click="ignore",
    )
    if may:
        right.button(
            text("realised.forget", lang, month=month(counted.month, lang)),
            key=f"forget_{count.number}",
            on_click=_forget,
            args=(kept.id, count.number),
        )


@reported
def _forget(dossier_id: str, number: int) -> None:
    state.dossiers().forget_count(dossier_id, number)


def _form(kept: Saved, lang: Lang) -> None:
    st.markdown(f"**{text('realised.add', lang)}**")
    with st.container(key=f"form:{KEPT}"):
        st.text_input(text("realised.month", lang), max_chars=40, **_waiting("month", lang))
        for pair in zip_longest(
            MEASURES[::2], MEASURES[1::2]
        ):  # row by row, so that the order holds on a narrow screen
            for column, name in zip(st.columns(2), filter(None, pair), strict=False):
                column.text_input(
                    text(f"realised.{name}", lang),
                    placeholder=text("option.unknown", lang),
                    max_chars=20,
                    **_waiting(name, lang),
                )
        st.text_input(text("realised.source", lang), max_chars=500, **_waiting("source", lang))
        st.button(text("realised.take", lang), on_click=_take, args=(kept.id, lang), key="realised_take")
    show_problems(KEPT)


def _waiting(name: str, lang: Lang) -> dict[str, Any]:
    return form_field(f"{KEPT}.{name}", lang, kind=KINDS[name])


@reported
def _take(dossier_id: str, lang: Lang) -> None:
    def take() -> None:
        state.dossiers().measure(dossier_id, _typed(lang))
        handed_in((f"{KEPT}.{name}" for name in KINDS), lang)

    attempt(KEPT, take, lang, placed=True)


def _more_than_there(values: dict[str, Any]) -> list[Problem]:
    """Counts of a part that are more than the whole it is part of."""
    workers, migrants = values.get("workers"), values.get("migrants")
    living = sum(values.get(name) or 0 for name in LIVING)
    found = []
    if workers is not None and migrants is not None and migrants > workers:
        found.append(Problem("", "counted_more_migrants", {"part": migrants, "whole": workers}))
    if migrants is not None and living > migrants:
        found.append(Problem("", "counted_more_living", {"part": living, "whole": migrants}))
    return found


def _typed(lang: Lang) -> Realised:
    """What stands in the form, as figures.

    Raises:
        InputError: with every field that cannot be used.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, kind in KINDS.items():
        try:
            values[name] = read(st.session_state[field_key(f"{KEPT}.{name}", lang)], kind, "count")
        except InputError as error:
            place = text(f"realised.{name}", lang)
            problems += [Problem(place, item.code, item.values) for item in error.problems]
    missing = [name for name in ("month", "source") if values.get(name) is None and not problems]
    problems += [Problem(text(f"realised.{name}", lang), "missing", {}) for name in missing]
    if not problems and all(values.get(name) is None for name in MEASURES):
        problems.append(Problem("", "nothing_counted", {}))
    problems += _more_than_there(values) if not problems else []
    if problems:
        raise InputError(tuple(problems))
    try:
        return Realised.model_validate(values)
    except ValidationError as error:
        raise InputError(
            tuple(
                Problem(text(f"realised.{item['loc'][0]}", lang), "count_range", {"value": item["input"]})
                for item in error.errors()
            )
        ) from None
