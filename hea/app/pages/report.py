"""Report: choose parts and language, make the files, and freeze a snapshot."""

import datetime as dt
import time

import streamlit as st

from hea.app import body, state
from hea.app.failure import reported
from hea.app.report_job import Order
from hea.app.report_queue import InterruptedBuildError, Job, report_queue
from hea.app.show import EXCEL
from hea.dossiers import DeniedError, Status, StoreError
from hea.report.pdf.build import PARTS
from hea.texts import LANGUAGES, Lang, text

STATUSES = ("concept", "final")
FILE_NAME = "huisvestingseffectrapportage"
LOOK_SECONDS = 0.2
"""How often the page looks how far the work is."""


def make(language: Lang, parts: list[str], lang: Lang) -> dict[str, bytes] | None:
    """The files of the report, waiting for its turn and showing how far it is; ``None`` if that failed."""
    order = Order(
        state.proposal(),
        state.draft().usable,
        language,
        tuple(parts),
        st.session_state.get("mark", ""),
        st.session_state.get("report_status", "concept"),
        state.local_time(dt.datetime.now(dt.UTC)).date(),
    )
    job = report_queue().order(order)
    bar = st.progress(0.0, text=text("make.waiting", lang, count=job.before))
    try:
        while not job.done:
            bar.progress(*_told(job, lang))
            time.sleep(LOOK_SECONDS)
        made = job.result()
    except InterruptedBuildError:
        st.error(text("make.interrupted", lang))
        return None
    finally:
        job.forget()
    bar.progress(1.0, text=text("make.done", lang))
    return made


def _told(job: Job, lang: Lang) -> tuple[float, str]:
    """How far a report is, for the bar."""
    step = job.step
    if step is None:
        return 0.0, text("make.waiting", lang, count=job.before)
    part = text(f"part.{step.part}", lang) if step.part else ""
    return step.share, text(f"make.{step.key}", lang, part=part)


def files(lang: Lang) -> None:
    """Choices, the button, and the files once they are made; other input makes them out of date."""
    names = {code: text("language.name", code) for code in LANGUAGES}
    language = st.selectbox(
        text("make.language", lang),
        list(LANGUAGES),
        LANGUAGES.index(lang),
        names.__getitem__,
        key="report_lang",
    )
    parts = st.pills(
        text("make.parts", lang),
        list(PARTS),
        default=list(PARTS),
        selection_mode="multi",
        format_func=lambda name: text(f"part.{name}", lang),
        key="report_parts",
        persist_state="session",
    )
    status = st.segmented_control(
        text("make.status", lang),
        list(STATUSES),
        default=STATUSES[0],
        format_func=lambda name: text(f"make.status_{name}", lang),
        key="report_status",
        required=True,
        persist_state="session",
    )
    figures, held = state.parameters(), state.proposal()
    wanted = (held.hash, figures.hash, language, tuple(parts), st.session_state.get("mark"), status)
    made = st.session_state.get("report")
    pressed = st.button(text("make.build", lang), key="build", disabled=not parts)
    if pressed:
        files_made = make(language, parts, lang)
        made = None if files_made is None else (wanted, files_made)
        st.session_state.report = made
    if made is None or made[0] != wanted:
        st.caption(text("make.stale" if made else "make.none", lang))
        return
    mimes = {"pdf": "application/pdf", "xlsx": EXCEL, "json": "application/json"}
    for column, (kind, content) in zip(st.columns(len(mimes)), made[1].items(), strict=True):
        column.download_button(
            text(f"app.download_{kind}", lang),
            content,
            f"{FILE_NAME}.{kind}",
            mimes[kind],
            key=f"download_{kind}",
            on_click="ignore",
        )
    st.button(text("make.attach", lang), key="attach_report", on_click=attach, args=(made[1],))
    if st.session_state.pop("attached", False):
        st.success(text("make.attached", lang))
    if st.session_state.pop("attach_failed", False):
        st.error(text("make.attach_failed", lang))


@reported
def attach(made: dict[str, bytes]) -> None:
    """Keep the files with the dossier, and with the snapshot if they were made of one."""
    state.save_if_new()
    kept = state.saved()
    if kept is None:
        st.session_state.attach_failed = True
        return
    try:
        for kind, content in made.items():
            name = f"{FILE_NAME}.{kind}"
            state.dossiers().attach(kept.id, name, content, st.session_state.get("frozen_id"))
    except StoreError:
        st.session_state.attach_failed = True
    else:
        st.session_state.attached = True


@reported
def freeze(lang: Lang) -> None:
    """Keep the draft as it is under an id of its own, which is printed on the report."""
    state.save_if_new()
    held, kept = state.draft(), state.saved()
    if kept is None:
        st.session_state.freeze_failed = "app.not_saved"
        return
    own = state.dossiers()
    # A municipality that was let in closes the dossier: what it freezes is final.
    status: Status = "concept" if "submit" in own.rights(kept.id) else "definitief"
    try:
        made = own.freeze(kept.id, held, state.full(), status)
    except DeniedError:
        st.session_state.freeze_failed = "make.freeze_denied"
        return
    except StoreError:
        st.session_state.freeze_failed = "app.not_saved"
        return
    st.session_state.frozen_id = made.id
    st.session_state.mark = text(
        "make.mark", lang, id=made.id, moment=f"{state.local_time(made.made_at):%d-%m-%Y %H:%M}"
    )
    st.session_state.frozen_hash = state.proposal().hash


@reported
def open_snapshot(snapshot_id: str) -> None:
    """Go on from a snapshot in a draft of its own."""
    kept = state.saved()
    assert kept is not None
    state.start_with(state.dossiers().frozen(kept.id, snapshot_id).draft)


def snapshots(lang: Lang) -> None:
    """Freeze, and the snapshots made before."""
    st.header(text("make.snapshots", lang))
    st.write(text("make.snapshots_intro", lang))
    st.button(text("make.freeze", lang), key="freeze", on_click=freeze, args=(lang,))
    failed = st.session_state.pop("freeze_failed", None)
    if failed:
        st.error(text(failed, lang))
    if st.session_state.get("mark"):
        st.success(st.session_state.mark)
    kept = state.saved()
    made = state.dossiers().snapshots(kept.id) if kept else ()
    for row in made:
        moment = f"{state.local_time(row.made_at):%d-%m-%Y %H:%M}"
        values = {
            "id": row.id,
            "moment": moment,
            "version": row.version,
            "parameters": row.parameters_version,
        }
        st.write(text("make.snapshot", lang, **values, hash=row.input_hash[:8]))
        st.button(
            text("make.open_snapshot", lang, id=row.id),
            key=f"snapshot_{row.id}",
            on_click=open_snapshot,
            args=(row.id,),
        )


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("page.report", lang))
    st.write(text("make.intro", lang))
    if st.session_state.get("frozen_hash") not in (None, state.proposal().hash):
        for key in ("mark", "frozen_hash", "frozen_id"):
            st.session_state.pop(key, None)
    if state.proposal().weights.set_on is None:
        st.info(text("make.no_weights", lang))
    files(lang)
    snapshots(lang)


body.show_page(page)
