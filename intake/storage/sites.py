"""Sites and program offers as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.records import must
from intake.storage.schema.sites import program_offers, sites


@dataclass(frozen=True)
class SiteRow:
    """A site that is open."""

    id: UUID
    slug: str
    name: str
    street: str
    city: str
    state: str
    zip: str
    timezone: str
    latitude: float
    longitude: float
    sabg: bool


@dataclass(frozen=True)
class ProgramRow:
    """A program that is offered."""

    id: UUID
    site_id: UUID
    slug: str
    name: str
    level: str
    asam_edition: int
    sessions_per_week: int
    hours_per_session: float
    individual_hours: float
    weeks: int
    schedules: list[str]
    formats: list[str]
    languages: list[str]
    payers: list[str]
    age_bands: list[str]
    online_states: list[str]
    open_places: int | None


_SITE = tuple(sites.c[name] for name in SiteRow.__dataclass_fields__)
_PROGRAM = tuple(program_offers.c[name] for name in ProgramRow.__dataclass_fields__)


def put_site(connection: Connection, values: dict[str, Any], now: datetime) -> UUID:
    """Write a site, or change the one with the same slug; its id."""
    columns = {**values, "updated_at": now, "closed_at": None}
    query = (
        upsert(sites)
        .values(id=uuid4(), created_at=now, **columns)
        .on_conflict_do_update(index_elements=["slug"], set_=columns)
        .returning(sites.c.id)
    )
    found: UUID = connection.execute(query).scalar_one()
    return found


def put_program(connection: Connection, site_id: UUID, values: dict[str, Any], now: datetime) -> UUID:
    """Write a program, or change the site's one with the same slug; its id."""
    columns = {**values, "updated_at": now, "closed_at": None}
    query = (
        upsert(program_offers)
        .values(id=uuid4(), site_id=site_id, **columns)
        .on_conflict_do_update(index_elements=["site_id", "slug"], set_=columns)
        .returning(program_offers.c.id)
    )
    found: UUID = connection.execute(query).scalar_one()
    return found


def close_programs(connection: Connection, site_id: UUID, keep: list[UUID], now: datetime) -> None:
    """Programs of a site that are not offered any more."""
    gone = (
        program_offers.c.site_id == site_id,
        program_offers.c.id.not_in(keep),
        program_offers.c.closed_at.is_(None),
    )
    connection.execute(update(program_offers).where(*gone).values(closed_at=now))


def close_sites(connection: Connection, keep: list[UUID], now: datetime) -> list[UUID]:
    """Sites that a newer list no longer has; which."""
    gone = (sites.c.id.not_in(keep), sites.c.closed_at.is_(None))
    query = update(sites).where(*gone).values(closed_at=now).returning(sites.c.id)
    return list(connection.execute(query).scalars())


def open_sites(connection: Connection) -> list[SiteRow]:
    """Every open site, by name."""
    query = select(*_SITE).where(sites.c.closed_at.is_(None)).order_by(sites.c.name, sites.c.slug)
    return [must(SiteRow, row) for row in connection.execute(query)]


def open_programs(connection: Connection) -> list[ProgramRow]:
    """Every program of an open site, by name."""
    query = (
        select(*_PROGRAM)
        .join(sites, sites.c.id == program_offers.c.site_id)
        .where(program_offers.c.closed_at.is_(None), sites.c.closed_at.is_(None))
        .order_by(program_offers.c.name, program_offers.c.slug)
    )
    return [must(ProgramRow, row) for row in connection.execute(query)]
