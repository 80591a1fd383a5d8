"""Report: choose parts and language, make the files, and freeze a snapshot."""

import datetime as dt
import time
from typing import Final, NamedTuple

import streamlit as st

from hea.app import basis, body, browser, finalising, login, navigation, opening, results, saving, state
from hea.app.dossier import full
from hea.app.dossier.states import numbered
from hea.app.failure import reported
from hea.app.fields import lasting_choice
from hea.app.markdown import plain_text
from hea.app.report_job import ONE_PAGE, RESIDENTS, Order, file_name
from hea.app.report_queue import InterruptedBuildError, Job, LongWorkError, report_queue
from hea.app.show import EXCEL, PDF, WORD
from hea.dossiers import DeniedError, MissingError, Snapshot, TooLargeError
from hea.dossiers.snapshots import RIGHT_FOR
from hea.report.chapters import FORMS, PARTS, Form
from hea.status import FIRST, LAST, Status
from hea.texts import LANGUAGES, Lang, date, text
from hea.version import VERSION

WHOLE: Final[Form] = "volledig"
LOOK_SECONDS = 0.2
"""How often the page looks how far the work is."""


def frozen_as() -> Snapshot | None:
    """The snapshot of what is reported now: only that says what the report may call itself."""
    kept = state.saved()
    if kept is None:
        return None
    try:
        return state.dossiers().frozen_as(kept.id, state.draft(), VERSION, results.parameters().hash)
    except MissingError:
        return None


def mark_of(made: Snapshot, lang: Lang) -> str:
    """The line that names a snapshot on the report."""
    moment = f"{browser.local_time(made.made_at):%d-%m-%Y %H:%M}"
    return text("make.mark", lang, id=numbered(made, lang), moment=moment)


class Choice(NamedTuple):
    """What the files are to be like."""

    language: Lang
    parts: tuple[str, ...]
    form: Form


def choose_parts() -> None:
    """The form that was chosen fills in its chapters; the whole report can do without any of them."""
    st.session_state.report_parts = list(FORMS.get(st.session_state.report_form, PARTS))


@reported
def order(key: tuple[object, ...], chosen: Choice, made_of: Snapshot | None) -> None:
    """Ask for the files of the report, in place of those that were asked for before."""
    if "report_ordered" in st.session_state:
        st.session_state.report_ordered[1].forget()
    wanted = Order(
        state.proposal(),
        state.draft().usable,
        chosen.language,
        chosen.parts,
        _mark(made_of, chosen.language),
        made_of.status if made_of else FIRST,
        browser.local_time(dt.datetime.now(dt.UTC)).date(),
        chosen.form,
    )
    st.session_state.report_ordered = (key, report_queue().order(login.person(), wanted))


def make(job: Job, lang: Lang) -> dict[str, bytes] | None:
    """The files of the report, waiting for its turn and showing how far it is; ``None`` if that failed.

    Who leaves the page meanwhile finds it made, or still being made.
    """
    browser.ask_before_leaving(yes=True)
    bar = st.progress(0.0, text=plain_text(text("make.waiting", lang, count=job.before)))
    try:
        while not job.done:
            bar.progress(*_progress(job, lang))
            time.sleep(LOOK_SECONDS)
        made = job.result()
    except InterruptedBuildError:
        st.error(text("make.interrupted", lang))
        return None
    except LongWorkError as error:
        st.error(plain_text(error.problems[0].sentence(lang)))
        return None
    finally:
        if job.done:
            del st.session_state.report_ordered
    bar.progress(1.0, text=text("make.done", lang))
    return made


def _mark(made_of: Snapshot | None, language: Lang) -> str:
    """What the cover says of where the input comes from: a snapshot, or a file of others."""
    kept, lines = state.saved(), [mark_of(made_of, language) if made_of else ""]
    if kept is not None and kept.imported_at is not None:
        day = date(browser.local_time(kept.imported_at).date(), language)
        lines.append(text("make.read_in", language, day=day))
    return ". ".join(filter(None, lines))


def _progress(job: Job, lang: Lang) -> tuple[float, str]:
    """How far a report is, for the bar."""
    step = job.step
    if step is None:
        return 0.0, text("make.waiting", lang, count=job.before)
    part = text(f"part.{step.part}", lang) if step.part else ""
    return step.share, text(f"make.{step.key}", lang, part=part)


def chosen_now(lang: Lang) -> Choice:
    """What is chosen of language, form and parts."""
    names = {code: text("language.name", code) for code in LANGUAGES}
    language = st.selectbox(
        text("make.language", lang),
        format_func=names.__getitem__,
        **lasting_choice("report_lang", LANGUAGES, lang),
    )
    form = st.segmented_control(
        text("make.form", lang),
        [ONE_PAGE, *FORMS],
        default=WHOLE,
        required=True,
        format_func=lambda name: text(f"make.form_{name}", lang),
        key="report_form",
        on_change=choose_parts,
        persist_state="session",
    )
    parts = st.pills(
        text("make.parts", lang),
        list(PARTS),
        default=list(PARTS),
        selection_mode="multi",
        format_func=lambda name: text(f"part.{name}", lang),
        key="report_parts",
        disabled=form != WHOLE,
        persist_state="session",
    )
    return Choice(language, tuple(parts), form)


