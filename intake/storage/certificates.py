"""Proof of forgetting, and the list of what must stay forgotten, as rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, exists, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.schema.privacy import certificates, erasures, legal_holds


@dataclass(frozen=True, slots=True)
class Certificate:
    """What one run forgot, by rule, with a digest over the list and a signature."""

    id: UUID
    at: datetime
    rule: str
    counts: Mapping[str, int]
    digest: bytes
    signature: bytes
    made_by: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """One record that was forgotten."""

    table_name: str
    record_id: UUID
    at: datetime


def add(connection: Connection, certificate: Certificate) -> None:
    """Keep a certificate."""
    row = {name: getattr(certificate, name) for name in Certificate.__slots__}
    connection.execute(insert(certificates), [row])


def newest(connection: Connection, limit: int = 50) -> list[Certificate]:
    """Certificates, newest first."""
    query = select(certificates).order_by(certificates.c.at.desc()).limit(limit)
    return [
        Certificate(row.id, row.at, row.rule, row.counts, row.digest, row.signature, row.made_by)
        for row in connection.execute(query)
    ]


def add_erasures(connection: Connection, certificate_id: UUID, gone: Sequence[Erasure]) -> None:
    """List what was forgotten; what is listed already stays as it is."""
    if not gone:
        return
    rows = [
        {"table_name": one.table_name, "record_id": one.record_id, "at": one.at, "certificate_id": certificate_id}
        for one in gone
    ]
    connection.execute(upsert(erasures).on_conflict_do_nothing(), rows)


def erased(connection: Connection, by: UUID | None = None) -> list[Erasure]:
    """What was forgotten, oldest first: ever, or by the run of one certificate."""
    c = erasures.c
    query = select(c.table_name, c.record_id, c.at).order_by(c.at)
    if by is not None:
        query = query.where(c.certificate_id == by)
    return [Erasure(*row) for row in connection.execute(query)]


def any_hold(connection: Connection) -> bool:
    """Whether any legal hold is in force."""
    found = exists().where(legal_holds.c.lifted_at.is_(None))
    return bool(connection.execute(select(found)).scalar_one())
