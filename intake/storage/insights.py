"""The records that figures are made of, for any range; times and codes only, nothing sealed is read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, TextClause, text


@dataclass(frozen=True, slots=True)
class Range:
    """From `since` up to, not including, `until`."""

    since: datetime
    until: datetime


def make_room(connection: Connection) -> None:
    """For the rest of this transaction: count in memory, plan for the range that is asked for, and take the time.

    A year of calls takes longer than the wait that a caller's answer is held to; nobody's call waits for it.
    """
    for setting in ("work_mem = '64MB'", "plan_cache_mode = force_custom_plan", "statement_timeout = '30s'"):
        connection.execute(text(f"SET LOCAL {setting}"))


def calls(connection: Connection, span: Range) -> Sequence[Row[Any]]:
    """Voice calls that began in the range, those that went alike together: the fields of `CallFacts`."""
    return connection.execute(_CALLS, _bounds(span)).all()


def callbacks(connection: Connection, span: Range, targets_s: Mapping[str, float], now: datetime) -> Sequence[Row[Any]]:
    """Callbacks promised in the range, those that went alike together: the fields of `CallbackFacts`.

    `targets_s`: seconds by class. A class without one (P4 runs on business hours) has its due time as its target.
    """
    return connection.execute(_CALLBACKS, {**_bounds(span), "targets": json.dumps(dict(targets_s)), "now": now}).all()


def handling(connection: Connection, span: Range) -> Row[Any]:
    """Talk and wrap seconds of all conversations of a professional with a caller in the range, and how many."""
    return connection.execute(_HANDLING, _bounds(span)).one()


def bridges(connection: Connection, span: Range) -> tuple[int, int]:
    """Bridges to 988 of the range: how many a counselor answered, and how many there were."""
    row = connection.execute(_BRIDGES, _bounds(span)).one()
    return int(row.answered), int(row.times)


def arrivals(connection: Connection, span: Range, zone: str) -> dict[tuple[int, int], int]:
    """How often somebody came to need a human, promised or on the line, by weekday (0 Monday) and hour."""
    return _by_hour(connection, _ARRIVALS, span, zone)


def heat(connection: Connection, span: Range, zone: str) -> dict[tuple[int, int], int]:
    """Calls and first texts by weekday (0 Monday) and hour on the wall clock of `zone`."""
    return _by_hour(connection, _HEAT, span, zone)


def _by_hour(connection: Connection, query: TextClause, span: Range, zone: str) -> dict[tuple[int, int], int]:
    rows = connection.execute(query, {**_bounds(span), "zone": zone})
    return {(int(day), int(hour)): int(count) for day, hour, count in rows}


def funnel(connection: Connection, span: Range) -> dict[tuple[str, int], int]:
    """Records created in the range by source and by the furthest place in the pipeline, from 1, that each came to."""
    rows = connection.execute(_FUNNEL, _bounds(span))
    return {(source, int(place)): int(count) for source, place, count in rows}


def closings(connection: Connection, span: Range) -> dict[str, int]:
    """Why records of the range were closed."""
    return {reason: int(count) for reason, count in connection.execute(_CLOSINGS, _bounds(span))}


def outcomes(connection: Connection, span: Range) -> dict[tuple[str, str], int]:
    """How conversations of the range ended, by channel."""
    return {
        (channel, how): int(count) for channel, how, count in connection.execute(_OUTCOMES, _bounds(span))
    }


def _bounds(span: Range) -> dict[str, Any]:
    return {"since": span.since, "until": span.until}


_CALLS = text(
    """
    SELECT c.outcome, c.lasted_s, c.secured_s, CASE WHEN w.answered_at IS NOT NULL
               THEN ceil(extract(epoch FROM w.answered_at - w.created_at)::float * 10) / 10 END AS wait_s,
           CASE WHEN w.answered_at IS NOT NULL THEN NULL WHEN w.promised_at IS NOT NULL THEN 'callback'
                WHEN w.ended_at IS NOT NULL THEN 'lost' END AS left_waiting, w.klass, count(*) AS times
    FROM (
        SELECT id, outcome, CASE WHEN outcome <> 'callback'
                   THEN floor(extract(epoch FROM ended_at - started_at)::float * 10) / 10 END AS lasted_s,
               floor(extract(epoch FROM secured_at - started_at)::float * 10) / 10 AS secured_s
        FROM conversations WHERE channel = 'voice' AND started_at >= :since AND started_at < :until
    ) c
    LEFT JOIN LATERAL (
        SELECT b.class AS klass, b.created_at, b.promised_at, b.ended_at,
               (SELECT min(a.connected_at) FROM attempts a
                WHERE a.callback_id = b.id AND a.kind = 'live') AS answered_at
        FROM callbacks b WHERE b.conversation_id = c.id AND b.origin IN ('talk_now', 'crisis')
        ORDER BY b.created_at LIMIT 1
    ) w ON true
    GROUP BY 1, 2, 3, 4, 5, 6
    """
)

# One look into an index for each call or callback, by LATERAL: a join could be planned as each with every other.
# (A promise begins within a day of its callback.)
_CALLBACKS = text(
    """
    SELECT klass, floor(extract(epoch FROM kept_at - clock_from)::float * 10) / 10 AS kept_s,
           CASE WHEN kept_at IS NOT NULL THEN kept_at <= late_at WHEN :now > late_at THEN false END AS in_time,
           floor(extract(epoch FROM acknowledged_at - asked_at)::float * 10) / 10 AS acknowledged_s,
           reached, tries, ended, count(*) AS times
    FROM (
        SELECT b.class AS klass, b.promised_at AS asked_at, b.ended_at IS NOT NULL AS ended, c.clock_from,
               coalesce(c.clock_from + make_interval(secs => (CAST(:targets AS jsonb) ->> b.class)::float),
                   b.due_at) AS late_at,
               least(a.tried_at, a.reached_at) AS kept_at, a.reached_at IS NOT NULL AS reached,
               CASE WHEN a.reached_at IS NOT NULL THEN a.tries ELSE 0 END AS tries,
               CASE WHEN b.class = 'P0' THEN coalesce((SELECT min(answered_at) FROM offers
                   WHERE callback_id = b.id AND result = 'accepted'), b.accepted_at) END AS acknowledged_at
        FROM callbacks b
        CROSS JOIN LATERAL (SELECT greatest(b.promised_at, b.window_opens_at) AS clock_from) c
        LEFT JOIN LATERAL (
            SELECT count(*) AS tries,
                   min(at) FILTER (WHERE connected_at IS NOT NULL OR kind = 'text' OR (leg_sid IS NOT NULL
                       AND coalesce(carrier_result, '') NOT IN ('failed', 'canceled', 'cancelled'))) AS tried_at,
                   min(coalesce(connected_at, at)) FILTER (WHERE kind <> 'dial'
                       OR result IN ('reached', 'reached_call_later', 'refused', 'crisis_handoff')) AS reached_at
            FROM attempts WHERE callback_id = b.id
        ) a ON true
        WHERE b.promised_at >= :since AND b.promised_at < :until AND b.created_at < :until
          AND b.created_at >= CAST(:since AS timestamptz) - interval '1 day'
    ) each
    GROUP BY 1, 2, 3, 4, 5, 6, 7
    """
)

_HANDLING = text(
    """
    SELECT coalesce(sum(extract(epoch FROM a.ended_at - a.connected_at)), 0)::float AS talk_s, 0.0::float AS hold_s,
           coalesce(sum(greatest(0, extract(epoch FROM o.ended_at - a.ended_at))), 0)::float AS wrap_s,
           count(*) AS times
    FROM attempts a LEFT JOIN offers o ON o.id = a.offer_id
    WHERE a.at >= :since AND a.at < :until AND a.connected_at IS NOT NULL AND a.ended_at IS NOT NULL
    """
)

_BRIDGES = text(
    """
    SELECT count(*) FILTER (WHERE status IN ('in-progress', 'in_progress', 'completed')) AS answered,
           count(*) AS times
    FROM legs WHERE role = 'crisis_line' AND created_at >= :since AND created_at < :until
    """
)


def _hours(table: str, column: str) -> TextClause:
    # Quarters of an hour first: every zone's hours are made of them, and few are left to be put on the wall clock.
    return text(
        f"""
        SELECT extract(isodow FROM wall) - 1, extract(hour FROM wall), sum(times)
        FROM (SELECT {column} AT TIME ZONE :zone AS wall, times
              FROM (SELECT date_bin('15 minutes', {column}, timestamptz 'epoch') AS {column}, count(*) AS times
                    FROM {table} WHERE {column} >= :since AND {column} < :until GROUP BY 1) AS quarters) AS hours
        GROUP BY 1, 2
        """  # noqa: S608 - our own names
    )


_ARRIVALS, _HEAT = _hours("callbacks", "created_at"), _hours("conversations", "started_at")

_FUNNEL = text(
    """
    SELECT channel || '/' || coalesce(for_whom, 'unknown'), furthest, sum(times)
    FROM (SELECT channel, for_whom, furthest, count(*) AS times FROM enrollments
          WHERE created_at >= :since AND created_at < :until GROUP BY 1, 2, 3) AS each
    GROUP BY 1, 2
    """
)

_CLOSINGS = text(
    """
    SELECT closed_reason, count(*) FROM enrollments
    WHERE created_at >= :since AND created_at < :until AND closed_reason IS NOT NULL GROUP BY 1
    """
)

_OUTCOMES = text(
    """
    SELECT channel, coalesce(outcome, 'open'), count(*) FROM conversations
    WHERE started_at >= :since AND started_at < :until GROUP BY 1, 2
    """
)
