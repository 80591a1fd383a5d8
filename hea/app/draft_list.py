"""All drafts in one table: to search, to open, to copy, or to throw away."""

import threading
import unicodedata
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import NamedTuple

import streamlit as st

from hea.app import address, browser, login, navigation, opening, paged, state
from hea.app.failure import reported
from hea.app.markdown import as_html, plain_text
from hea.dossiers import Draft, Listed
from hea.engine.given import added
from hea.exchange import quick_fields
from hea.fields import named
from hea.once import once
from hea.parameters import load_parameters
from hea.proposal import Headcount, Proposal, Size, shown_size
from hea.texts import Lang, text

COLUMNS = ("company", "municipality", "sector", "size", "changed")
UNKNOWN = "–"
MAX_KEPT = 10_000
"""Drafts of which is remembered what the table says of them."""
Key = tuple[str, int]
"""Id and revision."""


class Facts(NamedTuple):
    """What the table says of a draft, in no language yet."""

    company: str = ""
    plan: str = ""
    municipality: str = ""
    sector: str = ""
    sizes: tuple[tuple[str, Size], ...] = ()
    """Amounts by what they measure; groups may be counted in persons and in full-time jobs."""
    complete: bool = False
    """Whether there is a proposal, and so an outcome to open."""
    readable: bool = True


class Row(NamedTuple):
    """A line of the table, in words."""

    item: Listed
    facts: Facts
    cells: tuple[str, ...]
    """In the order of the columns."""

    @property
    def label(self) -> str:
        """How it is called where one is chosen."""
        name = ", ".join(part for part in (self.cells[0], self.facts.plan) if part)
        return f"{name} ({self.cells[-1]})"


def draw(lang: Lang) -> None:
    """The table, a field that searches it, and what can be done with a draft."""
    listed = state.dossiers().listed()
    if not listed:
        st.write(text("app.no_dossiers" if login.kind() else "app.no_drafts", lang))
        return
    known = known_facts().of(listed)
    rows = [_row(item, known.get(item.saved[:2]), lang) for item in listed]
    wanted = st.text_input(text("drafts.search", lang), key="drafts_wanted", max_chars=100)
    found = [row for row in rows if _matches(row, wanted)]
    st.caption(
        text("drafts.shown" if found else "drafts.none_found", lang, shown=len(found), count=len(rows))
    )
    _unread(len(listed) - len(known), lang)
    if found:
        _table(paged.first(found, "drafts"), lang)
        paged.more(len(found), "drafts", lang)
        _draft_actions({row.item.saved.id: row for row in found}, lang)


def _unread(count: int, lang: Lang) -> None:
    """Say of how many drafts the content is still to be read, which a click goes on with."""
    if count:
        st.caption(plain_text(text("drafts.unread", lang, count=count)))
        st.button(text("drafts.read_on", lang), key="read_on")


