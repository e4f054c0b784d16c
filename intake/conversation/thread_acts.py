"""A person answers a text thread: in the same thread, from the same number, never against a STOP."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from intake.callbacks import consequences, texting
from intake.callbacks.desk import Desk
from intake.callbacks.page_acts import Result
from intake.callbacks.texting import Text
from intake.conversation.world import caller_of
from intake.privacy import suppression
from intake.privacy.audit import Act, Action, record
from intake.storage import callbacks, conversations


class ThreadActs:
    """Acts on text threads by members of staff."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def send_thread_reply(self, conversation_id: UUID, by: UUID, text: str) -> Result:
        """Text the person back; `NOT_WANTED` after a STOP."""
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            found = conversations.lock(connection, conversation_id)
            caller = caller_of(self.desk, found) if found is not None else None
            if found is None or caller is None or found.channel != "sms" or not text.strip():
                return Result.GONE
            if suppression.suppressed(connection, self.desk.vault, caller, "sms"):
                return Result.NOT_WANTED
            written = texting.write(
                connection,
                self.desk,
                Text(
                    caller,
                    text.strip(),
                    "staff_reply",
                    f"staff_reply:{uuid4().hex}",
                    conversation_id=conversation_id,
                    staff_id=by,
                ),
                now,
            )
            act = Act(Action.TEXT_SENT, f"staff:{by.hex}", "conversation", conversation_id.hex)
            record(connection, act)
        if written is not None:
            self.desk.nudge("send_message", written)
        return Result.DONE

    def take_thread(self, conversation_id: UUID, by: UUID) -> Result:
        """Take a thread over from the machine: it stays silent there from now on."""
        with self.desk.database.begin() as connection:
            found = conversations.lock(connection, conversation_id)
            if found is None or found.channel != "sms" or found.ended_at is not None:
                return Result.GONE
            later = self.desk.clock() + timedelta(seconds=self.desk.settings.text_expire_seconds)
            conversations.change(connection, conversation_id, with_human=True, next_action_at=later)
            act = Act(Action.TEXT_TAKEN_OVER, f"staff:{by.hex}", "conversation", conversation_id.hex)
            record(connection, act)
        return Result.DONE

    def end_thread(self, conversation_id: UUID, by: UUID) -> Result:
        """A person is done with it: the thread and what was owed in it come to an end."""
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            found = conversations.lock(connection, conversation_id)
            if found is None or found.channel != "sms" or found.ended_at is not None:
                return Result.GONE
            owed = callbacks.open_for_conversation(connection, conversation_id)
            if owed is not None and owed.accepted_by == by and owed.state == "connected":
                consequences.complete(connection, owed, "reached", now)
            values = {"ended_at": now, "ended_at_step": found.step, "outcome": "text_only"}
            conversations.end(connection, conversation_id, values)
        return Result.DONE

