"""Offers as rows: who was rung for what, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.records import must, record
from intake.storage.schema.callbacks import offers


@dataclass(frozen=True)
class Offer:
    """Ringing one professional once."""

    id: UUID
    callback_id: UUID
    staff_id: UUID
    tier: str
    channel: str
    result: str
    why: str
    leg_sid: str | None
    at: datetime
    rings_until: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    page: int


_COLUMNS = tuple(offers.c[name] for name in Offer.__dataclass_fields__)


def add(connection: Connection, values: dict[str, Any]) -> bool:
    """Write an intent to ring somebody; False if that person already has a live offer."""
    query = upsert(offers).values(values).on_conflict_do_nothing().returning(offers.c.id)
    return connection.execute(query).first() is not None


def get(connection: Connection, offer_id: UUID, *, lock: bool = False) -> Offer | None:
    """One offer, locked for this transaction if asked."""
    query = select(*_COLUMNS).where(offers.c.id == offer_id)
    return record(Offer, connection.execute(query.with_for_update(key_share=True) if lock else query).first())


def of_callback(connection: Connection, callback_id: UUID) -> list[Offer]:
    """Every offer of a callback, oldest first."""
    query = select(*_COLUMNS).where(offers.c.callback_id == callback_id).order_by(offers.c.at, offers.c.id)
    return [must(Offer, row) for row in connection.execute(query)]


def of_callbacks(connection: Connection, callback_ids: Iterable[UUID]) -> list[Offer]:
    """Every offer of several callbacks, oldest first."""
    query = select(*_COLUMNS).where(offers.c.callback_id.in_(list(callback_ids))).order_by(offers.c.at)
    return [must(Offer, row) for row in connection.execute(query)]


def live_of_callback(connection: Connection, callback_id: UUID) -> list[Offer]:
    """Offers of a callback that are still planned, ringing or held, locked in a fixed order."""
    query = (
        select(*_COLUMNS)
        .where(offers.c.callback_id == callback_id, offers.c.ended_at.is_(None))
        .order_by(offers.c.id)
        .with_for_update(key_share=True)
    )
    return [must(Offer, row) for row in connection.execute(query)]


def live_of_staff(connection: Connection, staff_id: UUID) -> Offer | None:
    """The one live offer that somebody may have."""
    query = select(*_COLUMNS).where(offers.c.staff_id == staff_id, offers.c.ended_at.is_(None))
    return record(Offer, connection.execute(query).first())


def busy_staff(connection: Connection) -> set[UUID]:
    """Everybody who is being rung or is holding an accepted offer."""
    return set(connection.execute(select(offers.c.staff_id).where(offers.c.ended_at.is_(None))).scalars())


def change(connection: Connection, offer_id: UUID, **values: object) -> None:
    """Set values on one offer."""
    connection.execute(update(offers).where(offers.c.id == offer_id).values(**values))


def finish(connection: Connection, offer_id: UUID, result: str, now: datetime) -> bool:
    """End a live offer once; False if it had ended already."""
    query = (
        update(offers)
        .where(offers.c.id == offer_id, offers.c.ended_at.is_(None))
        .values(result=result, ended_at=now)
        .returning(offers.c.id)
    )
    return connection.execute(query).first() is not None


def planned_ids(connection: Connection, before: datetime) -> list[UUID]:
    """Intents older than `before` whose effect was never written down."""
    query = select(offers.c.id).where(
        offers.c.result == "planned", offers.c.ended_at.is_(None), offers.c.at < before
    )
    return list(connection.execute(query).scalars())


def unknown_ids(connection: Connection, before: datetime) -> list[UUID]:
    """Rings that were asked for and of which the carrier has told us nothing."""
    query = select(offers.c.id).where(
        offers.c.result == "unknown",
        offers.c.ended_at.is_(None),
        offers.c.leg_sid.is_(None),
        offers.c.at < before,
    )
    return list(connection.execute(query).scalars())
