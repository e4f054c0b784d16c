"""Secret, revocable addresses under which a calendar program reads shifts."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.oncall import ical
from intake.oncall.service import Change, between, note
from intake.storage import duty, feeds

_BACK, _AHEAD = timedelta(days=14), timedelta(days=90)


def make(connection: Connection, staff_id: UUID | None, change: Change) -> str:
    """A new feed of one person's shifts, or with None the team's; the token is shown this once.

    Whatever feed they had before stops working.
    """
    revoke(connection, staff_id, change)
    token, feed_id = secrets.token_urlsafe(32), uuid4()
    feeds.add(
        connection,
        {"id": feed_id, "staff_id": staff_id, "token_hash": _hash(token), "created_at": change.now},
    )
    note(connection, change, "calendar_feed", feed_id, "made")
    return token


def revoke(connection: Connection, staff_id: UUID | None, change: Change) -> int:
    """End this person's feeds, or with None the team's; how many there were."""
    ended = feeds.revoke(connection, staff_id, change.now)
    for feed_id in ended:
        note(connection, change, "calendar_feed", feed_id, "revoked")
    return len(ended)


def read(connection: Connection, token: str, now: datetime) -> bytes | None:
    """The calendar behind a token; None for every token that is not, or is no longer, one of ours."""
    found = feeds.find(connection, _hash(token))
    if found is None:
        return None
    shifts = between(connection, now - _BACK, now + _AHEAD)
    if found.staff_id is not None:
        mine = [one for one in shifts if one.staff_id == found.staff_id]
        return ical.feed(mine, {}, now, title="On call")
    names = {one.id: one.name for one in duty.people(connection)}
    return ical.feed(shifts, names, now, title="On call: everybody")


def _hash(token: str) -> bytes:
    # 256 random bits need no slow hash.
    return hashlib.sha256(token.encode()).digest()
