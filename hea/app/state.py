"""State of a session: language, the draft with its one proposal, and assessments by input.

Pages read the draft and replace it by a copy; every replacement is saved at once.
"""

import datetime as dt
import logging
import sys
import time
from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from hea.app import address, framework_words, intake, login, unfinished
from hea.app.gate import CODE_COOKIE, DRAFT_COOKIE
from hea.assessment import (
    LIVE_DRAWS,
    REPORT_DRAWS,
    Assessment,
    AssessmentError,
    Outline,
    Staffing,
    assess,
    assumptions,
)
from hea.assessment import outline as make_outline
from hea.assessment import staffing as make_staffing
from hea.assessment import workers_on_site as make_workers_on_site
from hea.dossiers import (
    ConflictError,
    DeniedError,
    Dossiers,
    Draft,
    MissingError,
    Saved,
    StoreError,
    local_store,
)
from hea.engine.trace import Assumption
from hea.exchange import example, example_names
from hea.parameters import ParameterSet
from hea.proposal import Proposal
from hea.scenarios import Comparison, compare, overridden
from hea.texts import LANGUAGES, Lang
from hea.validation import Validation, validate

LANGUAGE_KEY = "language"
LANGUAGE_COOKIE = "hea_language"
EXAMPLE_ARGUMENT = "--example"
OWN_STYLE = """
.hea-table {overflow-x: auto}
.hea-table table {width: 100%; border-collapse: collapse; font-size: 0.875rem}
.hea-table th, .hea-table td {padding: 0.4rem 0.6rem; text-align: left; vertical-align: top; font-weight: 400;
  border-bottom: 1px solid rgba(128, 128, 128, 0.3); min-width: 4rem}
.hea-table thead th {font-weight: 600}
.hea-drafts {max-height: 26rem; overflow: auto}
.hea-drafts thead th {position: sticky; top: 0; backdrop-filter: blur(1rem)}
.hea-drafts th:first-child {min-width: 9rem; overflow-wrap: anywhere; hyphens: auto}
.hea-drafts a {color: inherit; font-weight: 600}
.hea-drafts td:last-child {white-space: nowrap}
.hea-figures {display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: 1rem;
  margin: 0}
.hea-figures dt {font-size: 0.875rem; font-weight: 400}
.hea-figures dd {font-size: 2rem; line-height: 1.3; margin: 0}"""
"""Tables and figures in the colours and the letter of the page around them."""

SCROLL_BY_KEYBOARD = """
if (!window.heaTables) {
  const reach = () => document.querySelectorAll('.hea-table').forEach(box => {
    if (box.scrollWidth > box.clientWidth && box.tabIndex < 0) box.tabIndex = 0;
  });
  window.heaTables = new MutationObserver(() => requestAnimationFrame(reach));
  window.heaTables.observe(document.body, {childList: true, subtree: true});
  window.addEventListener('resize', reach);
  reach();
}"""
"""A table wider than the screen scrolls sideways; without this only a mouse or a finger can do that."""

HAND_IN_BEFORE_LEAVING = """
if (!window.heaLeft) {
  window.heaLeft = -Infinity;
  const leave = () => {
    const field = document.activeElement;
    if (!field || !field.matches('input, textarea')) return;
    field.blur();
    window.heaLeft = performance.now();
    return field;
  };
  window.addEventListener('beforeunload', leave);
  window.addEventListener('pagehide', () => { while (performance.now() < window.heaLeft + 200); });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') leave()?.focus();
  });
}"""
"""A field is handed in when it is left, so it is left before its page is. The browser then gets a moment to
send it, as it sends nothing for a page that is gone. Phones say no more than that a page is hidden."""

ASK_BEFORE_LEAVING = """
if (!window.heaAsks) {
  window.heaAsks = true;
  window.addEventListener('beforeunload', event => { if (window.heaUnfinished) event.preventDefault(); });
  document.addEventListener('input', event => {
    if (event.target.closest('[class*="st-key-form"]')) window.heaUnfinished = true;
  });
}"""
"""What is typed in a form waits for its button, in this visit alone."""

