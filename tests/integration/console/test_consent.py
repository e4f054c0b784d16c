"""A consent is kept whole or not at all, opens the gate, and shuts it again when it is taken back."""

from __future__ import annotations

import re
from uuid import UUID

import pytest

from intake.enrollments import desk
from intake.enrollments.consenting import wording
from intake.enrollments.pipeline import Proof
from intake.storage import consents, enrollments
from tests import enrollment_kit as kit
from tests.console_kit import Console, send

SIGNED = {
    **wording("Harbor Path"),
    "kind": "tpo",
    "patient_name": "Ana Canary",
    "signer": "patient",
    "signature": "Ana Canary",
    "signed_on": "2026-11-20",
}


def add(console: Console, **given: object) -> UUID:
    with console.database.begin() as connection:
        return kit.add_enrollment(connection, console.house.vault, **given)


def sign(console: Console, record_id: UUID, **changed: str):
    return send(console.client("coordinator"), f"/enrollments/{record_id.hex}/consent", **{**SIGNED, **changed})


def held(console: Console, record_id: UUID):
    with console.database.begin() as connection:
        return consents.of(connection, record_id)


def stands(console: Console, record_id: UUID) -> bool:
    with console.database.begin() as connection:
        record = enrollments.get(connection, record_id)
        assert record is not None
        return Proof.CONSENT in desk.proofs(connection, record, console.clock())


def test_the_form_says_what_it_can(console: Console) -> None:
    page = console.client("coordinator").get(f"/enrollments/{add(console).hex}/consent").text
    assert "revoke this consent in writing" in page
    assert "Harbor Path and the people who work there" in page


def test_a_signed_consent_opens_the_gate_until_it_is_taken_back(console: Console) -> None:
    record_id = add(console)
    assert sign(console, record_id).status_code == 303
    assert stands(console, record_id)
    client = console.client("coordinator")
    page = client.get(f"/enrollments/{record_id.hex}/consent").text
    assert "Ana Canary" not in page
    link = re.search(r"/enrollments/\w+/consent/\w+/revoke", page)
    assert link is not None
    send(client, link.group(0), how="telepathy")
    assert stands(console, record_id)
    send(client, link.group(0), how="writing")
    assert not stands(console, record_id)
    assert "taken back" in client.get(f"/enrollments/{record_id.hex}/consent").text


@pytest.mark.parametrize(
    "changed",
    [
        {"what": "everything"},
        {"patient_name": ""},
        {"signature": ""},
        {"recipients": ""},
        {"right_to_revoke": "I may not."},
        {"statements": ""},
        {"kind": "specific", "expiry": "none"},
        {"expiry": "2026-11-19"},
        {"signed_on": "2099-01-01"},
        {"signed_on": "soon"},
        {"signer": "neighbour"},
        {"kind": "legal_proceedings"},
    ],
)
def test_nothing_is_kept_while_anything_is_wrong(console: Console, changed: dict[str, str]) -> None:
    record_id = add(console)
    assert sign(console, record_id, **changed).status_code == 422
    assert held(console, record_id) == []


def test_who_may_not_sign_today(console: Console) -> None:
    young = add(console, age_band="minor")
    assert "the minor signs" in sign(console, young).text
    assert sign(console, young, signer="minor").status_code == 303
    unclear = add(console, number=None, flags=["capacity_doubt"])
    assert "another day" in sign(console, unclear).text


def test_another_records_consent_is_not_touched(console: Console) -> None:
    record_id, other = add(console), add(console, number=None)
    sign(console, record_id)
    (one,) = held(console, record_id)
    send(console.client("coordinator"), f"/enrollments/{other.hex}/consent/{one.id.hex}/revoke", how="writing")
    assert stands(console, record_id)
