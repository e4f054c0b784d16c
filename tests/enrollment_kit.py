"""Records, callbacks and talks for tests, written as the product writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert

from intake.enrollments.hand import Hand
from intake.enrollments.opened import aad
from intake.numbers import PhoneNumber
from intake.privacy.vault import Vault
from intake.storage import attempts, callbacks, conversations, enrollments
from intake.storage.schema.privacy import consents
from intake.storage.schema.staff import staff

T0 = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
NUMBER = PhoneNumber("+12025550147")


def add_staff(connection: Connection, name: str = "Sam Reyes", roles: tuple[str, ...] = ("coordinator",)) -> UUID:
    """A member of staff."""
    staff_id = uuid4()
    values = {
        "id": staff_id,
        "email": f"{staff_id.hex[:8]}@example.org",
        "name": name,
        "roles": list(roles),
        "data_key": b"\x00",
        "created_at": T0,
    }
    connection.execute(insert(staff).values(values))
    return staff_id


def hand(vault: Vault, staff_id: UUID, now: datetime = T0) -> Hand:
    """Somebody at the console."""
    return Hand(vault, staff_id, "console:test", now)


def add_enrollment(connection: Connection, vault: Vault, **given: Any) -> UUID:
    """A queued record with a number; name what differs. `number`, `name` and `zip` are given in clear."""
    enrollment_id, data_key = uuid4(), vault.new_key()
    number = given.pop("number", NUMBER)
    values: dict[str, Any] = {
        "id": enrollment_id,
        "code": enrollment_id.hex[:7].upper(),
        "stage": "queued",
        "partial": False,
        "channel": "voice",
        "language": "en",
        "data_key": data_key,
        "created_at": T0,
        "updated_at": T0,
        "stage_since": T0,
    }
    clear = {"name": given.pop("name", None), "zip": given.pop("zip", None)}
    if number is not None:
        clear["number"] = number.reveal()
        values["number_fingerprint"] = vault.fingerprint(number)
        values["last_digits_fingerprint"] = vault.fingerprint(number.last_digits, "last4")
        values["number_source"] = "caller_id"
    if clear["zip"]:
        values["zip_fingerprint"] = vault.fingerprint(clear["zip"], "zip")
    for name, text in clear.items():
        if text is not None:
            place = aad("enrollments", f"{name}_sealed", enrollment_id)
            values[f"{name}_sealed"] = vault.seal(data_key, text, place)
    enrollments.add(connection, values | given)
    return enrollment_id


def add_callback(connection: Connection, enrollment_id: UUID | None, **given: Any) -> UUID:
    """A promised callback that is due; name what differs."""
    callback_id = uuid4()
    values: dict[str, Any] = {
        "id": callback_id,
        "enrollment_id": enrollment_id,
        "origin": "requested",
        "klass": "P2",
        "reason": "asap",
        "state": "due",
        "language": "en",
        "promised_at": T0,
        "created_at": T0,
        "due_at": T0 + timedelta(minutes=15),
        "next_action_at": T0,
    }
    callbacks.add(connection, values | given)
    return callback_id


def add_attempt(connection: Connection, callback_id: UUID, **given: Any) -> None:
    """An attempt that is over; name what differs."""
    values: dict[str, Any] = {
        "id": uuid4(),
        "callback_id": callback_id,
        "number": 1,
        "kind": "dial",
        "leg_sid": f"CA{uuid4().hex}",
        "at": T0,
        "ended_at": T0 + timedelta(minutes=20),
    }
    attempts.add(connection, values | given)


def add_talk(connection: Connection, **given: Any) -> UUID:
    """A call that ended; name what differs."""
    conversation_id = uuid4()
    values: dict[str, Any] = {
        "id": conversation_id,
        "channel": "voice",
        "line": "helpline",
        "leg_sid": f"CA{conversation_id.hex}",
        "script_digest": "none",
        "step": "N99_DONE",
        "data_key": b"\x00",
        "started_at": T0,
        "updated_at": T0,
        "ended_at": T0 + timedelta(seconds=80),
        "ended_at_step": "N99_DONE",
        "outcome": "callback",
    }
    conversations.begin(connection, values | given)
    return conversation_id


def add_consent(connection: Connection, enrollment_id: UUID, **given: Any) -> None:
    """A written consent that stands; name what differs."""
    values: dict[str, Any] = {
        "id": uuid4(),
        "enrollment_id": enrollment_id,
        "kind": "tpo",
        "data_key": b"\x00",
        "elements_sealed": b"\x00",
        "form_version": "2024",
        "signer": "patient",
        "signed_at": T0,
        "recorded_by": "staff:test",
    }
    connection.execute(insert(consents).values(values | given))
