"""Who is using the app: the one user of this machine, someone who logged in, or a guest with a link code.

``HEA_LOGIN`` chooses: empty for no login, ``oidc`` for the login of the organisation, ``proxy`` for a proxy
that has logged the user in and passes name, role and organisation in headers.
"""

import datetime as dt
import hmac
import ipaddress
import os
import re
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from hea.app import persons
from hea.app.markdown import plain_text
from hea.app.server import gate, session_owner
from hea.dossiers import ALONE, Actor, MissingError, Role, StoreError, local_store
from hea.dossiers.people import ROLES
from hea.texts import Lang, text

LOGIN_VARIABLE = gate.LOGIN_VARIABLE
CLAIMS = {
    "name": ("HEA_CLAIM_NAME", "name"),
    "role": ("HEA_CLAIM_ROLE", "hea_role"),
    "organisation": ("HEA_CLAIM_ORGANISATION", "hea_organisation"),
}
"""What a login says of a user: environment variable that renames the claim, and its usual name."""
HEADERS = {"name": "X-Hea-Name", "role": "X-Hea-Role", "organisation": "X-Hea-Organisation"}
SECRET_HEADER, SECRET_VARIABLE = "X-Hea-Proxy-Secret", "HEA_PROXY_SECRET"
"""What proves that the headers come from the proxy and not from a visitor."""
CODE_PARAMETER = "code"
CODE = re.compile(r"[\w-]{10,64}", re.ASCII)
"""What a link code looks like."""

MAX_CODES = 20
"""Link codes that are used in one browser; the newest are."""

MAX_SECONDS = gate.MAX_SECONDS
"""A login that is older counts no more, also in a page that stayed open."""

SOON_SECONDS = 30 * 60
"""So long before a login ends, every page says so: what is typed after it ended cannot be saved."""

Login = tuple[str, str, float]
"""Provider, user, and when they logged in (seconds since 1970)."""

_ended: set[Login] = set()
"""Logins that were ended by logging out while this process runs: a copy of their cookie counts no more."""


def kind() -> str:
    """How people log in; empty if nobody does."""
    return os.environ.get(LOGIN_VARIABLE, "").strip().lower()


def actor() -> Actor:
    """Who is using this session, with the link codes they entered."""
    if not kind():
        return ALONE
    said = {"oidc": _claims, "proxy": _headers}.get(kind(), dict)()
    role = said.get("role", "")
    known = role in ROLES and bool(said.get("organisation"))
    return Actor(
        name=said.get("name", ""),
        organisation=said.get("organisation", "") if known else "",
        role=cast(Role, role) if known else None,
        codes=frozenset(st.session_state.get("codes", ())),
        subject=_subject(),
    )


def _subject() -> str:
    """Who the login of the organisation says this is: a name can be that of two, or change."""
    said = _user() if kind() == "oidc" else {}
    provider, user = _word(said, "iss"), _word(said, "sub")
    return f"{provider} {user}" if provider and user else ""


def person() -> str:
    """Who is using this session, to tell one person from another; a guest is whoever has the same first code.

    Of some codes many sets can be made, so who shows several is no more persons than there are codes.
    """
    own = actor()
    code = min(own.codes, default="")
    if own.role or not code:
        return persons.member(own.organisation, own.name)
    return persons.guest(st.session_state.get("givers", {}).get(code, ""), code)


def logged_in() -> bool:
    """Whether somebody logged in, with or without a role."""
    if kind() == "oidc":
        return bool(_user())
    return kind() == "proxy" and bool(_headers().get("name"))


def claim_session() -> None:
    """Note that this session is of the browser that shows it."""
    context = get_script_run_ctx()
    if context is not None:
        own = st.context.headers.get(session_owner.OWNER_HEADER) or ""
        session_owner.owners.claim(context.session_id, own)


def _user() -> Mapping[str, Any]:
    """What the login of the organisation said, as long as it counts; nothing if nobody logged in.

    The provider must say when it did (``iat``, which OpenID Connect asks of it).
    """
    if not st.user.get("is_logged_in", False):
        return {}
    said = st.user.to_dict()
    made = _login(said)
    counts = made is not None and time.time() - made[2] < MAX_SECONDS and made not in _ended
    return said if counts else {}


def _login(said: Mapping[str, Any]) -> Login | None:
    at = said.get("iat")
    return (str(said.get("iss")), str(said.get("sub")), at) if isinstance(at, int | float) else None


def ended() -> bool:
    """Whether this page was opened by a login that counts no more: it is too old, or was ended elsewhere."""
    return kind() == "oidc" and bool(st.user.get("is_logged_in", False)) and not _user()


def ends_soon() -> dt.datetime | None:
    """When the login of this page ends, in UTC, if that is soon."""
    made = _login(_user()) if kind() == "oidc" else None
    if made is None or time.time() - made[2] < MAX_SECONDS - SOON_SECONDS:
        return None
    return dt.datetime.fromtimestamp(made[2] + MAX_SECONDS, dt.UTC)


