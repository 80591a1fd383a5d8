"""Handing a dossier over: as a file, by a link code, or to another organisation; and removing it."""

from functools import partial

import streamlit as st

from hea.app import browser, foreign_file, login, opening, paged, show, state
from hea.app.chosen_file import newly_chosen
from hea.app.dossier.comments import role_name
from hea.app.exports import exports
from hea.app.failure import reported
from hea.app.fields import field_key, form_field, handed_in
from hea.app.markdown import plain_text
from hea.app.problem_box import show_box
from hea.dossiers import BundleError, Grant, Saved
from hea.dossiers.bundle import Bundle, read_bundle
from hea.dossiers.limits import MAX_BUNDLE_SIZE
from hea.dossiers.people import GUEST_ROLES
from hea.dossiers.sharing import USUAL_DAYS
from hea.dossiers.store import MAX_ENTRIES
from hea.exchange import InputError
from hea.texts import Lang, text
from hea.units import MEGABYTE

BUNDLE = "dossier.json.gz"


def file(kept: Saved, lang: Lang) -> None:
    """The whole dossier as one file."""
    st.write(text("dossier.export_intro", lang))
    own = state.dossiers()
    if not own.exportable(kept.id):
        largest = MAX_BUNDLE_SIZE // MEGABYTE
        st.warning(plain_text(text("dossier.export_too_large", lang, megabytes=largest)))
        return
    st.download_button(
        text("dossier.export", lang),
        partial(own.export, kept.id, partial(exports().once, login.person())),
        BUNDLE,
        "application/gzip",
        key="export_dossier",
        on_click="ignore",
    )


def take_in(lang: Lang) -> None:
    """A dossier that someone handed over as a file."""
    turn = st.session_state.setdefault("bundle_turn", 0)
    st.file_uploader(
        text("dossier.import", lang),
        type=["gz", "json"],
        key=f"bundle_{turn}",
        on_change=_take_in,
        args=(f"bundle_{turn}",),
        max_upload_size=MAX_BUNDLE_SIZE // MEGABYTE,
    )
    if "bundle_failed" in st.session_state:
        show_box([problem.sentence(lang) for problem in st.session_state.pop("bundle_failed")])
    if st.session_state.pop("bundle_taken", False):
        st.success(text("dossier.imported", lang))


@reported
def _take_in(key: str) -> None:
    try:
        handed = newly_chosen(key)
        if handed is None:
            return
        saved = state.dossiers().take_in(handed.content, _read)
    except (BundleError, InputError) as error:
        st.session_state.bundle_failed = error.problems
        return
    st.session_state.bundle_turn += 1
    opening.open_draft(saved.id)
    st.session_state.bundle_taken = True


def _read(content: bytes) -> Bundle:
    return foreign_file.read(read_bundle, content)


def access(kept: Saved, lang: Lang) -> None:
    """Who was let in, and letting others in."""
    own = state.dossiers()
    st.write(text("dossier.share_intro", lang))
    if "new_code" in st.session_state:
        st.success(text("dossier.code_once", lang))
        st.code(st.session_state.pop("new_code"), language=None)
    paged.draw(own.grants(kept.id), lambda grant: _granted(kept, grant, lang), "grants", lang)
    with st.container(key="form:share"):
        st.selectbox(
            text("dossier.share_as", lang),
            list(GUEST_ROLES),
            format_func=lambda role: text(f"role.{role}", lang),
            **form_field("share.role", lang, begin="gemeente"),
        )
        st.text_input(
            text("dossier.share_with", lang),
            max_chars=200,
            placeholder=text("dossier.share_with_nobody", lang),
            **form_field("share.organisation", lang),
        )
        st.caption(plain_text(text("dossier.share_days", lang, days=USUAL_DAYS)))
        st.button(text("dossier.share", lang), on_click=_share, args=(kept.id, lang), key="share_do")


def _granted(kept: Saved, grant: Grant, lang: Lang) -> None:
    """Who was let in, and a button that ends it."""
    until = f"{browser.local_time(grant.until):%d-%m-%Y}"
    whom = grant.organisation or text("dossier.by_code", lang)
    role = text(f"role.{grant.role}", lang)
    st.write(plain_text(text("dossier.grant", lang, whom=whom, role=role, until=until)))
    st.button(
        plain_text(text("dossier.revoke", lang, whom=whom)),
        key=f"revoke_{grant.id}",
        on_click=_revoke,
        args=(kept.id, grant.id),
    )


@reported
def _share(dossier_id: str, lang: Lang) -> None:
    paths = ("share.role", "share.organisation")
    role, organisation = (st.session_state[field_key(field, lang)] for field in paths)
    if organisation := organisation.strip():
        state.dossiers().invite(dossier_id, organisation, role)
    else:
        st.session_state.new_code, _ = state.dossiers().share(dossier_id, role)
    handed_in(paths, lang)


@reported
def _revoke(dossier_id: str, grant_id: str) -> None:
    state.dossiers().revoke(dossier_id, grant_id)


def audit(kept: Saved, lang: Lang) -> None:
    """Who did what, for who oversees."""
    entries = state.dossiers().audit_entries(kept.id)
    rows = [
        (
            f"{browser.local_time(entry.at):%d-%m-%Y %H:%M}",
            entry.by,
            role_name(entry.role, lang),
            entry.action,
        )
        for entry in paged.first(entries, "audit")
    ]
    headings = [text(f"dossier.audit_{name}", lang) for name in ("when", "who", "role", "what")]
    show.table(rows, headings, text("dossier.audit", lang))
    paged.more(len(entries), "audit", lang)
    if len(entries) == MAX_ENTRIES:
        st.caption(plain_text(text("dossier.audit_newest", lang, count=MAX_ENTRIES)))


def remove(kept: Saved, lang: Lang) -> None:
    """Removing for good, in two steps."""
    st.write(text("dossier.delete_intro", lang))
    sure = st.checkbox(text("dossier.delete_sure", lang), key=f"delete_sure_{kept.id}")
    st.button(
        text("dossier.delete", lang),
        key="delete_dossier",
        on_click=_remove,
        args=(kept.id,),
        disabled=not sure,
    )


@reported
def _remove(dossier_id: str) -> None:
    opening.discard(dossier_id)
    st.session_state.dossier_deleted = True


def shareable(rights: frozenset[str]) -> bool:
    """Whether there are others to let in: without login nobody else reaches this machine."""
    return bool(login.kind()) and "share" in rights
