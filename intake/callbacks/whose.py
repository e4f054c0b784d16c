"""Whose call it is: the number of a callback's record, else of the caller who waits on the line."""

from __future__ import annotations

from sqlalchemy import Connection

from intake.callbacks.desk import Desk
from intake.enrollments.opened import open_record
from intake.numbers import PhoneNumber
from intake.storage import conversations, enrollments
from intake.storage.callbacks import Callback


def number_of(connection: Connection, desk: Desk, callback: Callback) -> PhoneNumber | None:
    """The caller's number as far as it is known; never shown to whoever takes the call."""
    if callback.enrollment_id is not None:
        kept = enrollments.get(connection, callback.enrollment_id)
        number = open_record(desk.vault, kept).number if kept is not None else None
        if number is not None:
            return number
    if callback.conversation_id is None:
        return None
    found = conversations.get(connection, callback.conversation_id)
    if found is None or found.caller_sealed is None:
        return None
    place = f"conversations.caller_sealed:{found.id.hex}"
    return PhoneNumber(desk.vault.open(found.data_key, found.caller_sealed, place))
