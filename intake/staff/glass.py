"""Break the glass: see a record that one's role does not show, at once, for a short time, and be asked why.

45 CFR 164.312(a)(2)(ii) wants a way in for an emergency. Nobody has to approve it first; somebody is alerted
at once and somebody else reviews it within a day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.privacy.vault import Vault
from intake.staff.people import Refused
from intake.storage import glass as rows
from intake.storage.staff import Person

LASTS = timedelta(minutes=30)
REVIEW_WITHIN = timedelta(hours=24)
RESULTS = ("justified", "not_justified", "needs_follow_up")
SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Emergency:
    """Which record, and why in the person's own words (sealed)."""

    subject_kind: str
    subject_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Opened:
    """An opened glass. Whoever called `open_glass` sends the alert, to everybody with GLASS_REVIEW."""

    id: UUID
    expires_at: datetime


def _aad(glass_id: UUID) -> str:
    return f"glass_breaks.reason_sealed:{glass_id.hex}"


def open_glass(connection: Connection, vault: Vault, person: Person, emergency: Emergency, now: datetime) -> Opened:
    """Open one record to one person for 30 minutes. Raises `Refused` (no_reason) without a real reason."""
    if len(emergency.reason.strip()) < SHORTEST_REASON:
        raise Refused("no_reason")
    glass_id, data_key = uuid4(), vault.new_key()
    made = rows.Glass(
        id=glass_id,
        staff_id=person.id,
        subject_kind=emergency.subject_kind,
        subject_id=emergency.subject_id,
        data_key=data_key,
        reason_sealed=vault.seal(data_key, emergency.reason.strip(), _aad(glass_id)),
        opened_at=now,
        expires_at=now + LASTS,
        review_due_at=now + REVIEW_WITHIN,
    )
    rows.add(connection, made)
    actor = f"staff:{person.id.hex}"
    act = Act(Action.BREAK_GLASS, actor, emergency.subject_kind, emergency.subject_id, glass_id.hex)
    record(connection, act)
    return Opened(glass_id, made.expires_at)


def open_until(connection: Connection, person: Person, subject_id: str, now: datetime) -> datetime | None:
    """Until when this person, who opened the glass of this record, sees it; None if they did not or no longer."""
    return rows.open_until(connection, person.id, subject_id, now)


def is_open(connection: Connection, person: Person, subject_id: str, now: datetime) -> bool:
    """Whether this person opened the glass of this record and the time is not over."""
    return open_until(connection, person, subject_id, now) is not None


def to_review(connection: Connection) -> list[rows.Glass]:
    """Every glass that nobody has reviewed yet, the most urgent first."""
    return rows.unreviewed(connection)


def reason(vault: Vault, glass: rows.Glass) -> str:
    """Why it was opened, for whoever reviews it."""
    return vault.open(glass.data_key, glass.reason_sealed, _aad(glass.id))


def review(connection: Connection, glass_id: UUID, reviewer: Person, result: str, now: datetime) -> None:
    """Say what to think of it. Raises `Refused`: unknown_result, own_glass or not_open."""
    if result not in RESULTS:
        raise Refused("unknown_result")
    kept = rows.get(connection, glass_id)
    if kept is not None and kept.staff_id == reviewer.id:
        raise Refused("own_glass")
    if kept is None or not rows.review(connection, glass_id, reviewer.id, result, now):
        raise Refused("not_open")
    actor = f"staff:{reviewer.id.hex}"
    record(connection, Act(Action.BREAK_GLASS_REVIEW, actor, "glass", glass_id.hex, result))
