"""Snapshots with their status, and what differs between two states of a dossier."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from hea.app import browser, finalising, paged, results, show, state
from hea.app.failure import reported
from hea.app.markdown import Markdown, plain_text
from hea.assessment import AssessmentError, Outline
from hea.dossiers import Dossiers, Draft, Saved, Snapshot, UnreadableError, recalculated, same_figures
from hea.dossiers.people import Right
from hea.dossiers.snapshots import RIGHT_FOR, DossierState
from hea.report.sentences import changes, provenance
from hea.status import LAST, STATUSES, Status
from hea.texts import Lang, text


def snapshots(kept: Saved, lang: Lang) -> None:
    """What was frozen, and the step each may take."""
    made, rights = state.dossiers().snapshots(kept.id), state.dossiers().rights(kept.id)
    st.write(text("dossier.snapshots_intro", lang))
    if not made:
        st.caption(text("dossier.no_snapshots", lang))
    paged.draw(made, lambda row: _one(kept, row, rights, lang), "snapshots", lang)


def _one(kept: Saved, row: Snapshot, rights: frozenset[Right], lang: Lang) -> None:
    """A snapshot, and the steps that the user may let it take."""
    with st.container(border=True):
        st.markdown(f"**{plain_text(numbered(row, lang))}** · {text(f'status.{row.status}', lang)}")
        st.caption(described(row, lang))
        if kept.came_along(row.made_at):
            _came_along(kept, row, lang)
        for status in STATUSES[STATUSES.index(row.status) + 1 :]:
            if RIGHT_FOR[status] in rights:
                _step(row, status, lang)


def _step(row: Snapshot, status: Status, lang: Lang) -> None:
    """The button that moves a snapshot on; the last step is asked once more."""
    label = plain_text(text(f"dossier.make_{status}", lang, id=row.id))
    key, args = f"status_{row.id}_{status}", (row.dossier_id, row.id, status)
    if status == LAST:
        finalising.button(label, key, _move, args, lang)
    else:
        st.button(label, key=key, on_click=_move, args=args)


def _came_along(kept: Saved, row: Snapshot, lang: Lang) -> None:
    """That nobody here saw it being made, and whether its figures come out of its input."""
    assert kept.imported_at is not None
    moment = f"{browser.local_time(kept.imported_at):%d-%m-%Y %H:%M}"
    st.warning(plain_text(text("dossier.snapshot_read_in", lang, moment=moment)))
    if st.button(plain_text(text("dossier.recalculate", lang, id=row.id)), key=f"again_{row.id}"):
        with st.spinner(text("dossier.recalculating", lang)):
            _recalculated(kept, row, lang)


def _recalculated(kept: Saved, row: Snapshot, lang: Lang) -> None:
    """What a calculation of today makes of the same input, beside the figures of the file."""
    frozen = state.dossiers().frozen(kept.id, row.id)
    try:
        with results.in_turn():
            again = recalculated(frozen)
    except AssessmentError:
        again = None
    if again is None or frozen.assessment is None:
        st.error(text("dossier.recalculated_not", lang))
        return
    title = text("dossier.recalculated_other", lang)
    rows = changes.outcome_differences(frozen.assessment, again, lang)
    if rows:
        st.error(title)
        show.table(rows, changes.recalculation_headings(lang), title)
    elif same_figures(frozen.assessment, again):
        st.success(text("dossier.recalculated_same", lang))
    else:
        st.error(text("dossier.recalculated_details", lang))
    made = {"before": provenance.colophon(frozen.assessment, lang), "after": provenance.colophon(again, lang)}
    st.caption(plain_text(text("difference.made_of", lang, **made)))


def numbered(row: Snapshot, lang: Lang) -> str:
    """The number of a snapshot, with the one it had in the file it came from: reports of then carry that."""
    if row.former_id is None:
        return row.id
    return text("dossier.numbered", lang, id=row.id, former=row.former_id)


def described(row: Snapshot, lang: Lang) -> Markdown:
    """When, by whom and with what a snapshot was made."""
    words = text(
        "dossier.snapshot",
        lang,
        moment=f"{browser.local_time(row.made_at):%d-%m-%Y %H:%M}",
        by=row.made_by or text("dossier.here", lang),
        version=row.version,
        parameters=row.parameters_version,
        hash=(row.content_hash or row.input_hash)[:8],
    )
    return plain_text(words)


@reported
def _move(dossier_id: str, snapshot_id: str, status: Status) -> None:
    state.dossiers().set_status(dossier_id, snapshot_id, status)


def differences(kept: Saved, lang: Lang) -> None:
    """Two states beside each other: only what differs."""
    states = _states(kept, lang)
    if len(states) < 2:
        st.caption(text("dossier.one_state", lang))
        return
    names = list(states)
    left, right = st.columns(2)
    before = left.selectbox(text("dossier.before", lang), names, index=1, key="difference_before")
    after = right.selectbox(text("dossier.after", lang), names, index=0, key="difference_after")
    try:
        first, second = states[before](), states[after]()
    except UnreadableError:
        st.error(text("dossier.state_unreadable", lang))
        return
    _of_input(first.draft, second.draft, lang)
    _of_outcome(first, second, lang)


def _of_input(first: Draft, second: Draft, lang: Lang) -> None:
    """What was filled in otherwise, own values of parameters included."""
    rows = [
        *changes.differences(first.proposal, second.proposal, lang),
        *changes.own_value_differences(first.own_values, second.own_values, lang),
    ]
    title = text("dossier.input_differences", lang)
    st.markdown(f"**{title}**")
    if rows:
        show.table(rows, changes.headings(lang), title)
    else:
        st.success(text("dossier.no_differences", lang))


def _of_outcome(first: DossierState, second: DossierState, lang: Lang) -> None:
    """What that does to the headlines, like with like: both as frozen, or both calculated now."""
    title = text("dossier.outcome_differences", lang)
    st.markdown(f"**{title}**")
    before: Outline | None = first.assessment
    after: Outline | None = second.assessment
    if before is None or after is None:
        before, after = (results.outline_of(found.draft) for found in (first, second))
    if before is None or after is None:
        st.info(text("dossier.no_outcome", lang))
        return
    rows = changes.outcome_differences(before, after, lang)
    if rows:
        show.table(rows, changes.headings(lang, "headline"), title)
    else:
        st.success(text("dossier.same_outcome", lang))
    made = {"before": provenance.colophon(before, lang), "after": provenance.colophon(after, lang)}
    st.caption(plain_text(text("difference.made_of", lang, **made)))


def _states(kept: Saved, lang: Lang) -> dict[str, Callable[[], DossierState]]:
    """Every state by its name, newest first: revisions, then snapshots with what was frozen."""
    found: dict[str, Callable[[], DossierState]] = {}
    own = state.dossiers()
    for row in own.revisions(kept.id):
        moment = f"{browser.local_time(row.saved_at):%d-%m-%Y %H:%M:%S}"
        name = text("dossier.revision", lang, number=row.revision, moment=moment, by=row.saved_by)
        found[name.rstrip(" ,")] = partial(_revision, own, kept.id, row.revision)
    for snapshot in own.snapshots(kept.id):
        name = text(
            "dossier.frozen_state",
            lang,
            id=numbered(snapshot, lang),
            status=text(f"status.{snapshot.status}", lang),
        )
        if kept.came_along(snapshot.made_at):
            name += f", {text('dossier.from_file', lang)}"
        found[name] = partial(own.frozen, kept.id, snapshot.id)
    return found


def _revision(own: Dossiers, dossier_id: str, number: int) -> DossierState:
    return DossierState(own.load(dossier_id, number)[0], None)