KEPT_RESULTS = 8
"""Assessments kept per session: enough to go back and forth, little enough for memory."""

STORE_FAILED = "app.not_saved"
"""Why a draft is not saved, if it can be later: key of the sentence that says so."""

GONE = "app.not_saved_gone"
"""The same, of a draft that was thrown away elsewhere."""

RETRY_SECONDS = 3
"""A store that failed is left alone so long: one that does not answer must not hold up a run twice."""

UNSAVED = ("conflict", "not_saved")
"""What stands in the session as long as the store did not take what was changed last."""

OF_ONE_DRAFT = (
    *UNSAVED,
    *("restored", "lost", "example", "former", "copied", "kept_beside", "thrown_away"),
    *("own_doubt", "nearby", "revise_weights", "finalising"),
    *("table_now", "table_base", "table_seen", "table_problems"),
)
"""What is remembered of a draft until another takes its place."""

OF_THE_TAB = ("drawings", "table_version")
"""Counters that tell the browser one drawing from another."""

log = logging.getLogger("hea.app")
T = TypeVar("T")


class Unsaved(NamedTuple):
    """A draft that was left for another before the store took it."""

    draft: Draft
    saved: Saved | None
    """As it was before the change that is not saved."""
    typed: dict[str, unfinished.Typed]
    """What waits in its half-filled forms."""


class Left(NamedTuple):
    """A draft that was left for another and may not be saved."""

    title: str
    draft: Draft | None
    """What to take along as a file; nothing of a dossier that is closed to this visitor."""


class Lost(NamedTuple):
    """A draft that cannot be opened."""

    concept: str
    """As the address names it."""
    sentence: str
    """What is said of it."""


def language() -> Lang:
    """Language of this session: chosen, else that of the last visit, else Dutch."""
    chosen = st.session_state.get(LANGUAGE_KEY) or _cookie(LANGUAGE_COOKIE)
    return next((lang for lang in LANGUAGES if lang == chosen), LANGUAGES[0])


def _cookie(name: str) -> str:
    """A cookie of the browser, or nothing where there is no browser."""
    value = st.context.cookies.get(name)
    return value if isinstance(value, str) else ""


def begin() -> None:
    """Open what the address of this tab asks for: when it comes, and when it went back or forward.

    While the store does not answer the session goes on without, and does this as soon as it is back.
    """
    if "draft" not in st.session_state:
        _hold(Draft())
        st.session_state.arriving = address.asked()
    elif _taken_back():
        _take_back()
    elif address.by_history() and _leads_elsewhere(address.asked()):
        _visit(address.asked())
    if not ({"arriving", "open_dossier"} & set(st.session_state) and reach_store()):
        return
    try:
        if "arriving" in st.session_state:
            _arrive()
            del st.session_state.arriving
        if "open_dossier" in st.session_state:
            open_draft(st.session_state.pop("open_dossier"))
    except StoreError as error:
        note_store_failure(error)


def _arrive() -> None:
    """Open what the address names, else what was saved last in this browser, else the example asked for.

    Unless something was typed already.
    """
    _enter_by_link()
    if "open_dossier" in st.session_state or draft() != Draft():
        return
    asked: str = st.session_state.arriving
    last, shown = _cookie(DRAFT_COOKIE), starting_example()
    if asked:
        _visit(asked)
    elif not (address.STORED.fullmatch(last) and open_draft(last)) and shown:
        show_example(shown)
    if saved() is not None:
        st.session_state.restored = True


def _visit(asked: str) -> None:
    """Show what an address asks for, or that it cannot be opened."""
    name = asked.removeprefix(address.EXAMPLE)
    if asked == address.NEW:
        _hold(Draft())
    elif asked != name and name in example_names():
        show_example(name)
    elif not address.STORED.fullmatch(asked):
        _lose(asked, "app.lost")
    else:
        try:
            _open(asked)
        except MissingError:
            _lose(asked, "app.lost")
        except StoreError:
            _lose(asked, "app.lost_unreadable")


