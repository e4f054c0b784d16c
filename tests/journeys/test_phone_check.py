"""A staff number is verified by a call: the page shows a code, the telephone rings, and it is pressed there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from intake.numbers import PhoneNumber
from intake.settings import load
from intake.staff import people
from tests.console_kit import send
from tests.eventually import eventually
from tests.journeys.deployment import Deployment
from tests.journeys.staff_pages import Visitors

NUMBER = "+12025550135"


@pytest.fixture
def console(town: Deployment) -> Iterator[Visitors]:
    """The console over the running service, with somebody whose number nobody has verified."""
    opened = Visitors(load(town.folder))
    new = people.NewPerson("kit@example.org", "Kit", ("professional",), PhoneNumber(NUMBER), ("en",))
    with opened.database.begin() as connection:
        kit = people.add(connection, opened.house.vault, new, "cli:test", opened.clock())  # type: ignore[arg-type]
    opened.people["kit"] = kit
    yield opened
    opened.go()


def code_on(client: FlaskClient, path: str) -> str:
    """The four digits that the page shows."""
    found = re.search(r'class="code figures"[^>]*>(\d{4})<', client.get(path).text)
    assert found is not None
    return found[1]


def test_a_telephone_that_nobody_answers_is_said_to_be_one(town: Deployment, console: Visitors) -> None:
    mine = console.client("kit")
    for language, told, again in (
        ("en", "nobody answered, the line was busy", "Ring once more"),
        ("es", "nadie contestó, la línea estaba ocupada", "Llamar otra vez"),
    ):
        mine.set_cookie("language", language)
        town.phone(NUMBER).is_busy()
        send(mine, "/account/phone")
        eventually(lambda told=told: told in mine.get("/account/phone").text, what="the page says so")
        page = mine.get("/account/phone").text
        assert again in page
        assert "code figures" not in page


def test_the_code_on_the_page_is_pressed_on_the_telephone(town: Deployment, console: Visitors) -> None:
    mine, telephone = console.client("kit"), town.phone(NUMBER)
    assert "Your phone is not verified yet" in mine.get("/now").text
    send(mine, "/account/phone")
    code = code_on(mine, "/account/phone")
    phone = telephone.answers()
    phone.hears("four digits on your screen").presses("0000" if code != "0000" else "1111")
    phone.hears("not right").presses(code).hears("This phone is set up").is_hung_up()
    assert "helpline" not in phone.call.said.lower()
    eventually(lambda: "This phone is verified" in mine.get("/account/phone").text, what="the page says so")
    assert "not verified" not in mine.get("/now").text
    # A number that is typed anew is nobody's again.
    admin = console.client("admin")
    send(admin, f"/people/{console.staff_id('kit')}/phone", phone="(202) 555-0136")
    assert "not verified" in admin.get(f"/people/{console.staff_id('kit')}").text
