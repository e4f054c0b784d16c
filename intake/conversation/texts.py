"""Text threads: each message answered once, whatever order and however often it comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.callbacks import caution, traces
from intake.callbacks.desk import Desk
from intake.callbacks.staff_texts import StaffTexts
from intake.carrier.events import InboundText
from intake.carrier.pages import NOTHING, Answer
from intake.conversation.beginnings import new_row
from intake.conversation.engine import reopens
from intake.conversation.events import Text
from intake.conversation.service import Calls, Incoming, Taken, open_state
from intake.numbers import PhoneNumber
from intake.privacy import suppression
from intake.privacy.audit import Act, Action, record
from intake.storage import conversations, messages
from intake.storage.conversations import Conversation


class Threads:
    """What comes by text."""

    def __init__(self, calls: Calls, staff_texts: StaffTexts) -> None:
        self.calls = calls
        self.desk = calls.desk
        self.staff_texts = staff_texts

    def text(self, came: InboundText) -> Answer:
        """Take one text; a repeat gets the answer that the first one got."""
        if came.looped or came.sender is None:
            return NOTHING
        answered = self.staff_texts.answer(came)
        if answered is not None:
            return answered
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            before = conversations.turn_of_request(connection, came.message_sid)
            if before is not None:
                return self._again(connection, before)
            found = self._thread(connection, came, came.sender, now)
            before = conversations.turn_of_request(connection, came.message_sid)
            if before is not None:
                return self._again(connection, before)
            taken = self._take(connection, found, came, now)
        self.calls.nudge(taken)
        return taken.answer

    def _again(self, connection: Connection, before: tuple[UUID, int]) -> Answer:
        found = conversations.get(connection, before[0])
        if found is None:
            return NOTHING
        sealed = conversations.turn_reply(connection, found.id, before[1])
        return self.calls.replay(connection, found, before[1]) if sealed else NOTHING

    def _thread(
        self, connection: Connection, came: InboundText, sender: PhoneNumber, now: datetime
    ) -> Conversation:
        line = "neutral" if came.line == self.desk.lines.neutral else "public"
        prints = self.desk.vault.fingerprints(sender)
        latest = conversations.lock_latest_thread(connection, prints, line)
        if latest is not None and (latest.ended_at is None or self._reopens(latest, came.body)):
            return latest
        row = new_row(self.desk, "sms", line, sender, now)
        row["script_digest"] = self.calls.scripts.current(connection, now).digest
        if conversations.begin(connection, row):
            caution.visited(connection, self.desk.vault, sender, now)
            act = Act(Action.CONVERSATION_BEGIN, "caller", "conversation", row["id"].hex, "sms", "webhook")
            record(connection, act)
        # Two first texts in the same instant: the thread that won has both.
        found = conversations.lock_open_thread(connection, prints, line)
        assert found is not None, "a thread was begun, by us or in the same instant"
        return found

    def _reopens(self, latest: Conversation, body: str) -> bool:
        if latest.state_sealed is None:
            return False
        return reopens(open_state(self.desk, latest), body)

    def _take(self, connection: Connection, found: Conversation, came: InboundText, now: datetime) -> Taken:
        assert came.sender is not None, "a thread has somebody to answer"
        opted_out = suppression.suppressed(connection, self.desk.vault, came.sender, "sms")
        event = Text(came.body, len(came.media), carrier_handled=came.opt_out is not None)
        if found.ended_at is not None:
            conversations.change(connection, found.id, ended_at=None, ended_at_step=None, outcome=None)
        taken = self.calls.take(connection, found, Incoming(event, now, came.message_sid, opted_out))
        keep_inbound(connection, self.desk, found, came, now)
        return taken


def keep_inbound(
    connection: Connection, desk: Desk, found: Conversation, came: InboundText, now: datetime
) -> None:
    """The words of a thread, sealed, for the person who may take it over; they go when it is over."""
    row = message_row(desk, found, came.body, now) | {
        "sid": came.message_sid,
        "direction": "in",
        "purpose": "caller",
        "state": "received",
    }
    messages.add(connection, row)
    traces.text(connection, desk, came.message_sid, now, final=True)


def message_row(desk: Desk, found: Conversation, body: str, now: datetime) -> dict[str, Any]:
    """A message of a thread with its body sealed; the thread's own row knows the number."""
    message_id, data_key = uuid4(), desk.vault.new_key()
    return {
        "id": message_id,
        "conversation_id": found.id,
        "data_key": data_key,
        "body_sealed": desk.vault.seal(data_key, body, f"messages.body_sealed:{message_id.hex}"),
        "created_at": now,
    }