def _taken_back() -> bool:
    """Whether the dossier that is open is no longer shared with this visitor."""
    kept = saved()
    if not login.kind() or kept is None or store_failed():
        return False
    try:
        return dossiers().shut_out(kept.id)
    except StoreError as error:
        note_store_failure(error)
        return False


def _take_back() -> None:
    """Close a dossier that is no longer shared; nothing of it is kept as a copy."""
    closed = concept()
    _lose(closed, "app.taken_back")
    unfinished.forget_draft(closed)


def leave() -> None:
    """Forget everything but the language: the next person at this screen must find nothing of a guest."""
    spoken = language()
    for key in [key for key in st.session_state if key not in OF_THE_TAB]:
        del st.session_state[key]
    intake.shut_out()
    st.session_state[LANGUAGE_KEY], st.session_state.codes = spoken, ()
    _hold(Draft())


def _lose(asked: str, sentence: str) -> None:
    _hold(Draft())
    st.session_state.lost = Lost(asked, sentence)


def _leads_elsewhere(asked: str) -> bool:
    """Whether an address that was visited before is of another draft, and going there loses nothing.

    What became this draft is no other: the example or the empty form that it was before it was saved.
    """
    stays = unsaved() or "arriving" in st.session_state
    former = st.session_state.get("former", frozenset())
    return not stays and asked not in ("", address.NEW, concept(), *former)


def concept() -> str:
    """What the address of this tab says: its draft in the store, an example, or what could not be opened.

    As long as the address was not looked up that is what it says already, which may be nothing.
    """
    kept, missing, shown = saved(), lost(), st.session_state.get("example")
    if "arriving" in st.session_state:
        return str(st.session_state.arriving)
    if kept is not None:
        return kept.id
    if missing is not None:
        return missing.concept
    return address.EXAMPLE + shown if shown else address.NEW


def lost() -> Lost | None:
    """The draft that this tab should show and that cannot be opened, if there is one."""
    found: Lost | None = st.session_state.get("lost")
    return found


def _enter_by_link() -> None:
    """Use the link codes of the address and of the last visit."""
    if not login.kind():
        return
    given = st.query_params.get(login.CODE_PARAMETER, "")
    for code in (*_cookie(CODE_COOKIE).split("."), given):
        found = login.enter(code) if login.CODE.fullmatch(code) else None
        if found is not None and code == given:
            st.session_state.open_dossier = found


def browser_script(lang: Lang) -> None:
    """Tell the browser the language of the page, which always says English, and which draft is open."""
    cookies: dict[str, str] = {LANGUAGE_COOKIE: lang}
    if "arriving" not in st.session_state:  # until then the browser alone knows what was open
        cookies[CODE_COOKIE] = ".".join(st.session_state.get("codes", ()))
    if saved() is not None or (not login.let_in() and address.STORED.fullmatch(concept())):
        cookies[DRAFT_COOKIE] = concept()
    elif not login.let_in() and concept() == address.NEW:  # a guest has left
        cookies[DRAFT_COOKIE] = ""
    lines = [f"document.cookie='{key}={value};path=/;SameSite=Strict';" for key, value in cookies.items()]
    script = (
        f"document.documentElement.lang='{lang}';"
        + "".join(lines)
        + SCROLL_BY_KEYBOARD
        + HAND_IN_BEFORE_LEAVING
        + framework_words.script(lang)
        + address.arrive(concept())
    )
    st.html(f"<style>{OWN_STYLE}</style><script>{script}</script>", unsafe_allow_javascript=True)
    known_here_alone = {"leads", "left_behind"} & set(st.session_state)
    ask_before_leaving(yes=unsaved() or unfinished.waits() or bool(known_here_alone))


