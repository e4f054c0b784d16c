"""What follows when a person moves a callback to another class: a new time, and a ladder from its start."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from intake.callbacks.classes import Class, Ranked
from intake.callbacks.desk import Desk
from intake.callbacks.promise import clocks_of
from intake.callbacks.windows import earliest
from intake.storage import enrollments
from intake.storage.callbacks import Callback

_ON_THE_LADDER = frozenset({"due", "offered", "waiting"})


def moved(
    connection: Connection, desk: Desk, callback: Callback, ranked: Ranked, now: datetime
) -> dict[str, Any]:
    """The columns of the new class. Only a crisis overrides the part of the day that they chose (promise 8)."""
    within = now + clocks_of(desk.settings).due(ranked.klass)
    raised = ranked.klass.rank < Class(callback.klass).rank
    values: dict[str, Any] = {
        "klass": ranked.klass.value,
        "reason": ranked.reason,
        "due_at": min(callback.due_at, within) if raised else max(callback.due_at, within),
    }
    if callback.state not in _ON_THE_LADDER:
        return values
    at = now if ranked.klass is Class.P0 or callback.room else _their_hour(connection, desk, callback, now)
    state = "offered" if callback.state == "offered" else "due"
    return values | {"state": state, "next_action_at": at, "offering_since": now if at <= now else None}


def _their_hour(connection: Connection, desk: Desk, callback: Callback, now: datetime) -> datetime:
    kept = enrollments.get(connection, callback.enrollment_id) if callback.enrollment_id else None
    if kept is None or kept.contact_mode == "text_only":
        return now
    return earliest(kept.preferred_time, kept.timezone or desk.settings.timezone, now)
