"""No lost caller: what has come to no end in its time, for the metric, for `doctor` and for tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.settings import Settings
from intake.storage import ledger as rows
from intake.storage.ledger import Lost

# So many sweeps may pass before what was due counts as missed.
_SWEEPS = 6
_FEWEST_SECONDS = 30.0
# Enough to say that something is badly wrong; nobody reads more of them.
_MOST = 1_000


def limits(settings: Settings) -> rows.Limits:
    """How long each thing may take, as set."""
    missed = timedelta(seconds=max(_FEWEST_SECONDS, settings.sweep_seconds * _SWEEPS))
    looked_up = timedelta(seconds=settings.lost_call_seconds)
    return rows.Limits(
        worked=missed,
        forgotten=missed + looked_up,
        longest_call=timedelta(seconds=settings.call_limit_seconds) + 4 * looked_up,
        longest_thread=timedelta(seconds=2 * settings.text_expire_seconds) + missed,
    )


def lost(connection: Connection, settings: Settings, now: datetime) -> list[Lost]:
    """Every conversation, callback, offer, attempt and text without an end beyond its time, oldest first."""
    return rows.lost(connection, limits(settings), now, _MOST)


def counts(connection: Connection, settings: Settings, now: datetime) -> Mapping[str, int]:
    """How many of each kind, zero included: all zero is what promise 1 means."""
    return rows.counts(connection, limits(settings), now, _MOST)