def files(made_of: Snapshot | None, lang: Lang) -> None:
    """Choices, the button, and the files once they are made; other input makes them out of date."""
    chosen = chosen_now(lang)
    tell_status(made_of, lang)
    figures, held = results.parameters(), state.proposal()
    source = (made_of.id, made_of.status) if made_of else None
    wanted = (held.hash, figures.hash, chosen, source, _mark(made_of, chosen.language))
    made = st.session_state.get("report")
    st.button(
        text("make.build_old" if basis.stands_apart() else "make.build", lang),
        key="build",
        disabled=not chosen.parts,
        on_click=order,
        args=(wanted, chosen, made_of),
    )
    if "report_ordered" in st.session_state:
        ordered, job = st.session_state.report_ordered
        files_made = make(job, lang)
        made = None if files_made is None else (ordered, files_made)
        st.session_state.report = made
    if made is None or made[0] != wanted:
        st.caption(text("make.stale" if made else "make.none", lang))
        return
    mimes = {"pdf": PDF, "docx": WORD, RESIDENTS: PDF, "xlsx": EXCEL, "json": "application/json"}
    for column, (kind, content) in zip(st.columns(len(mimes)), made[1].items(), strict=True):
        column.download_button(
            text(f"app.download_{kind.partition('.')[0]}", lang),
            content,
            file_name(state.draft().company, kind),
            mimes[kind],
            key=f"download_{kind.partition('.')[0]}",
            on_click="ignore",
        )
    st.button(text("make.attach", lang), key="attach_report", on_click=attach, args=(made[1], made_of))
    if st.session_state.pop("attached", False):
        st.success(text("make.attached", lang))
    full.show(lang)


def tell_status(made_of: Snapshot | None, lang: Lang) -> None:
    """What the report will call itself, why, and where that changes."""
    if made_of is None:
        st.info(text("make.status_none", lang))
        return
    words = text("make.status_of", lang, status=text(f"status.{made_of.status}", lang), id=made_of.id)
    st.info(plain_text(words))
    if made_of.status != LAST:
        navigation.link("dossier.py", text("make.status_link", lang))


@reported
def attach(made: dict[str, bytes], made_of: Snapshot | None) -> None:
    """Keep the files with the dossier, and with the snapshot if they were made of one.

    Why there is no dossier, if it could not be saved, is said at the top of the page.
    """
    saving.save_if_new()
    kept = state.saved()
    if kept is None:
        return
    named = {file_name(state.draft().company, kind): content for kind, content in made.items()}
    state.dossiers().attach_all(kept.id, named, made_of.id if made_of else None)
    st.session_state.attached = True


def status_given() -> Status | None:
    """What is frozen here becomes: a municipality that was let in closes the dossier, so its is final.

    ``None`` for who may not freeze.
    """
    kept = state.saved()
    rights = state.dossiers().rights(kept.id) if kept else None
    return next((status for status in (FIRST, LAST) if rights is None or RIGHT_FOR[status] in rights), None)


@reported
def freeze() -> None:
    """Keep the draft as it is under an id of its own, which is printed on the report."""
    saving.save_if_new()
    held, kept, status = state.draft(), state.saved(), status_given()
    if kept is None:
        return
    try:
        with results.in_turn():
            made = results.assessment()
        state.dossiers().freeze(kept.id, held, made, status or FIRST)
    except TooLargeError:
        raise
    except DeniedError:
        st.session_state.freeze_denied = True


@reported
def open_snapshot(snapshot_id: str) -> None:
    """Go on from a snapshot in a draft of its own."""
    kept = state.saved()
    assert kept is not None
    opening.start_with(state.dossiers().frozen(kept.id, snapshot_id).draft)


def _freeze_button(lang: Lang) -> None:
    """Freezing, as far as the user may; else who may."""
    old, status = "_old" if basis.stands_apart() else "", status_given()
    if status is None:
        st.caption(text("make.freeze_not_yours", lang))
    elif status == LAST:
        finalising.button(text(f"make.freeze_final{old}", lang), "freeze", freeze, (), lang)
    else:
        st.button(text(f"make.freeze{old}", lang), key="freeze", on_click=freeze)


def snapshots(made_of: Snapshot | None, lang: Lang) -> None:
    """Freeze, and the snapshots made before."""
    st.header(text("make.snapshots", lang))
    st.write(text("make.snapshots_intro", lang))
    _freeze_button(lang)
    full.show(lang)
    if st.session_state.pop("freeze_denied", False):
        st.error(text("make.freeze_denied", lang))
    if made_of is not None:
        st.success(plain_text(mark_of(made_of, lang)))
    kept = state.saved()
    made = state.dossiers().snapshots(kept.id) if kept else ()
    for row in made:
        moment = f"{browser.local_time(row.made_at):%d-%m-%Y %H:%M}"
        values = {
            "id": numbered(row, lang),
            "moment": moment,
            "version": row.version,
            "parameters": row.parameters_version,
        }
        along = f" {text('make.snapshot_read_in', lang)}" if kept and kept.came_along(row.made_at) else ""
        st.write(plain_text(text("make.snapshot", lang, **values, hash=row.input_hash[:8]) + along))
        st.button(
            plain_text(text("make.open_snapshot", lang, id=row.id)),
            key=f"snapshot_{row.id}",
            on_click=open_snapshot,
            args=(row.id,),
        )


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("page.report", lang))
    st.write(text("make.intro", lang))
    basis.show(lang)
    if not state.proposal().weights.are_set:
        st.info(text("make.no_weights", lang))
    made_of = frozen_as()
    files(made_of, lang)
    snapshots(made_of, lang)


body.show_page(page)
