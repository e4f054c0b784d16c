"""In which order each transaction takes its row locks: one order for everybody is what rules out deadlocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

# The order of the house. Attempts are only locked by whoever holds their callback, so where they come is free.
ORDER = ("conversations", "enrollments", "callbacks", "offers")
_UPDATE = re.compile(r"(?:^|\n|\s)UPDATE (\w+)\s+SET", re.IGNORECASE)
_FROM = re.compile(r"FROM (\w+)")


def locked_by(statement: str) -> list[str]:
    """The tables of which a statement takes rows, in the order in which it takes them."""
    if "FOR NO KEY UPDATE" in statement or "FOR UPDATE" in statement:
        found = [table for table in _FROM.findall(statement) if table in ORDER]
        return sorted(set(found), key=ORDER.index)
    return [table for table in _UPDATE.findall(statement) if table in ORDER]


@contextmanager
def watched() -> Iterator[list[str]]:
    """What was taken the other way round while this lasts."""
    faults: list[str] = []
    held: dict[int, set[str]] = {}
    plain = psycopg.Cursor.execute

    def execute(cursor: Any, query: Any, *given: Any, **options: Any) -> Any:
        if cursor.connection.info.transaction_status == TransactionStatus.IDLE:
            held[id(cursor.connection)] = set()
        taken = held.setdefault(id(cursor.connection), set())
        for table in locked_by(query if isinstance(query, str) else ""):
            later = [each for each in taken if ORDER.index(each) > ORDER.index(table)]
            if table not in taken and later and "SKIP LOCKED" not in query:
                faults.append(f"{table} was locked after {', '.join(sorted(later))}")
            taken.add(table)
        return plain(cursor, query, *given, **options)

    psycopg.Cursor.execute = execute  # type: ignore[assignment, method-assign]
    try:
        yield faults
    finally:
        psycopg.Cursor.execute = plain  # type: ignore[method-assign]
