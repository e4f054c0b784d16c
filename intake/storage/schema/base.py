"""One metadata for every table, with names that migrations can rely on."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, LargeBinary, MetaData, Uuid

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def instant(name: str, *, optional: bool = False) -> Column[object]:
    """A moment in UTC."""
    return Column(name, DateTime(timezone=True), nullable=optional)


def record_id(name: str = "id") -> Column[object]:
    """An opaque random id, made by us before the row is written."""
    return Column(name, Uuid(as_uuid=True), primary_key=True)


def sealed(name: str) -> Column[object]:
    """A value that only the vault can open; null where there is none."""
    return Column(name, LargeBinary, nullable=True)


def fingerprint(name: str, *, index: bool = True) -> Column[object]:
    """A keyed hash by which a sealed number is found again."""
    return Column(name, LargeBinary, nullable=True, index=index)
