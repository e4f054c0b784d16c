"""What a coordinator does to a record: each act one transaction's worth, audited, and on the timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.enrollments import pipeline
from intake.enrollments.hand import Hand, Said
from intake.enrollments.intake import Happened
from intake.enrollments.intake import note as put_on_timeline
from intake.enrollments.opened import aad
from intake.enrollments.pipeline import Proof, Verdict
from intake.privacy.audit import Action, record, record_all
from intake.storage import enrollment_desk as rows
from intake.storage import enrollments
from intake.storage.enrollments import Enrollment

NOTE_LIMIT = 4_000
# A booked assessment and a first group are tasks with a time; the gates look for them.
TASKS = ("follow_up", "ask_benefits", "send_forms", "sign_consent", "assessment", "first_group", "other")
_SHOWN_BY_TASK = {"assessment": Proof.SLOT, "first_group": Proof.START}


@dataclass(frozen=True, slots=True)
class Moved:
    """How a move ended; `verdict` names everything that is missing."""

    said: Said
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to be done by `due_at`, by somebody or by whoever has the record."""

    kind: str
    due_at: datetime
    assignee_id: UUID | None = None


def proofs(connection: Connection, target: Enrollment, now: datetime) -> frozenset[Proof]:
    """What is so about a record, from what is on file; a consent counts only while it stands."""
    found = {Proof(code) for code in rows.ticked(connection, target.id) if code in pipeline.TICKED}
    tried, reached = rows.tried(connection, target.id)
    booked = {_SHOWN_BY_TASK.get(task.kind) for task in rows.tasks(connection, target.id)}
    facts = (
        (Proof.NUMBER, target.number_sealed is not None),
        (Proof.ATTEMPT, tried),
        (Proof.REACHED, reached),
        (Proof.CONSENT, rows.consent_valid(connection, target.id, now)),
        (Proof.SLOT, Proof.SLOT in booked),
        (Proof.START, Proof.START in booked),
    )
    return frozenset(found | {proof for proof, so in facts if so})


def tick(connection: Connection, hand: Hand, record_id: UUID, proof: str) -> Said:
    """Say that something is so that only a person can know; a consent cannot be ticked."""
    if proof not in pipeline.TICKED:
        return Said.WRONG
    target = enrollments.get(connection, record_id, lock=True)
    if target is None or target.stage in pipeline.TERMINAL:
        return Said.GONE
    if proof not in rows.ticked(connection, record_id):
        put_on_timeline(connection, record_id, Happened("proof", proof, hand.actor), hand.now)
        record(connection, hand.act(Action.ENROLLMENT_CHANGE, record_id, f"proof.{proof}"))
    return Said.DONE


def move(connection: Connection, hand: Hand, record_id: UUID, version: int, stage: str) -> Moved:
    """Take a record to another stage through its gates; refused as stale if it changed since it was read."""
    target = enrollments.get(connection, record_id, lock=True)
    if target is None or stage in ("closed", "do_not_contact"):
        return Moved(Said.GONE)
    verdict = pipeline.judge(target.stage, stage, proofs(connection, target, hand.now))
    if target.version != version:
        return Moved(Said.STALE, verdict)
    if not verdict.ok:
        return Moved(Said.NOT_YET, verdict)
    set_stage(connection, hand, target, stage, None)
    return Moved(Said.DONE, verdict)


def set_stage(connection: Connection, hand: Hand, target: Enrollment, stage: str, reason: str | None) -> None:
    """Write a stage down, with its entry in the trail and its line on the timeline; `reason` if it is closed."""
    values: dict[str, object] = {"stage": stage, "stage_since": hand.now, "updated_at": hand.now}
    if stage in pipeline.TERMINAL:
        values |= {"closed_at": hand.now, "closed_reason": reason or stage}
    enrollments.change(connection, target.id, **values)
    record(connection, hand.act(Action.ENROLLMENT_STAGE, target.id, reason or stage))
    kind = "closed" if reason else "stage"
    put_on_timeline(connection, target.id, Happened(kind, reason or stage, hand.actor), hand.now)


