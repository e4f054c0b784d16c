"""Callbacks as the command line gives them: fixed words, newest first; no caller is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from intake.privacy.audit import Act, Action, record
from intake.storage import attempts, callbacks, offers, staff_names
from intake.storage.attempts import Attempt
from intake.storage.batches import batches
from intake.storage.callbacks import Callback
from intake.storage.offers import Offer

EVERYTHING = 2**31 - 1


def list_callbacks(connection: Connection, *, actor: str, limit: int = EVERYTHING) -> list[dict[str, Any]]:
    """Every promised callback with its offers and attempts, newest first; professionals by their address."""
    found = callbacks.newest(connection, limit)
    rung: dict[UUID, list[Offer]] = {}
    tried: dict[UUID, list[Attempt]] = {}
    for ids in batches([one.id for one in found]):
        for offer in offers.of_callbacks(connection, ids):
            rung.setdefault(offer.callback_id, []).append(offer)
        for attempt in attempts.of_callbacks(connection, ids):
            tried.setdefault(attempt.callback_id, []).append(attempt)
    people = staff_names.emails(connection)
    record(connection, Act(Action.LIST, actor=actor, subject_kind="callback", origin="cli"))
    return [
        {
            **_fields(one, people),
            "offers": [_offer(offer, people) for offer in rung.get(one.id, ())],
            "attempts": [{"at": _iso(each.at), "result": each.result} for each in tried.get(one.id, ())],
        }
        for one in found
    ]


def _fields(one: Callback, people: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "id": one.id.hex,
        "enrollment_id": one.enrollment_id.hex if one.enrollment_id else None,
        "class": one.klass,
        "state": one.state,
        "language": one.language,
        "due_at": _iso(one.due_at),
        "window": _window(one),
        "created_at": _iso(one.created_at),
        "accepted_by": people.get(one.accepted_by) if one.accepted_by else None,
        "accepted_at": _iso(one.accepted_at),
        "connected_at": _iso(one.connected_at),
        "closed_reason": one.closed_reason,
    }


def _window(one: Callback) -> dict[str, str | None] | None:
    if one.window_opens_at is None:
        return None
    return {"opens_at": _iso(one.window_opens_at), "closes_at": _iso(one.window_closes_at)}


def _offer(offer: Offer, people: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "professional": people.get(offer.staff_id),
        "tier": offer.tier,
        "at": _iso(offer.at),
        "result": offer.result,
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
