"""What the figures on a page rest on: fields that could not be taken over, and own values.

A field that holds something else than what is calculated with says so itself; whoever reads the outcome
stands on another page.
"""

from collections.abc import Iterator
from typing import NamedTuple

import streamlit as st

from hea.app import navigation, own_notice, state, unfinished
from hea.app.fields import READ_ERRORS, read, value_at
from hea.app.markdown import plain_text
from hea.app.six_fields import READ_AS, label_key
from hea.app.unfinished import Typed
from hea.exchange import InputError, quick_fields
from hea.fields import Kind, declared, echo, named, option_name, place_name
from hea.texts import Lang, text

QUICK = "quick."
SIZE = ("quick.size", "quick.kind")
ANSWERS = "answers."
HOMES = {
    "quick": "quick_scan.py",
    "function_groups": "workforce.py",
    "counts_from_area": "workforce.py",
    "automation": "workforce.py",
    "recruitment": "workforce.py",
    "context": "surroundings.py",
    "housing_plan": "housing_plan.py",
    "answers": "conversation.py",
}
"""Pages of fields by the part they are in; other fields stand on the page of the initiative."""


class Apart(NamedTuple):
    """A field that figures do not follow: what is said of it, and the page it stands on."""

    sentence: str
    page: str


def show(lang: Lang) -> None:
    """Say what the figures below do not follow, with the way there, and that they rest on own values."""
    with st.container():  # one place however many: what moves on a page forgets what is being typed
        for page, sentences in _by_page(lang).items():
            for sentence in sentences:
                st.warning(plain_text(sentence))
            if page != navigation.present().filename:
                title = next(entry.title for entry in navigation.PAGES if entry.filename == page)
                navigation.link(page, text("basis.look", lang, page=text(title, lang)))
        own_notice.show_used(lang)


def belongs_to(lang: Lang) -> tuple[str, ...]:
    """What figures are calculated with where a field holds something else: its name and what was used."""
    fields = [
        f"{_name(path, lang)} {_in_words(path, lang) or text('option.unknown', lang)}" for path in _refused()
    ]
    table = [text("strip.table", lang)] if _table_problems() else []
    return (*fields, *table)


def stands_apart() -> bool:
    """Whether a field holds something that the figures do not follow."""
    return bool(_refused() or _table_problems()) and state.draft().proposal is not None


def _by_page(lang: Lang) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    if state.draft().proposal is not None:
        for item in _apart(lang):
            told.setdefault(item.page, []).append(item.sentence)
    return told


def _apart(lang: Lang) -> Iterator[Apart]:
    for path, waits in _refused().items():
        words = " ".join((_said(path, waits, lang), _used(path, lang)))
        yield Apart(words, HOMES.get(path.split(".")[0].split("[")[0], "initiative.py"))
    for sentence in _table_problems():
        yield Apart(text("basis.table", lang, sentence=sentence), "workforce.py")


def _refused() -> dict[str, Typed]:
    """What waits in fields; a unit without its number is told at the field of that number."""
    found = unfinished.refused()
    if state.draft().proposal is not None and state.proposal().function_groups:
        return {path: waits for path, waits in found.items() if path not in SIZE}
    return {path: waits for path, waits in found.items() if path != SIZE[1] or SIZE[0] not in found}


def _table_problems() -> list[str]:
    found: list[str] = st.session_state.get("table_problems", [])
    return found


def _said(path: str, waits: Typed, lang: Lang) -> str:
    where = _name(path, lang)
    if path == SIZE[1] or not str(waits.value).strip():
        return text("basis.empty", lang, field=where)
    words = "basis.unfit" if _can_be_read(path, waits) else "basis.unreadable"
    return text(words, lang, field=where, typed=str(waits.value).strip()[:60])


def _can_be_read(path: str, waits: Typed) -> bool:
    try:
        read(waits.value, _kind(path), "count")
    except InputError as error:
        return not any(item.code in READ_ERRORS for item in error.problems)
    return True


def _kind(path: str) -> Kind:
    if path.startswith(QUICK):
        return READ_AS.get(path.removeprefix(QUICK), "text")
    return "number" if path.startswith(ANSWERS) else declared(path).kind


def _name(path: str, lang: Lang) -> str:
    if not path.startswith(QUICK):
        return place_name(path, lang)
    return text(f"app.{label_key('size' if path in SIZE else path.removeprefix(QUICK))}", lang)


def _used(path: str, lang: Lang) -> str:
    held = _in_words(path, lang)
    return text("basis.used", lang, used=held) if held else text("basis.unknown", lang)


def _in_words(path: str, lang: Lang) -> str:
    """What is calculated with in the place of what was typed, in words; nothing if that is not known."""
    fields = quick_fields(state.proposal())
    if path in SIZE:
        return text(f"drafts.{fields.kind}", lang, size=echo(fields.size, "size", lang))
    if path.startswith(QUICK):
        name = path.removeprefix(QUICK)
        value = getattr(fields, name)
        return echo(value, READ_AS.get(name, "text"), lang) or named(value, lang)
    value, kind = value_at(state.proposal(), path), _kind(path)
    if value is None or kind not in ("choice", "bool"):
        return echo(value, kind, lang) or str(value or "")
    return option_name(declared(path).name, value, lang)
