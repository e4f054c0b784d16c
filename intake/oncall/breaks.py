"""How somebody on duty stands: on a break, writing up, resting after a crisis, or with a dead number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.oncall.service import Change, note, who_at
from intake.storage import duty as rows

# After so many crisis calls in one duty, relief is called for.
CRISES_PER_DUTY = 2


@dataclass(frozen=True)
class Pauses:
    """How long somebody is not rung after a call, from the settings of the same names."""

    wrap_seconds: float
    crisis_rest_seconds: float


def after_call(connection: Connection, staff_id: UUID, klass: str, pauses: Pauses, now: datetime) -> datetime:
    """Time to write up, and after a crisis to rest; until when. A tap ends it earlier (`back`)."""
    wrapping = now + timedelta(seconds=pauses.wrap_seconds)
    if klass != "P0":
        rows.set_state(connection, staff_id, now, wrapping_until=wrapping)
        return wrapping
    resting = now + timedelta(seconds=pauses.crisis_rest_seconds)
    rows.set_state(connection, staff_id, now, wrapping_until=wrapping, resting_until=resting)
    return max(wrapping, resting)


def written_up(connection: Connection, staff_id: UUID, now: datetime) -> None:
    """They have said how it went: nothing is left to write up, and only rest or a break keeps them off the rings."""
    rows.set_state(connection, staff_id, now, wrapping_until=None)


def take_break(connection: Connection, staff_id: UUID, change: Change) -> None:
    """Not rung until they say that they are back."""
    rows.set_state(connection, staff_id, change.now, on_break=True)
    note(connection, change, "duty", staff_id, "break")


def back(connection: Connection, staff_id: UUID, change: Change) -> None:
    """Free for the next one: ends a break, writing up and resting."""
    rows.set_state(connection, staff_id, change.now, on_break=False, wrapping_until=None, resting_until=None)
    note(connection, change, "duty", staff_id, "back")


def number_is_dead(connection: Connection, staff_id: UUID, change: Change) -> None:
    """The carrier says that their number does not exist: they are not rung until somebody sets it right."""
    rows.set_state(connection, staff_id, change.now, dead_since=change.now)
    note(connection, change, "duty", staff_id, "number_dead")


def needs_relief(connection: Connection, now: datetime) -> tuple[UUID, ...]:
    """People who have had all the crisis calls that one duty may hold, and are still on it."""
    present = {duty.staff_id: duty.start for duty in reversed(who_at(connection, now))}
    if not present:
        return ()
    taken = rows.taken(connection, present, min(present.values()))
    crises = [row for row in taken if row.klass == "P0" and row.at >= present[row.staff_id]]
    return tuple(staff_id for staff_id in present if sum(row.staff_id == staff_id for row in crises) >= CRISES_PER_DUTY)
