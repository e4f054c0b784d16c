"""The way in, as rows: half-done sign-ins, invitations, and delays after failures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.schema.staff import invitations, sign_in_delays, sign_in_steps, staff_sessions


@dataclass(frozen=True, slots=True)
class Step:
    """A challenge that waits for its answer, once."""

    staff_id: UUID | None
    purpose: str
    challenge: bytes | None
    expires_at: datetime


def add_step(connection: Connection, token_hash: bytes, step: Step) -> None:
    """Wait for an answer."""
    row = {name: getattr(step, name) for name in Step.__slots__}
    connection.execute(insert(sign_in_steps), [row | {"token_hash": token_hash}])


def peek_step(connection: Connection, token_hash: bytes, purpose: str, now: datetime) -> Step | None:
    """The step that waits under this token, left in place."""
    c = sign_in_steps.c
    query = select(c.staff_id, c.purpose, c.challenge, c.expires_at)
    row = connection.execute(
        query.where(c.token_hash == token_hash, c.purpose == purpose, c.expires_at > now)
    ).one_or_none()
    return Step(*row) if row else None


def take_step(connection: Connection, token_hash: bytes, purpose: str, now: datetime) -> Step | None:
    """The step that waits under this token, which is used up by asking."""
    c = sign_in_steps.c
    query = delete(sign_in_steps).where(c.token_hash == token_hash, c.purpose == purpose)
    row = connection.execute(query.returning(c.staff_id, c.purpose, c.challenge, c.expires_at)).one_or_none()
    return Step(*row) if row and row.expires_at > now else None


@dataclass(frozen=True, slots=True)
class Delay:
    """Failures of one way in; locked until the transaction ends, so that tries come one after another."""

    failures: int
    last_at: datetime
    next_at: datetime


def delay(connection: Connection, subject: bytes, now: datetime) -> Delay:
    """The failures so far, none if there are none."""
    c = sign_in_delays.c
    start = upsert(sign_in_delays).values(subject=subject, failures=0, last_at=now, next_at=now)
    locked = start.on_conflict_do_update(index_elements=["subject"], set_={"subject": c.subject})
    return Delay(*connection.execute(locked.returning(c.failures, c.last_at, c.next_at)).one())


def set_delay(connection: Connection, subject: bytes, delayed: Delay) -> None:
    """Write the count after another failure."""
    values = {name: getattr(delayed, name) for name in Delay.__slots__}
    connection.execute(update(sign_in_delays).where(sign_in_delays.c.subject == subject).values(values))


def clear_delay(connection: Connection, subject: bytes) -> None:
    """Begin anew after a success."""
    connection.execute(delete(sign_in_delays).where(sign_in_delays.c.subject == subject))


@dataclass(frozen=True, slots=True)
class Invitation:
    """One link that lets one person set a password, once."""

    id: UUID
    staff_id: UUID
    invited_by: str
    created_at: datetime
    expires_at: datetime


def invite(connection: Connection, token_hash: bytes, invitation: Invitation) -> None:
    """Make a link; earlier ones of the same person are void."""
    c = invitations.c
    void = update(invitations).where(c.staff_id == invitation.staff_id, c.used_at.is_(None))
    connection.execute(void.values(used_at=invitation.created_at))
    row = {name: getattr(invitation, name) for name in Invitation.__slots__}
    connection.execute(insert(invitations), [row | {"token_hash": token_hash}])


def use_invitation(connection: Connection, token_hash: bytes, now: datetime) -> UUID | None:
    """Spend a link: whose it was, or None if it is unknown, used or too old."""
    c = invitations.c
    change = update(invitations).where(c.token_hash == token_hash, c.used_at.is_(None), c.expires_at > now)
    return connection.execute(change.values(used_at=now).returning(c.staff_id)).scalar_one_or_none()


def invitation_is_open(connection: Connection, token_hash: bytes, now: datetime) -> bool:
    """Whether the link can still be used."""
    c = invitations.c
    query = select(c.id).where(c.token_hash == token_hash, c.used_at.is_(None), c.expires_at > now)
    return connection.execute(query).one_or_none() is not None


def new_id() -> UUID:
    """An id for an invitation."""
    return uuid4()


def sweep(connection: Connection, before: datetime) -> int:
    """Remove what is spent or expired since `before`; returns how many rows."""
    gone = 0
    for table, column in (
        (sign_in_steps, sign_in_steps.c.expires_at),
        (invitations, invitations.c.expires_at),
        (sign_in_delays, sign_in_delays.c.next_at),
        (staff_sessions, staff_sessions.c.expires_at),
    ):
        gone += connection.execute(delete(table).where(column < before)).rowcount
    return gone
