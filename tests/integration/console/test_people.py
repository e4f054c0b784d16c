"""People, the audit trail, lines and settings."""

from __future__ import annotations

from typing import Any

import pytest

from intake.carrier.errors import CarrierBusy
from intake.staff import glass
from intake.storage import staff
from tests.console_kit import Console, send
from tests.console_rows import add_callback

_NEW: dict[str, Any] = {
    "name": "Ana Ruiz",
    "email": "Ana@Example.org",
    "roles": ["professional"],
    "language": "es",
    "languages": ["en"],
    "phone": "202 555 0188",
    "timezone": "America/Chicago",
}


def test_adding_somebody_gives_a_link_once(console: Console) -> None:
    client = console.client("admin")
    page = send(client, "/people/new", **_NEW)
    assert page.status_code == 200
    assert "http://127.0.0.1:8001/join/" in page.text
    listed = client.get("/people").text
    assert "ana@example.org" in listed
    assert "not signed in yet" in listed


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "no address"}, "not an e-mail address"),
        ({"email": "admin@example.org"}, "has this address already"),
        ({"phone": "12"}, "can be rung"),
        ({"phone": "+12025550100"}, "cannot be rung"),
        ({"roles": ["king"]}, "choose one of the list"),
        ({"name": ""}, "This is needed"),
    ],
)
def test_mistakes_stand_beside_their_field(console: Console, wrong: dict[str, Any], said: str) -> None:
    answer = send(console.client("admin"), "/people/new", **(_NEW | wrong))
    assert answer.status_code == 422
    assert said in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_numbers_of_staff_are_masked_and_only_for_admins(console: Console) -> None:
    path = f"/people/{console.staff_id('professional')}"
    admin, supervisor = console.client("admin").get(path).text, console.client("supervisor").get(path).text
    assert "…" in admin
    assert "Telephone" not in supervisor
    assert "2025550" not in admin + supervisor


def test_roles_and_leaving(console: Console) -> None:
    who, client = console.staff_id("coordinator"), console.client("admin")
    theirs = console.client("coordinator")
    send(client, f"/people/{who}/roles", roles=["coordinator", "professional"])
    assert theirs.get("/account").status_code == 303, "their sessions have ended"
    send(client, f"/people/{who}/disable")
    assert "With us again" in client.get(f"/people/{who}").text
    send(client, f"/people/{who}/enable")
    assert "No longer with us" in client.get(f"/people/{who}").text


def test_the_last_administrator_stays(console: Console) -> None:
    client = console.client("admin")
    send(client, f"/people/{console.staff_id('admin')}/disable")
    assert "last administrator" in client.get("/people").text


def test_the_trail_is_searched_and_verified(console: Console) -> None:
    client = console.client("auditor")
    page = client.get("/audit?action=staff.add").text
    assert page.count(">staff.add</code>") == 5
    assert "Nothing fits" in client.get("/audit?since=2030-01-01").text
    assert client.get("/audit?staff=x&subject=';--&before=x").status_code == 200
    assert "Nothing was changed" in send(client, "/audit/verify").text


def test_broken_glass_is_reviewed_by_another(console: Console) -> None:
    made = add_callback(console, "P2")
    emergency = glass.Emergency("enrollment", made.enrollment.hex, "they said they are in danger")
    with console.database.begin() as connection:
        glass.open_glass(
            connection,
            console.house.vault,
            console.people["supervisor"],
            emergency,
            console.clock(),  # type: ignore[arg-type]
        )
    own, auditor = console.client("supervisor"), console.client("auditor")
    assert "Somebody else has to review" in own.get("/glass").text
    page = auditor.get("/glass").text
    assert "they said they are in danger" in page
    path = page.split('action="/glass/')[1].split('"')[0]
    send(own, f"/glass/{path}", result="justified")
    assert "they said" in auditor.get("/glass").text
    send(auditor, f"/glass/{path}", result="justified")
    assert "Nothing waits" in auditor.get("/glass").text


def test_lines_say_when_the_carrier_cannot_be_asked(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(_: object, within: float) -> None:
        raise CarrierBusy("away")

    monkeypatch.setattr(type(console.house.desk.carrier), "lines", busy)  # type: ignore[attr-defined]
    page = console.client("admin").get("/lines").text
    assert "could not be asked" in page
    assert "(202) 555-0100" in page


def test_settings_show_no_secret(console: Console) -> None:
    page = console.client("admin").get("/settings").text
    assert "HELPLINE_SWEEP_SECONDS" in page
    for secret in (console.settings.secret_key, console.settings.vault_keys, console.settings.twilio_auth_token):
        assert secret.get_secret_value() not in page


def test_an_outside_request_is_passed_on_without_looking_anybody_up(console: Console) -> None:
    anybody, officer = console.client("auditor"), console.client("supervisor")
    page = anybody.get("/requests/new").text
    assert "whether anyone has or has not been in touch" in page
    assert send(anybody, "/requests/new", asker="police", content="").status_code == 422
    send(anybody, "/requests/new", asker="police", content="Officer asks for Rosa")
    assert anybody.get("/requests").status_code == 404
    listed = officer.get("/requests").text
    assert "Officer asks for Rosa" in listed
    path = listed.split('action="/requests/')[1].split('"')[0]
    send(officer, f"/requests/{path}", result="neutral_answer")
    assert "Nothing waits" in officer.get("/requests").text


def test_other_languages_and_another_zone(console: Console) -> None:
    admin, who = console.client("admin"), console.staff_id("professional")
    send(admin, f"/people/{who}/languages", language="es", languages=["en"], timezone="America/Denver")
    with console.database.begin() as connection:
        kept = staff.by_id(connection, who)
    assert kept is not None
    assert (kept.languages, kept.timezone) == (("es", "en"), "America/Denver")
    assert send(admin, f"/people/{who}/languages", language="xx", timezone="Mars").status_code == 422


def test_a_telephone_is_not_rung_for_a_check_without_end(console: Console) -> None:
    mine = console.client("professional")
    for _ in range(6):
        send(mine, "/account/phone")
    assert "That was often enough" not in mine.get("/account/phone").text
    send(mine, "/account/phone")
    assert "That was often enough" in mine.get("/account/phone").text
    without = console.people["coordinator"]
    with console.database.begin() as connection:
        staff.change(connection, without.id, phone_sealed=None, phone_fingerprint=None)
    theirs = console.client("coordinator")
    send(theirs, "/account/phone")
    assert "There is no number to ring" in theirs.get("/account/phone").text