def ask_before_leaving(*, yes: bool) -> None:
    """Let the browser ask, or not, before it closes or loads again what only this visit knows."""
    turn = st.session_state.get("drawings", 0)  # another script every time, for the browser runs none twice
    script = f"window.heaUnfinished={str(yes).lower()};/*{turn}*/{ASK_BEFORE_LEAVING}"
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def starting_example() -> str | None:
    """Name of the example on the command line, if any."""
    if EXAMPLE_ARGUMENT not in sys.argv:
        return None
    return sys.argv[-1] if sys.argv[-1] in example_names() else None


def draft() -> Draft:
    """The draft of this session."""
    held: Draft = st.session_state.draft
    return held


def proposal() -> Proposal:
    """The proposal of this session, on a page that is locked until there is one."""
    held = draft().proposal
    assert held is not None
    return held


def saved() -> Saved | None:
    """How the store keeps the draft, or ``None`` if it does not yet."""
    kept: Saved | None = st.session_state.saved
    return kept


def change(changes: Mapping[str, Any]) -> None:
    """Replace the proposal by a copy with some fields changed, and save.

    Raises:
        pydantic.ValidationError: for a value that does not fit; the proposal stays as it was.
    """
    held = proposal()
    keep(draft().model_copy(update={"proposal": overridden(held, changes)}))


def keep(new: Draft) -> None:
    """Make a draft the one of this session, and save it."""
    if new == draft():
        return
    _note_former()
    st.session_state.draft = new
    for key in ("restored", "example", "copied", "kept_beside"):
        st.session_state.pop(key, None)
    save()


def _note_former() -> None:
    """Remember how the address named this draft so far: going back there leads to no other draft."""
    st.session_state.former = st.session_state.get("former", frozenset()) | {concept()}


def start_with(new: Draft) -> None:
    """Begin a draft of its own with what was opened or chosen; the former one stays in the store."""
    _hold(new)
    if new != Draft():
        save()


def go_on_with(new: Draft) -> Literal["opened", "opened_known", "opened_beside"]:
    """Go on with what was opened: the draft that holds exactly this already, else a new one.

    Returns:
        what is to be said of it: a new draft, one that was there, or one beside another of that name.
    """
    try:
        known, beside = dossiers().holding(new), dossiers().same_title(new.title)
    except StoreError:
        known, beside = None, False
    if known is not None and open_draft(known):
        return "opened_known"
    start_with(new)
    return "opened_beside" if beside else "opened"


def show_example(name: str) -> None:
    """Look at an example; it becomes a draft of its own as soon as something is changed."""
    _hold(Draft(proposal=example(name)), name=address.EXAMPLE + name)
    st.session_state.example = name


def only_looked_at() -> bool:
    """Whether what is shown is an example that nobody changed."""
    return "example" in st.session_state


def _hold(new: Draft, kept: Saved | None = None, name: str = "") -> None:
    """Make a draft the one of this tab, with nothing left of the former one.

    Args:
        new: what it holds.
        kept: how the store keeps it, if it does.
        name: how the address names it, if what is typed in it can wait for its return.
    """
    _set_unsaved_apart()
    forget_typing(kept.id if kept else name)
    st.session_state.draft, st.session_state.saved = new, kept
    for key in OF_ONE_DRAFT:
        st.session_state.pop(key, None)


def forget_typing(opened: str) -> None:
    """Let every field start from the draft again; what waited in another draft waits for its return."""
    comes_back = st.session_state.get("saved") is not None or only_looked_at()
    unfinished.set_apart(concept() if comes_back else "", opened)
    begin_fields_again()


def begin_fields_again(*changed: str) -> None:
    """Let every field show what the draft holds, or what waits in it outside the parts that were changed."""
    for path in changed:
        unfinished.forget_within(path)
    for key in [key for key in st.session_state if str(key).startswith("field:")]:
        del st.session_state[key]
    st.session_state.errors = {}
    st.session_state.shown_values = {}


def shown_values() -> dict[str, Any]:
    """What each field showed of the draft when it was last drawn, by its key.

    One entry of the session for all: Streamlit walks over every entry for every field it draws.
    """
    held: dict[str, Any] = st.session_state.setdefault("shown_values", {})
    return held


