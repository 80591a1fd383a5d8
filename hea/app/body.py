"""What stands on a page: whether the work is safe, what a user must know first, and the page itself.

All of it is drawn again when something on the page changes; the menu and the ways on around it are not.
"""

from collections.abc import Callable

import streamlit as st

from hea.app import (
    address,
    browser,
    failure,
    login,
    navigation,
    opening,
    own_notice,
    saving,
    state,
    store_notice,
    strip,
)
from hea.app.failure import reported
from hea.app.markdown import Markdown, plain_text
from hea.app.problem_box import show_box
from hea.assessment import AssessmentError
from hea.dossiers import Draft, Saved, StoreError
from hea.exchange import proposal_yaml, sentences
from hea.texts import Lang, text

Page = Callable[[Lang], None]
"""Draws a page in a language."""


def show_page(draw: Page) -> None:
    """Draw a page with what belongs to every page; a change on the page draws only this again."""
    _drawn(draw, navigation.present(), browser.language())


@st.fragment
def _drawn(draw: Page, entry: navigation.PageEntry, lang: Lang) -> None:
    if not login.let_in() or opening.taken_back():
        st.rerun()  # who came through the door may not be let in any more: the whole page is drawn anew
    if saving.reach_store():
        saving.notice_gone()
    st.set_page_config(page_title=navigation.title(entry, lang))
    with st.sidebar:
        _save_state(lang)
    with st.container():  # one place however many: what moves on a page forgets what is being typed
        notice = st.container()
        with notice:
            store_notice.show(lang)
        own_notice.show_left_out(lang)
        _banners(lang)
    told = saving.store_failed()
    if entry.needs_proposal and state.draft().proposal is None:
        _locked(entry, lang)
    else:
        _guarded(draw, lang)
    if saving.store_failed() and not told:  # what is said at the top is what tries again
        with notice:
            store_notice.show(lang)
    _name_draft()
    browser.tell(lang)
    st.session_state.entered = False
    state.note_drawing()
    strip.show(lang)  # last: what is typed next does not wait for figures


def _name_draft() -> None:
    """Let the address follow a draft that was saved or taken up on this page."""
    if address.asked():
        address.show(state.draft_address())


def _locked(entry: navigation.PageEntry, lang: Lang) -> None:
    """That there is nothing to show yet, and where to begin."""
    st.title(text(entry.title, lang))
    st.info(text("app.locked", lang))
    navigation.link("quick_scan.py", text("page.quick_scan", lang))


def _guarded(draw: Page, lang: Lang) -> None:
    """The page itself; an error becomes a message, never a traceback."""
    try:
        draw(lang)
    except AssessmentError as error:
        show_box(sentences(error.problems, lang))
    except StoreError as error:
        failure.show_unread(error, lang)
    except Exception:
        failure.show(failure.log_error(), lang)


def _save_state(lang: Lang) -> None:
    """Whether the work is safe, in words; and the draft as a file."""
    kept, held = state.saved(), state.draft()
    if saving.unsaved():
        st.error(text("app.not_saved_short", lang))
    elif kept is None:
        st.caption(text("app.not_saved_short" if saving.store_failed() else "app.nothing_saved", lang))
    else:
        st.caption(_saved_at(kept, held.title, lang), unsafe_allow_html=True)
    if held.proposal is not None:
        st.download_button(
            text("app.download_proposal", lang),
            lambda: proposal_yaml(held.proposal, held.usable) if held.proposal else "",
            "voorstel.yaml",
            "application/yaml",
            key="download_draft",
            on_click="ignore",
        )


def _saved_at(kept: Saved, title: str, lang: Lang) -> Markdown:
    """The mark of the last change that is safe: to the second, so that a user sees it change with each."""
    moment = browser.local_time(kept.saved_at)
    time = f'<time datetime="{moment.isoformat()}">{moment:%H:%M:%S}</time>'
    return Markdown(text("app.saved_at", lang, time=time, title=plain_text(_called(title, lang))))


def _called(title: str, lang: Lang) -> str:
    """What a draft is called, or that it has no name yet."""
    return title or text("drafts.nameless", lang)


def _banners(lang: Lang) -> None:
    """What a user must know before anything else: a failure, another tab, a restored draft."""
    if "failure" in st.session_state:
        failure.show(st.session_state.pop("failure"), lang)
    failure.show_refusal(lang)
    if "conflict" in st.session_state:
        other = st.session_state.conflict
        moment = browser.local_time(other.saved_at)
        st.warning(text("app.conflict", lang, time=f"{moment:%H:%M}"))
        left, right = st.columns(2)
        left.button(text("app.conflict_theirs", lang), on_click=_take_theirs, key="take_theirs")
        right.button(text("app.conflict_mine", lang), on_click=_keep_mine, key="keep_mine")
    _left_drafts(lang)
    _cares(lang)
    kept, missing = state.saved(), state.lost()
    if missing is not None:
        st.warning(text(missing.sentence, lang))
    if "copied" in st.session_state:
        st.info(plain_text(text("drafts.copied", lang, title=_called(st.session_state.copied, lang))))
    if st.session_state.get("restored") and kept is not None:
        moment = browser.local_time(kept.saved_at)
        title = plain_text(_called(kept.title, lang))
        st.info(text("app.restored", lang, title=title, moment=f"{moment:%d-%m-%Y %H:%M}"))
        st.button(text("app.start_empty", lang), on_click=_start_empty, key="start_empty")


def _cares(lang: Lang) -> None:
    """What is wrong with the report that was opened; when it is opened that is said where that is done."""
    if "opened" in st.session_state or not state.cares():
        return
    for line in state.cares():
        st.warning(plain_text(line))
    st.button(text("reopened.seen", lang), on_click=_seen, key="reopened_seen")


@reported
def _seen() -> None:
    state.take_care(())


def _left_drafts(lang: Lang) -> None:
    """What became of drafts that were left for another before they were saved."""
    if "kept_beside" in st.session_state:
        st.info(
            plain_text(
                text(
                    "app.kept_beside",
                    lang,
                    title=_called(st.session_state.kept_beside, lang),
                )
            )
        )
    left: list[saving.Left] = st.session_state.get("left_behind", [])
    for place, (title, held) in enumerate(left):
        st.warning(plain_text(text("app.left_behind", lang, title=_called(title, lang))))
        if held is not None and held.proposal is not None:
            st.download_button(
                text("app.download_left", lang, title=plain_text(_called(title, lang))),
                proposal_yaml(held.proposal, held.usable),
                "voorstel.yaml",
                "application/yaml",
                key=f"download_left_{place}",
                on_click="ignore",
            )
    if left:
        st.button(text("app.left_seen", lang), on_click=_let_go_of_left, key="left_seen")


@reported
def _let_go_of_left() -> None:
    saving.let_go_of_left()


@reported
def _take_theirs() -> None:
    opening.take_theirs()


@reported
def _keep_mine() -> None:
    saving.save_as_copy()


@reported
def _start_empty() -> None:
    opening.start_with(Draft())
