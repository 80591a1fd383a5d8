"""Dossier: its states, what parties say, who may see it, its files, what was agreed and what became of it."""

from collections.abc import Callable

import streamlit as st

from hea.app import basis, body, browser, failure, saving, state
from hea.app.dossier import afterwards, agreed, comments, full, hand_over, reviewed, states
from hea.app.markdown import plain_text
from hea.dossiers import Saved, StoreError
from hea.texts import Lang, text


def sections(kept: Saved, lang: Lang) -> None:
    """What there is to do with this dossier, each on demand."""
    rights = state.dossiers().rights(kept.id)
    shown = {
        "comments": comments.comments,
        "snapshots": states.snapshots,
        "differences": states.differences,
        "files": comments.attachments,
        "agreements": agreed.draw,
        "afterwards": afterwards.draw,
        "progress": reviewed.draw,
        "hand_over": hand_over.file,
    }
    if hand_over.shareable(rights):
        shown["access"] = hand_over.access
    if "oversee" in rights and state.dossiers().actor.role:
        shown["audit"] = hand_over.audit
    if "delete" in rights:
        shown["delete"] = hand_over.remove
    for name, draw in shown.items():
        label = text(f"dossier.{name}", lang)
        with st.expander(label, key=f"dossier:{name}", on_change="rerun") as opened:
            if opened.open:
                _section(draw, kept, lang)
    if "delete" not in rights and "share" in rights:
        st.caption(text("dossier.delete_final", lang))


def _section(draw: Callable[[Saved, Lang], None], kept: Saved, lang: Lang) -> None:
    """One section; what the store cannot give leaves the others whole."""
    try:
        draw(kept, lang)
    except StoreError as error:
        failure.show_unread(error, lang)


def summary(kept: Saved, lang: Lang) -> None:
    """Which dossier this is, and how far it is."""
    own = state.dossiers()
    st.header(plain_text(kept.title or text("drafts.nameless", lang)))
    moment = f"{browser.local_time(kept.saved_at):%d-%m-%Y %H:%M}"
    st.caption(plain_text(text("dossier.state", lang, revision=kept.revision, moment=moment)))
    if kept.imported_at is not None:
        read = f"{browser.local_time(kept.imported_at):%d-%m-%Y %H:%M}"
        st.warning(plain_text(text("dossier.read_in", lang, moment=read)))
    waiting = [row for row in own.comments(kept.id) if row.settled_at is None]
    if waiting:
        asked = sum(row.kind == "evidence" for row in waiting)
        st.info(text("dossier.waiting", lang, count=len(waiting), asked=asked))


def page(lang: Lang) -> None:
    """Everything on the page, from top to bottom."""
    st.title(text("page.dossier", lang))
    st.write(text("dossier.intro", lang))
    if st.session_state.pop("dossier_deleted", False):
        st.success(text("dossier.deleted", lang))
    if state.draft().proposal is not None and not state.only_looked_at():
        saving.save_if_new()
    kept = state.saved()
    if kept is None:
        looked_at = state.only_looked_at()
        st.info(text("dossier.none_of_example" if looked_at else "dossier.none", lang))
        if looked_at:
            st.button(text("dossier.take_example", lang), on_click=saving.save, key="take_example")
    else:
        summary(kept, lang)
        basis.show(lang)
        full.show(lang)
        sections(kept, lang)
    st.header(text("dossier.import_title", lang))
    hand_over.take_in(lang)


body.show_page(page)