def stood_there(key: str) -> bool:
    """Whether a field was drawn when the page was last drawn to its end, or since; now it is drawn again."""
    drawn: dict[str, int] = st.session_state.setdefault("drawn", {})
    before, drawn[key] = drawn.get(key), st.session_state.get("drawings", 0)
    return before is not None and drawn[key] - before <= 1


def note_drawing() -> None:
    """The page is drawn to its end; the browser may forget every field that was not on it."""
    st.session_state.drawings = st.session_state.get("drawings", 0) + 1


def dossiers() -> Dossiers:
    """The store as the user of this session sees it."""
    return local_store().of(login.actor())


def save() -> None:
    """Save the draft; what goes wrong is shown at the top of the page, and nothing is lost."""
    if "conflict" in st.session_state:
        return
    try:
        _save()
    except ConflictError as error:
        st.session_state.pop("not_saved", None)
        st.session_state.conflict = error.current
    except DeniedError:
        st.session_state.not_saved = "app.not_allowed"
    except MissingError:
        st.session_state.not_saved = GONE
    except StoreError as error:
        note_store_failure(error)
        st.session_state.not_saved = STORE_FAILED


def _save() -> None:
    kept = saved()
    if kept is None:
        _note_former()
        st.session_state.saved = dossiers().save(draft())
    else:
        st.session_state.saved = dossiers().save(draft(), kept.id, kept.revision)
    for key in ("not_saved", "lost", "example", "thrown_away"):
        st.session_state.pop(key, None)


def notice_gone() -> None:
    """Notice that the dossier of this tab was thrown away elsewhere, before the next change is lost on it."""
    kept = saved()
    if kept is None or store_failed() or any(key in st.session_state for key in UNSAVED):
        return
    try:
        if not dossiers().rights(kept.id):
            st.session_state.not_saved, st.session_state.thrown_away = GONE, draft()
    except StoreError as error:
        note_store_failure(error)


def may_keep_anew() -> bool:
    """Whether what was thrown away elsewhere can become a draft of its own.

    Not what is closed to this visitor; and a guest cannot begin one.
    """
    kept = saved()
    if kept is None or st.session_state.get("not_saved") != GONE:
        return False
    try:
        return dossiers().may_begin and not dossiers().shut_out(kept.id)
    except StoreError as error:
        note_store_failure(error)
        return False


def note_store_failure(error: StoreError) -> None:
    """Remember that the store failed, so that every page says so until it is back."""
    log.warning("the store failed: %s", type(error).__name__)
    st.session_state.store_failed_at = time.monotonic()


def store_failed() -> bool:
    """Whether the store failed when it was last asked."""
    return "store_failed_at" in st.session_state


def reach_store(*, at_once: bool = False) -> bool:
    """Whether the store answers; what it missed while it did not is saved.

    Args:
        at_once: also if it failed only a moment ago.
    """
    failed_at = st.session_state.get("store_failed_at")
    if failed_at is not None and not at_once and time.monotonic() - failed_at < RETRY_SECONDS:
        return False
    try:
        local_store().check()
        st.session_state.pop("store_failed_at", None)
        _save_set_apart()
    except StoreError as error:
        note_store_failure(error)
        return False
    if st.session_state.get("not_saved") == STORE_FAILED:
        save()
    return not store_failed()


def unsaved() -> bool:
    """Whether this tab holds work that the store does not: of this draft, or of one that was left for it."""
    return _is_unsaved() or bool(st.session_state.get("set_apart"))


def _is_unsaved() -> bool:
    return any(key in st.session_state for key in UNSAVED) and not only_looked_at()


def _let_go() -> None:
    """What is not saved of this draft is not to be kept."""
    for key in UNSAVED:
        st.session_state.pop(key, None)


