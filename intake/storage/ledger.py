"""Everything that should have come to an end or been looked at by now and was not: each row is somebody lost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    Connection,
    DateTime,
    Subquery,
    Uuid,
    bindparam,
    column,
    func,
    literal,
    select,
    text,
    union_all,
)

_OPEN = "('due', 'offered', 'accepted', 'dialing', 'connected', 'waiting')"
# Kind -> rows (id, since). Each is found by a partial index: the open ones are few, however many there were.
_LOST = {
    "callback_not_worked": """
        SELECT id, next_action_at AS since FROM callbacks WHERE state IN {open} AND next_action_at < :worked""",
    "callback_held_by_nobody": """
        SELECT c.id, c.accepted_at AS since FROM callbacks c
        WHERE c.state IN ('accepted', 'dialing') AND c.next_action_at < :worked AND NOT EXISTS (
            SELECT 1 FROM offers o WHERE o.callback_id = c.id AND o.result = 'accepted' AND o.ended_at IS NULL)""",
    "callback_for_nobody": """
        SELECT c.id, c.created_at AS since FROM callbacks c JOIN conversations v ON v.id = c.conversation_id
        WHERE c.state IN {open} AND c.promised_at IS NULL AND v.ended_at < :forgotten""",
    "conversation_not_looked_at": """
        SELECT id, coalesce(next_action_at, updated_at) AS since FROM conversations WHERE ended_at IS NULL
        AND (next_action_at IS NULL OR next_action_at < :worked)""",
    "call_without_an_end": """
        SELECT id, started_at AS since FROM conversations WHERE ended_at IS NULL AND channel = 'voice'
        AND started_at < :longest_call""",
    "thread_without_an_end": """
        SELECT id, updated_at AS since FROM conversations WHERE ended_at IS NULL AND channel = 'sms' AND NOT with_human
        AND updated_at < :longest_thread""",
    "offer_without_an_end": """
        SELECT o.id, o.rings_until AS since FROM offers o JOIN callbacks c ON c.id = o.callback_id
        WHERE o.ended_at IS NULL
        AND (c.state NOT IN {open} OR (o.result <> 'accepted' AND o.rings_until < :forgotten))""",
    "attempt_without_an_end": """
        SELECT a.id, a.at AS since FROM attempts a JOIN callbacks c ON c.id = a.callback_id
        WHERE a.ended_at IS NULL AND c.state NOT IN ('dialing', 'connected')""",
    "text_not_sent": "SELECT id, next_action_at AS since FROM messages WHERE next_action_at < :worked",
    "ended_without_a_reason": """
        SELECT id, ended_at AS since FROM callbacks
        WHERE state NOT IN {open} AND created_at > :lately AND coalesce(closed_reason, '') = ''
        UNION ALL SELECT id, ended_at FROM conversations
        WHERE ended_at IS NOT NULL AND started_at > :lately AND coalesce(outcome, '') = ''""",
}
KINDS = tuple(_LOST)


def _rows(kind: str) -> Subquery:
    """One kind's rows, as (id, since)."""
    columns = (column("id", Uuid), column("since", DateTime(timezone=True)))
    return text(_LOST[kind].replace("{open}", _OPEN)).columns(*columns).subquery(kind)


_EACH = (
    union_all(*(select(literal(kind), rows.c.id, rows.c.since) for kind, rows in ((k, _rows(k)) for k in KINDS)))
    .order_by(text("3"))
    .limit(bindparam("most"))
)
_COUNTED = union_all(
    *(
        select(literal(kind), func.count()).select_from(select(_rows(kind).c.id).limit(bindparam("most")).subquery())
        for kind in KINDS
    )
)


@dataclass(frozen=True)
class Lost:
    """One row that nobody looks after: what is wrong with it, which it is, and since when."""

    kind: str
    id: UUID
    since: datetime


@dataclass(frozen=True)
class Limits:
    """How long each thing may take."""

    # Whatever was due this long ago has been missed by several sweeps.
    worked: timedelta
    # Over for this long, and something of it still stands.
    forgotten: timedelta
    longest_call: timedelta
    longest_thread: timedelta


_LATELY = timedelta(days=2)


def _moments(limits: Limits, now: datetime, most: int) -> dict[str, object]:
    return {
        "worked": now - limits.worked,
        "forgotten": now - limits.forgotten,
        "longest_call": now - limits.longest_call,
        "longest_thread": now - limits.longest_thread,
        "lately": now - _LATELY,
        "most": most,
    }


def lost(connection: Connection, limits: Limits, now: datetime, most: int) -> list[Lost]:
    """Everything lost, the oldest first."""
    return [Lost(*row) for row in connection.execute(_EACH, _moments(limits, now, most))]


def counts(connection: Connection, limits: Limits, now: datetime, most: int) -> dict[str, int]:
    """How many of each kind, zero included; none is counted past `most`."""
    return {kind: int(count) for kind, count in connection.execute(_COUNTED, _moments(limits, now, most))}
