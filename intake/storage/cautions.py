"""How often a number has been here, and which professionals are not to be given it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ARRAY, Connection, LargeBinary, and_, any_, bindparam, delete, func, insert, or_, select
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.direct import Direct, given
from intake.storage.schema.callbacks import attempts, callbacks
from intake.storage.schema.enrollments import enrollments
from intake.storage.schema.oncall import barred_callers
from intake.storage.schema.visits import visits

_PRINTS = any_(bindparam("prints", None, ARRAY(LargeBinary)))
_VISIT = Direct(insert(visits).inline(), ("id", "caller_print", "wanted_print", "at"))
_BEGUN_BY = Direct(
    select(visits.c.at).where(
        visits.c.caller_print == _PRINTS,
        visits.c.wanted_print.is_(None),
        visits.c.at > given("since"),
        visits.c.at < given("before"),
    )
)
_PROMISED_TO = Direct(
    select(callbacks.c.promised_at)
    .select_from(callbacks.join(enrollments, enrollments.c.id == callbacks.c.enrollment_id))
    .where(enrollments.c.number_fingerprint == _PRINTS, callbacks.c.promised_at > given("since"))
)
_CALLS_OUT = Direct(select(func.count()).where(attempts.c.kind == "dial", attempts.c.at > given("since")))


def visit(
    connection: Connection, caller_print: bytes, at: datetime, wanted_print: bytes | None = None
) -> None:
    """Somebody begins a conversation; with `wanted_print`, has us note another number than their own."""
    row = {"id": uuid4(), "caller_print": caller_print, "wanted_print": wanted_print, "at": at}
    _VISIT.run(connection, row)


def forget_visits(connection: Connection, begun_before: datetime, wanted_before: datetime) -> None:
    """What no cap counts any more is gone."""
    old = or_(and_(visits.c.wanted_print.is_(None), visits.c.at < begun_before), visits.c.at < wanted_before)
    connection.execute(delete(visits).where(old))


def begun_by(connection: Connection, prints: Sequence[bytes], since: datetime, before: datetime) -> list[datetime]:
    """When this caller began conversations, between these two times."""
    found = _BEGUN_BY.all(connection, {"prints": list(prints), "since": since, "before": before})
    return [row[0] for row in found]


def promised_to(connection: Connection, prints: Sequence[bytes], since: datetime) -> list[datetime]:
    """When call backs to this number were promised since then."""
    return [row[0] for row in _PROMISED_TO.all(connection, {"prints": list(prints), "since": since})]


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
    row = _CALLS_OUT.first(connection, {"since": since})
    assert row is not None, "a count always has a row"
    return int(row[0])


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
