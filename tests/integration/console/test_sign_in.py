"""Coming in: password, second factor, invitation, the lock that keeps a call, and proving again."""

from __future__ import annotations

import re

import pyotp
import pytest
from flask.testing import FlaskClient

from intake.staff import people, second_factor
from intake.storage import staff as rows
from tests.console_kit import PASSWORD, Console, send
from tests.console_rows import add_callback, take

_SECRET = re.compile(r'name="secret" value="([A-Z2-7]{32})"')


@pytest.fixture
def secret(console: Console) -> str:
    """The supervisor has a password and an app with this secret."""
    made, person = second_factor.new_secret(), console.people["supervisor"]
    code = pyotp.TOTP(made).at(console.clock.now)
    with console.database.begin() as connection:
        people.set_password(connection, person, PASSWORD, "cli:test")
        person = rows.by_id(connection, person.id) or person
        vault = console.house.vault
        assert second_factor.add_totp(connection, vault, person, (made, code), console.clock())  # type: ignore[arg-type]
    console.clock.go(minutes=2)
    return made


def _first(client: FlaskClient, password: str = PASSWORD, email: str = "supervisor@example.org") -> object:
    return send(client, "/sign-in", email=email, password=password, next="/board")


def test_password_then_code(console: Console, secret: str) -> None:
    client = console.client()
    assert _first(client).location == "/sign-in/code?next=/board"  # type: ignore[attr-defined]
    code = pyotp.TOTP(secret).at(console.clock.now)
    answer = send(client, "/sign-in/code", code=code, next="/board")
    assert answer.location == "/board"
    assert client.get("/board").status_code == 200
    flags = answer.headers["Set-Cookie"]
    assert "HttpOnly" in flags
    assert "SameSite=Lax" in flags


def test_the_same_code_never_works_twice(console: Console, secret: str) -> None:
    code = pyotp.TOTP(secret).at(console.clock.now)
    for expected in (303, 422):
        client = console.client()
        _first(client)
        assert send(client, "/sign-in/code", code=code).status_code == expected


def test_a_wrong_password_and_an_unknown_address_look_the_same(console: Console, secret: str) -> None:
    wrong = _first(console.client(), "not the right words at all")
    unknown = _first(console.client(), PASSWORD, "nobody@example.org")
    for answer in (wrong, unknown):
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert "That did not fit" in answer.text  # type: ignore[attr-defined]


def test_guessing_is_slowed_down_and_said_so(console: Console, secret: str) -> None:
    client = console.client()
    for _ in range(5):
        last = _first(client, "not the right words at all")
    assert last.status_code == 429  # type: ignore[attr-defined]
    assert "Please wait" in last.text  # type: ignore[attr-defined]


def test_an_invitation_leads_to_a_second_factor_and_recovery_codes(console: Console) -> None:
    admin = console.client("admin")
    page = send(admin, f"/people/{console.staff_id('coordinator')}/invite").text
    path = re.search(r"http://127\.0\.0\.1:8001(/join/[\w-]+)", page)
    assert path is not None
    client = console.client()
    assert send(client, path[1], password="short", again="short").status_code == 422
    assert send(client, path[1], password=PASSWORD, again="other").status_code == 422
    answer = send(client, path[1], password=PASSWORD, again=PASSWORD)
    assert answer.location == "/account/second-factor"
    assert client.get("/board").location == "/account/second-factor"
    found = _SECRET.search(client.get("/account/second-factor").text)
    assert found is not None
    code = pyotp.TOTP(found[1]).at(console.clock.now)
    codes = send(client, "/account/second-factor", secret=found[1], code=code)
    assert len(re.findall(r"\w{4}-\w{4}-\w{4}-\w{4}", codes.text)) == 10
    assert client.get("/board").status_code == 200
    spent = send(console.client(), path[1], password=PASSWORD, again=PASSWORD)
    assert spent.status_code == 422
    assert "was used" in spent.text


def test_the_picture_for_the_app_fits_the_policy(console: Console) -> None:
    page = console.newcomer("admin").get("/account/second-factor").text
    assert "<svg" in page
    assert "style=" not in page


def test_idle_without_a_call_signs_out(console: Console) -> None:
    client = console.client("professional")
    console.clock.go(minutes=11)
    assert client.get("/now").location == "/sign-in?next=/now"


def test_idle_in_a_call_locks_and_the_call_goes_on(console: Console) -> None:
    made = add_callback(console, "P2")
    take(console, made.callback, "supervisor")
    with console.database.begin() as connection:
        people.set_password(connection, console.people["supervisor"], PASSWORD, "cli:test")
    client = console.client("supervisor")
    console.clock.go(minutes=11)
    assert client.get("/now").location == "/lock?next=/now"
    locked = client.get("/lock").text
    assert "Your call goes on" in locked
    assert "Rosa" not in locked
    assert "Rosa" not in client.get("/now/live").text
    assert send(client, "/prove", given="wrong words, clearly", next="/now").status_code == 422
    assert send(client, "/prove", given=PASSWORD, next="/now").location == "/now"
    assert "Rosa" in client.get("/now").text


def test_a_page_that_polls_does_not_keep_a_session_awake(console: Console) -> None:
    client = console.client("professional")
    for _ in range(6):
        console.clock.go(minutes=2)
        answer = client.get("/now/live")
    assert answer.status_code == 303
    assert answer.location.startswith("/sign-in")


def test_the_lock_button_ends_an_idle_session_at_once(console: Console) -> None:
    client = console.client("professional")
    send(client, "/lock")
    assert client.get("/now").location == "/sign-in?next=/now"


def test_managing_people_asks_for_a_fresh_proof(console: Console) -> None:
    client = console.client("admin")
    assert client.get("/people/new").status_code == 200
    console.clock.go(minutes=6)
    assert client.get("/people/new").location == "/prove?next=/people/new"


def test_signing_out_ends_the_session(console: Console) -> None:
    client = console.client("professional")
    kept = client.get_cookie("staff")
    assert kept is not None
    answer = send(client, "/sign-out")
    assert answer.headers["Clear-Site-Data"]
    client.set_cookie("staff", kept.value)
    assert client.get("/now").status_code == 303


def test_a_flood_of_tries_is_cut_off_before_anything_is_hashed(console: Console) -> None:
    console.app.config["WTF_CSRF_ENABLED"] = False
    client = console.client()
    codes = [client.post("/sign-in", data={"email": "x", "password": ""}).status_code for _ in range(31)]
    assert codes[:30] == [422] * 30
    assert codes[30] == 429
