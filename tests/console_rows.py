"""Callbacks, people on duty and threads, put straight into a console's database for a test to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from intake.numbers import PhoneNumber
from intake.storage import attempts, callbacks, conversations, enrollments, messages, offers, rota
from tests.console_kit import Console

NUMBER = "+12025550147"
_WAY = ["accepted", "dialing", "connected"]


@dataclass(frozen=True)
class Made:
    """The ids of what was put there."""

    callback: UUID
    enrollment: UUID


def add_callback(console: Console, klass: str = "P2", *, name: str | None = "Rosa Blue", **given: Any) -> Made:
    """A promised callback with its record; name what a test needs different on either."""
    now, vault = console.clock(), console.house.vault
    enrollment_id, callback_id, key = uuid4(), uuid4(), vault.new_key()
    on_record = {k: given.pop(k) for k in ("message", "contact_mode", "flags", "for_whom") if k in given}
    number = PhoneNumber(given.pop("number", f"+1202555{100 + int(enrollment_id.hex[:4], 16) % 100:04d}"))
    record = {
        "id": enrollment_id,
        "code": enrollment_id.hex[:8].upper(),
        "stage": "queued",
        "partial": False,
        "channel": "voice",
        "language": given.get("language", "en"),
        "data_key": key,
        "number_sealed": vault.seal(key, number.reveal(), f"enrollments.number_sealed:{enrollment_id.hex}"),
        "number_fingerprint": vault.fingerprint(enrollment_id.hex),
        "number_source": "typed",
        "name_sealed": vault.seal(key, name, f"enrollments.name_sealed:{enrollment_id.hex}") if name else None,
        "timezone": "America/Chicago",
        "for_whom": "self",
        "created_at": now,
        "updated_at": now,
        "stage_since": now,
    }
    row = {
        "id": callback_id,
        "enrollment_id": enrollment_id,
        "origin": "requested",
        "klass": klass,
        "reason": "asked",
        "state": "due",
        "language": "en",
        "promised_at": now,
        "created_at": now,
        "due_at": now + timedelta(minutes=int(klass[1]) * 5 + 2),
        "next_action_at": now + timedelta(minutes=5),
    }
    with console.database.begin() as connection:
        enrollments.add(connection, record | on_record)
        callbacks.add(connection, row | given)
    return Made(callback_id, enrollment_id)


def add_offer(console: Console, callback_id: UUID, role: str, result: str = "ringing", **given: Any) -> UUID:
    """Ring somebody for it, or say that they have taken it."""
    now, offer_id = console.clock(), uuid4()
    row = {
        "id": offer_id,
        "callback_id": callback_id,
        "staff_id": console.staff_id(role),
        "tier": "primary",
        "result": result,
        "why": "primary;speaks;least=1.0/2.5",
        "at": now,
        "rings_until": now + timedelta(seconds=26),
    }
    with console.database.begin() as connection:
        assert offers.add(connection, row | given)
    return offer_id


def take(console: Console, callback_id: UUID, role: str, state: str = "connected") -> UUID:
    """Put a callback into somebody's hand, with an attempt under way."""
    now = console.clock()
    offer_id = add_offer(console, callback_id, role, "accepted", answered_at=now)
    with console.database.begin() as connection:
        for step in _WAY[: _WAY.index(state) + 1]:
            kept = callbacks.get(connection, callback_id)
            assert kept is not None
            callbacks.change(
                connection,
                kept,
                state=step,
                accepted_by=console.staff_id(role),
                accepted_at=now,
                connected_at=now if step == "connected" else None,
            )
        attempts.add(
            connection,
            {
                "id": uuid4(),
                "callback_id": callback_id,
                "offer_id": offer_id,
                "staff_id": console.staff_id(role),
                "number": 1,
                "kind": "dial",
                "at": now,
                "connected_at": now,
            },
        )
    return offer_id


def put_on_duty(console: Console, role: str, tier: str = "primary", hours: float = 8, *, ahead: float = 0) -> None:
    """On duty from an hour ago, or from `ahead` hours later."""
    now = console.clock() + timedelta(hours=ahead)
    with console.database.begin() as connection:
        rota.add_override(
            connection,
            {
                "id": uuid4(),
                "staff_id": console.staff_id(role),
                "tier": tier,
                "starts_at": now - timedelta(hours=1),
                "ends_at": now + timedelta(hours=hours),
                "kind": "override",
                # Before anything that a test does: of two arrangements the later counts.
                "made_at": console.clock() - timedelta(hours=1),
            },
        )


def add_thread(console: Console, made: Made, *texts: tuple[str, str]) -> UUID:
    """A text thread that waits for a person; texts are (direction, body)."""
    now, vault = console.clock(), console.house.vault
    thread_id, key = uuid4(), vault.new_key()
    row = {
        "id": thread_id,
        "channel": "sms",
        "line": "public",
        "caller_fingerprint": vault.fingerprint(thread_id.hex),
        "caller_sealed": vault.seal(key, NUMBER, f"conversations.caller_sealed:{thread_id.hex}"),
        "script_digest": "test",
        "step": "HUMAN",
        "data_key": key,
        "started_at": now,
        "updated_at": now,
        "with_human": True,
        "enrollment_id": made.enrollment,
        "callback_id": made.callback,
    }
    with console.database.begin() as connection:
        assert conversations.begin(connection, row)
        kept = callbacks.get(connection, made.callback)
        assert kept is not None
        callbacks.change(connection, kept, conversation_id=thread_id)
        for place, (direction, body) in enumerate(texts):
            message_id, own = uuid4(), vault.new_key()
            sealed = vault.seal(own, body, f"messages.body_sealed:{message_id.hex}")
            messages.add(
                connection,
                {
                    "id": message_id,
                    "direction": direction,
                    "purpose": "caller" if direction == "in" else "staff_reply",
                    "conversation_id": thread_id,
                    "data_key": own,
                    "body_sealed": sealed,
                    "state": "received" if direction == "in" else "delivered",
                    "created_at": now + timedelta(seconds=place),
                },
            )
    return thread_id


def join(console: Console, callback_id: UUID) -> None:
    """The professional pressed 1 and the caller answered: what the phones would have told us."""
    now = console.clock()
    with console.database.begin() as connection:
        for step in ("dialing", "connected"):
            kept = callbacks.get(connection, callback_id)
            assert kept is not None
            callbacks.change(connection, kept, state=step, connected_at=now if step == "connected" else None)
        held = offers.live_of_callback(connection, callback_id)[0]
        attempts.add(
            connection,
            {
                "id": uuid4(),
                "callback_id": callback_id,
                "offer_id": held.id,
                "staff_id": held.staff_id,
                "number": 1,
                "kind": "dial",
                "at": now,
                "connected_at": now,
            },
        )
