"""Look after conversations whose callers do nothing: calls that ended unheard, threads that fell silent."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import texting
from intake.callbacks.texting import Text
from intake.carrier.errors import CarrierBusy, CarrierError
from intake.carrier.words import CallStatus
from intake.conversation.events import Connected, HungUp
from intake.conversation.instructions import Reply
from intake.conversation.service import Calls, Incoming, Taken, open_state
from intake.conversation.upkeep import due_event, next_look
from intake.conversation.world import caller_of
from intake.storage import attempts, callbacks, conversations
from intake.storage.conversations import Conversation


class Upkeep:
    """Brings every conversation to an end with a reason."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self.desk = calls.desk

    def look(self, conversation_id: UUID) -> None:
        """Do what one overdue conversation needs."""
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            found = conversations.lock(connection, conversation_id)
            if found is None or found.ended_at is not None or (found.next_action_at or now) > now:
                return
            if found.with_human:
                self._with_person(connection, found, now)
                return
            if found.channel == "sms":
                taken, texts = self._silence(connection, found)
            else:
                # The carrier is asked without a transaction; until then nobody else need ask.
                state = open_state(self.desk, found)
                conversations.change(
                    connection, found.id, next_action_at=next_look(self.desk.settings, state, now)
                )
                taken, texts = None, []
        if taken is not None:
            self.calls.nudge(taken)
            for message_id in texts:
                self.desk.nudge("send_message", message_id)
        elif found.leg_sid is not None and self._is_over(found.leg_sid):
            self.calls.event(found.id, Connected() if self._was_joined(found.id) else HungUp())

    def _with_person(self, connection: Connection, found: Conversation, now: datetime) -> None:
        """A thread that a person has: theirs while something is owed in it, and over when nothing is."""
        if callbacks.open_for_conversation(connection, found.id) is not None:
            later = now + timedelta(seconds=self.desk.settings.text_expire_seconds)
            conversations.change(connection, found.id, next_action_at=later)
            return
        outcome = "callback" if found.secured_at is not None else "text_only"
        conversations.end(connection, found.id, {"ended_at": now, "ended_at_step": found.step, "outcome": outcome})

    def look_up(self, conversation_id: UUID) -> None:
        """A call of which there is doubt is asked about at the carrier now; the caller may have gone unheard."""
        with self.desk.database.begin() as connection:
            found = conversations.get(connection, conversation_id)
        if found is not None and found.ended_at is None and found.leg_sid is not None and self._is_over(found.leg_sid):
            self.calls.event(found.id, Connected() if self._was_joined(found.id) else HungUp())

    def _was_joined(self, conversation_id: UUID) -> bool:
        with self.desk.database.begin() as connection:
            owed = callbacks.open_for_conversation(connection, conversation_id)
            tried = attempts.latest_of_callback(connection, owed.id) if owed is not None else None
            return tried is not None and tried.kind == "live" and tried.connected_at is not None

    def _is_over(self, call_sid: str) -> bool:
        try:
            status = self.desk.carrier.fetch_call(call_sid).status
        except CarrierBusy:
            return False
        except CarrierError:
            # A call that the carrier does not know is no call any more.
            return True
        return status is not CallStatus.UNKNOWN and status.over

    def _silence(self, connection: Connection, found: Conversation) -> tuple[Taken, list[UUID]]:
        now = self.desk.clock()
        event = due_event(self.desk.settings, open_state(self.desk, found))
        taken = self.calls.take(connection, found, Incoming(event, now))
        caller = caller_of(self.desk, found)
        if caller is None:
            return taken, []
        written = [
            texting.write(
                connection,
                self.desk,
                Text(caller, each.say.text, "nudge", f"nudge:{found.id.hex}:{found.turn}:{place}", found.id),
                now,
            )
            for place, each in enumerate(taken.answer.instructions)
            if isinstance(each, Reply)
        ]
        return taken, [message_id for message_id in written if message_id is not None]
