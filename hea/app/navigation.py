"""Pages of the app in order, and what stands around every page."""

from pathlib import Path
from typing import NamedTuple

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from hea import colours
from hea.app import address, browser, login, opening, state, store_notice
from hea.app.markdown import plain_text
from hea.app.pending import keep_pending_values, let_closed_finish
from hea.app.server import intake
from hea.house_style import house_style
from hea.report.sentences.provenance import MAX_COMPANY_LENGTH
from hea.texts import LANGUAGES, Lang, text

PAGES_FOLDER = Path(__file__).parent / "pages"
ICON = Path(__file__).parent / "icon.png"
"""A file of our own: a named icon would be fetched from outside."""


class PageEntry(NamedTuple):
    """A page: file name, key of its title, icon, address, and whether it needs a proposal."""

    filename: str
    title: str
    icon: str
    url_path: str
    needs_proposal: bool = True


PAGES = (
    PageEntry("start.py", "page.start", ":material/home:", "", False),
    PageEntry("quick_scan.py", "page.quick_scan", ":material/speed:", "quick-scan", False),
    PageEntry("initiative.py", "page.initiative", ":material/domain:", "initiatief", False),
    PageEntry("workforce.py", "page.workforce", ":material/groups:", "personeel"),
    PageEntry("surroundings.py", "page.surroundings", ":material/location_city:", "omgeving"),
    PageEntry("housing_plan.py", "page.housing_plan", ":material/bed:", "huisvestingsplan"),
    PageEntry("conversation.py", "page.conversation", ":material/forum:", "gesprek"),
    PageEntry("outcome.py", "page.outcome", ":material/insights:", "uitkomst"),
    PageEntry("welfare.py", "page.welfare", ":material/balance:", "brede-welvaart"),
    PageEntry("scenarios.py", "page.scenarios", ":material/compare_arrows:", "scenarios"),
    PageEntry("comparing.py", "page.comparing", ":material/view_column:", "vergelijken"),
    PageEntry("region.py", "page.region", ":material/map:", "regio"),
    PageEntry("report.py", "page.report", ":material/description:", "rapport"),
    PageEntry("dossier.py", "page.dossier", ":material/folder_shared:", "dossier", False),
    PageEntry("portfolio.py", "page.portfolio", ":material/table_view:", "portefeuille", False),
    PageEntry("accountability.py", "page.accountability", ":material/fact_check:", "verantwoording", False),
)


def run() -> None:
    """Show the page asked for, with the menu beside it and the way on below it."""
    keep_pending_values()
    if "draft" not in st.session_state:
        let_closed_finish()
    lang = browser.language()
    st.set_page_config(page_icon=ICON, layout="centered")
    login.claim_session()
    opening.begin()
    _name_draft()
    if not login.door(lang):
        st.set_page_config(page_title=text("app.title", lang))
        store_notice.show(lang)
        browser.tell(lang)
        return
    _take_files()
    pages = [_page(entry, lang) for entry in PAGES]
    st.session_state.pages = {entry.filename: page for entry, page in zip(PAGES, pages, strict=True)}
    chosen = st.navigation(pages, position="sidebar", expanded=True)
    entry = PAGES[pages.index(chosen)]
    _note_entry(entry)
    style = house_style()
    if style.logo is not None:
        st.logo(str(style.logo))
    with st.sidebar:
        if style.organisation:
            st.caption(plain_text(style.organisation))
        _language_switch(lang)
        login.who(lang, opening.leave)
    _progress(PAGES.index(entry), lang)
    chosen.run()
    _ways(PAGES.index(entry), lang)
    _stay_in_touch()


def _name_draft() -> None:
    """Let the address name the draft before the menu is drawn: a page keeps what stands there by then.

    An address that said nothing when the tab came is filled in by the browser, which need not take a step for
    that. One that did may be gone before the first page was drawn: a click in the menu tells no address.
    """
    came_without = "pages" not in st.session_state and not (address.asked() or state.arrival().asked)
    if not came_without:
        address.show(state.draft_address())


@st.fragment(run_every="1h")
def _stay_in_touch() -> None:
    """A timer keeps the page connected, so that a server that was restarted draws it anew.

    Without one, what is typed would go to a server that does not know the page.
    """


def go(filename: str) -> None:
    """Go to another page of the app."""
    st.switch_page(st.session_state.pages[filename], query_params={address.CONCEPT: state.draft_address()})


def title(entry: PageEntry, lang: Lang) -> str:
    """Name of a browser tab: the page and the company."""
    company = " ".join(state.draft().company.split())
    if len(company) > MAX_COMPANY_LENGTH:
        company = f"{company[:MAX_COMPANY_LENGTH].rstrip()}…"
    return " – ".join(part for part in (text(entry.title, lang), company, "hea") if part)


def _take_files() -> None:
    """Let who came through the door send files."""
    session = get_script_run_ctx()
    if session is not None:
        intake.let_in(session.session_id, login.person())


def link(filename: str, label: str) -> None:
    """A link to another page of the app."""
    st.page_link(st.session_state.pages[filename], label=plain_text(label))


def _page(entry: PageEntry, lang: Lang) -> st.Page:
    return st.Page(
        PAGES_FOLDER / entry.filename,
        title=text(entry.title, lang),
        icon=entry.icon,
        url_path=entry.url_path or None,
        default=entry is PAGES[0],
    )


def present() -> PageEntry:
    """The page that is open."""
    return next(entry for entry in PAGES if entry.filename == st.session_state.page)


def _note_entry(entry: PageEntry) -> None:
    """Remember whether this run opens the page, for what starts afresh on every visit."""
    st.session_state.entered = st.session_state.get("page") != entry.filename
    st.session_state.page = entry.filename


def _language_switch(lang: Lang) -> None:
    names = {code: text("language.name", code) for code in LANGUAGES}
    st.session_state.setdefault(browser.LANGUAGE_KEY, lang)
    st.segmented_control(
        text("app.language", lang),
        list(LANGUAGES),
        format_func=lambda code: plain_text(names[code]),
        key=browser.LANGUAGE_KEY,
        required=True,
        persist_state="session",
    )


def _progress(index: int, lang: Lang) -> None:
    """A thin line: how far along the pages this one is."""
    words = text("app.step", lang, step=index + 1, steps=len(PAGES))
    share = round(100 * (index + 1) / len(PAGES))
    st.html(
        f"<div role='progressbar' aria-label='{words}' aria-valuemin='0' aria-valuemax='100' "
        f"aria-valuenow='{share}' style='height:3px;background:rgba(128,128,128,.25);border-radius:2px'>"
        f"<div style='height:3px;width:{share}%;background:{colours.NEED};border-radius:2px'></div></div>"
    )


def _ways(index: int, lang: Lang) -> None:
    """Back and on."""
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if index > 0:
            link(PAGES[index - 1].filename, f"← {text(PAGES[index - 1].title, lang)}")
        if index < len(PAGES) - 1:
            link(PAGES[index + 1].filename, f"{text(PAGES[index + 1].title, lang)} →")
