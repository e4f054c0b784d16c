"""Change the vault key while callers call: a batch at a time, going on where it stopped.

Three states, all of them working: old alone; new and old (`HELPLINE_VAULT_KEYS=new,old`, restart, rotate);
new alone. What only a fingerprint knows (a STOP) cannot be hashed again, so the old key's fingerprint key is
kept, sealed by the new one; it can find a number again but opens nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from intake.numbers import PhoneNumber
from intake.privacy.audit import Act, Action, record
from intake.privacy.keyring import Keyring
from intake.privacy.vault import CannotOpen, Vault
from intake.storage import vault_keys as rows

# How often a table is gone through again because old keys were still being written meanwhile.
_PASSES = 3


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` rows of `table` so far; `finished` after the last table. `unopened`: rows of this batch that no
    key of the ring opens, left as they are."""

    table: str
    done: int
    finished: bool
    unopened: int = 0


def with_retired(connection: Connection, ring: Keyring) -> Vault:
    """The vault that also finds what was stored under keys that have gone. Call at start.

    Raises `CannotOpen` if a kept fingerprint key was sealed by a key that is not in the ring.
    """
    vault = Vault(ring)
    vault.remember(_entries(connection, vault))
    return vault


class LateVault(Vault):
    """`with_retired` for a process that starts without its database: the keys that have gone are read when
    a number is first looked up, once."""

    def __init__(self, ring: Keyring, connect: Callable[[], AbstractContextManager[Connection]]) -> None:
        """`connect` gives a connection apart from the one that whoever looks up has already."""
        super().__init__(ring)
        self._connect = connect
        self._knows_all = False
        self._reading = Lock()

    def fingerprints(self, value: PhoneNumber | str, kind: str = "number") -> list[bytes]:
        """Every keyed hash under which the value may be stored, newest first. Raises if the database is gone."""
        self.recall()
        return super().fingerprints(value, kind)

    def recall(self) -> None:
        """Read the keys that have gone, if that has not been done."""
        if self._knows_all:
            return
        with self._reading:
            with self._connect() as connection:
                self.remember(_entries(connection, self))
            self._knows_all = True


def _entries(connection: Connection, vault: Vault) -> list[bytes]:
    return [_entry(vault, kept) for kept in rows.retired(connection)]


def _aad(key_id: bytes) -> str:
    return f"vault_keys.entry_sealed:{key_id.hex()}"


def _entry(vault: Vault, kept: rows.Retired) -> bytes:
    return vault.open_bytes(kept.data_key, kept.entry_sealed, _aad(kept.key_id))


def missing_keys(connection: Connection, vault: Vault) -> dict[str, int]:
    """Vault keys that are used in the database and absent from the settings, with how many records each.

    Anything in it means that those records cannot be opened: do not start.
    """
    known = {key.id for key in vault.ring.keys}
    return {key_id.hex(): count for key_id, count in rows.wrappers(connection).items() if key_id not in known}


def begin(connection: Connection, vault: Vault, actor: str, now: datetime) -> int:
    """Keep the fingerprint keys of the old vault keys; returns how many records are to be rewritten."""
    kept = {one.key_id for one in rows.retired(connection)}
    for key in vault.ring.keys[1:]:
        if key.id not in kept:
            data_key = vault.new_key()
            sealed = vault.seal_bytes(data_key, vault.retired_entry(key.id), _aad(key.id))
            rows.keep(connection, rows.Retired(key.id, data_key, sealed), now)
            record(connection, Act(Action.KEYS_RETIRE, actor, "vault_key", key.id.hex()))
    newest, left = vault.ring.newest.id, 0
    for table in rows.tables():
        behind = rows.count_behind(connection, table, newest)
        left += behind
        if behind and rows.place(connection, table, newest).finished:
            rows.set_place(connection, rows.Place(table, None, 0, 0, False), newest, now)
    record(connection, Act(Action.KEYS_ROTATE, actor, "vault_key", newest.hex(), f"left:{left}"))
    return left


def rotate_some(connection: Connection, vault: Vault, now: datetime, limit: int = 100) -> Progress:
    """One batch, in the caller's transaction: commit and call again until `finished`.

    Killed in between, the next call goes on from the last commit. Rows that callers write meanwhile are
    never overwritten: a row is only changed if its data key is still the one that was read.
    """
    newest = vault.ring.newest.id
    for table in rows.tables():
        place = rows.place(connection, table, newest)
        if not place.finished:
            return _advance(connection, vault, place, now, limit)
    return Progress("", 0, True)


def _advance(connection: Connection, vault: Vault, place: rows.Place, now: datetime, limit: int) -> Progress:
    newest = vault.ring.newest.id
    found = rows.batch(connection, place.table, place.after, limit)
    unopened = sum(not _renew(connection, vault, place.table, row) for row in found)
    after = rows.cursor(place.table, found[-1]) if found else place.after
    ended, passes = len(found) < limit, place.passes + (len(found) < limit)
    if ended and passes < _PASSES and rows.count_behind(connection, place.table, newest) > unopened:
        # A process that still has the old settings wrote behind our back: once more from the start.
        after, ended = None, False
    done = place.done + len(found)
    reached = rows.Place(place.table, after, done, passes, ended)
    rows.set_place(connection, reached, newest, now)
    return Progress(place.table, done, False, unopened)


def _renew(connection: Connection, vault: Vault, table: str, row: dict[str, Any]) -> bool:
    try:
        values: dict[str, Any] = _new_prints(vault, table, row)
        data_key = vault.rewrap(row["data_key"])
    except CannotOpen:
        return False
    if data_key != row["data_key"]:
        values["data_key"] = data_key
    if values:
        rows.rewrite(connection, table, row, values)
    return True


def _new_prints(vault: Vault, table: str, row: dict[str, Any]) -> dict[str, bytes]:
    made = {}
    for one in rows.prints(table):
        stored, sealed = row[one.column], row[one.sealed_column]
        if stored is None or sealed is None or vault.is_current(stored):
            continue
        record_id: UUID = row["id"]
        text = vault.open(row["data_key"], sealed, f"{table}.{one.sealed_column}:{record_id.hex}")
        made[one.column] = _print(vault, text, one.kind)
    return made


def _print(vault: Vault, text: str, kind: str) -> bytes:
    if kind == "zip":
        return vault.fingerprint(text, kind)
    number = PhoneNumber(text)
    return vault.fingerprint(number.last_digits, kind) if kind == "last4" else vault.fingerprint(number)
