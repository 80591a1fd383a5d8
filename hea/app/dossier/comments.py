"""Remarks and requests for evidence, and the files of a dossier."""

from functools import partial
from typing import get_args

import streamlit as st

from hea.app import browser, paged, state
from hea.app.chosen_file import newly_chosen
from hea.app.failure import reported
from hea.app.fields import attempt, field_key, form_field, handed_in, show_problems
from hea.app.markdown import plain_text
from hea.dossiers import Attachment, Comment, Saved
from hea.dossiers.comments import KINDS, MAX_WORDS_LENGTH
from hea.dossiers.limits import MAX_DOSSIER_SIZE, MAX_FILE_SIZE
from hea.dossiers.people import Called
from hea.fields import place_name
from hea.proposal import Proposal
from hea.report.sentences.changes import filled_in
from hea.texts import Lang, number, text
from hea.units import MEGABYTE


def comments(kept: Saved, lang: Lang) -> None:
    """What was said, open points first, and a form to say something."""
    own = state.dossiers()
    said = own.comments(kept.id)
    may = "comment" in own.rights(kept.id)
    ordered = sorted(said, key=lambda row: (row.settled_at is not None, row.number))
    paged.draw(ordered, lambda comment: _one(kept, comment, lang, may=may), "comments", lang)
    if not said:
        st.caption(text("dossier.no_comments", lang))
    if may:
        _form(kept, lang)


def _one(kept: Saved, comment: Comment, lang: Lang, *, may: bool) -> None:
    with st.container(border=True):
        where = _where(comment.path, lang)
        st.markdown(f"**{text(f'comment.{comment.kind}', lang)}** · {plain_text(where)}")
        st.text(comment.words)
        moment = f"{browser.local_time(comment.at):%d-%m-%Y %H:%M}"
        who = ", ".join(filter(None, (comment.by, role_name(comment.role, lang))))
        words = text("dossier.said", lang, moment=moment, who=who, revision=comment.revision)
        along = f", {text('dossier.from_file', lang)}" if kept.came_along(comment.at) else ""
        st.caption(plain_text(words.replace(", ,", ",") + along))
        if comment.settled_at is not None:
            st.caption(text("dossier.settled", lang))
        elif may:
            st.button(
                plain_text(text("dossier.settle", lang, number=comment.number)),
                key=f"settle_{comment.number}",
                on_click=_settle,
                args=(kept.id, comment.number),
            )


def _where(path: str, lang: Lang) -> str:
    """What a remark is about; a field that this version does not know keeps the name it came with."""
    if not path:
        return text("dossier.whole", lang)
    try:
        return place_name(path, lang)
    except (KeyError, IndexError, AttributeError, TypeError):
        return path


def role_name(role: str, lang: Lang) -> str:
    """A role as people call it; nothing for the user of this machine, and what no version knows as it is."""
    return text(f"role.{role}", lang) if role in get_args(Called) and role else role


@reported
def _settle(dossier_id: str, number: int) -> None:
    state.dossiers().settle(dossier_id, number)


def _form(kept: Saved, lang: Lang) -> None:
    proposal = state.draft().proposal
    paths = ["", *(filled_in(proposal) if isinstance(proposal, Proposal) else ())]
    with st.container(key="form:comment"):
        st.selectbox(
            text("dossier.about", lang),
            paths,
            format_func=lambda path: place_name(path, lang) if path else text("dossier.whole", lang),
            **form_field("comment.path", lang),
        )
        st.radio(
            text("dossier.kind", lang),
            list(KINDS),
            format_func=lambda kind: text(f"comment.{kind}", lang),
            horizontal=True,
            **form_field("comment.kind", lang, begin=next(iter(KINDS))),
        )
        st.text_area(
            text("dossier.words", lang), max_chars=MAX_WORDS_LENGTH, **form_field("comment.words", lang)
        )
        st.button(text("dossier.say", lang), on_click=_say, args=(kept.id, lang), key="comment_say")
    if st.session_state.pop("comment_empty", False):
        st.error(text("dossier.comment_empty", lang))


@reported
def _say(dossier_id: str, lang: Lang) -> None:
    paths = [f"comment.{name}" for name in ("words", "kind", "path")]
    words, kind, path = (st.session_state[field_key(field, lang)] for field in paths)
    if not words.strip():
        st.session_state.comment_empty = True
        return
    state.dossiers().comment(dossier_id, words.strip(), path=path, kind=kind)
    handed_in(paths[:1], lang)


def attachments(kept: Saved, lang: Lang) -> None:
    """Files of the dossier, and a way to add one."""
    own = state.dossiers()
    may = "comment" in own.rights(kept.id)
    paged.draw(own.attachments(kept.id), lambda file: _file(kept, file, lang, may=may), "files", lang)
    if not may:
        return
    # A new field after each file: the old one would hand in the same file again at every change.
    turn = st.session_state.setdefault("file_turn", 0)
    st.file_uploader(
        plain_text(
            text("dossier.add_file", lang, each=MAX_FILE_SIZE // MEGABYTE, all=MAX_DOSSIER_SIZE // MEGABYTE)
        ),
        key=f"file_upload_{turn}",
        on_change=_attach,
        args=(kept.id, f"file_upload_{turn}", lang),
        max_upload_size=MAX_FILE_SIZE // MEGABYTE,
    )
    show_problems("dossier_file")


def _file(kept: Saved, file: Attachment, lang: Lang, *, may: bool) -> None:
    """A file to download, and to remove for who added it."""
    own = state.dossiers()
    moment = f"{browser.local_time(file.at):%d-%m-%Y %H:%M}"
    size = number(file.size / MEGABYTE, lang, 2)
    if kept.came_along(file.at):
        moment = text("dossier.from_file", lang)
    st.download_button(
        plain_text(text("dossier.file", lang, name=file.name, size=size, moment=moment)),
        partial(own.attachment, kept.id, file.id),
        file.name,
        key=f"file_{file.id}",
        on_click="ignore",
    )
    if may and own.removable(file):
        st.button(
            plain_text(text("dossier.remove_file", lang, name=file.name)),
            key=f"detach_{file.id}",
            on_click=_detach,
            args=(kept.id, file.id),
        )


@reported
def _detach(dossier_id: str, attachment_id: str) -> None:
    state.dossiers().detach(dossier_id, attachment_id)


@reported
def _attach(dossier_id: str, key: str, lang: Lang) -> None:
    def take() -> None:
        file = newly_chosen(key)
        if file is not None:
            state.dossiers().attach(dossier_id, *file)
            st.session_state.file_turn += 1

    attempt("dossier_file", take, lang, placed=True)
