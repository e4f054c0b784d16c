"""Supervisors are told by text when somebody was not reached in time; nothing in it is about anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import texting
from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import say
from intake.callbacks.ringing import phone_of
from intake.callbacks.texting import Text
from intake.oncall.availability import people_on_duty
from intake.oncall.standing import Person
from intake.oncall.tiers import Tier
from intake.privacy.audit import Act, Action, record
from intake.storage import staff
from intake.storage.callbacks import Callback

_UPPER = (Tier.SUPERVISOR, Tier.MANAGER)
# Primary and backup, the supervisor, the manager: by then every tier has been rung once.
RUNGS = 3


def missed(connection: Connection, desk: Desk, callback: Callback, now: datetime) -> tuple[UUID, ...]:
    """Somebody waited on the line and nobody took them; the texts that were written, once for one hold."""
    since = callback.room_since or callback.created_at
    return _tell(connection, desk, callback, _Alert("missed", since), people_on_duty(connection, now))


def unacknowledged(
    connection: Connection, desk: Desk, callback: Callback, people: Sequence[Person], now: datetime
) -> tuple[UUID, ...]:
    """A P0 that nobody has taken within its clock; after a whole ladder the backup person is told as well."""
    since = callback.offering_since
    if callback.klass != "P0" or since is None:
        return ()
    clock, waited = desk.settings.escalate_seconds_p0, (now - since).total_seconds()
    written = _tell(connection, desk, callback, _Alert("unanswered", since), people) if waited >= clock else ()
    if waited >= RUNGS * clock or not people:
        intent = f"backup:{callback.id.hex}:{since.timestamp():.0f}"
        text = Text(desk.lines.backup, say("alert_backup", "en").text, "alarm", intent)
        last = texting.write(connection, desk, text, now)
        return (*written, last) if last is not None else written
    return written


@dataclass(frozen=True)
class _Alert:
    """What went unanswered, and since when: the same is told once."""

    kind: str
    since: datetime


def _tell(
    connection: Connection, desk: Desk, callback: Callback, alert: _Alert, people: Sequence[Person]
) -> tuple[UUID, ...]:
    """Supervisors and managers on duty are told; without any, whoever is on duty at all."""
    upper = [one.staff_id for one in people if one.tier in _UPPER] or [one.staff_id for one in people]
    written = []
    for person in staff.by_ids(connection, upper).values():
        number = phone_of(desk, person)
        if number is None:
            continue
        body = say(f"alert_{alert.kind}", person.languages[0] if person.languages else "en").text
        intent = f"{alert.kind}:{callback.id.hex}:{alert.since.timestamp():.0f}:{person.id.hex}"
        text = Text(number, body, "alarm", intent, staff_id=person.id)
        message_id = texting.write(connection, desk, text, desk.clock())
        if message_id is not None:
            written.append(message_id)
    if written:
        record(connection, Act(Action.CALLBACK_ESCALATE, "system:desk", "callback", callback.id.hex, alert.kind))
    return tuple(written)
