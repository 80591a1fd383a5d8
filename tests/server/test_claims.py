"""A login counts only if it is of this provider, for this app, of now, and signed."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.browser.conftest import free_port, start_copy, stop
from tests.oidc import CLIENT, SECRET, Provider

COOKIE_SECRET = "0123456789abcdef" * 4
NOW = int(time.time())
WRONG: dict[str, dict[str, Any]] = {
    "for another app": {"aud": "een-andere-app"},
    "for another app among others": {"aud": ["een-andere-app", "nog-een"]},
    "made for another app": {"azp": "een-andere-app"},
    "of another provider": {"iss": "https://kwaad.example"},
    "without a provider": {"iss": None},
    "over": {"exp": NOW - 3600, "iat": NOW - 7200},
    "without an end": {"exp": None},
    "without a moment": {"iat": None},
    "of tomorrow": {"iat": NOW + 86_400, "exp": NOW + 90_000},
    "of nobody": {"sub": None},
    "of another visit": {"nonce": "een-andere"},
}


class Place(NamedTuple):
    """An app and its provider."""

    address: str
    provider: Provider


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder, port = tmp_path_factory.mktemp("claims"), free_port()
    with Provider() as provider, pytest.MonkeyPatch.context() as patch:
        secrets = folder / "secrets.toml"
        secrets.write_text(
            f'[auth]\nredirect_uri = "http://localhost:{port}/oauth2callback"\n'
            f'cookie_secret = "{COOKIE_SECRET}"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\n'
            f'server_metadata_url = "{provider.issuer}/.well-known/openid-configuration"\n'
        )
        patch.setenv("HEA_LOGIN", "oidc")
        patch.setenv("STREAMLIT_SECRETS_FILES", str(secrets))
        process = start_copy(port, folder, quick=True)
        yield Place(f"http://localhost:{port}", provider)
        stop(process)


def part(said: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=").decode()


OTHER = RSAKey.generate_key(2048)
SEALS: dict[str, Callable[[dict[str, Any]], str]] = {
    "by nobody": lambda claims: f"{part({'alg': 'none'})}.{part(claims)}.",
    "by nobody with the name of the key": lambda claims: (
        f"{part({'alg': 'none', 'kid': 'test'})}.{part(claims)}."
    ),
    "with the secret of the app": lambda claims: jwt.encode(
        {"alg": "HS256"}, claims, OctKey.import_key(SECRET)
    ),
    "with a key that it brings itself": lambda claims: jwt.encode(
        {"alg": "RS256", "jwk": OTHER.as_dict(private=False)}, claims, OTHER
    ),
    "not at all": lambda _: "geen token",
}


def begun(visitor: requests.Session, place: Place) -> str:
    """Where a visitor is sent to log in."""
    asked = {"provider": "default", "exp": int(time.time()) + 100}
    token = jwt.encode({"alg": "HS256"}, asked, OctKey.import_key(COOKIE_SECRET))
    told = visitor.get(f"{place.address}/auth/login", params={"provider": token}, allow_redirects=False)
    return told.headers["Location"]


def has_login(visitor: requests.Session) -> bool:
    return any("user" in name for name in visitor.cookies.get_dict())


def logged_in(place: Place, says: dict[str, Any], signs: RSAKey | None = None) -> bool:
    """Whether a visitor has the cookie of a login after the provider said this."""
    place.provider.says, place.provider.signs = says, signs or place.provider.key
    before = place.provider.exchanged
    with requests.Session() as visitor:
        visitor.get(f"{begun(visitor, place)}&user=els")
        assert place.provider.exchanged == before + 1, "the round trip was not made"
        return has_login(visitor)


def test_what_the_provider_says_as_it_should_lets_somebody_in(place: Place) -> None:
    assert logged_in(place, {})
    assert logged_in(place, {"aud": [CLIENT]})


@pytest.mark.parametrize("wrong", WRONG)
def test_a_login_that_is_not_for_this_visit_to_this_app_does_not_count(wrong: str, place: Place) -> None:
    assert not logged_in(place, WRONG[wrong])


def test_a_login_that_another_signed_does_not_count(place: Place) -> None:
    other = RSAKey.generate_key(2048, {"kid": "test", "use": "sig", "alg": "RS256"})
    assert not logged_in(place, {}, other)


@pytest.mark.parametrize("seal", SEALS)
def test_a_login_that_is_sealed_in_another_way_does_not_count(
    seal: str, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(place.provider, "seals", SEALS[seal])
    assert not logged_in(place, {})


def test_the_end_of_a_login_that_somebody_else_began_lets_nobody_in(place: Place) -> None:
    """Else somebody could have others work in a dossier under their name."""
    place.provider.says, place.provider.signs = {}, place.provider.key
    with requests.Session() as other, requests.Session() as visitor:
        for _ in range(2):
            ended = other.get(f"{begun(other, place)}&user=jan", allow_redirects=False)
            visitor.get(ended.headers["Location"])
            assert not has_login(visitor)
            begun(visitor, place)  # the second time they are about to log in as well
        other.get(f"{begun(other, place)}&user=jan")
        assert has_login(other)


def test_a_provider_may_change_its_key(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    new = RSAKey.generate_key(2048, {"kid": "test2", "use": "sig", "alg": "RS256"})
    monkeypatch.setattr(place.provider, "key", new)
    assert logged_in(place, {})
