"""What a professional writes down after a call, all of it in one transaction, before the outcome is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from intake.callbacks import caution
from intake.console.duty_view import Call
from intake.console.viewer import house, moment_now, viewer
from intake.enrollments import desk
from intake.enrollments.hand import Hand
from intake.enrollments.opened import open_record
from intake.storage import debriefs, enrollments


def write_down(connection: Connection, call: Call, sent: Mapping[str, str]) -> None:
    """A sealed note, a wish to talk about it, and not being rung for this caller again: each if asked for."""
    if call.enrollment_id is not None and sent.get("note", "").strip():
        desk.add_note(connection, _hand(), call.enrollment_id, sent["note"][: desk.NOTE_LIMIT])
    if sent.get("hard"):
        times = (moment_now(), moment_now() + debriefs.WITHIN)
        debriefs.ask(connection, viewer().staff_id, call.line.id, "asked", times)
    if sent.get("abusive") and call.enrollment_id is not None:
        _not_again(connection, call.enrollment_id)


def _hand() -> Hand:
    return Hand(house().vault, viewer().staff_id, f"console:{viewer().session}", moment_now())


def _not_again(connection: Connection, enrollment_id: UUID) -> None:
    kept = enrollments.get(connection, enrollment_id)
    number = open_record(house().vault, kept).number if kept is not None else None
    if number is not None:
        caution.bar(connection, house().vault, viewer().staff_id, number, moment_now())


def their_time(text: str, zone: str) -> datetime | None:
    """A wall time in the caller's zone, in UTC; None for none or nonsense."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    except ValueError:
        return None