def _set_unsaved_apart() -> None:
    """Let a draft that the store did not take wait for it, now that another takes its place.

    What was thrown away elsewhere and not changed since is not brought back by leaving it.
    """
    if _is_unsaved() and st.session_state.get("thrown_away") != draft():
        left = Unsaved(draft(), saved(), unfinished.all_typed())
        st.session_state.setdefault("set_apart", []).append(left)


def _save_set_apart() -> None:
    """Save what was left unsaved; what may not be saved does not hold up the rest.

    Raises:
        StoreError: if the store does not take it now; it goes on waiting.
    """
    waiting: list[Unsaved] = st.session_state.get("set_apart", [])
    while waiting:
        left = waiting[0]
        try:
            kept: Saved | None = _save_left(left)
        except (ConflictError, DeniedError, MissingError):
            kept = _save_beside(left)
        if kept is not None:
            unfinished.wait_in(kept.id, left.typed)
        waiting.pop(0)


def _save_left(left: Unsaved) -> Saved:
    if left.saved is None:
        return dossiers().save(left.draft)
    return dossiers().save(left.draft, left.saved.id, left.saved.revision)


def _save_beside(left: Unsaved) -> Saved | None:
    """Save what fits in no dossier as one of its own; who may not begin one can take it along as a file."""
    if left.saved is not None:
        unfinished.forget_draft(left.saved.id)
    closed = left.saved is not None and dossiers().shut_out(left.saved.id)
    if closed or not dossiers().may_begin:
        lost = Left(left.draft.title, None if closed else left.draft)
        st.session_state.setdefault("left_behind", []).append(lost)
        return None
    kept = dossiers().save(left.draft)
    st.session_state.kept_beside = kept.title
    return kept


def let_go_of_left() -> None:
    """The user has seen what could not be saved, and took along what they wanted."""
    st.session_state.pop("left_behind", None)


def take_care(lines: tuple[str, ...]) -> None:
    """Keep saying what is wrong with the report that this draft was opened from, until that was seen."""
    held: dict[str, tuple[str, ...]] = st.session_state.setdefault("cares", {})
    held.pop(concept(), None)
    if lines:
        held[concept()] = lines


def cares() -> tuple[str, ...]:
    """What is wrong with the report that this draft was opened from, if that was not seen yet."""
    found: tuple[str, ...] = st.session_state.get("cares", {}).get(concept(), ())
    return found


def save_if_new() -> None:
    """Save a draft that the store does not hold yet, such as an example that was only looked at."""
    if saved() is None:
        save()


def open_draft(draft_id: str) -> bool:
    """Open a stored draft; false if it is gone or cannot be read."""
    try:
        _open(draft_id)
    except StoreError:
        return False
    return True


def copy_draft(draft_id: str) -> bool:
    """Begin a draft with what another holds; false if that is gone or cannot be read."""
    try:
        found, kept = dossiers().load(draft_id)
    except StoreError:
        return False
    start_with(found)
    st.session_state.copied = kept.title
    return True


def discard(draft_id: str) -> None:
    """Remove a draft for good; a tab that shows it goes on with an empty one.

    Raises:
        StoreError: if it could not be removed.
    """
    dossiers().delete(draft_id)
    _close(draft_id)


def leave_dossier(draft_id: str) -> None:
    """Give back a dossier of others; a tab that shows it goes on with an empty draft.

    Raises:
        StoreError: if the store does not take it.
    """
    dossiers().leave(draft_id)
    _close(draft_id)


def _close(draft_id: str) -> None:
    """Go on without a draft that is not there any more for this user."""
    kept = saved()
    if kept is not None and kept.id == draft_id:
        _let_go()
        start_with(Draft())
    unfinished.forget_draft(draft_id)


def _open(draft_id: str) -> None:
    found, kept = dossiers().load(draft_id)
    _hold(found, kept)


def take_theirs() -> None:
    """Go on with the version that was saved elsewhere, and let go of the one of this tab."""
    theirs = st.session_state.pop("conflict")
    if not open_draft(theirs.id):
        st.session_state.conflict = theirs


