"""Before a shift its person is asked to confirm by text; if no yes comes, somebody is told in time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.oncall.loading import load
from intake.oncall.rota import Duty, duties
from intake.oncall.service import Change, note, who_at
from intake.oncall.tiers import Tier
from intake.storage import duty as rows
from intake.storage.duty import Confirmation

# Somebody who is asked late still has a moment to answer before others are told.
_LEAST = timedelta(minutes=5)


@dataclass(frozen=True)
class Times:
    """How long before a shift its person is asked, and without a yes the alarm is given. Seconds."""

    remind_seconds: float
    alarm_seconds: float


@dataclass(frozen=True)
class Notice:
    """Something to tell a member of staff by text; nothing in it is about callers."""

    # reminder | alarm
    kind: str
    to: UUID
    # Whose shift it is.
    about: UUID
    tier: Tier
    starts_at: datetime
    # The same intent is never told twice.
    intent: str


class Teller(Protocol):
    """Writes a notice down to be sent, in the same transaction."""

    def __call__(self, connection: Connection, notice: Notice, now: datetime) -> None: ...


def plan(connection: Connection, times: Times, now: datetime) -> int:
    """Write down whom to remind for shifts that begin soon; how many are new. Asking again adds none.

    Only where somebody begins after a time off duty: a handover from one tier to another asks nobody.
    """
    end = now + timedelta(seconds=times.remind_seconds)
    found = duties(load(connection, now, end), now - timedelta(seconds=1), end)
    new = 0
    for duty in found:
        if duty.start <= now or any(_flows_into(other, duty) for other in found):
            continue
        new += rows.plan_confirmation(
            connection,
            {
                "id": uuid4(),
                "staff_id": duty.staff_id,
                "tier": duty.tier.value,
                "starts_at": duty.start,
                "state": "due",
                "next_action_at": now,
            },
        )
    return new


def _flows_into(earlier: Duty, later: Duty) -> bool:
    return earlier.staff_id == later.staff_id and earlier.start < later.start <= earlier.end


def work(connection: Connection, confirmation_id: UUID, times: Times, tell: Teller, now: datetime) -> None:
    """Ask, or raise the alarm: whichever is due. Harmless if nothing is, or somebody else is at it."""
    row = rows.claim_confirmation(connection, confirmation_id, now)
    if row is None:
        return
    if row.starts_at <= now or not _still_theirs(connection, row):
        rows.change_confirmation(connection, row.id, state="dropped", next_action_at=None)
    elif row.state == "due":
        alarm_at = max(row.starts_at - timedelta(seconds=times.alarm_seconds), now + _LEAST)
        rows.change_confirmation(connection, row.id, state="asked", asked_at=now, next_action_at=alarm_at)
        tell(connection, _notice("reminder", row.staff_id, row), now)
    else:
        _alarm(connection, row, tell, now)


def _still_theirs(connection: Connection, row: Confirmation) -> bool:
    return any(duty.staff_id == row.staff_id and duty.tier == row.tier for duty in who_at(connection, row.starts_at))


def _alarm(connection: Connection, row: Confirmation, tell: Teller, now: datetime) -> None:
    """Supervisors and managers on duty are told; without any, whoever is on duty at all."""
    rows.change_confirmation(connection, row.id, state="alarmed", alarmed_at=now, next_action_at=None)
    present = [duty for duty in who_at(connection, now) if duty.staff_id != row.staff_id]
    upper = [duty for duty in present if duty.tier in (Tier.SUPERVISOR, Tier.MANAGER)]
    for staff_id in dict.fromkeys(duty.staff_id for duty in upper or present):
        tell(connection, _notice("alarm", staff_id, row), now)
    change = Change("system:reminders", "job:sweep", now)
    note(connection, change, "shift_confirmation", row.id, "no_answer")


def _notice(kind: str, to: UUID, row: Confirmation) -> Notice:
    intent = f"{kind}:{row.id.hex}:{to.hex}"
    return Notice(kind, to, row.staff_id, Tier(row.tier), row.starts_at, intent)


def confirm(connection: Connection, staff_id: UUID, now: datetime) -> bool:
    """A "Y" from this person: the soonest shift that they were asked about is confirmed; False if none was."""
    row = rows.asked_confirmation(connection, staff_id)
    if row is None:
        return False
    rows.change_confirmation(connection, row.id, state="confirmed", confirmed_at=now, next_action_at=None)
    change = Change(f"staff:{staff_id.hex}", "webhook", now)
    note(connection, change, "shift_confirmation", row.id, "confirmed")
    return True
