"""What sites are called, by id: for lists and pages."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection, select

from intake.storage.schema.sites import sites


def names(connection: Connection) -> dict[UUID, str]:
    """Every site's name by id, in alphabetical order, closed ones included."""
    return {row[0]: row[1] for row in connection.execute(select(sites.c.id, sites.c.name).order_by(sites.c.name))}


def slugs(connection: Connection) -> dict[UUID, str]:
    """Every site's short name by id, closed ones included."""
    return {row[0]: row[1] for row in connection.execute(select(sites.c.id, sites.c.slug))}
