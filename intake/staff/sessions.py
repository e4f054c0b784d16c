"""Server-side sessions: short, revocable everywhere at once, and kind to somebody who is on a call."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.staff.tokens import new_token, token_hash
from intake.storage import sessions as rows
from intake.storage import staff as people
from intake.storage.sessions import Session
from intake.storage.staff import Person

# A shift and its handover; then everybody signs in anew.
LONGEST = timedelta(hours=13)
# One write for a page full of requests.
_TOUCH_EVERY = timedelta(seconds=15)


@dataclass(frozen=True, slots=True)
class Lasts:
    """How long a session lasts without a sign of life, and at most (45 CFR 164.312(a)(2)(iii))."""

    idle: timedelta = timedelta(minutes=10)
    longest: timedelta = LONGEST

    def without_life(self, *, shared: bool) -> timedelta:
        """On a screen that others can see a fifth of the time: two minutes instead of ten."""
        return self.idle / 5 if shared else self.idle


LASTS = Lasts()


@dataclass(frozen=True, slots=True)
class Proof:
    """How somebody showed who they are: password, passkey or oidc; with a second factor or not."""

    method: str
    second_factor: bool


@dataclass(frozen=True, slots=True)
class Visit:
    """A request's session and person. `locked`: the call goes on, the record is hidden until identity is
    proved again."""

    session: Session
    person: Person
    locked: bool


def open_session(connection: Connection, person: Person, proof: Proof, now: datetime, device: str = "") -> str:
    """Sign a person in; returns the token for the cookie, which is not kept here."""
    token, public_id = new_token(), secrets.token_hex(8)
    session = Session(
        public_id=public_id,
        staff_id=person.id,
        method=proof.method,
        second_factor=proof.second_factor,
        shared_screen=False,
        device=device[:120],
        created_at=now,
        seen_at=now,
        proved_at=now,
        expires_at=now + LONGEST,
        revoked_at=None,
    )
    rows.add(connection, token_hash(token), session)
    actor = f"staff:{person.id.hex}"
    record(connection, Act(Action.SIGN_IN, actor, "staff", person.id.hex, proof.method, f"console:{public_id}"))
    return token


def visit(
    connection: Connection, token: str, now: datetime, *, active: bool = True, lasts: Lasts = LASTS
) -> Visit | None:
    """Who makes this request; None if nobody that we know, or no longer.

    `active` is False for requests that a page makes by itself: a poll must not keep a session alive.
    """
    session = rows.get(connection, token_hash(token))
    if session is None or session.revoked_at is not None:
        return None
    if min(session.expires_at, session.created_at + lasts.longest) <= now:
        return None
    person = people.by_id(connection, session.staff_id)
    if person is None or not person.active:
        return None
    if now - session.seen_at > lasts.without_life(shared=session.shared_screen):
        if rows.in_a_call(connection, person.id):
            return Visit(session, person, locked=True)
        rows.revoke(connection, person.id, now, session.public_id)
        return None
    if active and now - session.seen_at >= _TOUCH_EVERY:
        rows.touch(connection, session.public_id, now)
    return Visit(session, person, locked=False)


def sign_out(connection: Connection, seen: Visit, now: datetime) -> None:
    """End this session."""
    rows.revoke(connection, seen.person.id, now, seen.session.public_id)
    record(connection, _act(Action.SIGN_OUT, seen, seen.person.id))


def revoke(connection: Connection, staff_id: UUID, now: datetime, actor: str, public_id: str | None = None) -> int:
    """End one session of a person, or every one everywhere; works at the next request."""
    ended = rows.revoke(connection, staff_id, now, public_id)
    record(connection, Act(Action.SESSION_REVOKE, actor, "staff", staff_id.hex, public_id or "all"))
    return ended


def proved(connection: Connection, seen: Visit, now: datetime, *, second_factor: bool = False) -> None:
    """Stamp a session after identity was proved again: unlocks it and opens what needs a fresh proof."""
    rows.prove(connection, seen.session.public_id, now, second_factor=second_factor)
    record(connection, _act(Action.REAUTHENTICATE, seen, seen.person.id))


def _act(action: Action, seen: Visit, staff_id: UUID) -> Act:
    origin = f"console:{seen.session.public_id}"
    return Act(action, f"staff:{seen.person.id.hex}", "staff", staff_id.hex, None, origin)
