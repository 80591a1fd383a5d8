"""The gate before the server: every request and every websocket passes it.

Without it any web page that the user visits could open the app under a name of its own, or a websocket to
it. ``HEA_HOSTS`` names the addresses of an organisation; without it only names of this machine are known.
"""

import ipaddress
import os
import re
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from hea.app.server import same_user
from hea.app.server.session_owner import OWNER_HEADER, mark, owners
from hea.texts import LANGUAGES, text

HOSTS_VARIABLE = "HEA_HOSTS"
LOGIN_VARIABLE = "HEA_LOGIN"
FORWARDED = "x-forwarded-for"
PASSED_ON = (FORWARDED, "forwarded", "x-real-ip", "via")
"""Headers by which a request shows that something stands between the app and who asks."""
"""By which a proxy says for whom it asks."""
BROWSER_COOKIE = "hea_browser"
"""Tells one browser from another; scripts cannot read it."""
HOST_ONLY = "__Host-"
"""Before the name of a cookie over TLS: a browser takes it of this very address, of no neighbour."""

METRICS = "/_stcore/metrics"
LOGOUT = "/auth/logout"
UPLOAD = "/_stcore/upload_file/"
SESSION = b"sec-websocket-protocol"
"""A browser that was out of touch names its session in the third place here."""

USER_HEADERS = ("x-hea-name", "x-hea-role", "x-hea-organisation")
"""What a proxy says of the user: who is somebody else begins anew."""

STATIC = "/static/"
"""Parts of Streamlit itself, the same for everybody; all else is somebody's own."""

MAX_SECONDS = 12 * 60 * 60
"""How long a browser may keep a login."""

UNFRAMED = ((b"x-frame-options", b"DENY"), (b"content-security-policy", b"frame-ancestors 'none'"))
"""On every answer: a page that shows the app in a frame could have its visitor click in it unseen."""

MAX_AGE = re.compile(rb"(?i)max-age=(\d+)")

DRAFT_COOKIE, CODE_COOKIE = "hea_draft", "hea_codes"
LEFT_BEHIND = (CODE_COOKIE, DRAFT_COOKIE)
"""Cookies that the next person at the same browser must not find."""

