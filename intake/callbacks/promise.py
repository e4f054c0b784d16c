"""Promise a callback, or note that somebody waits on the line: the row that everything else serves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.callbacks import accepting, rules
from intake.callbacks.classes import Class, Ranked
from intake.callbacks.clocks import Clocks
from intake.callbacks.desk import Desk
from intake.conversation.facts import Need
from intake.privacy.audit import Act, Action, record
from intake.settings import Settings
from intake.storage import callbacks
from intake.storage.callbacks import Callback

# Where nothing is known of where somebody is. The earliest of the mainland's clocks would ring others too soon.
_ORIGINS = {"P0": "crisis"}
_IN_HAND = ("accepted", "dialing", "connected")


@dataclass(frozen=True)
class Asked:
    """A call back that somebody asked for, as far as the promise needs to know."""

    enrollment_id: UUID
    conversation_id: UUID
    need: Need
    language: str
    when: str
    timezone: str | None
    minor: bool = False
    text_only: bool = False


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits on the line now."""

    conversation_id: UUID
    enrollment_id: UUID | None
    need: Need
    language: str
    minor: bool = False
    # They rang the neutral line: whoever gave the right code goes before what can wait.
    neutral: bool = False


def clocks_of(settings: Settings) -> Clocks:
    """The classes' clocks as set."""
    return Clocks(
        settings.escalate_seconds,
        settings.due_seconds,
        settings.retry_seconds,
        settings.crisis_retry_seconds,
        settings.window_urgent_seconds,
    )


def promise(connection: Connection, desk: Desk, asked: Asked, now: datetime) -> UUID:
    """Promise a call: a new callback, or the open one of the same request with newest answers and oldest time."""
    waited = callbacks.open_for_conversation(connection, asked.conversation_id)
    standing = callbacks.open_for_enrollment(connection, asked.enrollment_id)
    if waited is not None and standing is not None and waited.id != standing.id:
        _close(connection, waited, "merged", now)
        return _merge(connection, desk, standing, asked, waited.created_at)
    present = waited or standing
    if present is not None:
        return _merge(connection, desk, present, asked, present.created_at)
    values = _promised(desk, asked, now, now) | {
        "id": uuid4(),
        "origin": _origin(asked),
        "state": "due",
        "created_at": now,
        "offering_since": None,
    }
    callbacks.add(connection, values)
    _note(connection, values["id"], asked)
    return UUID(str(values["id"]))


def _origin(asked: Asked) -> str:
    return "text" if asked.text_only else _ORIGINS.get(asked.need.klass, "requested")


def _note(connection: Connection, callback_id: UUID, asked: Asked) -> None:
    reason = f"{asked.need.klass}.{asked.need.reason}"
    act = Act(Action.CALLBACK_PROMISE, "caller", "callback", callback_id.hex, reason, "webhook")
    record(connection, act)


def _promised(desk: Desk, asked: Asked, since: datetime, now: datetime) -> dict[str, Any]:
    """The columns that follow from what was asked; `since` keeps the place of somebody who waited before."""
    zone = asked.timezone or desk.settings.timezone
    ranked = Ranked(Class(asked.need.klass), asked.need.reason)
    plan = rules.schedule(ranked, rules.Asked(asked.when, zone, since), clocks_of(desk.settings))
    return {
        "enrollment_id": asked.enrollment_id,
        "conversation_id": asked.conversation_id,
        "klass": asked.need.klass,
        "reason": asked.need.reason,
        "language": asked.language,
        "minor": asked.minor,
        "promised_at": now,
        "due_at": plan.due_at,
        "window_opens_at": plan.window.opens if plan.window else None,
        "window_closes_at": plan.window.closes if plan.window else None,
        "next_action_at": max(plan.starts_at, now),
    }


def _merge(connection: Connection, desk: Desk, present: Callback, asked: Asked, since: datetime) -> UUID:
    now = desk.clock()
    since = min(since, present.created_at)
    if present.state in _IN_HAND:
        # Somebody has it in hand: what they do next stands, only who it belongs to is filled in.
        callbacks.change(
            connection, present, enrollment_id=asked.enrollment_id, promised_at=present.promised_at or now
        )
        return present.id
    kept = _more_urgent(present, asked)
    values = _promised(desk, kept, since, now)
    if present.promised_at is not None:
        values["due_at"] = min(values["due_at"], present.due_at) if kept.when == "asap" else values["due_at"]
        values["promised_at"] = present.promised_at
    state = "offered" if present.state == "offered" else "due"
    if state == "offered" and present.next_action_at is not None:
        values["next_action_at"] = min(values["next_action_at"], present.next_action_at)
    callbacks.change(connection, present, state=state, created_at=since, **values)
    _note(connection, present.id, kept)
    return present.id


def _more_urgent(present: Callback, asked: Asked) -> Asked:
    """A merged request keeps the more urgent class: asking again never makes anybody wait longer."""
    if present.klass >= asked.need.klass or (present.promised_at is None and present.reason == "talk_now"):
        return asked
    if present.klass == "P3" or asked.need.klass == "P3":
        # A newly chosen hour replaces an older one, and "as soon as you can" replaces an hour.
        return asked if present.klass not in {"P0", "P1"} else _as(asked, present)
    return _as(asked, present)


