"""What a professional's own page reads: what is in their hand, and what they did lately."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, select

from intake.storage.records import must, record
from intake.storage.schema.callbacks import attempts, callbacks, offers


@dataclass(frozen=True)
class InHand:
    """The one live offer of a person: ringing for them, or taken by them."""

    offer_id: UUID
    callback_id: UUID
    result: str
    why: str
    rings_until: datetime


@dataclass(frozen=True)
class Past:
    """A callback that somebody took, and how its attempt ended (None: not said yet)."""

    callback_id: UUID
    klass: str
    state: str
    language: str
    at: datetime
    result: str | None
    connected_at: datetime | None


def in_hand(connection: Connection, staff_id: UUID) -> InHand | None:
    """What this person is rung for or has taken."""
    query: Select[Any] = select(
        offers.c.id.label("offer_id"), offers.c.callback_id, offers.c.result, offers.c.why, offers.c.rings_until
    ).where(offers.c.staff_id == staff_id, offers.c.ended_at.is_(None))
    return record(InHand, connection.execute(query).first())


def lately(connection: Connection, staff_id: UUID, since: datetime, limit: int = 10) -> list[Past]:
    """What this person took since then and has let go of, newest first."""
    query: Select[Any] = (
        select(
            offers.c.callback_id,
            callbacks.c.klass,
            callbacks.c.state,
            callbacks.c.language,
            offers.c.at,
            attempts.c.result,
            attempts.c.connected_at,
        )
        .select_from(
            offers.join(callbacks, callbacks.c.id == offers.c.callback_id).outerjoin(
                attempts, attempts.c.offer_id == offers.c.id
            )
        )
        .where(
            offers.c.staff_id == staff_id,
            offers.c.at >= since,
            offers.c.result == "accepted",
            offers.c.ended_at.is_not(None),
        )
        .order_by(offers.c.at.desc())
        .limit(limit)
    )
    return [must(Past, row) for row in connection.execute(query)]