class KnownFacts:
    """What was read of drafts, by id and revision: a revision never changes. Only the newest are kept.

    Who asks has the list of what they may see; nothing is told of any other draft.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[Key, Facts] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, listed: Sequence[Listed]) -> dict[Key, Facts]:
        """Facts of the drafts of a list; of those that were not read yet a bounded number is read now."""
        known = self._known(listed)
        new = [item.saved for item in listed if item.saved[:2] not in known]
        read = state.dossiers().read_each(new, facts_of) if new else {}
        with self._lock:
            self._kept.update(read)
            while len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        return known | read

    def _known(self, listed: Sequence[Listed]) -> dict[Key, Facts]:
        with self._lock:
            known = {key: self._kept[key] for item in listed if (key := item.saved[:2]) in self._kept}
            for key in known:
                self._kept.move_to_end(key)
        return known


@once
def known_facts() -> KnownFacts:
    """What this app has read of drafts."""
    return KnownFacts()


def facts_of(draft: Draft | None) -> Facts:
    """What the table says of a draft; of one that cannot be read nothing."""
    if draft is None:
        return Facts(readable=False)
    held, started = draft.proposal, draft.started
    if held is not None:
        return Facts(draft.company, held.initiative or "", held.municipality, held.sector, _sizes(held), True)
    size = () if started.size is None else ((started.kind, started.size),)
    return Facts(draft.company, "", started.municipality or "", started.sector or "", size)


def _sizes(proposal: Proposal) -> tuple[tuple[str, Size], ...]:
    counted: Sequence[Headcount] = proposal.function_groups or (
        (proposal.workforce,) if proposal.workforce else ()
    )
    units: dict[str, list[Size]] = {}
    for part in counted:
        units.setdefault(part.unit, []).append(part.count)
    totals = tuple(
        (unit, added(tuple(sizes), load_parameters(), proposal.sector)) for unit, sizes in units.items()
    )
    fields = quick_fields(proposal)
    return totals or ((fields.kind, fields.size or 0),)


def _row(item: Listed, known: Facts | None, lang: Lang) -> Row:
    """A line; of a draft that was not read yet it says how it is called."""
    facts = known or Facts(item.saved.title)
    company = facts.company or ("" if facts.readable else item.saved.title)
    along = f", {text('app.read_in', lang)}" if item.saved.imported_at else ""
    cells = (
        company or text("drafts.nameless", lang),
        named(facts.municipality, lang) if facts.municipality else UNKNOWN,
        _sector(facts, lang),
        " + ".join(text(f"drafts.{kind}", lang, size=shown_size(size, lang)) for kind, size in facts.sizes)
        or UNKNOWN,
        f"{browser.local_time(item.saved.saved_at):%d-%m-%Y %H:%M}" + along,
    )
    return Row(item, facts, cells)


def _sector(facts: Facts, lang: Lang) -> str:
    if not facts.readable:
        return text("drafts.unreadable", lang)
    return named(facts.sector, lang) if facts.sector else UNKNOWN


def _matches(row: Row, wanted: str) -> bool:
    """Whether every word stands somewhere in the line, whatever its accents."""
    words = _bare(" ".join((*row.cells, row.facts.plan)))
    return all(word in words for word in _bare(wanted).split())


def _bare(words: str) -> str:
    apart = unicodedata.normalize("NFD", words.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _table(rows: Sequence[Row], lang: Lang) -> None:
    """A company is a link to its draft, which can be opened in another tab as well."""
    head = "".join(f"<th scope='col'>{as_html(text(f'drafts.{name}', lang))}</th>" for name in COLUMNS)
    body = "".join(_line(row, lang) for row in rows)
    label = as_html(text("app.drafts", lang))
    st.html(
        f"<div class='hea-table hea-drafts'><table aria-label='{label}'>"
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _line(row: Row, lang: Lang) -> str:
    kept, name = state.saved(), as_html(row.cells[0])
    if row.facts.readable:
        name = f"<a href='{as_html(_address(row))}'>{name}</a>"
    under = [row.facts.plan] if row.facts.plan else []
    if kept is not None and kept.id == row.item.saved.id:
        under.append(text("drafts.present", lang))
    small = "".join(f"<br>{as_html(words)}" for words in under)
    cells = "".join(f"<td>{as_html(words)}</td>" for words in row.cells[1:])
    return f"<tr><th scope='row'>{name}{small}</th>{cells}</tr>"


def _page(row: Row) -> str:
    """File of the page on which one goes on with a draft."""
    return "outcome.py" if row.facts.complete else "quick_scan.py"


def _address(row: Row) -> str:
    place = next(entry.url_path for entry in navigation.PAGES if entry.filename == _page(row))
    return f"{place}?{address.CONCEPT}={row.item.saved.id}"


def _draft_actions(rows: dict[str, Row], lang: Lang) -> None:
    """Choose a draft and open it, copy it or throw it away."""
    kept = state.saved()
    if kept is not None and kept.id in rows:  # what is open stands ready, not the draft of another company
        st.session_state.setdefault("draft_choice", kept.id)
    chosen = st.selectbox(
        text("drafts.chosen", lang), list(rows), format_func=lambda key: rows[key].label, key="draft_choice"
    )
    row = rows[chosen]
    with st.container(horizontal=True):
        opened = st.button(text("app.open_draft", lang), key="open_draft")
        copied = state.dossiers().may_begin and st.button(text("drafts.copy", lang), key="copy_draft")
        kept_for = _kept_for(row)
        if not kept_for:
            st.button(text("drafts.discard", lang), key="discard_draft", on_click=_ask, args=(chosen,))
        elif _shared_with_all(row):
            st.button(text("drafts.leave", lang), key="leave_draft", on_click=_ask, args=(chosen,))
    if kept_for:
        st.caption(text(kept_for, lang))
    if opened or copied:
        if opening.copy_draft(chosen) if copied else opening.open_draft(chosen):
            navigation.go(_page(row))
        st.error(text("app.draft_unreadable", lang))
    if st.session_state.get("discarding") != chosen:
        return
    if not kept_for:
        _question(row, "drafts.sure", "discard", _discard, lang)
    elif _shared_with_all(row):
        _question(row, "drafts.leave_sure", "leave", _leave, lang)


def _kept_for(row: Row) -> str:
    """Key of the sentence that says why this user may not throw a draft away; nothing if they may."""
    if "delete" in state.dossiers().rights(row.item.saved.id):
        return ""
    return "dossier.delete_final" if row.item.own else "drafts.not_ours"


def _shared_with_all(row: Row) -> bool:
    """Whether this was shared with the whole organisation of the user, who may be rid of it."""
    return "leave" in state.dossiers().rights(row.item.saved.id)


def _question(row: Row, words: str, action: str, act: Callable[[str], None], lang: Lang) -> None:
    """Whether it is really to be thrown away, or not to be shown any more."""
    organisation = state.dossiers().actor.organisation
    st.warning(plain_text(text(words, lang, title=row.label, organisation=organisation)))
    with st.container(horizontal=True):
        gone = row.item.saved.id
        st.button(text(f"drafts.{action}_yes", lang), key=f"{action}_yes", on_click=act, args=(gone,))
        st.button(text(f"drafts.{action}_no", lang), key=f"{action}_no", on_click=_ask, args=("",))


@reported
def _ask(draft_id: str) -> None:
    st.session_state.discarding = draft_id


@reported
def _discard(draft_id: str) -> None:
    """Remove a draft for good; a tab that shows it goes on with an empty one."""
    st.session_state.pop("discarding", None)
    opening.discard(draft_id)


@reported
def _leave(draft_id: str) -> None:
    """Show a dossier of others no more to this organisation."""
    st.session_state.pop("discarding", None)
    opening.leave_dossier(draft_id)
