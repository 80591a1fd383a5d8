"""Pages of the app, in order."""

import logging
import uuid
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from hea.app.state import language, set_page_language
from hea.texts import text

PAGES_FOLDER = Path(__file__).parent / "pages"
ICON = Path(__file__).parent / "icon.png"
"""A file of our own: a named icon would be fetched from outside."""

log = logging.getLogger("hea.app")


class PageEntry(NamedTuple):
    """A page: file name, key of its title, icon and address."""

    filename: str
    title: str
    icon: str
    url_path: str


PAGES = (
    PageEntry("quick_scan.py", "app.quick_title", ":material/speed:", "quick-scan"),
    PageEntry("validation.py", "app.validation_title", ":material/fact_check:", "toets"),
)


def run() -> None:
    """Show the page asked for; an error becomes a page with a reference, never a traceback."""
    lang = language()
    st.set_page_config(page_title=text("app.title", lang), page_icon=ICON, layout="centered")
    pages = [
        st.Page(
            PAGES_FOLDER / entry.filename,
            title=text(entry.title, lang),
            icon=entry.icon,
            url_path=entry.url_path,
            default=entry is PAGES[0],
        )
        for entry in PAGES
    ]
    page = st.navigation(pages, position="hidden" if len(pages) == 1 else "top")
    set_page_language(lang)
    try:
        page.run()
    except Exception:
        reference = uuid.uuid4().hex[:8]
        log.exception("error %s", reference)
        st.error(text("app.error_text", lang, id=reference), title=text("app.error_title", lang))
