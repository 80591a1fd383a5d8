"""What the browser is told and tells: language, cookies, its clock, when to ask before it leaves."""

import datetime as dt
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from hea.app import address, framework_words, login, saving, state, style, unfinished
from hea.app.server.gate import CODE_COOKIE, DRAFT_COOKIE
from hea.texts import LANGUAGES, Lang

LANGUAGE_KEY = "language"
LANGUAGE_COOKIE = "hea_language"

ONLY_OVER_TLS = "(location.protocol === 'https:' ? ';Secure' : '')"
"""Script: what keeps a cookie of a page over TLS from a page of the same name without."""

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
  const [later, never, soon] = [window.setTimeout, window.clearTimeout, new Map()];
  window.setTimeout = (work, delay, ...given) => {
    if (delay || typeof work !== 'function') return later(work, delay, ...given);
    const id = later(() => { soon.delete(id); work(...given); }, 0);
    soon.set(id, () => work(...given));
    return id;
  };
  window.clearTimeout = id => { soon.delete(id); never(id); };
  const now = () => [...soon].forEach(([id, work]) => {
    window.clearTimeout(id);
    window.heaLeft = performance.now();
    work();
  });
  const leave = () => {
    const field = document.activeElement;
    if (!field || !field.matches('input, textarea')) return;
    field.blur();
    window.heaLeft = performance.now();
    return field;
  };
  window.addEventListener('beforeunload', leave);
  window.addEventListener('pagehide', () => {
    now();
    while (performance.now() < window.heaLeft + 200);
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState !== 'hidden') return;
    leave()?.focus();
    queueMicrotask(now);
  });
}"""
"""A field is handed in when it is left, so it is left before its page is. Streamlit sends what is handed in a
moment later, so what it would do in a moment is done now: a page that is gone does nothing any more. The
browser then gets time to send it. Phones say no more than that a page is hidden."""

ASK_BEFORE_LEAVING = """
if (!window.heaAsks) {
  window.heaAsks = true;
  window.addEventListener('beforeunload', event => { if (window.heaUnfinished) event.preventDefault(); });
  document.addEventListener('input', event => {
    if (event.target.closest('[class*="st-key-form"]')) window.heaUnfinished = true;
  });
}"""
"""What is typed in a form waits for its button, in this visit alone."""


def language() -> Lang:
    """Language of this session: chosen, else that of the last visit, else Dutch."""
    chosen = st.session_state.get(LANGUAGE_KEY) or cookie(LANGUAGE_COOKIE)
    return next((lang for lang in LANGUAGES if lang == chosen), LANGUAGES[0])


def cookie(name: str) -> str:
    """A cookie of the browser, or nothing where there is no browser."""
    value = st.context.cookies.get(name)
    return value if isinstance(value, str) else ""


def tell(lang: Lang) -> None:
    """Tell the browser the language of the page, which always says English, and which draft is open."""
    cookies: dict[str, str] = {LANGUAGE_COOKIE: lang}
    if "arriving" not in st.session_state:  # until then the browser alone knows what was open
        cookies[CODE_COOKIE] = ".".join(st.session_state.get("codes", ()))
    kept = state.saved()
    if kept is not None:
        cookies[DRAFT_COOKIE] = kept.id  # the address may say anything until it was looked up
    elif not login.let_in() and address.STORED.fullmatch(state.draft_address()):
        cookies[DRAFT_COOKIE] = state.draft_address()
    elif not login.let_in() and state.draft_address() == address.NEW:  # a guest has left
        cookies[DRAFT_COOKIE] = ""
    lines = [
        f"document.cookie='{key}={quote(value)};path=/;SameSite=Strict'+{ONLY_OVER_TLS};"
        for key, value in cookies.items()
    ]
    script = (
        f"document.documentElement.lang='{lang}';"
        + "".join(lines)
        + SCROLL_BY_KEYBOARD
        + HAND_IN_BEFORE_LEAVING
        + framework_words.script(lang)
        + address.arrive(state.draft_address(), state.arrival().mark)
    )
    st.html(f"<style>{style.SHEET}</style><script>{script}</script>", unsafe_allow_javascript=True)
    known_here_alone = {"leads", "left_behind"} & set(st.session_state)
    ask_before_leaving(yes=saving.unsaved() or unfinished.waits() or bool(known_here_alone))


def ask_before_leaving(*, yes: bool) -> None:
    """Let the browser ask, or not, before it closes or loads again what only this visit knows."""
    turn = st.session_state.get("drawings", 0)  # another script every time, for the browser runs none twice
    script = f"window.heaUnfinished={str(yes).lower()};/*{turn}*/{ASK_BEFORE_LEAVING}"
    st.html(f"<script>{script}</script>", unsafe_allow_javascript=True)


def local_time(moment: dt.datetime) -> dt.datetime:
    """A moment of the store on the clock of the user, or of this machine if theirs is not known."""
    return moment.replace(tzinfo=dt.UTC).astimezone(_zone(st.context.timezone))


def this_month() -> str:
    """The present month on the clock of the user, as YYYY-MM."""
    return f"{local_time(dt.datetime.now(dt.UTC)):%Y-%m}"


def _zone(name: object) -> ZoneInfo | None:
    """The time zone that a browser names; some name one that does not exist."""
    try:
        return ZoneInfo(name) if isinstance(name, str) and name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
