"""Signing in by an identity provider: a real code flow over HTTP, and everything that must not get in."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pyotp
import pytest
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from werkzeug.test import TestResponse

from intake.settings import SettingsProblem
from intake.staff import people, second_factor
from intake.storage import staff as rows
from tests.conftest import MakeSettings
from tests.console_kit import Console, send
from tests.oidc_provider import CLIENT, SECRET, IdentityProvider, back_address, identity_provider

COORDINATOR = {"sub": "account-7", "email": "Coordinator@example.org", "email_verified": True, "amr": ["pwd", "mfa"]}


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with identity_provider() as running:
        running.account = dict(COORDINATOR)
        yield running


@pytest.fixture
def console(make_settings: MakeSettings, postgres_url: str, provider: IdentityProvider) -> Iterator[Console]:
    opened = Console(
        make_settings(
            DATABASE_URL=postgres_url,
            HELPLINE_OIDC_ISSUER=provider.issuer,
            HELPLINE_OIDC_CLIENT_ID=CLIENT,
            HELPLINE_OIDC_CLIENT_SECRET=SECRET,
        )
    )
    yield opened
    opened.close()


def come(
    provider: IdentityProvider, client: FlaskClient, way: str = "/sign-in/provider", **changed: str
) -> TestResponse:
    """To the provider and back, as a browser goes; `changed` is what an attacker puts into the answer."""
    off = client.get(way)
    assert off.status_code == 303
    return client.get(back_address({**provider.authorize(off.location), **changed}))


def test_whoever_works_here_comes_in_and_nobody_else(console: Console, provider: IdentityProvider) -> None:
    client = console.client()
    assert "/sign-in/provider" in client.get("/sign-in").text
    assert come(provider, client, "/sign-in/provider?next=/enrollments").location == "/enrollments"
    assert client.get("/enrollments").status_code == 200
    assert provider.asked[0]["scope"] == "openid email"
    provider.account |= {"sub": "account-8", "email": "stranger@example.org"}
    stranger = console.client()
    assert come(provider, stranger).location.startswith("/sign-in")
    assert stranger.get("/enrollments").location.startswith("/sign-in")
    with console.database.begin() as connection:
        assert len(rows.everyone(connection)) == len(console.people)
    trail = console.client("auditor").get("/audit?action=session.refused").text
    assert "oidc.nobody" in trail


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"}, {"aud": "another-client"}, {"aud": [CLIENT, "other"]}, {"iss": "https://other.example"},
        {"exp": 1_700_000_000}, {"exp": None}, {"iat": None}, {"email_verified": False}, {"email_verified": None},
        {"email_verified": "true"}, {"email": None}, {"sub": None}, {"azp": "another-client"},
    ],
    ids=str,
)  # fmt: skip
def test_a_token_that_proves_nothing_opens_nothing(
    console: Console, provider: IdentityProvider, lie: dict[str, Any]
) -> None:
    provider.lies = lie
    client = console.client()
    assert come(provider, client).location.startswith("/sign-in")
    assert client.get("/account").status_code == 303


def test_only_the_providers_own_signature_counts(console: Console, provider: IdentityProvider) -> None:
    provider.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert come(provider, console.client()).location.startswith("/sign-in")
    provider.signs_with, provider.header = None, {"alg": "none"}
    assert come(provider, console.client()).location.startswith("/sign-in")


def test_an_answer_fits_its_question_its_browser_and_once(console: Console, provider: IdentityProvider) -> None:
    for changed in ({"state": "forged"}, {"code": "guessed"}, {"iss": "https://other.example"}):
        assert come(provider, console.client(), **changed).location.startswith("/sign-in"), changed
    mine, theirs = console.client(), console.client()
    answer = back_address(provider.authorize(mine.get("/sign-in/provider").location))
    assert theirs.get(answer).location.startswith("/sign-in")
    assert mine.get(answer).location == "/"
    assert console.client().get(answer).location.startswith("/sign-in")
    late = console.client()
    answer = back_address(provider.authorize(late.get("/sign-in/provider").location))
    console.clock.go(minutes=11)
    assert late.get(answer).location.startswith("/sign-in")


def test_without_a_second_factor_there_ours_is_asked_for(console: Console, provider: IdentityProvider) -> None:
    provider.account["amr"] = ["pwd"]
    newcomer = console.client()
    assert come(provider, newcomer).location == "/account/second-factor"
    assert newcomer.get("/enrollments").location == "/account/second-factor"
    secret, person = second_factor.new_secret(), console.people["coordinator"]
    with console.database.begin() as connection:
        code = pyotp.TOTP(secret).at(console.clock.now)
        second_factor.add_totp(connection, console.house.vault, person, (secret, code), console.clock())  # type: ignore[arg-type]
    console.clock.go(minutes=2)
    client = console.client()
    assert come(provider, client).location == "/sign-in/code"
    assert client.get("/enrollments").status_code == 303
    assert send(client, "/sign-in/code", code=pyotp.TOTP(secret).at(console.clock.now)).location == "/"
    assert client.get("/enrollments").status_code == 200


def test_an_address_that_was_handed_on_does_not_open_its_old_owners_door(
    console: Console, provider: IdentityProvider
) -> None:
    assert come(provider, console.client()).location == "/"
    provider.account["email"] = "renamed@example.org"
    assert come(provider, console.client()).location == "/"
    provider.account |= {"sub": "account-99", "email": "coordinator@example.org"}
    assert come(provider, console.client()).location.startswith("/sign-in")
    with console.database.begin() as connection:
        person, now = console.people["coordinator"], console.clock()
        token = people.invite(connection, person, "cli:test", now)
        assert people.accept_invitation(connection, token, "violet harbor lantern walk", now)
    assert come(provider, console.client()).location == "/"


def test_disabled_here_is_out_whatever_the_provider_says(console: Console, provider: IdentityProvider) -> None:
    client = console.client()
    come(provider, client)
    with console.database.begin() as connection:
        people.disable(connection, console.people["coordinator"], "cli:test", console.clock())
    assert client.get("/account").status_code == 303
    assert come(provider, console.client()).location.startswith("/sign-in")


def test_proving_again_needs_the_same_person_just_now(console: Console, provider: IdentityProvider) -> None:
    client = console.client()
    come(provider, client)
    console.clock.go(minutes=6)
    assert client.get("/account/password").location == "/prove?next=/account/password"
    assert "/prove/provider?next=/account/password" in client.get("/prove?next=/account/password").text
    way = "/prove/provider?next=/account/password"
    provider.lies = {"auth_time": int(time.time()) - 3600}
    assert come(provider, client, way).location.startswith("/prove")
    provider.lies = {"sub": "account-8"}
    assert come(provider, client, way).location.startswith("/prove")
    provider.lies = {}
    assert come(provider, client, way).location == "/account/password"
    assert (provider.asked[-1]["prompt"], provider.asked[-1]["max_age"]) == ("login", "0")
    assert client.get("/account/password").status_code == 200


def test_a_provider_that_is_down_or_points_elsewhere_keeps_the_password_way_open(
    console: Console, provider: IdentityProvider
) -> None:
    provider.discovery = {"issuer": "https://other.example"}
    assert console.client().get("/sign-in/provider").location.startswith("/sign-in")
    provider.discovery = {"token_endpoint": "http://elsewhere.example/token"}
    client = console.client()
    assert client.get("/sign-in/provider").location.startswith("/sign-in")
    assert "does not answer" in client.get("/sign-in").text
    assert client.get("/sign-in").status_code == 200


def test_off_without_settings_and_half_set_is_said(make_settings: MakeSettings, postgres_url: str) -> None:
    plain = Console(make_settings(DATABASE_URL=postgres_url))
    try:
        assert "provider" not in plain.client().get("/sign-in").text
        missing = plain.client().get("/no-such-page")
        assert plain.client("admin").get("/sign-in/provider").status_code == 404
        assert missing.status_code == 303
    finally:
        plain.close()
    for half in ("HELPLINE_OIDC_ISSUER", "HELPLINE_OIDC_CLIENT_ID"):
        with pytest.raises(SettingsProblem, match="HELPLINE_OIDC_CLIENT_ID"):
            make_settings(**{half: "https://id.example.org"})
