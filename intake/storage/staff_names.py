"""Who is who among staff, by id: for lists and pages; staff are not patients."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, any_, literal, select

from intake.storage.schema.staff import staff


def emails(connection: Connection) -> dict[UUID, str]:
    """Every member of staff's address by id, those who left included."""
    return {row[0]: row[1] for row in connection.execute(select(staff.c.id, staff.c.email))}


def names(connection: Connection) -> dict[UUID, str]:
    """Every member of staff's name by id, those who left included."""
    return {row[0]: row[1] for row in connection.execute(select(staff.c.id, staff.c.name))}


def coordinators(connection: Connection) -> dict[UUID, str]:
    """Names of those who may be given a record, by id, in alphabetical order."""
    query = (
        select(staff.c.id, staff.c.name)
        .where(staff.c.disabled_at.is_(None), literal("coordinator") == any_(staff.c.roles))
        .order_by(staff.c.name)
    )
    return {row[0]: row[1] for row in connection.execute(query)}
