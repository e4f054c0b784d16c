"""Set up reads what is there, and marks what comes next."""

from __future__ import annotations

import re

import pytest

from intake.storage import staff
from tests import enrollment_kit as kit
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


@pytest.mark.parametrize("role", ROLES)
def test_it_is_the_administrators(console: Console, role: str) -> None:
    assert console.client(role).get("/set-up").status_code == (200 if role == "admin" else 404)
