"""People on duty as rows: who they are, how they stand, what they have taken, what they confirmed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, Connection, Uuid, any_, bindparam, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.direct import Direct, given
from intake.storage.records import must, record
from intake.storage.schema.callbacks import callbacks, offers
from intake.storage.schema.oncall import duty_states, shift_confirmations
from intake.storage.schema.staff import staff


@dataclass(frozen=True)
class DutyPerson:
    """Somebody who can be on duty, and how they stand just now."""

    id: UUID
    email: str
    name: str
    languages: list[str]
    timezone: str
    on_break: bool
    wrapping_until: datetime | None
    resting_until: datetime | None
    dead_since: datetime | None
    verified: bool
    busy: bool


@dataclass(frozen=True)
class TakenRow:
    """A callback that somebody accepted."""

    staff_id: UUID
    at: datetime
    klass: str
    unanswered_by_others: bool


@dataclass(frozen=True)
class Confirmation:
    """One person's coming shift, and whether they have said that they will be there."""

    id: UUID
    staff_id: UUID
    tier: str
    starts_at: datetime
    state: str
    next_action_at: datetime | None
    asked_at: datetime | None


_PEOPLE = (
    select(
        staff.c.id,
        staff.c.email,
        staff.c.name,
        staff.c.languages,
        staff.c.timezone,
        func.coalesce(duty_states.c.on_break, False),
        duty_states.c.wrapping_until,
        duty_states.c.resting_until,
        duty_states.c.dead_since,
        staff.c.phone_verified_at.is_not(None),
        exists().where(offers.c.staff_id == staff.c.id, offers.c.ended_at.is_(None)),
    )
    .select_from(staff.outerjoin(duty_states, duty_states.c.staff_id == staff.c.id))
    .where(staff.c.disabled_at.is_(None))
    .order_by(staff.c.email)
)
_IDS = any_(bindparam("ids", None, ARRAY(Uuid)))
_EVERYBODY, _THESE = Direct(_PEOPLE), Direct(_PEOPLE.where(staff.c.id == _IDS))
_EARLIER = offers.alias("earlier")
_UNANSWERED = exists().where(
    _EARLIER.c.callback_id == offers.c.callback_id,
    _EARLIER.c.result == "no_answer",
    _EARLIER.c.at < offers.c.at,
    _EARLIER.c.staff_id != offers.c.staff_id,
)
_TAKEN = Direct(
    select(offers.c.staff_id, offers.c.answered_at, callbacks.c.klass, _UNANSWERED)
    .select_from(offers.join(callbacks, callbacks.c.id == offers.c.callback_id))
    .where(
        offers.c.staff_id == _IDS,
        offers.c.at > given("since"),
        offers.c.result == "accepted",
        offers.c.answered_at.is_not(None),
    )
)
_CONFIRMATION = tuple(shift_confirmations.c[name] for name in Confirmation.__dataclass_fields__)


def people(connection: Connection, ids: Iterable[UUID] | None = None) -> list[DutyPerson]:
    """Staff who are not disabled: those of `ids`, or everybody."""
    found = _EVERYBODY.all(connection, {}) if ids is None else _THESE.all(connection, {"ids": list(ids)})
    return [DutyPerson(*row) for row in found]


def taken(connection: Connection, ids: Iterable[UUID], since: datetime) -> list[TakenRow]:
    """What these people accepted since then, and whether others had let it ring before them."""
    return [TakenRow(*row) for row in _TAKEN.all(connection, {"ids": list(ids), "since": since})]


def set_state(connection: Connection, staff_id: UUID, now: datetime, **values: object) -> None:
    """How somebody stands from now on: on_break, wrapping_until, resting_until, dead_since."""
    query = upsert(duty_states).values(staff_id=staff_id, updated_at=now, **values)
    connection.execute(query.on_conflict_do_update(index_elements=["staff_id"], set_={"updated_at": now, **values}))


def number_works(connection: Connection, staff_id: UUID) -> None:
    """Their number was corrected or tried: whoever is on duty may be rung on it again."""
    connection.execute(update(duty_states).where(duty_states.c.staff_id == staff_id).values(dead_since=None))


def plan_confirmation(connection: Connection, values: dict[str, object]) -> bool:
    """Write down that somebody is to be reminded; False if that is written already."""
    query = upsert(shift_confirmations).values(values).on_conflict_do_nothing().returning(shift_confirmations.c.id)
    return connection.execute(query).first() is not None


def due_confirmations(connection: Connection, now: datetime, limit: int) -> list[UUID]:
    """Reminders and alarms whose time has come."""
    query = (
        select(shift_confirmations.c.id)
        .where(shift_confirmations.c.next_action_at <= now)
        .order_by(shift_confirmations.c.next_action_at)
        .limit(limit)
    )
    return list(connection.execute(query).scalars())


def claim_confirmation(connection: Connection, confirmation_id: UUID, now: datetime) -> Confirmation | None:
    """Lock one if something is due on it and nobody else is at it."""
    query = (
        select(*_CONFIRMATION)
        .where(shift_confirmations.c.id == confirmation_id, shift_confirmations.c.next_action_at <= now)
        .with_for_update(skip_locked=True)
    )
    return record(Confirmation, connection.execute(query).first())


def asked_confirmation(connection: Connection, staff_id: UUID) -> Confirmation | None:
    """The soonest shift that this person was asked to confirm and has not, locked."""
    query = (
        select(*_CONFIRMATION)
        .where(shift_confirmations.c.staff_id == staff_id, shift_confirmations.c.state.in_(("asked", "alarmed")))
        .order_by(shift_confirmations.c.starts_at)
        .limit(1)
        .with_for_update()
    )
    return record(Confirmation, connection.execute(query).first())


def confirmations(connection: Connection, start: datetime) -> list[Confirmation]:
    """What is known of shifts from `start` on."""
    query = (
        select(*_CONFIRMATION).where(shift_confirmations.c.starts_at >= start).order_by(shift_confirmations.c.starts_at)
    )
    return [must(Confirmation, row) for row in connection.execute(query)]


def change_confirmation(connection: Connection, confirmation_id: UUID, **values: object) -> None:
    """Set values on one confirmation."""
    connection.execute(update(shift_confirmations).where(shift_confirmations.c.id == confirmation_id).values(**values))
