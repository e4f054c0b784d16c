"""Nothing goes out unwritten: a disclosure needs its ground, brings its notice, and is accounted for; holds hold."""

from __future__ import annotations

import html
from uuid import UUID

from intake.privacy.statements import STATEMENT_1
from intake.storage import consents, enrollment_desk, legal
from tests.console_kit import Console, send
from tests.integration.console.test_consent import SIGNED, add, held, sign

TOLD = {"basis": "consent", "recipient": "Blue Shield", "what": "that an assessment is booked", "purpose": "payment"}


def test_with_a_consent_the_notice_and_its_copy_come_with_it(console: Console) -> None:
    record_id = add(console)
    page = f"/enrollments/{record_id.hex}/disclosures"
    client = console.client("coordinator")
    assert page in client.get(f"/enrollments/{record_id.hex}").text
    refused = send(client, page, **TOLD)
    assert refused.status_code == 422
    assert "no signed consent" in refused.text
    assert "Nothing was told" in client.get(page).text
    sign(console, record_id)
    made = html.unescape(send(client, page, **TOLD).text)
    assert STATEMENT_1 in made
    assert "Blue Shield" in made
    assert SIGNED["right_to_revoke"] in made
    accounted = client.get(page).text
    assert "that an assessment is booked" in accounted
    with console.database.begin() as connection:
        [row] = consents.disclosures_of(connection, record_id, console.clock().replace(year=2020))
    assert (row.statement, row.consent_id) == ("2024-1", held(console, record_id)[0].id)
    send(client, f"/enrollments/{record_id.hex}/consent/{row.consent_id.hex}/revoke", how="writing")
    assert "was taken back" in send(client, page, **TOLD).text
    trail = console.client("auditor").get("/audit").text
    assert all(one in trail for one in ("disclosure.make", "disclosure.refused", "disclosure.accounting"))
    assert "Blue Shield" not in trail


def test_on_another_ground_the_notice_comes_too_and_there_is_no_consent(console: Console) -> None:
    record_id = add(console)
    page = f"/enrollments/{record_id.hex}/disclosures"
    client = console.client("coordinator")
    made = html.unescape(send(client, page, **TOLD | {"basis": "child_abuse", "recipient": "County office"}).text)
    assert STATEMENT_1 in made
    assert "Report of child abuse" in client.get(page).text
    assert send(client, page, **TOLD | {"basis": "a favour"}).status_code == 422
    assert send(client, page, **TOLD | {"what": " "}).status_code == 422
    console.clock.go(minutes=6)
    assert send(client, page, **TOLD).location.startswith("/prove")


def test_a_record_is_held_by_its_code_until_it_is_lifted(console: Console) -> None:
    record_id = add(console)
    code = code_of(console, record_id)
    admin = console.client("admin")
    assert send(admin, "/holds", code="NOPE", matter="24-CV-118").status_code == 422
    assert send(admin, "/holds", code=code, matter="Ana against Blue Shield").status_code == 422
    assert send(admin, "/holds", code=code.lower(), matter="24-CV-118").status_code == 303
    page = admin.get("/holds").text
    assert "24-CV-118" in page
    assert code in page
    with console.database.begin() as connection:
        assert legal.is_held(connection, record_id)
    path = page.split('action="/holds/')[1].split('"')[0]
    send(admin, f"/holds/{path}")
    with console.database.begin() as connection:
        assert not legal.is_held(connection, record_id)
    assert "Nothing is held" in admin.get("/holds").text


def code_of(console: Console, record_id: UUID) -> str:
    with console.database.begin() as connection:
        return enrollment_desk.codes_of(connection, [record_id])[record_id]
