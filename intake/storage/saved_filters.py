"""Filters that somebody keeps, by name."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.postgresql import insert

from intake.storage.schema.saved_filters import saved_filters


def of(connection: Connection, staff_id: UUID) -> list[tuple[UUID, str, str]]:
    """Id, name and query of what somebody keeps, by name."""
    c = saved_filters.c
    query = select(c.id, c.name, c.query).where(c.staff_id == staff_id).order_by(c.name).limit(50)
    return [(row[0], row[1], row[2]) for row in connection.execute(query)]


def keep(connection: Connection, staff_id: UUID, filter_name: str, query: str, now: datetime) -> None:
    """Keep a filter under a name; the same name again replaces it."""
    values = {"id": uuid4(), "staff_id": staff_id, "name": filter_name, "query": query, "created_at": now}
    connection.execute(
        insert(saved_filters)
        .values(values)
        .on_conflict_do_update(index_elements=["staff_id", "name"], set_={"query": query})
    )


def drop(connection: Connection, staff_id: UUID, filter_id: UUID) -> None:
    """Keep it no longer; somebody else's stays."""
    connection.execute(
        delete(saved_filters).where(saved_filters.c.id == filter_id, saved_filters.c.staff_id == staff_id)
    )
