"""How often a number has been here, and which professionals are not to be given it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.schema.callbacks import attempts, callbacks
from intake.storage.schema.conversations import conversations
from intake.storage.schema.enrollments import enrollments
from intake.storage.schema.oncall import barred_callers


def begun_by(connection: Connection, prints: Sequence[bytes], since: datetime, before: datetime) -> list[datetime]:
    """When conversations of this number began, between these two times."""
    query = select(conversations.c.started_at).where(
        conversations.c.caller_fingerprint.in_(prints),
        conversations.c.started_at > since,
        conversations.c.started_at < before,
    )
    return list(connection.execute(query).scalars())


def promised_to(connection: Connection, prints: Sequence[bytes], since: datetime) -> list[datetime]:
    """When call backs to this number were promised since then."""
    query = (
        select(callbacks.c.promised_at)
        .select_from(callbacks.join(enrollments, enrollments.c.id == callbacks.c.enrollment_id))
        .where(enrollments.c.number_fingerprint.in_(prints), callbacks.c.promised_at > since)
    )
    return list(connection.execute(query).scalars())


def other_numbers_of(
    connection: Connection, prints: Sequence[bytes], wanted: Sequence[bytes], since: datetime
) -> list[datetime]:
    """One instant for each number, other than its own and the wanted one, that this caller had us note."""
    query = (
        select(func.max(conversations.c.started_at))
        .select_from(conversations.join(enrollments, enrollments.c.id == conversations.c.enrollment_id))
        .where(
            conversations.c.caller_fingerprint.in_(prints),
            conversations.c.started_at > since,
            enrollments.c.number_source == "typed",
            enrollments.c.number_fingerprint.not_in([*prints, *wanted]),
        )
        .group_by(enrollments.c.number_fingerprint)
    )
    return list(connection.execute(query).scalars())


def calls_out(connection: Connection, since: datetime) -> int:
    """How many times callers were dialled since then."""
    query = select(func.count()).where(attempts.c.kind == "dial", attempts.c.at > since)
    return int(connection.execute(query).scalar_one())


def bar(connection: Connection, staff_id: UUID, number_print: bytes, now: datetime) -> None:
    """This professional is not given this number's next calls."""
    query = upsert(barred_callers).values(staff_id=staff_id, number_fingerprint=number_print, since=now)
    connection.execute(
        query.on_conflict_do_update(index_elements=["staff_id", "number_fingerprint"], set_={"since": now})
    )


def barred_from(connection: Connection, prints: Sequence[bytes], since: datetime) -> frozenset[UUID]:
    """Who is not to be given this number's calls."""
    query = select(barred_callers.c.staff_id).where(
        barred_callers.c.number_fingerprint.in_(prints), barred_callers.c.since > since
    )
    return frozenset(connection.execute(query).scalars())
