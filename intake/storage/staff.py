"""Staff as rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert

from intake.storage.schema.staff import staff

# The row that stands for the backup number among those who are rung; nobody's account, and on no list.
BACKUP_ID = UUID("00000000-0000-4000-8000-000000000001")


@dataclass(frozen=True, slots=True)
class Person:
    """One member of staff. The phone opens only with the vault; the password hash tells nothing."""

    id: UUID
    email: str
    name: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    timezone: str
    data_key: bytes
    phone_sealed: bytes | None
    phone_fingerprint: bytes | None
    phone_verified_at: datetime | None
    password_hash: str | None
    totp_sealed: bytes | None
    totp_step: int
    created_at: datetime
    disabled_at: datetime | None
    oidc_subject: bytes | None = None

    def __repr__(self) -> str:
        return f"Person({self.id.hex})"

    @property
    def active(self) -> bool:
        """Whether this person may sign in and be rung."""
        return self.disabled_at is None


def _person(row: Row[Any]) -> Person:
    fields = row._asdict()
    fields["roles"], fields["languages"] = tuple(row.roles), tuple(row.languages)
    return Person(**fields)


def _one(connection: Connection, query: Select[Any]) -> Person | None:
    row = connection.execute(query).one_or_none()
    return _person(row) if row else None


def add(connection: Connection, person: Person) -> bool:
    """Insert; False if the address is taken."""
    row = {name: getattr(person, name) for name in Person.__slots__}
    row["roles"], row["languages"] = list(person.roles), list(person.languages)
    statement = insert(staff).values(row).on_conflict_do_nothing(index_elements=["email"])
    return connection.execute(statement.returning(staff.c.id)).one_or_none() is not None


def by_id(connection: Connection, staff_id: UUID) -> Person | None:
    """The person with this id."""
    return _one(connection, select(staff).where(staff.c.id == staff_id))


def by_ids(connection: Connection, ids: Collection[UUID]) -> dict[UUID, Person]:
    """The people with these ids."""
    found = connection.execute(select(staff).where(staff.c.id.in_(list(ids))))
    return {row.id: _person(row) for row in found}


def by_email(connection: Connection, email: str) -> Person | None:
    """The person with this address, in any case."""
    return _one(connection, select(staff).where(staff.c.email == email.strip().lower()))


def by_oidc(connection: Connection, subject: bytes) -> Person | None:
    """The person whom an identity provider knows by this hashed subject."""
    return _one(connection, select(staff).where(staff.c.oidc_subject == subject))


def by_phone(connection: Connection, prints: Sequence[bytes]) -> Person | None:
    """The active person whose telephone has one of these fingerprints."""
    query = select(staff).where(staff.c.phone_fingerprint.in_(prints), staff.c.disabled_at.is_(None))
    return _one(connection, query.order_by(staff.c.created_at).limit(1))


def everyone(connection: Connection, *, active_only: bool = False) -> list[Person]:
    """All staff by name."""
    query = select(staff).where(staff.c.id != BACKUP_ID).order_by(staff.c.name, staff.c.email)
    if active_only:
        query = query.where(staff.c.disabled_at.is_(None))
    return [_person(row) for row in connection.execute(query)]


def change(connection: Connection, staff_id: UUID, **columns: object) -> None:
    """Set columns of one person."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(**columns))


def spend_totp_step(connection: Connection, staff_id: UUID, step: int) -> bool:
    """Use a one-time code's time step up; False if it or a later one was used already."""
    query = update(staff).where(staff.c.id == staff_id, staff.c.totp_step < step).values(totp_step=step)
    return connection.execute(query).rowcount == 1
