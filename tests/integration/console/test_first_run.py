"""Set up reads what is there, and marks what comes next."""

from __future__ import annotations

import re
import socket
from time import monotonic

import pytest

from intake.storage import staff
from tests import enrollment_kit as kit
from tests.conftest import MakeSettings
from tests.console_kit import ROLES, Console, send
from tests.integration.console.test_sites import FILE


def done(console: Console) -> int:
    return console.client("admin").get("/set-up").text.count('chip-good">done')


def test_steps_follow_what_is_there(console: Console) -> None:
    page = console.client("admin").get("/set-up").text
    assert "Harbor Path" in page
    marked = re.search(r'aria-current="step">\s*<div class="card-head"><h2>([^<]+)', page)
    assert marked is not None
    # The carrier of this test answers nobody.
    assert marked.group(1) == "Lines at the carrier"
    before = done(console)
    send(console.client("admin"), "/sites/import", text=FILE)
    with console.database.begin() as connection:
        call = kit.add_callback(connection, kit.add_enrollment(connection, console.house.vault))
        kit.add_attempt(connection, call, result="reached", connected_at=console.clock())
        for person in staff.everyone(connection):
            staff.change(connection, person.id, phone_verified_at=console.clock())
    assert done(console) == before + 3


@pytest.mark.parametrize(
    ("language", "said"), [("en", "The carrier could not be asked"), ("es", "No se pudo consultar al operador")]
)
def test_a_carrier_that_takes_the_call_and_says_nothing_holds_no_page_up(
    make_settings: MakeSettings, postgres_url: str, language: str, said: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        mute_address = f"http://127.0.0.1:{mute.getsockname()[1]}"
        console = Console(make_settings(DATABASE_URL=postgres_url, TWILIO_API_BASE_URL=mute_address))
        try:
            client = console.client("admin")
            client.set_cookie("language", language)
            for path in ("/set-up", "/lines"):
                before = monotonic()
                page = client.get(path)
                # The carrier's ordinary limit is 5 s.
                assert monotonic() - before < 3.5, path
                assert page.status_code == 200
                assert said in page.text
        finally:
            console.close()


@pytest.mark.parametrize("role", ROLES)
def test_it_is_the_administrators(console: Console, role: str) -> None:
    assert console.client(role).get("/set-up").status_code == (200 if role == "admin" else 404)
