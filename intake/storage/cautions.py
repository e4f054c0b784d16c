"""How often a number has been here, and which professionals are not to be given it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, and_, delete, func, insert, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.schema.callbacks import attempts, callbacks
from intake.storage.schema.enrollments import enrollments
from intake.storage.schema.oncall import barred_callers
from intake.storage.schema.visits import visits


def visit(
    connection: Connection, caller_print: bytes, at: datetime, wanted_print: bytes | None = None
) -> None:
    """Somebody begins a conversation; with `wanted_print`, has us note another number than their own."""
    row = {"id": uuid4(), "caller_print": caller_print, "wanted_print": wanted_print, "at": at}
    connection.execute(insert(visits).values(row))


def forget_visits(connection: Connection, begun_before: datetime, wanted_before: datetime) -> None:
    """What no cap counts any more is gone."""
    old = or_(and_(visits.c.wanted_print.is_(None), visits.c.at < begun_before), visits.c.at < wanted_before)
    connection.execute(delete(visits).where(old))


def begun_by(connection: Connection, prints: Sequence[bytes], since: datetime, before: datetime) -> list[datetime]:
    """When this caller began conversations, between these two times."""
    query = select(visits.c.at).where(
        visits.c.caller_print.in_(prints),
        visits.c.wanted_print.is_(None),
        visits.c.at > since,
        visits.c.at < before,
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
    """One instant for each number, other than the wanted one, that this caller had us note."""
    query = (
        select(func.max(visits.c.at))
        .where(visits.c.caller_print.in_(prints), visits.c.at > since, visits.c.wanted_print.not_in(wanted))
        .group_by(visits.c.wanted_print)
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
