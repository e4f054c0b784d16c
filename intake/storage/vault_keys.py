"""Every row that has a data key of its own, whatever its table: read in order, rewritten one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, func, insert, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from intake.storage.schema.everything import metadata
from intake.storage.schema.privacy import vault_keys, vault_progress

# Which fingerprint is made from which sealed column of the same row, and its kind.
_PRINTS = {
    "number_fingerprint": ("number_sealed", "number"),
    "caller_fingerprint": ("caller_sealed", "number"),
    "phone_fingerprint": ("phone_sealed", "number"),
    "zip_fingerprint": ("zip_sealed", "zip"),
    "last_digits_fingerprint": ("number_sealed", "last4"),
}


@dataclass(frozen=True, slots=True)
class Retired:
    """A fingerprint key of a vault key that may be gone, sealed."""

    key_id: bytes
    data_key: bytes
    entry_sealed: bytes


@dataclass(frozen=True, slots=True)
class Print:
    """A fingerprint to make anew: its column, the sealed column it comes from, its kind."""

    column: str
    sealed_column: str
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """How far a rotation has come in a table."""

    table: str
    after: str | None
    done: int
    passes: int
    finished: bool


def tables() -> list[str]:
    """The tables whose rows have data keys."""
    return sorted(name for name, table in metadata.tables.items() if "data_key" in table.c)


def prints(table: str) -> list[Print]:
    """The fingerprints of a table that can be made anew from what is sealed beside them."""
    columns = metadata.tables[table].c
    return [
        Print(column, source, kind)
        for column, (source, kind) in _PRINTS.items()
        if column in columns and source in columns
    ]


def _key(table: Table) -> list[Any]:
    return list(table.primary_key.columns)


def _bound(table: Table, after: str) -> ColumnElement[bool]:
    kinds = [column.type.python_type for column in _key(table)]
    values = [
        bytes.fromhex(one) if kind is bytes else kind(one)
        for kind, one in zip(kinds, json.loads(after), strict=True)
    ]
    return tuple_(*_key(table)) > tuple_(*values)


def cursor(table: str, row: Mapping[str, Any]) -> str:
    """Where a row is in its table's order."""
    values = [row[column.name] for column in _key(metadata.tables[table])]
    return json.dumps([value.hex() if isinstance(value, bytes) else str(value) for value in values])


def batch(connection: Connection, table: str, after: str | None, limit: int) -> list[dict[str, Any]]:
    """The next rows: key, data key, and what fingerprints are made from."""
    found = metadata.tables[table]
    names = {one for made in prints(table) for one in (made.column, made.sealed_column)}
    query = select(*_key(found), found.c.data_key, *(found.c[name] for name in sorted(names)))
    if after is not None:
        query = query.where(_bound(found, after))
    rows = connection.execute(query.order_by(*_key(found)).limit(limit))
    return [dict(row) for row in rows.mappings()]


def rewrite(connection: Connection, table: str, row: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Set values on a row, unless its data key has changed since it was read."""
    found = metadata.tables[table]
    same = and_(*(column == row[column.name] for column in _key(found)))
    change = update(found).where(same, found.c.data_key == row["data_key"])
    return connection.execute(change.values(**values)).rowcount == 1


def _behind(table: Table, newest: bytes) -> ColumnElement[bool]:
    tests = [func.substring(table.c.data_key, 2, len(newest)) != newest]
    for made in prints(table.name):
        stored = func.substring(table.c[made.column], 1, len(newest))
        tests.append(and_(table.c[made.sealed_column].is_not(None), stored != newest))
    return or_(*tests)


def count_behind(connection: Connection, table: str, newest: bytes) -> int:
    """Rows of a table that something other than the newest key made."""
    found = metadata.tables[table]
    return int(connection.execute(select(func.count()).where(_behind(found, newest))).scalar_one())


def wrappers(connection: Connection) -> dict[bytes, int]:
    """The vault keys that wrap data keys now, and how many each."""
    total: dict[bytes, int] = {}
    for name in tables():
        key_id = func.substring(metadata.tables[name].c.data_key, 2, 4)
        for row in connection.execute(
            select(key_id.label("id"), func.count().label("rows")).group_by(key_id)
        ):
            total[bytes(row.id)] = total.get(bytes(row.id), 0) + row.rows
    return total


def place(connection: Connection, table: str, newest: bytes) -> Place:
    """How far the rotation to the newest key has come here; the start if it is another rotation."""
    c = vault_progress.c
    query = select(c.table_name, c.after, c.done, c.passes, c.finished)
    row = connection.execute(query.where(c.table_name == table, c.key_id == newest)).one_or_none()
    return Place(*row) if row else Place(table, None, 0, 0, False)


def set_place(connection: Connection, reached: Place, newest: bytes, now: datetime) -> None:
    """Remember how far it has come."""
    values = {
        "table_name": reached.table,
        "key_id": newest,
        "after": reached.after,
        "done": reached.done,
        "passes": reached.passes,
        "finished": reached.finished,
        "updated_at": now,
    }
    statement = upsert(vault_progress).values(values)
    connection.execute(statement.on_conflict_do_update(index_elements=["table_name"], set_=values))


def retired(connection: Connection) -> list[Retired]:
    """Every fingerprint key that was kept."""
    c = vault_keys.c
    return [Retired(*row) for row in connection.execute(select(c.key_id, c.data_key, c.entry_sealed))]


def keep(connection: Connection, kept: Retired, now: datetime) -> None:
    """Keep a fingerprint key."""
    row = {name: getattr(kept, name) for name in Retired.__slots__} | {"retired_at": now}
    connection.execute(insert(vault_keys), [row])
