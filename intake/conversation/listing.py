"""Conversations as the command line gives them: fixed words, newest first; nothing that was said."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.storage import conversations
from intake.storage.conversations import Conversation

EVERYTHING = 2**31 - 1


def list_conversations(
    connection: Connection, *, actor: str, limit: int = EVERYTHING
) -> list[dict[str, Any]]:
    """Every call and thread, newest first. `seconds` is null while it goes on."""
    found = conversations.newest(connection, limit)
    record(connection, Act(Action.LIST, actor=actor, subject_kind="conversation", origin="cli"))
    return [_fields(one) for one in found]


def _fields(one: Conversation) -> dict[str, Any]:
    lasted = None if one.ended_at is None else (one.ended_at - one.started_at).total_seconds()
    return {
        "id": one.id.hex,
        "channel": one.channel,
        "language": one.language,
        "started_at": one.started_at.isoformat(),
        "ended_at": one.ended_at.isoformat() if one.ended_at else None,
        "ended_at_step": one.ended_at_step,
        "outcome": one.outcome,
        "steps_taken": one.turn,
        "seconds": lasted,
        "enrollment_id": one.enrollment_id.hex if one.enrollment_id else None,
    }