def _log_out() -> None:
    """End the login in this browser, and let no copy of it count."""
    made = _login(st.user.to_dict())
    if made is not None:
        _ended.add(made)
    _ended.difference_update([old for old in _ended if time.time() - old[2] >= MAX_SECONDS])
    st.logout()


def _claims() -> dict[str, str]:
    """What the organisation's login says of the user."""
    said = _user()
    names = {key: os.environ.get(variable) or usual for key, (variable, usual) in CLAIMS.items()}
    return {key: _word(said, name) for key, name in names.items()} if said else {}


def _word(claims: Mapping[str, Any], name: str) -> str:
    """A claim as a word; of a list the first, which is how some logins give roles."""
    value = claims.get(name, "")
    if isinstance(value, list):
        value = value[0] if value else ""
    return value.strip() if isinstance(value, str) else ""


def _headers() -> dict[str, str]:
    """What the proxy says of the user; nothing if it cannot be the proxy."""
    secret = os.environ.get(SECRET_VARIABLE, "")
    given = st.context.headers.get(SECRET_HEADER) or ""
    if not secret or not hmac.compare_digest(given.encode(), secret.encode()):
        return {}
    return {key: (st.context.headers.get(name) or "").strip() for key, name in HEADERS.items()}


def guarded() -> bool:
    """Whether this page came through the gate of the server, or there is no server at all."""
    return gate.stands() or not st.context.headers.get("Host")


def reachable() -> bool:
    """Whether this visitor may use an app without login: only from the machine itself."""
    if kind():
        return True
    address = st.context.ip_address
    if not isinstance(address, str):
        return True
    return ipaddress.ip_address(address).is_loopback


def enter(code: str) -> str | None:
    """Use a link code in this session; the dossier it opens, or ``None``."""
    try:
        way = local_store().of(Actor()).way_in(code)
    except MissingError:
        return None
    former = [held for held in st.session_state.get("codes", ()) if held != code.strip()]
    st.session_state.codes = (*former, code.strip())[-MAX_CODES:]
    giver = persons.member(way.organisation, way.given_by)
    st.session_state.givers = {**st.session_state.get("givers", {}), code.strip(): giver}
    return way.dossier_id


def newest_codes(found: Iterable[str]) -> tuple[str, ...]:
    """Of what may be link codes, oldest first, those that are used: each once."""
    codes = dict.fromkeys(code for code in reversed(list(found)) if CODE.fullmatch(code))
    return tuple(reversed(list(codes)[:MAX_CODES]))


def let_in() -> bool:
    """Whether the visitor has a role or a link code, where that is asked for."""
    return not kind() or actor().role is not None or bool(st.session_state.get("codes"))


def door(lang: Lang) -> bool:
    """Let the visitor in, or show the door; true if the page may go on."""
    if not guarded() or not reachable():
        st.title(text("app.title", lang))
        st.error(text("login.not_here" if guarded() else "login.not_guarded", lang))
        return False
    if let_in():
        return True
    st.title(text("app.title", lang))
    if logged_in():
        st.warning(plain_text(text("login.no_role", lang, name=actor().name or "–")))
        if kind() == "oidc":
            st.button(text("login.logout", lang), on_click=_log_out, key="logout")
    elif kind() == "oidc":
        st.write(text("login.intro", lang))
        st.button(text("login.login", lang), on_click=st.login, key="login")
    else:
        st.error(text("login.no_proxy", lang))
    _code_field(lang)
    return False


def _code_field(lang: Lang) -> None:
    """The way in for a party without an account."""
    st.subheader(text("login.guest", lang))
    st.write(text("login.guest_intro", lang))
    with st.form("guest", border=False):
        st.text_input(text("login.code", lang), key="guest_code", max_chars=64)
        st.form_submit_button(text("login.enter", lang), on_click=_take_code, key="guest_enter")
    if "code_failed" in st.session_state:
        st.error(text(st.session_state.pop("code_failed"), lang))


def _take_code() -> None:
    try:
        found = enter(st.session_state.guest_code)
    except StoreError:
        st.session_state.code_failed = "login.code_unread"
        return
    if found is None:
        st.session_state.code_failed = "login.wrong_code"
    else:
        st.session_state.open_dossier = found


def who(lang: Lang, leave: Callable[[], None]) -> None:
    """Who is logged in, and the way out; a guest leaves by forgetting the codes."""
    if not kind():
        return
    own = actor()
    words = text("login.as", lang, name=own.name, organisation=own.organisation, role=own.role)
    st.caption(plain_text(words if own.role else text("login.as_guest", lang)))
    if kind() == "oidc" and logged_in():
        st.button(text("login.logout", lang), on_click=_log_out, key="logout")
    elif not own.role:
        st.button(text("login.leave", lang), on_click=leave, key="leave")