def save_as_copy() -> None:
    """Save the draft of this tab as one of its own: the former was changed or thrown away elsewhere."""
    _note_former()
    st.session_state.pop("conflict", None)
    st.session_state.saved = None
    save()


def local_time(moment: dt.datetime) -> dt.datetime:
    """A moment of the store on the clock of the user, or of this machine if theirs is not known."""
    return moment.replace(tzinfo=dt.UTC).astimezone(_zone(st.context.timezone))


def _zone(name: object) -> ZoneInfo | None:
    """The time zone that a browser names; some name one that does not exist."""
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def parameters() -> ParameterSet:
    """The parameters with the own values of this draft."""
    held = draft()
    return _remembered("parameters", held.own_values, lambda: held.parameters)


def preview() -> Assessment:
    """A live assessment of the proposal."""
    return _assessed(LIVE_DRAWS)


def outline() -> Outline:
    """What a page shows while filling in: the live assessment if it was made already, else half of it."""
    key = (*_inputs(), LIVE_DRAWS)
    known: Assessment | None = st.session_state.get("results", {}).get(("assessment", key))
    if known is not None:
        return known
    held, figures = proposal(), parameters()
    return _remembered("outline", key, lambda: make_outline(held, figures))


def outline_of(other: Draft) -> Outline | None:
    """The headlines of another state of this draft, or nothing if it cannot be calculated."""
    held, figures = other.proposal, other.parameters
    if held is None:
        return None
    try:
        return _remembered("other", (held.hash, figures.hash), lambda: make_outline(held, figures))
    except AssessmentError:
        return None


def staffing() -> Staffing:
    """What the page of the workforce shows, which needs no more than how many work there."""
    held, figures = proposal(), parameters()
    return _remembered("staffing", (*_inputs(), LIVE_DRAWS), lambda: make_staffing(held, figures))


def workers_on_site() -> float:
    """All people on the site, who work there already among them."""
    held = proposal()
    return make_workers_on_site(held, parameters())


def assumed() -> tuple[Assumption, ...]:
    """What stands in for what was not given, without waiting for an assessment."""
    held, figures = proposal(), parameters()
    return _remembered("assumed", (held.hash, figures.hash), lambda: assumptions(held, figures))


def full() -> Assessment:
    """An assessment with the draws of a report."""
    return _assessed(REPORT_DRAWS)


def comparison(scenarios: tuple[str, ...]) -> Comparison:
    """Scenarios side by side, with live draws."""
    held, figures = proposal(), parameters()
    key = (held.hash, figures.hash, scenarios)
    return _remembered(
        "comparison", key, lambda: compare(held, scenarios, parameters=figures, draws=LIVE_DRAWS)
    )


@st.cache_resource(show_spinner=False)
def validation() -> Validation:
    """The validation of the shipped figures; the same for everyone."""
    return validate()


def _assessed(draws: int) -> Assessment:
    held, figures = proposal(), parameters()
    key = (*_inputs(), draws)
    return _remembered("assessment", key, lambda: assess(held, draws=draws, parameters=figures))


def _inputs() -> tuple[str, str]:
    """What tells one result from another: the proposal and the parameters."""
    held = proposal()
    return held.hash, parameters().hash


def remembered_of(source: object, key: tuple[object, ...], make: Callable[[], T]) -> T:
    """What was made of a result in this session; the result is kept with it, so that its id stays its own."""
    return _remembered("picture", (id(source), *key), lambda: (source, make()))[1]


def _remembered(kind: str, key: object, make: Callable[[], T]) -> T:
    """What was made for a key in this session; the oldest are forgotten. Results are frozen, so shared."""
    kept: dict[tuple[str, object], Any] = st.session_state.setdefault("results", {})
    if (kind, key) in kept:
        kept[kind, key] = kept.pop((kind, key))
    else:
        kept[kind, key] = make()
        mine = [entry for entry in kept if entry[0] == kind]
        for entry in mine[:-KEPT_RESULTS]:
            del kept[entry]
    made: T = kept[kind, key]
    return made
