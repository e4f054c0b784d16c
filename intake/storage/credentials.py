"""Passkeys and recovery codes as rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, delete, func, insert, select, update

from intake.storage.schema.staff import passkeys, recovery_codes


@dataclass(frozen=True, slots=True)
class Passkey:
    """One authenticator of one person."""

    id: UUID
    staff_id: UUID
    credential_id: bytes
    public_key: bytes
    sign_count: int
    label: str
    created_at: datetime
    used_at: datetime | None


def add_passkey(connection: Connection, passkey: Passkey) -> None:
    """Remember an authenticator."""
    connection.execute(insert(passkeys), [{name: getattr(passkey, name) for name in Passkey.__slots__}])


def passkeys_of(connection: Connection, staff_id: UUID) -> list[Passkey]:
    """A person's authenticators, oldest first."""
    query = select(passkeys).where(passkeys.c.staff_id == staff_id).order_by(passkeys.c.created_at)
    return [Passkey(*row) for row in connection.execute(query)]


def passkey(connection: Connection, credential_id: bytes) -> Passkey | None:
    """The authenticator with this credential id, locked against a second use at the same time."""
    query = select(passkeys).where(passkeys.c.credential_id == credential_id).with_for_update()
    row = connection.execute(query).one_or_none()
    return Passkey(*row) if row else None


def used_passkey(connection: Connection, passkey_id: UUID, sign_count: int, now: datetime) -> None:
    """An authenticator was used."""
    change = update(passkeys).where(passkeys.c.id == passkey_id)
    connection.execute(change.values(sign_count=sign_count, used_at=now))


def remove_passkey(connection: Connection, staff_id: UUID, passkey_id: UUID) -> bool:
    """Forget one of a person's authenticators; False if it is not theirs."""
    query = delete(passkeys).where(passkeys.c.id == passkey_id, passkeys.c.staff_id == staff_id)
    return connection.execute(query).rowcount == 1


def replace_recovery_codes(connection: Connection, staff_id: UUID, hashes: Sequence[bytes]) -> None:
    """New codes; the old ones are void."""
    connection.execute(delete(recovery_codes).where(recovery_codes.c.staff_id == staff_id))
    rows = [{"id": uuid4(), "staff_id": staff_id, "code_hash": code_hash} for code_hash in hashes]
    connection.execute(insert(recovery_codes), rows)


def use_recovery_code(connection: Connection, staff_id: UUID, code_hash: bytes, now: datetime) -> bool:
    """Spend a code; False if there is no such unused one."""
    c = recovery_codes.c
    change = update(recovery_codes).where(
        c.staff_id == staff_id, c.code_hash == code_hash, c.used_at.is_(None)
    )
    return connection.execute(change.values(used_at=now)).rowcount == 1


def recovery_codes_left(connection: Connection, staff_id: UUID) -> int:
    """How many codes are unused."""
    c = recovery_codes.c
    query = select(func.count()).where(c.staff_id == staff_id, c.used_at.is_(None))
    return int(connection.execute(query).scalar_one())