Scope = MutableMapping[str, Any]
Translated = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Translated]]
Send = Callable[[Translated], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

_standing: list[bool] = []


def stands() -> bool:
    """Whether the server of this process is behind the gate; without it no page may be shown."""
    return bool(_standing)


class Gate:
    """An application behind checks of who is addressed, and by which page."""

    def __init__(self, inner: Asgi) -> None:
        self.inner = inner
        _standing.append(True)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or turn it away before anything of the app has seen it."""
        if scope["type"] == "lifespan":
            await self.inner(scope, receive, send)
        elif welcome(scope):
            know_owner(scope)
            await self.inner(scope, receive, _careful(scope, send))
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await _turn_away(scope, send)


def welcome(scope: Scope) -> bool:
    """Whether a request is for this app under a name of its own, and not made by a page of another site."""
    hosts, origins = values_of(scope, "host"), values_of(scope, "origin")
    return (
        len(hosts) == 1
        and known_host(hosts[0])
        and all(_same_site(origin, hosts[0], over_tls=_over_tls(scope)) for origin in origins)
        and not _led_astray(scope)
        and not _closed(scope)
        and not _of_another(scope)
        and own_user(scope)
    )


def own_user(scope: Scope) -> bool:
    """Whether this is the user whose app it is; with a login that says who it is.

    Streamlit believes what is forwarded to it from this machine, so nothing may be passed on then.
    """
    if os.environ.get(LOGIN_VARIABLE, "").strip() or str(scope["path"]).startswith(STATIC):
        return True
    passed_on = any(values_of(scope, name) for name in PASSED_ON)
    return not passed_on and same_user.own(scope.get("client"), scope.get("server"))


def owner(scope: Scope) -> str:
    """Whose browser sends this."""
    return mark(_browser(scope), [value for name in USER_HEADERS for value in values_of(scope, name)])


def _browser(scope: Scope) -> str:
    """The mark of a browser, whatever other cookies look like that it sends along."""
    found: dict[str, str] = {}
    for cookie in ";".join(values_of(scope, "cookie")).split(";"):
        name, _, value = cookie.strip().partition("=")
        found.setdefault(name, value)
    plain = "" if _over_tls(scope) else found.get(BROWSER_COOKIE, "")
    return found.get(HOST_ONLY + BROWSER_COOKIE, "") or plain


def _over_tls(scope: Scope) -> bool:
    return scope.get("scheme") in ("https", "wss") or "https" in values_of(scope, "x-forwarded-proto")


def know_owner(scope: Scope) -> None:
    """Pass on whose browser this is, and let nobody go on with the session of another."""
    name, own = OWNER_HEADER.lower().encode(), owner(scope)
    kept = [(key, value) for key, value in scope["headers"] if key != name]
    scope["headers"] = [
        (key, _without_foreign(value, own) if key == SESSION else value) for key, value in kept
    ]
    if own:
        scope["headers"].append((name, own.encode()))


def _without_foreign(value: bytes, own: str) -> bytes:
    """The places of a websocket, without a session that is not of this browser."""
    places = value.decode("latin-1").split(",")
    if len(places) > 2 and not owners.owns(own, places[2].strip()):
        places = places[:2]
    return ",".join(places).encode("latin-1")


def _of_another(scope: Scope) -> bool:
    """Whether this is a file for a session of somebody else."""
    _, found, rest = str(scope["path"]).partition(UPLOAD)
    return bool(found) and not owners.owns(owner(scope), rest.split("/")[0])


def known_host(host: str) -> bool:
    """Whether a Host header names this machine, or an address that ``HEA_HOSTS`` gives."""
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return False
    if name is None or parts.netloc != host or "@" in host:
        return False
    return name == "localhost" or name in _named() or _is_loopback(name)


def _named() -> set[str]:
    """The addresses of the organisation."""
    return {name.strip().lower() for name in os.environ.get(HOSTS_VARIABLE, "").split(",") if name.strip()}


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _led_astray(scope: Scope) -> bool:
    """Whether a page of another site asks for more than to open a page here: a link to it, and no way out.

    A frame is opened as a link is; where the page is to stand tells it apart, in every browser that tells the
    site.
    """
    foreign = set(values_of(scope, "sec-fetch-site")) - {"same-origin", "none"}
    linked = (values_of(scope, "sec-fetch-mode"), values_of(scope, "sec-fetch-dest")) == (
        ["navigate"],
        ["document"],
    )
    return bool(foreign) and not (linked and not str(scope["path"]).startswith(LOGOUT))


def _same_site(origin: str, host: str, *, over_tls: bool) -> bool:
    """Whether a page is of this address; over TLS one that came without can be anybody's on the way."""
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.netloc == host and (parts.scheme == "https" or not over_tls)


def _closed(scope: Scope) -> bool:
    return str(scope["path"]).rstrip("/").endswith(METRICS)


def values_of(scope: Scope, name: str) -> list[str]:
    """What a header says, as often as it was sent."""
    return [value.decode("latin-1") for key, value in scope["headers"] if key == name.encode()]


async def _turn_away(scope: Scope, send: Send) -> None:
    """Say in every language where the app is."""
    status = 404 if _closed(scope) else 403
    words = "server.turned_away" if own_user(scope) else "server.other_user"
    body = "\n".join(text(words, lang) for lang in LANGUAGES).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store"), *UNFRAMED]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _careful(scope: Scope, send: Send) -> Send:
    """Send answers that nobody keeps longer than they should."""

    async def sent(message: Translated) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = guarded(scope, message.get("headers", ()))
        await send(message)

    return sent


def guarded(scope: Scope, headers: Iterable[tuple[bytes, bytes]]) -> Headers:
    """Headers of an answer: in no frame, not kept by browser or proxy, cookies as narrow as can be."""
    if str(scope["path"]).startswith(STATIC):
        return [*headers, *UNFRAMED]
    held = [(name.lower(), value) for name, value in headers if name.lower() != b"cache-control"]
    held += [(b"set-cookie", cookie.encode()) for cookie in _own_cookies(scope)]
    over_tls = _over_tls(scope)
    narrowed = [
        (name, _narrowed(value, over_tls) if name == b"set-cookie" else value) for name, value in held
    ]
    return [*narrowed, (b"cache-control", b"no-store"), *UNFRAMED]


def _own_cookies(scope: Scope) -> list[str]:
    """The mark of a new browser; who logs out leaves no session, no code and no draft behind."""
    made = []
    leaves = str(scope["path"]).endswith(LOGOUT)
    if leaves or not _browser(scope):
        name = HOST_ONLY * _over_tls(scope) + BROWSER_COOKIE
        made.append(f"{name}={secrets.token_urlsafe(16)}; Path=/; HttpOnly; SameSite=Lax")
    if leaves:
        made += [f"{name}=; Path=/; Max-Age=0; SameSite=Strict" for name in LEFT_BEHIND]
    return made


def _narrowed(cookie: bytes, over_tls: bool) -> bytes:
    """A cookie that ends in time, and over TLS is sent over TLS only."""
    short = MAX_AGE.sub(lambda found: b"Max-Age=%d" % min(int(found[1]), MAX_SECONDS), cookie)
    return short + b"; Secure" if over_tls and b"; secure" not in short.lower() else short
