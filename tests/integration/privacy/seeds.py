"""Rows for tests of the vault: people who called, with a number, a name and a note."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection, text

from intake.numbers import PhoneNumber
from intake.privacy.vault import Vault
from intake.storage import enrollments


def enrollment(connection: Connection, vault: Vault, number: PhoneNumber, now: datetime, **given: object) -> UUID:
    """A prospective enrollment with sealed number, name and ZIP."""
    record_id, data_key = uuid4(), vault.new_key()

    def seal(column: str, value: str) -> bytes:
        return vault.seal(data_key, value, f"enrollments.{column}:{record_id.hex}")

    base: dict[str, object] = {
        "id": record_id,
        "code": record_id.hex[:8],
        "stage": "queued",
        "channel": "voice",
        "language": "en",
        "data_key": data_key,
        "number_sealed": seal("number_sealed", number.reveal()),
        "number_fingerprint": vault.fingerprint(number),
        "last_digits_fingerprint": vault.fingerprint(number.last_digits, "last4"),
        "name_sealed": seal("name_sealed", "Canary"),
        "zip_sealed": seal("zip_sealed", "20001"),
        "zip_fingerprint": vault.fingerprint("20001", "zip"),
        "created_at": now,
        "updated_at": now,
        "stage_since": now,
    }
    enrollments.add(connection, base | given)
    return record_id


def conversation(connection: Connection, vault: Vault, record_id: UUID | None, now: datetime) -> UUID:
    """A finished conversation, of a record or of nobody."""
    talk_id, data_key = uuid4(), vault.new_key()
    number = PhoneNumber("+12025550199")
    connection.execute(
        text(
            "INSERT INTO conversations (id, channel, line, script_digest, step, data_key, caller_sealed,"
            " caller_fingerprint, state_sealed, enrollment_id, started_at, updated_at, ended_at, outcome)"
            " VALUES (:id, 'voice', 'public', 'x', 'N99_DONE', :key, :caller, :print, :state, :record,"
            " :start, :now, :now, :outcome)"
        ),
        {
            "id": talk_id,
            "key": data_key,
            "caller": vault.seal(data_key, number.reveal(), f"conversations.caller_sealed:{talk_id.hex}"),
            "print": vault.fingerprint(number),
            "state": vault.seal(data_key, "{}", f"conversations.state_sealed:{talk_id.hex}"),
            "record": record_id,
            "start": now - timedelta(minutes=2),
            "now": now,
            "outcome": "callback" if record_id else "abandoned",
        },
    )
    return talk_id


def shown(connection: Connection, vault: Vault, record_id: UUID) -> str:
    """The number of a record, opened."""
    found = enrollments.get(connection, record_id)
    assert found is not None
    assert found.number_sealed is not None
    return vault.open(found.data_key, found.number_sealed, f"enrollments.number_sealed:{record_id.hex}")
