"""A small OpenID Connect provider on loopback: the whole round trip, with keys and codes of its own."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "hea", "een-geheim-van-deze-test"
USERS: dict[str, dict[str, Any]] = {
    "jan": {"name": "Jan de Boer", "hea_role": "bedrijf", "hea_organisation": "Kist BV"},
    "els": {"name": "Els Janssen", "hea_role": ["gemeente"], "hea_organisation": "gemeente Venray"},
    "kim": {"name": "Kim zonder rol"},
}


class Provider:
    """Whoever comes chooses a user on a page, and is sent back with a code that works once."""

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
        self.codes: dict[str, dict[str, str]] = {}
        self.exchanged = 0
        self.says: dict[str, Any] = {}
        """Claims that are otherwise than they should be; ``None`` for one that is left out."""
        self.signs = self.key
        self.seals: Callable[[dict[str, Any]], str] | None = None
        """Makes a token of claims in another way than it should."""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.answer(self, parse_qs(urlparse(self.path).query))

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                provider.answer(self, parse_qs(self.rfile.read(length).decode()))

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://localhost:{self.server.server_port}"

    def __enter__(self) -> "Provider":
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler, given: dict[str, list[str]]) -> None:
        """One of the addresses of a provider."""
        asked = {key: values[0] for key, values in given.items()}
        path = urlparse(request.path).path
        if path == "/.well-known/openid-configuration":
            _json(request, self._description())
        elif path == "/jwks":
            _json(request, {"keys": [self.key.as_dict(private=False)]})
        elif path == "/authorize":
            self._authorize(request, asked)
        elif path == "/token":
            self._token(request, asked)
        elif path == "/favicon.ico":
            _reply(request, 204, b"")
        else:
            _json(request, {"error": "not_found"}, 404)

    def _description(self) -> dict[str, Any]:
        addresses = {"authorization": "authorize", "token": "token"}
        return {
            "issuer": self.issuer,
            "jwks_uri": f"{self.issuer}/jwks",
            **{f"{name}_endpoint": f"{self.issuer}/{path}" for name, path in addresses.items()},
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def _authorize(self, request: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        if asked.get("client_id") != CLIENT:
            _json(request, {"error": "unauthorized_client"}, 400)
            return
        user = asked.pop("user", None)
        if user is None:
            links = "".join(
                f"<p><a href='?{urlencode({**asked, 'user': key})}'>{key}</a></p>" for key in USERS
            )
            _reply(
                request,
                200,
                f"<html lang='nl'><title>login</title><h1>Wie bent u?</h1>{links}</html>".encode(),
            )
            return
        code = secrets.token_urlsafe(16)
        self.codes[code] = {**asked, "user": user}
        back = urlencode({"code": code, "state": asked["state"]})
        _reply(request, 302, b"", {"Location": f"{asked['redirect_uri']}?{back}"})

    def _token(self, request: BaseHTTPRequestHandler, asked: dict[str, str]) -> None:
        held = self.codes.pop(asked.get("code", ""), None)
        if (
            held is None
            or not _is_client(request, asked)
            or held["redirect_uri"] != asked.get("redirect_uri")
        ):
            _json(request, {"error": "invalid_grant"}, 400)
            return
        now = int(time.time())
        claims = {
            **{"iss": self.issuer, "aud": CLIENT, "sub": held["user"], "iat": now, "exp": now + 300},
            **({"nonce": held["nonce"]} if "nonce" in held else {}),
            **USERS[held["user"]],
            **self.says,
        }
        claims = {name: value for name, value in claims.items() if value is not None}
        kid = {"alg": "RS256", "kid": self.key.kid}
        token = self.seals(claims) if self.seals else jwt.encode(kid, claims, self.signs)
        self.exchanged += 1
        _json(request, {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": token})


def _is_client(request: BaseHTTPRequestHandler, asked: dict[str, str]) -> bool:
    header = request.headers.get("Authorization", "")
    if header.startswith("Basic "):
        return base64.b64decode(header[6:]).decode() == f"{CLIENT}:{SECRET}"
    return (asked.get("client_id"), asked.get("client_secret")) == (CLIENT, SECRET)


def _json(request: BaseHTTPRequestHandler, content: object, status: int = 200) -> None:
    _reply(request, status, json.dumps(content).encode(), {"Content-Type": "application/json"})


def _reply(
    request: BaseHTTPRequestHandler, status: int, content: bytes, headers: dict[str, str] | None = None
) -> None:
    request.send_response(status)
    for name, value in ({"Content-Type": "text/html; charset=utf-8"} | (headers or {})).items():
        request.send_header(name, value)
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    request.wfile.write(content)
