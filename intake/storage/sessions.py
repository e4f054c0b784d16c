"""Staff sessions as rows, known by the hash of their token."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, exists, insert, select, update

from intake.storage.schema.callbacks import callbacks
from intake.storage.schema.staff import staff_sessions

_IN_A_CALL = ("accepted", "dialing", "connected")


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in device. `proved_at` is when identity was last proved; `public_id` may be shown."""

    public_id: str
    staff_id: UUID
    method: str
    second_factor: bool
    shared_screen: bool
    device: str
    created_at: datetime
    seen_at: datetime
    proved_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


_COLUMNS = tuple(staff_sessions.c[name] for name in Session.__slots__)


def add(connection: Connection, token_hash: bytes, session: Session) -> None:
    """Open a session."""
    row = {name: getattr(session, name) for name in Session.__slots__}
    connection.execute(insert(staff_sessions), [row | {"token_hash": token_hash}])


def get(connection: Connection, token_hash: bytes) -> Session | None:
    """The session of a token, ended or not."""
    query = select(*_COLUMNS).where(staff_sessions.c.token_hash == token_hash)
    row = connection.execute(query).one_or_none()
    return Session(*row) if row else None


def of(connection: Connection, staff_id: UUID, now: datetime) -> list[Session]:
    """A person's open sessions, newest first."""
    c = staff_sessions.c
    query = select(*_COLUMNS).where(c.staff_id == staff_id, c.revoked_at.is_(None), c.expires_at > now)
    return [Session(*row) for row in connection.execute(query.order_by(c.created_at.desc()))]


def touch(connection: Connection, public_id: str, now: datetime) -> None:
    """Somebody is there."""
    change = update(staff_sessions).where(staff_sessions.c.public_id == public_id)
    connection.execute(change.values(seen_at=now))


def prove(connection: Connection, public_id: str, now: datetime, *, second_factor: bool) -> None:
    """Identity was proved again."""
    change = update(staff_sessions).where(staff_sessions.c.public_id == public_id)
    values = {"seen_at": now, "proved_at": now} | ({"second_factor": True} if second_factor else {})
    connection.execute(change.values(values))


def share_screen(connection: Connection, public_id: str, *, shared: bool) -> None:
    """Others can see this screen: the session ends sooner."""
    change = update(staff_sessions).where(staff_sessions.c.public_id == public_id)
    connection.execute(change.values(shared_screen=shared))


def revoke(connection: Connection, staff_id: UUID, now: datetime, public_id: str | None = None) -> int:
    """End one session of a person, or all of them; returns how many."""
    c = staff_sessions.c
    change = update(staff_sessions).where(c.staff_id == staff_id, c.revoked_at.is_(None))
    if public_id is not None:
        change = change.where(c.public_id == public_id)
    return connection.execute(change.values(revoked_at=now)).rowcount


def in_a_call(connection: Connection, staff_id: UUID) -> bool:
    """Whether the person holds a callback that is being made right now."""
    held = exists().where(callbacks.c.accepted_by == staff_id, callbacks.c.state.in_(_IN_A_CALL))
    return bool(connection.execute(select(held)).scalar_one())
