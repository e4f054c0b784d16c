"""The prospective enrollment while a caller is still answering: made, merged, filled in, closed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.conversation.answers import Answers
from intake.enrollments.opened import aad
from intake.numbers import PhoneNumber
from intake.privacy.audit import Act, Action, record
from intake.privacy.vault import Vault
from intake.storage import enrollments
from intake.storage.enrollments import Enrollment

# No vowels and nothing that sounds or looks like another: staff read it out.
_CODE_LETTERS = "BCDFGHJKMNPQRTVWXYZ2346789"
_PLAIN_FIELDS = (
    "for_whom", "contact_mode", "message", "identify_as", "age_band", "care_stage", "living",
    "priority_group", "pay", "schedule", "format",
)  # fmt: skip


@dataclass(frozen=True)
class Asking:
    """Who asks for help, how they reached us, and what they have answered so far."""

    channel: str
    language: str
    number: PhoneNumber | None
    number_source: str | None
    answers: Answers
    timezone: str | None


def open_or_merge(
    connection: Connection, vault: Vault, asking: Asking, known: UUID | None, now: datetime
) -> Enrollment:
    """The one open record of this number (newest answers win), or a new partial one.

    `known` is the record that this conversation has already; a changed number moves with it unless
    another open record has that number.
    """
    theirs = _by_number(connection, vault, asking.number)
    ours = enrollments.get(connection, known, lock=True) if known else None
    target = theirs or (ours if ours and ours.stage not in enrollments.CLOSED_STAGES else None)
    if target is None:
        return _create(connection, vault, asking, now)
    if theirs is None:
        _set_number(connection, vault, target, asking, now)
    if theirs is not None and ours is not None and ours.id != theirs.id:
        close(connection, ours, "duplicate", now)
    save_answers(connection, vault, target, asking, now)
    return _again(connection, target.id)


def open_or_find(connection: Connection, vault: Vault, asking: Asking, now: datetime) -> Enrollment:
    """The one open record of this number as it stands, or a new partial one: somebody in need of a person was
    not asked anything, and what they answered before goes on holding."""
    theirs = _by_number(connection, vault, asking.number)
    return theirs if theirs is not None else open_or_merge(connection, vault, asking, None, now)


def _by_number(connection: Connection, vault: Vault, number: PhoneNumber | None) -> Enrollment | None:
    return None if number is None else enrollments.open_by_number(connection, vault.fingerprints(number))


def _again(connection: Connection, enrollment_id: UUID) -> Enrollment:
    found = enrollments.get(connection, enrollment_id)
    assert found is not None
    return found


def _create(connection: Connection, vault: Vault, asking: Asking, now: datetime) -> Enrollment:
    enrollment_id, data_key = uuid4(), vault.new_key()
    made = enrollments.add(
        connection,
        {
            "id": enrollment_id,
            "code": "".join(secrets.choice(_CODE_LETTERS) for _ in range(7)),
            "stage": "partial",
            "partial": True,
            "channel": asking.channel,
            "data_key": data_key,
            "created_at": now,
            "updated_at": now,
            "stage_since": now,
            **_number_values(vault, enrollment_id, data_key, asking),
            **_answer_values(vault, enrollment_id, data_key, asking),
        },
    )
    if made is None:
        # Two calls of one number in the same instant: the other one's record is theirs too.
        return open_or_merge(connection, vault, asking, None, now)
    record(connection, Act(Action.ENROLLMENT_CREATE, "caller", "enrollment", enrollment_id.hex))
    note(connection, enrollment_id, Happened("created", asking.channel), now)
    return made


def _number_values(vault: Vault, enrollment_id: UUID, data_key: bytes, asking: Asking) -> dict[str, bytes | str | None]:
    number = asking.number
    if number is None:
        return {"number_source": None}
    place = aad("enrollments", "number_sealed", enrollment_id)
    return {
        "number_sealed": vault.seal(data_key, number.reveal(), place),
        "number_fingerprint": vault.fingerprint(number),
        "last_digits_fingerprint": vault.fingerprint(number.last_digits, "last4"),
        "number_source": asking.number_source,
    }


def _set_number(connection: Connection, vault: Vault, target: Enrollment, asking: Asking, now: datetime) -> None:
    values = _number_values(vault, target.id, target.data_key, asking)
    enrollments.change(connection, target.id, updated_at=now, **values)


def save_answers(connection: Connection, vault: Vault, target: Enrollment, asking: Asking, now: datetime) -> None:
    """Newest answers win; a question that was not asked this time keeps its earlier answer."""
    values = _answer_values(vault, target.id, target.data_key, asking)
    values["flags"] = sorted({*target.flags, *asking.answers.flags})
    enrollments.change(connection, target.id, updated_at=now, **values)
    record(connection, Act(Action.ENROLLMENT_CHANGE, "caller", "enrollment", target.id.hex))


def _answer_values(vault: Vault, enrollment_id: UUID, data_key: bytes, asking: Asking) -> dict[str, object]:
    answers = asking.answers
    values: dict[str, object] = {
        name: getattr(answers, name) for name in _PLAIN_FIELDS if getattr(answers, name) is not None
    }
    values |= {
        "preferred_time": answers.when,
        "language": asking.language,
        "flags": sorted(set(answers.flags)),
    }
    for name, value in (("zip", answers.zip), ("name", answers.name)):
        if value is not None:
            place = aad("enrollments", f"{name}_sealed", enrollment_id)
            values[f"{name}_sealed"] = vault.seal(data_key, value, place)
    if answers.zip is not None:
        values["zip_fingerprint"] = vault.fingerprint(answers.zip, "zip")
    if asking.timezone is not None:
        values["timezone"] = asking.timezone
    return values


def move(connection: Connection, target: Enrollment, stage: str, actor: str, now: datetime) -> None:
    """Set a stage that follows from what happened on the phone; the desk has its own gates."""
    if target.stage == stage:
        return
    enrollments.change(connection, target.id, stage=stage, stage_since=now, updated_at=now)
    record(connection, Act(Action.ENROLLMENT_STAGE, actor, "enrollment", target.id.hex, stage))
    note(connection, target.id, Happened("stage", stage, actor), now)


def close(connection: Connection, target: Enrollment, reason: str, now: datetime) -> None:
    """Close with a reason; `do_not_contact` is a stage of its own."""
    stage = "do_not_contact" if reason == "do_not_contact" else "closed"
    enrollments.change(
        connection,
        target.id,
        stage=stage,
        stage_since=now,
        updated_at=now,
        closed_at=now,
        closed_reason=reason,
    )
    record(connection, Act(Action.ENROLLMENT_STAGE, "caller", "enrollment", target.id.hex, reason))
    note(connection, target.id, Happened("closed", reason), now)


@dataclass(frozen=True)
class Happened:
    """One line of a record's timeline: codes only. `actor` as in the audit trail."""

    kind: str
    detail: str | None = None
    actor: str = "caller"


def note(connection: Connection, enrollment_id: UUID, what: Happened, now: datetime) -> None:
    """Add a line to the record's timeline."""
    line = {"id": uuid4(), "enrollment_id": enrollment_id, "at": now}
    enrollments.note_event(connection, line | {"kind": what.kind, "detail": what.detail, "actor": what.actor})
