"""The rota of a stretch of time, read from its rows."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.oncall.rota import Override, Rota, Shift, TimeOff
from intake.oncall.tiers import Tier
from intake.storage import rota as rows

# A shift is at most so long; earlier arrangements cannot touch the time asked for.
_LONGEST = timedelta(days=7)


def load(connection: Connection, start: datetime, end: datetime) -> Rota:
    """Everything that decides who is on duty between `start` and `end`."""
    since = start - _LONGEST
    return Rota(
        tuple(shift(row) for row in rows.live_shifts(connection, since)),
        tuple(_override(row) for row in rows.live_overrides(connection, since, end)),
        tuple(
            TimeOff(row.staff_id, row.starts_at, row.ends_at, row.created_at)
            for row in rows.live_time_off(connection, since, end)
        ),
    )


def load_at(connection: Connection, at: datetime) -> Rota:
    """Everything that decides who is on duty at `at`."""
    return load(connection, at, at + timedelta(seconds=1))


def shift(row: rows.ShiftRow) -> Shift:
    """The shift of a row."""
    return Shift(row.id, row.staff_id, Tier(row.tier), row.starts_local, row.ends_local, row.timezone, row.rrule)


def _override(row: rows.OverrideRow) -> Override:
    return Override(
        row.id,
        row.staff_id,
        Tier(row.tier),
        row.starts_at,
        row.ends_at,
        row.replaces,
        row.kind,
        row.made_at,
    )
