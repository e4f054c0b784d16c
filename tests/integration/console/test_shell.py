"""The frame: headers, languages, errors, and the gate."""

from __future__ import annotations

import pytest
from flask import Blueprint

from intake.console.access import undeclared
from intake.console.app import Undeclared, console_secret, create_app
from intake.console.headers import POLICY
from intake.console.pages import blueprints
from tests.conftest import MakeSettings
from tests.console_kit import ROLES, Console, send


def test_every_route_says_who_may_use_it(console: Console) -> None:
    assert undeclared(console.app) == []


def test_a_route_that_forgets_stops_the_start(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    careless = Blueprint("careless", __name__)
    careless.get("/careless")(lambda: "everything")
    monkeypatch.setattr("intake.console.app.blueprints", lambda: [*blueprints(), careless])
    with pytest.raises(Undeclared, match=r"careless\."):
        create_app(console.house)  # type: ignore[arg-type]


def test_strangers_are_sent_to_sign_in_from_everywhere(console: Console) -> None:
    stranger = console.client()
    for path in ("/account", "/more", "/no-such-page"):
        answer = stranger.get(path)
        assert (answer.status_code, answer.location) == (303, f"/sign-in?next={path.replace('/', '%2F', 0)}")


@pytest.mark.parametrize("role", ROLES)
def test_everybody_has_a_menu_and_an_account(console: Console, role: str) -> None:
    client = console.client(role)
    page = client.get("/account")
    assert page.status_code == 200
    assert f"{role}@example.org" in page.text
    assert client.get("/more").status_code == 200


def test_headers(console: Console) -> None:
    answer = console.client("professional").get("/account")
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Strict-Transport-Security" not in answer.headers


def test_not_there_is_one_page(console: Console) -> None:
    client = console.client("professional")
    missing, denied = client.get("/no-such-page"), client.post("/account")
    assert missing.status_code == denied.status_code == 404
    assert missing.data == denied.data


def test_a_form_without_its_token_changes_nothing(console: Console) -> None:
    client = console.client("professional")
    assert client.post("/account/shared-screen", data={"shared": "yes"}).status_code == 400
    assert "after ten minutes" in client.get("/account").text


def test_a_form_from_another_site_is_refused(console: Console) -> None:
    client = console.client("professional")
    answer = client.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400


def test_the_language_is_the_readers(console: Console) -> None:
    client = console.client("professional")
    assert "Mi cuenta" in client.get("/account", headers={"Accept-Language": "es-MX,es;q=0.9"}).text
    answer = send(client, "/look", language="es", back="//elsewhere.example")
    assert answer.location == "/"
    assert 'lang="es"' in client.get("/account").text


def test_a_broken_page_shows_no_trace(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("+12025550147")

    monkeypatch.setattr("intake.console.pages.account.credentials.passkeys_of", broken)
    answer = console.client("professional").get("/account")
    assert answer.status_code == 500
    assert "5550147" not in answer.text
    assert "Calls and callbacks go on" in answer.text


def test_over_https_cookies_are_the_hosts_own(make_settings: MakeSettings, postgres_url: str) -> None:
    settings = make_settings(DATABASE_URL=postgres_url, CONSOLE_BASE_URL="https://console.example")
    console = Console(settings)
    browser = console.app.test_client()
    answer = browser.get("/sign-in", base_url="https://console.example")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-")
        assert all(flag in cookie for flag in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    browser.set_cookie("__Host-staff", console.token(console.people["admin"]), domain="console.example", secure=True)
    assert browser.get("/account", base_url="https://console.example").status_code == 200
    console.close()


def test_the_consoles_secret_is_not_the_webhooks(console: Console) -> None:
    given = console.settings.secret_key.get_secret_value()
    assert given.encode() not in console.app.config["SECRET_KEY"]
    assert console_secret(console.settings) == console.app.config["SECRET_KEY"]
