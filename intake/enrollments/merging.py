"""Make one record of two that turned out to be the same request: shown first, done whole, on both timelines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection

from intake.enrollments import pipeline
from intake.enrollments.hand import Hand, Said
from intake.enrollments.intake import Happened
from intake.enrollments.intake import note as put_on_timeline
from intake.enrollments.opened import aad, open_record
from intake.privacy.audit import Action, record_all
from intake.storage import callbacks, enrollments
from intake.storage import enrollment_desk as rows
from intake.storage.enrollments import Enrollment

_ANSWERS = (
    "for_whom", "timezone", "age_band", "care_stage", "living", "priority_group", "pay", "schedule", "format",
    "site_id", "coordinator_id",
)  # fmt: skip
_SEALED = ("name", "zip", "number")
_RESTING = ("due", "waiting")


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: answers that the kept record gains, those that differ, and why it cannot be done.

    `blocked`: "same", "over" (one of them is at an end), "consent" (the other record holds a written consent)
    or "in_hand" (somebody is being rung or talks for the other).
    """

    kept: Enrollment
    other: Enrollment
    gains: tuple[str, ...]
    differs: tuple[str, ...]
    flags: tuple[str, ...]
    blocked: str | None


def preview(connection: Connection, hand: Hand, kept_id: UUID, other_id: UUID) -> Preview | None:
    """What merging the other record into the kept one would do; None if either is not there. Audited."""
    record_all(connection, [hand.act(Action.READ, one, "merge_preview") for one in (kept_id, other_id)])
    kept, other = enrollments.get(connection, kept_id), enrollments.get(connection, other_id)
    if kept is None or other is None:
        return None
    gains, differs = _compare(hand, kept, other)
    return Preview(
        kept,
        other,
        gains=tuple(gains),
        differs=tuple(differs),
        flags=tuple(sorted({*other.flags} - {*kept.flags})),
        blocked=_blocked(connection, kept, other),
    )


def merge(connection: Connection, hand: Hand, kept_id: UUID, other_id: UUID, version: int) -> Said:
    """Fill the kept record's gaps from the other, hang everything onto it, close the other as a duplicate.

    Nothing that was answered is overwritten. Refused as stale if the kept record changed since the preview.
    """
    for one in sorted((kept_id, other_id)):
        enrollments.get(connection, one, lock=True)
    seen = preview(connection, hand, kept_id, other_id)
    if seen is None or seen.blocked in ("same", "over", "consent"):
        return Said.GONE
    if seen.blocked:
        return Said.IN_HAND
    if seen.kept.version != version:
        return Said.STALE
    _end_second_callback(connection, hand, seen)
    rows.move_all(connection, other_id, kept_id)
    enrollments.change(
        connection,
        other_id,
        stage="closed",
        closed_reason="duplicate",
        closed_at=hand.now,
        stage_since=hand.now,
        updated_at=hand.now,
    )
    # Only now may the kept record take over the number: an open record has it alone.
    values = {"flags": sorted({*seen.kept.flags, *seen.other.flags}), "updated_at": hand.now}
    enrollments.change(connection, kept_id, **values, **_filled(hand, seen))
    put_on_timeline(connection, kept_id, Happened("merged", seen.other.code, hand.actor), hand.now)
    put_on_timeline(connection, other_id, Happened("merged_into", seen.kept.code, hand.actor), hand.now)
    record_all(
        connection,
        [
            hand.act(Action.ENROLLMENT_LINK, kept_id, f"merged:{other_id.hex}"),
            hand.act(Action.ENROLLMENT_STAGE, other_id, "duplicate"),
        ],
    )
    return Said.DONE


def _compare(hand: Hand, kept: Enrollment, other: Enrollment) -> tuple[list[str], list[str]]:
    ours, theirs = _values(hand, kept), _values(hand, other)
    gains = [name for name, value in theirs.items() if value is not None and ours[name] is None]
    differs = [
        name for name, value in theirs.items() if value is not None and ours[name] is not None and ours[name] != value
    ]
    return gains, differs


def _values(hand: Hand, one: Enrollment) -> Mapping[str, object]:
    opened = open_record(hand.vault, one)
    plain = {name: getattr(one, name) for name in _ANSWERS}
    return {**plain, "name": opened.name, "zip": opened.zip, "number": opened.number}


def _blocked(connection: Connection, kept: Enrollment, other: Enrollment) -> str | None:
    if kept.id == other.id:
        return "same"
    if kept.stage in pipeline.TERMINAL or other.stage in pipeline.TERMINAL:
        return "over"
    if rows.has_consent(connection, other.id):
        return "consent"
    theirs = callbacks.open_for_enrollment(connection, other.id)
    ours = callbacks.open_for_enrollment(connection, kept.id)
    if theirs is not None and ours is not None and theirs.state not in _RESTING:
        return "in_hand"
    return None


def _filled(hand: Hand, seen: Preview) -> dict[str, object]:
    values: dict[str, object] = {name: getattr(seen.other, name) for name in seen.gains if name not in _SEALED}
    opened = open_record(hand.vault, seen.other)
    number = opened.number if "number" in seen.gains else None
    clear = {"name": opened.name, "zip": opened.zip, "number": number.reveal() if number else None}
    for name in _SEALED:
        text = clear[name]
        if name in seen.gains and text is not None:
            place = aad("enrollments", f"{name}_sealed", seen.kept.id)
            values[f"{name}_sealed"] = hand.vault.seal(seen.kept.data_key, text, place)
    if "zip" in seen.gains and opened.zip:
        values["zip_fingerprint"] = hand.vault.fingerprint(opened.zip, "zip")
    if number is not None:
        values["number_fingerprint"] = hand.vault.fingerprint(number)
        values["last_digits_fingerprint"] = hand.vault.fingerprint(number.last_digits, "last4")
        values["number_source"] = seen.other.number_source
    return values


def _end_second_callback(connection: Connection, hand: Hand, seen: Preview) -> None:
    """One request is called once: of two that rest, the other record's is ended and its urgency kept."""
    theirs = callbacks.open_for_enrollment(connection, seen.other.id)
    ours = callbacks.open_for_enrollment(connection, seen.kept.id)
    if theirs is None or ours is None:
        return
    callbacks.change(
        connection,
        theirs,
        state="cancelled",
        closed_reason="merged",
        ended_at=hand.now,
        next_action_at=None,
    )
    if ours.state in _RESTING and theirs.klass < ours.klass:
        callbacks.change(
            connection,
            ours,
            klass=theirs.klass,
            reason=theirs.reason,
            due_at=min(ours.due_at, theirs.due_at),
            next_action_at=min(filter(None, (ours.next_action_at, theirs.next_action_at))),
        )
