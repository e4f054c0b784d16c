"""Claiming due callbacks beside a bare FOR UPDATE SKIP LOCKED (goal: 0.5 of its rate; p99 no worse with a million)."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import psycopg
from sqlalchemy import text

from intake.storage import callbacks
from intake.storage.migrate import migrate
from intake.storage.session import Database
from tests import servers
from tests.bench.report import Report

FEW, MANY, QUICK = 1_000, 1_000_000, 100_000
# One in ten is open, and every open one is due: what waits for its hour is left alone by the same index.
_OPEN_SHARE, _CLAIMS, _ROUNDS = 10, 400, 5
_LATER = timedelta(days=1)
_FILL = """
    INSERT INTO callbacks (id, origin, class, reason, state, language, promised_at, created_at, due_at, next_action_at,
        ended_at, closed_reason)
    SELECT gen_random_uuid(), 'requested', 'P' || (n % 5), 'bench',
        CASE WHEN n <= :open THEN 'due' ELSE 'completed' END, 'en', now(),
        now() - n * interval '1 second', now() - n * interval '1 second',
        CASE WHEN n <= :open THEN now() - (n % 3600) * interval '1 second' END,
        CASE WHEN n > :open THEN now() END, CASE WHEN n > :open THEN 'reached' END
    FROM generate_series(1, :rows) AS n
"""
_RAW = (
    "SELECT id FROM callbacks"
    " WHERE state IN ('due', 'offered', 'accepted', 'dialing', 'connected', 'waiting') AND next_action_at <= %s"
    " ORDER BY next_action_at LIMIT 1 FOR UPDATE SKIP LOCKED"
)
_MOVE = "UPDATE callbacks SET next_action_at = %s WHERE id = %s"


def measure(*, quick: bool, seed: int) -> Report:
    """Rounds of both in turn, with a thousand rows and then with a million."""
    report, p99, share = Report(), {}, {}
    for rows in (FEW, QUICK if quick else MANY):
        with tempfile.TemporaryDirectory() as folder, servers.postgres(Path(folder)) as server:
            migrate(server.url)
            database = Database(server.url)
            with database.begin() as connection:
                # A million rows take longer than the product gives any statement.
                connection.execute(text("SET LOCAL statement_timeout = 0"))
                connection.execute(text(_FILL), {"rows": rows, "open": max(FEW, rows // _OPEN_SHARE)})
            with psycopg.connect(server.url, autocommit=True) as raw:
                raw.execute("VACUUM ANALYZE callbacks")
                p99[rows], share[rows] = _compare(report, rows, _ours(database), _floor(raw))
            database.close()
    few, many = min(p99), max(p99)
    report.add("rate over the bare statement's, fewest rows", "", share[few])
    report.add("rate over the bare statement's, most rows", "", share[many])
    report.add(
        "p99 with most rows over p99 with fewest", "", [statistics.median(p99[many]) / statistics.median(p99[few])]
    )
    report.notes.append(
        f"{_CLAIMS // _ROUNDS} claims a round, so that its p99 is nearly its slowest; each a transaction that moves"
        " the row on; goals: 0.5 and at most 2"
    )
    return report


def _compare(
    report: Report, rows: int, ours: Callable[[], None], floor: Callable[[], None]
) -> tuple[list[float], list[float]]:
    """The p99 of our claims in each round, and our rate over the floor's."""
    _milliseconds(ours)
    _milliseconds(floor)
    mine, bare = [], []
    for _ in range(_ROUNDS):
        mine.append(_milliseconds(ours))
        bare.append(_milliseconds(floor))
    p99 = [statistics.quantiles(each, n=100)[98] for each in mine]
    report.add(f"{rows:,} rows: ours, each", "ms", [statistics.fmean(each) for each in mine])
    report.add(f"{rows:,} rows: bare statement, each", "ms", [statistics.fmean(each) for each in bare])
    report.add(f"{rows:,} rows: ours, p99", "ms", p99)
    return p99, [sum(low) / sum(high) for high, low in zip(mine, bare, strict=True)]


def _milliseconds(claim: Callable[[], None]) -> list[float]:
    taken = []
    for _ in range(_CLAIMS // _ROUNDS):
        begun = perf_counter()
        claim()
        taken.append((perf_counter() - begun) * 1_000)
    return taken


def _ours(database: Database) -> Callable[[], None]:
    """As the sweep and a worker do it: the ids that are due, then each claimed and moved on by compare-and-set."""

    def ids() -> Iterator[object]:
        while True:
            with database.begin() as connection:
                found = callbacks.due_ids(connection, datetime.now(UTC), 200)
            yield from found

    due = ids()

    def claim() -> None:
        now, which = datetime.now(UTC), next(due)
        with database.begin() as connection:
            found = callbacks.claim(connection, which, now)  # type: ignore[arg-type]
            if found is not None:
                callbacks.change(connection, found, next_action_at=now + _LATER)

    return claim


def _floor(raw: psycopg.Connection) -> Callable[[], None]:
    def claim() -> None:
        now = datetime.now(UTC)
        with raw.transaction():
            row = raw.execute(_RAW, (now,)).fetchone()
            assert row is not None
            raw.execute(_MOVE, (now + _LATER, row[0]))

    return claim
