"""When records got out: whom it touched, who has to be told by when, in words that tell nothing more.

42 CFR 2.16(b) makes the HIPAA breach rule (45 CFR 164.400 to 414) hold for part 2 records.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.privacy.vault import Vault
from intake.storage import breaches as rows
from intake.storage.audit import Filter

WITHIN = timedelta(days=60)
MANY = 500
# On the envelope and in the subject line nothing says who writes or why.
SUBJECT = {"en": "A letter for you", "es": "Una carta para usted"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """Who has to be told, and by when at the latest; without unreasonable delay in any case."""

    duty: str
    by: datetime


def deadlines(discovered_at: datetime, affected: int) -> list[Deadline]:
    """164.404 people: 60 days. 164.406 media and 164.408 the Secretary: with them if 500 or more are touched,
    else the Secretary within 60 days after the end of the calendar year."""
    soon = discovered_at + WITHIN
    if affected >= MANY:
        return [Deadline(duty, soon) for duty in rows.DUTIES]
    year_end = datetime(discovered_at.astimezone(UTC).year + 1, 1, 1, tzinfo=UTC)
    return [Deadline("people", soon), Deadline("authority", year_end + WITHIN)]


def _aad(breach_id: UUID) -> str:
    return f"breaches.content_sealed:{breach_id.hex}"


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened, in words (sealed), when it was discovered, and how many people it touches."""

    content: str
    discovered_at: datetime
    affected: int

    def __repr__(self) -> str:
        return f"Happened({self.affected})"


def enter(connection: Connection, vault: Vault, happened: Happened, actor: str) -> UUID:
    """Put a breach into the register."""
    breach_id, data_key = uuid4(), vault.new_key()
    rows.add(
        connection,
        rows.Breach(
            id=breach_id,
            data_key=data_key,
            content_sealed=vault.seal(data_key, happened.content, _aad(breach_id)),
            discovered_at=happened.discovered_at,
            affected=happened.affected,
            recorded_by=actor,
            people_told_at=None,
            authority_told_at=None,
            media_told_at=None,
        ),
    )
    record(connection, Act(Action.BREACH, actor, "breach", breach_id.hex, f"affected:{happened.affected}"))
    return breach_id


def content(vault: Vault, breach: rows.Breach) -> str:
    """What happened, for the privacy officer."""
    return vault.open(breach.data_key, breach.content_sealed, _aad(breach.id))


def affected(connection: Connection, wanted: Filter, actor: str) -> dict[str, datetime]:
    """The enrollments that somebody touched in a time, from the trail, with the first time each."""
    found = rows.touched(connection, wanted)
    record(connection, Act(Action.AUDIT_READ, actor, "audit", None, f"affected:{len(found)}"))
    return found


def due(connection: Connection) -> list[tuple[UUID, Deadline]]:
    """What still has to be told, the most urgent first."""
    left = []
    for breach in rows.open_(connection):
        done = {
            "people": breach.people_told_at,
            "authority": breach.authority_told_at,
            "media": breach.media_told_at,
        }
        left += [
            (breach.id, deadline)
            for deadline in deadlines(breach.discovered_at, breach.affected)
            if done[deadline.duty] is None
        ]
    return sorted(left, key=lambda one: one[1].by)


def told(connection: Connection, breach_id: UUID, duty: str, actor: str, now: datetime) -> None:
    """Somebody was told; a breach with nothing left to do is closed. Raises `ValueError`: unknown duty."""
    if duty not in rows.DUTIES:
        raise ValueError("unknown duty")
    rows.told(connection, breach_id, duty, now)
    record(connection, Act(Action.BREACH_TOLD, actor, "breach", breach_id.hex, duty))
    if all(one != breach_id for one, _ in due(connection)):
        rows.close(connection, breach_id, now)
