"""The records that figures are made of, for any range; times and codes only, nothing sealed is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, text


@dataclass(frozen=True, slots=True)
class Range:
    """From `since` up to, not including, `until`."""

    since: datetime
    until: datetime


def calls(connection: Connection, span: Range) -> Sequence[Row[Any]]:
    """Voice calls that began in the range, each with its wait for a person, if there was one."""
    return connection.execute(_CALLS, _bounds(span)).all()


def callbacks(connection: Connection, span: Range) -> Sequence[Row[Any]]:
    """Callbacks promised in the range, each with its first accept, first real attempt and first contact."""
    return connection.execute(_CALLBACKS, _bounds(span)).all()


def handling(connection: Connection, span: Range) -> Sequence[Row[Any]]:
    """Talk and wrap seconds of every conversation of a professional with a caller in the range."""
    return connection.execute(_HANDLING, _bounds(span)).all()


def bridges(connection: Connection, span: Range) -> Sequence[bool]:
    """Whether each bridge to 988 of the range was answered."""
    return list(connection.execute(_BRIDGES, _bounds(span)).scalars())


def arrivals(connection: Connection, span: Range) -> Sequence[datetime]:
    """When somebody came to need a human, promised or on the line."""
    return list(connection.execute(_ARRIVALS, _bounds(span)).scalars())


def heat(connection: Connection, span: Range, zone: str) -> dict[tuple[int, int], int]:
    """Calls and first texts by weekday (0 Monday) and hour on the wall clock of `zone`."""
    rows = connection.execute(_HEAT, {**_bounds(span), "zone": zone})
    return {(int(day), int(hour)): int(count) for day, hour, count in rows}


def funnel(connection: Connection, span: Range) -> dict[tuple[str, str], int]:
    """Records created in the range by source and by the furthest stage that each has reached."""
    rows = connection.execute(_FUNNEL, _bounds(span))
    return {(source, stage): int(count) for source, stage, count in rows}


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
    SELECT c.started_at, c.ended_at, c.outcome, c.language, c.channel, c.secured_at,
           w.asked_person_at, w.answered_at, w.left_waiting
    FROM conversations c
    LEFT JOIN LATERAL (
        SELECT b.created_at AS asked_person_at,
               (SELECT min(a.connected_at) FROM attempts a
                WHERE a.callback_id = b.id AND a.kind = 'live') AS answered_at,
               CASE WHEN b.promised_at IS NOT NULL THEN 'callback'
                    WHEN b.ended_at IS NOT NULL THEN 'lost' END AS left_waiting
        FROM callbacks b
        WHERE b.conversation_id = c.id AND b.origin IN ('talk_now', 'crisis')
        ORDER BY b.created_at LIMIT 1
    ) w ON true
    WHERE c.channel = 'voice' AND c.started_at >= :since AND c.started_at < :until
    """
)

_CALLBACKS = text(
    """
    SELECT b.class AS klass, b.promised_at AS asked_at, b.due_at, b.window_opens_at,
           coalesce(o.accepted_at, b.accepted_at) AS acknowledged_at, a.tried_at, a.reached_at,
           coalesce(a.tries, 0) AS tries, b.ended_at IS NOT NULL AS ended
    FROM callbacks b
    LEFT JOIN LATERAL (
        SELECT min(answered_at) AS accepted_at FROM offers
        WHERE callback_id = b.id AND result = 'accepted'
    ) o ON true
    LEFT JOIN LATERAL (
        SELECT min(at) FILTER (WHERE connected_at IS NOT NULL OR kind = 'text' OR (leg_sid IS NOT NULL
                   AND coalesce(carrier_result, '') NOT IN ('failed', 'canceled', 'cancelled'))) AS tried_at,
               min(coalesce(connected_at, at)) FILTER (WHERE kind <> 'dial'
                   OR result IN ('reached', 'reached_call_later', 'refused', 'crisis_handoff')) AS reached_at,
               count(*) AS tries
        FROM attempts WHERE callback_id = b.id
    ) a ON true
    WHERE b.promised_at >= :since AND b.promised_at < :until
    """
)

_HANDLING = text(
    """
    SELECT extract(epoch FROM a.ended_at - a.connected_at)::float AS talk_s,
           greatest(0, coalesce(extract(epoch FROM o.ended_at - a.ended_at), 0))::float AS wrap_s
    FROM attempts a LEFT JOIN offers o ON o.id = a.offer_id
    WHERE a.at >= :since AND a.at < :until AND a.connected_at IS NOT NULL AND a.ended_at IS NOT NULL
    """
)

_BRIDGES = text(
    """
    SELECT status IN ('in-progress', 'in_progress', 'completed') FROM legs
    WHERE role = 'crisis_line' AND created_at >= :since AND created_at < :until
    """
)

_ARRIVALS = text("SELECT created_at FROM callbacks WHERE created_at >= :since AND created_at < :until")

_HEAT = text(
    """
    SELECT extract(isodow FROM started_at AT TIME ZONE :zone) - 1,
           extract(hour FROM started_at AT TIME ZONE :zone), count(*)
    FROM conversations WHERE started_at >= :since AND started_at < :until GROUP BY 1, 2
    """
)

_FUNNEL = text(
    """
    WITH made AS (
        SELECT id, channel || '/' || coalesce(for_whom, 'unknown') AS source,
               CASE WHEN stage IN ('closed', 'do_not_contact') THEN 'queued' ELSE stage END AS stage
        FROM enrollments WHERE created_at >= :since AND created_at < :until
    ), gone AS (
        SELECT DISTINCT ON (e.enrollment_id) e.enrollment_id, e.detail
        FROM enrollment_events e JOIN made ON made.id = e.enrollment_id
        WHERE e.kind = 'stage' AND e.detail NOT IN ('closed', 'do_not_contact')
        ORDER BY e.enrollment_id, array_position(ARRAY['partial', 'queued', 'attempting', 'contacted',
            'prescreened', 'consented', 'vob_pending', 'vob_done', 'assessment_scheduled', 'assessed',
            'enrolled'], e.detail) DESC
    )
    SELECT made.source, coalesce(gone.detail, made.stage), count(*)
    FROM made LEFT JOIN gone ON gone.enrollment_id = made.id GROUP BY 1, 2
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
