"""Text threads: each message answered once, whatever order and however often it comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection

from intake.callbacks import caution, traces
from intake.callbacks.desk import Desk
from intake.callbacks.staff_texts import StaffTexts, answer_of
from intake.carrier.events import InboundText
from intake.carrier.pages import NOTHING, Answer
from intake.conversation.beginnings import new_row
from intake.conversation.engine import reopens
from intake.conversation.events import Text
from intake.conversation.service import Calls, Incoming, Taken, open_state
from intake.numbers import PhoneNumber
from intake.privacy import suppression
from intake.privacy.audit import Act, Action, record
from intake.storage import conversations, messages, received_texts
from intake.storage.conversations import Conversation
from intake.storage.received_texts import Received


class Threads:
    """What comes by text."""

    def __init__(self, calls: Calls, staff_texts: StaffTexts) -> None:
        self.calls = calls
        self.desk = calls.desk
        self.staff_texts = staff_texts

    def text(self, came: InboundText) -> Answer:
        """Take one text. One that comes again changes nothing and is answered once.

        A delivery that the carrier tries again, because our answer did not reach it, gets the same answer.
        A second delivery of its own gets an empty one: the answer to the first has been sent already, and
        the carrier would send it again.
        """
        if came.looped or came.sender is None:
            return NOTHING
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            before = received_texts.claim(connection, came.message_sid, came.delivery, now)
            if before is not None:
                return self._again(connection, came, before)
            written = self.staff_texts.answer(connection, came, now)
            if written is not None:
                received_texts.answered(connection, came.message_sid, written.said)
            else:
                taken = self._take(connection, self._thread(connection, came, came.sender, now), came, now)
        if written is None:
            self.calls.nudge(taken)
            return taken.answer
        for job, record_id in written.nudges:
            self.desk.nudge(job, record_id)
        return written.answer

    def _again(self, connection: Connection, came: InboundText, before: Received) -> Answer:
        if before.delivery and came.delivery and before.delivery != came.delivery:
            return NOTHING
        if before.said is not None:
            return answer_of(before.said)
        turn = conversations.turn_of_request(connection, came.message_sid)
        found = conversations.get(connection, turn[0]) if turn is not None else None
        if turn is None or found is None:
            return NOTHING
        sealed = conversations.turn_reply(connection, found.id, turn[1])
        return self.calls.replay(connection, found, turn[1]) if sealed else NOTHING

    def _thread(self, connection: Connection, came: InboundText, sender: PhoneNumber, now: datetime) -> Conversation:
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


def keep_inbound(connection: Connection, desk: Desk, found: Conversation, came: InboundText, now: datetime) -> None:
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
