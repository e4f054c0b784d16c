"""Open a record for reading: every opening and every number shown is in the audit trail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from intake.enrollments import desk, pipeline
from intake.enrollments.hand import Hand
from intake.enrollments.opened import Opened, open_record, opened_note
from intake.enrollments.pipeline import Proof
from intake.privacy.audit import Action, record
from intake.storage import attempts, callbacks, enrollments, offers
from intake.storage import enrollment_desk as rows
from intake.storage.attempts import Attempt
from intake.storage.callbacks import Callback
from intake.storage.enrollment_desk import Event, Task
from intake.storage.enrollments import Enrollment
from intake.storage.offers import Offer


@dataclass(frozen=True, slots=True)
class ReadNote:
    """A note in clear."""

    author_id: UUID | None
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline. `kind` and `detail` are codes; `actor` as in the audit trail."""

    at: datetime
    kind: str
    detail: str | None
    actor: str


@dataclass(frozen=True, slots=True)
class File:
    """Everything about one record that a coordinator works with."""

    record: Enrollment
    opened: Opened
    proofs: frozenset[Proof]
    ways: Sequence[tuple[str, tuple[Proof, ...]]]
    due: datetime | None
    notes: Sequence[ReadNote]
    tasks: Sequence[Task]
    callbacks: Sequence[Callback]
    talks: Sequence[Any]
    timeline: Sequence[Moment]
    same_number: Sequence[UUID]


def open_file(connection: Connection, hand: Hand, record_id: UUID) -> File | None:
    """A record with all that belongs to it; None where there is none. The opening is audited either way."""
    record(connection, hand.act(Action.READ, record_id))
    target = enrollments.get(connection, record_id)
    if target is None:
        return None
    opened = open_record(hand.vault, target)
    so = desk.proofs(connection, target, hand.now)
    calls = [
        found
        for one in rows.callback_ids(connection, record_id)
        if (found := callbacks.get(connection, one)) is not None
    ]
    prints = hand.vault.fingerprints(opened.number) if opened.number else []
    talks = rows.talks(connection, record_id)
    return File(
        record=target,
        opened=opened,
        proofs=so,
        ways=[(way, pipeline.judge(target.stage, way, so).missing) for way in pipeline.ways(target.stage)],
        due=pipeline.due(target.stage, target.stage_since),
        notes=_notes(connection, hand, record_id),
        tasks=rows.tasks(connection, record_id),
        callbacks=calls,
        talks=talks,
        timeline=_timeline(connection, target, calls, talks),
        same_number=rows.same_number(connection, prints, record_id),
    )


def reveal(connection: Connection, hand: Hand, record_id: UUID, reason: str) -> str | None:
    """The number in E.164, for a reason of the list; None where there is none. Audited either way.

    The caller has checked the right, a fresh proof of identity and the reason (45 CFR 164.312(d)).
    """
    record(connection, hand.act(Action.REVEAL, record_id, reason))
    target = enrollments.get(connection, record_id)
    number = open_record(hand.vault, target).number if target else None
    return number.reveal() if number else None


def _notes(connection: Connection, hand: Hand, record_id: UUID) -> list[ReadNote]:
    found = rows.notes(connection, record_id)
    return [ReadNote(note.author_id, note.created_at, opened_note(hand.vault, note)) for note in found]


def _timeline(
    connection: Connection, target: Enrollment, calls: Sequence[Callback], talks: Sequence[Any]
) -> list[Moment]:
    ids = [call.id for call in calls]
    moments = [_of_event(event) for event in rows.events(connection, target.id)]
    for call in calls:
        moments.append(Moment(call.created_at, "callback", call.klass, "caller"))
        if call.ended_at is not None:
            moments.append(Moment(call.ended_at, "callback_over", call.closed_reason or call.state, "system"))
    moments += [_of_offer(offer) for offer in offers.of_callbacks(connection, ids)]
    moments += [_of_attempt(attempt) for attempt in attempts.of_callbacks(connection, ids)]
    for _, channel, started_at, ended_at, outcome in talks:
        moments.append(Moment(started_at, "talk", channel, "caller"))
        if ended_at is not None:
            moments.append(Moment(ended_at, "talk_over", outcome, "caller"))
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _of_event(event: Event) -> Moment:
    return Moment(event.at, event.kind, event.detail, event.actor)


def _of_offer(offer: Offer) -> Moment:
    return Moment(offer.at, "rung", offer.result, f"staff:{offer.staff_id.hex}")


def _of_attempt(attempt: Attempt) -> Moment:
    by = f"staff:{attempt.staff_id.hex}" if attempt.staff_id else "system"
    return Moment(attempt.at, "tried", attempt.result or "open", by)