def assign(connection: Connection, hand: Hand, ids: Sequence[UUID], coordinator_id: UUID | None) -> int:
    """Give records to a coordinator, or to nobody, with their open tasks; returns how many changed hands."""
    rows.hand_tasks_on(connection, ids, coordinator_id)
    changed = rows.assign(connection, ids, coordinator_id, hand.now)
    to = coordinator_id.hex if coordinator_id else "nobody"
    record_all(connection, [hand.act(Action.ENROLLMENT_ASSIGN, one, to) for one in changed])
    for one in changed:
        put_on_timeline(connection, one, Happened("assigned", to, hand.actor), hand.now)
    return len(changed)


def choose_site(connection: Connection, hand: Hand, record_id: UUID, version: int, site_id: UUID) -> Said:
    """Say which site the person is to go to."""
    values = {"site_id": site_id, "updated_at": hand.now}
    if not rows.change_if(connection, record_id, version, values):
        return Said.STALE
    record(connection, hand.act(Action.ENROLLMENT_CHANGE, record_id, "site"))
    put_on_timeline(connection, record_id, Happened("site", site_id.hex, hand.actor), hand.now)
    return Said.DONE


def add_note(connection: Connection, hand: Hand, record_id: UUID, text: str) -> Said:
    """Keep a note, and say on the timeline that there is one."""
    kept = keep_note(connection, hand, record_id, text)
    if isinstance(kept, Said):
        return kept
    record(connection, hand.act(Action.ENROLLMENT_NOTE, record_id))
    put_on_timeline(connection, record_id, Happened("note", None, hand.actor), hand.now)
    return Said.DONE


def keep_note(connection: Connection, hand: Hand, record_id: UUID, text: str) -> UUID | Said:
    """Seal a note's words under a key of their own; its id, or why not. What it means is the caller's to record."""
    if not text.strip() or len(text) > NOTE_LIMIT:
        return Said.WRONG
    if enrollments.get(connection, record_id) is None:
        return Said.GONE
    note_id, data_key = uuid4(), hand.vault.new_key()
    place = aad("enrollment_notes", "text_sealed", note_id)
    enrollments.add_note(
        connection,
        {
            "id": note_id,
            "enrollment_id": record_id,
            "author_id": hand.staff_id,
            "data_key": data_key,
            "text_sealed": hand.vault.seal(data_key, text.strip(), place),
            "created_at": hand.now,
        },
    )
    return note_id


def add_task(connection: Connection, hand: Hand, record_id: UUID, task: NewTask) -> Said:
    """Put something on somebody's list, with a time."""
    target = enrollments.get(connection, record_id)
    if target is None or target.stage in pipeline.TERMINAL:
        return Said.GONE
    if task.kind not in TASKS:
        return Said.WRONG
    enrollments.add_task(
        connection,
        {
            "id": uuid4(),
            "enrollment_id": record_id,
            "kind": task.kind,
            "assignee_id": task.assignee_id or target.coordinator_id or hand.staff_id,
            "due_at": task.due_at,
            "created_at": hand.now,
        },
    )
    record(connection, hand.act(Action.ENROLLMENT_CHANGE, record_id, f"task.{task.kind}"))
    put_on_timeline(connection, record_id, Happened("task", task.kind, hand.actor), hand.now)
    return Said.DONE


def finish_task(connection: Connection, hand: Hand, record_id: UUID, task_id: UUID) -> Said:
    """Tick a task off."""
    task = rows.finish_task(connection, record_id, task_id, hand.now)
    if task is None:
        return Said.GONE
    record(connection, hand.act(Action.ENROLLMENT_CHANGE, record_id, f"task_done.{task.kind}"))
    put_on_timeline(connection, record_id, Happened("task_done", task.kind, hand.actor), hand.now)
    return Said.DONE
