"""A call that dropped in the middle may go on by text, at the question where it was.

Only where the caller had said that a text may be left, never in a crisis, within their hours, never to a landline or
after a stop. One text from the line that names nobody; whoever does not answer it is called back all the same.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import dialing, safe_message, texting
from intake.callbacks.desk import Desk
from intake.callbacks.permission import Deed, allowed
from intake.callbacks.texting import Text
from intake.conversation.beginnings import new_row
from intake.conversation.script import Script
from intake.conversation.state import State
from intake.conversation.upkeep import next_look
from intake.numbers import PhoneNumber
from intake.privacy.audit import Act, Action, record
from intake.storage import callbacks, conversations, enrollments
from intake.storage.conversations import Conversation

# Between the answer that allows a text and the end of the call.
_MIDDLE = frozenset({"N80_TIME", "N85_ZIP"})


@dataclass(frozen=True)
class Dropped:
    """A call that ended, as it stood."""

    found: Conversation
    state: State
    enrollment_id: UUID | None
    number: PhoneNumber | None


def in_the_middle(dropped: Dropped) -> bool:
    """Whether there is a question left to go on with, and nothing that forbids writing."""
    state = dropped.state
    calm = state.crisis is None and not state.do_not_contact
    return dropped.found.channel == "voice" and state.confirmed and calm and state.step in _MIDDLE


def offer(connection: Connection, desk: Desk, dropped: Dropped, script: Script) -> UUID | None:
    """Begin the thread and write its one text; None where none may be sent. Nudge `send_message` for it."""
    now = desk.clock()
    if dropped.number is None or not _may_text(connection, desk, dropped, now):
        return None
    thread_id = _begin(connection, desk, dropped, now)
    if thread_id is None:
        return None
    body = script.wording("sms", dropped.state.language, "GO_ON") or ""
    text = Text(dropped.number, body, "callback_text", f"go_on:{dropped.found.id.hex}", thread_id)
    return texting.write(connection, desk, text, now)


def _may_text(connection: Connection, desk: Desk, dropped: Dropped, now: datetime) -> bool:
    if dropped.enrollment_id is None or dropped.number is None:
        return False
    kept = enrollments.get(connection, dropped.enrollment_id)
    owed = callbacks.open_for_enrollment(connection, dropped.enrollment_id)
    if kept is None or owed is None:
        return False
    contact = dialing.contact_of(connection, desk, owed, kept)
    return allowed(safe_message.with_line(connection, desk, contact, dropped.number), Deed.TEXT, now).ok


def _begin(connection: Connection, desk: Desk, dropped: Dropped, now: datetime) -> UUID | None:
    """A thread on the neutral line that stands where the call stood; None if they have one there already."""
    afresh = replace(dropped.state, outcome=None, strikes=0, timeouts=0, language_chosen=True)
    state = replace(afresh, channel="sms", nudged=True, paused=True)
    assert dropped.number is not None, "somebody to write to"
    row = new_row(desk, "sms", "neutral", dropped.number, now)
    row["script_digest"] = dropped.found.script_digest
    if not conversations.begin(connection, row):
        return None
    thread_id = UUID(str(row["id"]))
    place = f"conversations.state_sealed:{thread_id.hex}"
    conversations.change(
        connection,
        thread_id,
        step=state.step,
        language=state.language,
        enrollment_id=dropped.enrollment_id,
        state_sealed=desk.vault.seal(row["data_key"], json.dumps(state.to_json()), place),
        next_action_at=next_look(desk.settings, state, now),
    )
    act = Act(Action.CONVERSATION_BEGIN, "system:desk", "conversation", thread_id.hex, "went_on_by_text", "webhook")
    record(connection, act)
    return thread_id