def _as(asked: Asked, present: Callback) -> Asked:
    need = Need(Class(present.klass).value, present.reason)
    return Asked(
        asked.enrollment_id,
        asked.conversation_id,
        need,
        asked.language,
        asked.when,
        asked.timezone,
        asked.minor or present.minor,
        asked.text_only,
    )


def wait_on_the_line(connection: Connection, desk: Desk, waiting: Waiting, now: datetime) -> UUID:
    """Somebody is in the waiting room: ring for them at once; what they were promised before stays promised."""
    present = callbacks.open_for_conversation(connection, waiting.conversation_id)
    if present is None and waiting.enrollment_id is not None:
        present = callbacks.open_for_enrollment(connection, waiting.enrollment_id)
    room = waiting.conversation_id.hex
    if present is not None:
        # Somebody who has accepted already will be joined with the room instead of dialling out.
        again = (
            {}
            if present.state in _IN_HAND
            else {"state": "due", "next_action_at": now, "offering_since": now, "klass": min(present.klass, "P1")}
        )
        callbacks.change(
            connection, present, room=room, room_since=now, conversation_id=waiting.conversation_id, **again
        )
        return present.id
    callback_id = uuid4()
    callbacks.add(
        connection,
        {
            "id": callback_id,
            "enrollment_id": waiting.enrollment_id,
            "conversation_id": waiting.conversation_id,
            "origin": "neutral" if waiting.neutral else "talk_now",
            "klass": waiting.need.klass if waiting.need.klass == "P0" else "P1",
            "reason": "talk_now",
            "state": "due",
            "language": waiting.language,
            "minor": waiting.minor,
            "created_at": now,
            "due_at": now + clocks_of(desk.settings).due(Class.P1),
            "next_action_at": now,
            "room": room,
            "room_since": now,
        },
    )
    return callback_id


def leave_room(connection: Connection, desk: Desk, conversation_id: UUID, now: datetime) -> UUID | None:
    """The caller is out of the room but still with us: nobody may be joined to an empty room.

    Without a promise yet there is nothing to ring for until they have said where to call. Returns the
    callback whose phones must stop ringing for that, if any.
    """
    present = callbacks.open_for_conversation(connection, conversation_id)
    if present is None or present.room is None or present.state in {"dialing", "connected"}:
        return None
    if present.promised_at is not None or present.state == "accepted":
        callbacks.change(connection, present, room=None, room_since=None)
        return None
    until = now + timedelta(seconds=desk.settings.lost_call_seconds)
    accepting.let_go(connection, present.id, now)
    callbacks.change(connection, present, room=None, room_since=None, state="waiting", next_action_at=until)
    return present.id


def attach(connection: Connection, waiting: Callback, enrollment_id: UUID) -> None:
    """Say whose record a live call belongs to, unless another callback of that record is open."""
    if callbacks.open_for_enrollment(connection, enrollment_id) is None:
        callbacks.change(connection, waiting, enrollment_id=enrollment_id)


def raise_need(connection: Connection, desk: Desk, enrollment_id: UUID, need: Need, now: datetime) -> None:
    """A later answer made it more urgent: the open callback rises; nothing lowers it here."""
    present = callbacks.open_for_enrollment(connection, enrollment_id)
    if present is None or present.klass <= need.klass or present.state in _IN_HAND:
        return
    due = min(present.due_at, now + clocks_of(desk.settings).due(Class(need.klass)))
    callbacks.change(
        connection,
        present,
        klass=need.klass,
        reason=need.reason,
        due_at=due,
        next_action_at=min(present.next_action_at or now, now),
    )
    act = Act(Action.CALLBACK_RAISE, "caller", "callback", present.id.hex, f"{need.klass}.{need.reason}")
    record(connection, act)


def call_off(
    connection: Connection,
    conversation_id: UUID | None,
    enrollment_id: UUID | None,
    reason: str,
    now: datetime,
) -> list[UUID]:
    """Cancel what is open for a conversation or record, unless a professional is talking already."""
    found = (
        callbacks.open_for_conversation(connection, conversation_id) if conversation_id else None,
        callbacks.open_for_enrollment(connection, enrollment_id) if enrollment_id else None,
    )
    ended: list[UUID] = []
    for callback in {each.id: each for each in found if each is not None}.values():
        if callback.state in {"dialing", "connected"}:
            continue
        _close(connection, callback, reason, now)
        ended.append(callback.id)
    return ended


def _close(connection: Connection, callback: Callback, reason: str, now: datetime) -> None:
    accepting.let_go(connection, callback.id, now)
    callbacks.change(
        connection,
        callback,
        state="cancelled",
        closed_reason=reason,
        ended_at=now,
        next_action_at=None,
        room=None,
        room_since=None,
    )
    record(connection, Act(Action.CALLBACK_CANCEL, "system:desk", "callback", callback.id.hex, reason))
