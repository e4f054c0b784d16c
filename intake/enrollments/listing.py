"""Prospective enrollments as the command line gives them: fixed words, masked unless revealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from intake.enrollments.opened import open_record
from intake.privacy.audit import Act, Action, record_all
from intake.privacy.vault import Vault
from intake.storage import callbacks, conversations, enrollments, site_names
from intake.storage.batches import batches
from intake.storage.enrollments import Enrollment

EVERYTHING = 2**31 - 1


def list_enrollments(
    connection: Connection, vault: Vault, *, reveal: bool, actor: str, limit: int = EVERYTHING
) -> list[dict[str, Any]]:
    """Every record, newest first, with the words that scripts rely on.

    The list is audited; with `reveal` each record whose number, name and ZIP are shown is audited too.
    """
    found = enrollments.newest(connection, limit)
    talks: dict[UUID, list[UUID]] = {}
    calls: dict[UUID, list[UUID]] = {}
    for ids in batches([one.id for one in found]):
        talks |= conversations.of_enrollments(connection, list(ids))
        calls |= callbacks.of_enrollments(connection, list(ids))
    act = Act(Action.LIST, actor=actor, subject_kind="enrollment", origin="cli")
    shown = [Act(Action.REVEAL, actor, "enrollment", one.id.hex, "list", "cli") for one in found if reveal]
    record_all(connection, [act, *shown])
    places = site_names.slugs(connection)
    return [
        {
            **_fields(one, vault, reveal),
            "site": places.get(one.site_id) if one.site_id else None,
            **_links(one.id, talks, calls),
        }
        for one in found
    ]


def _links(
    record_id: UUID, talks: Mapping[UUID, Sequence[UUID]], calls: Mapping[UUID, Sequence[UUID]]
) -> dict[str, Any]:
    return {
        "conversation_ids": [one.hex for one in talks.get(record_id, ())],
        "callback_ids": [one.hex for one in calls.get(record_id, ())],
    }


def _fields(one: Enrollment, vault: Vault, reveal: bool) -> dict[str, Any]:
    opened = open_record(vault, one)
    number = opened.number.reveal() if reveal and opened.number else opened.number_masked
    return {
        "id": one.id.hex,
        "stage": one.stage,
        "partial": one.partial,
        "created_at": one.created_at.isoformat(),
        "updated_at": one.updated_at.isoformat(),
        "channel": one.channel,
        "language": one.language,
        "for_whom": one.for_whom,
        "number": number,
        "number_source": one.number_source,
        "contact_mode": one.contact_mode,
        "message": one.message,
        "identify_as": one.identify_as,
        "when": one.preferred_time,
        "zip": opened.zip if reveal else opened.zip_masked,
        "timezone": one.timezone,
        "name": opened.name if reveal else opened.name_masked,
        **{name: getattr(one, name) for name in _ANSWERS},
        "flags": list(one.flags),
        "closed_reason": one.closed_reason,
    }


_ANSWERS = ("age_band", "care_stage", "living", "priority_group", "pay", "schedule", "format")
