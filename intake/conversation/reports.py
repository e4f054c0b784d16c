"""What the carrier reports afterwards of calls and texts, sorted to whom it concerns."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import leg_events, traces
from intake.callbacks.desk import Desk
from intake.carrier.events import MessageStatus, StatusEvent
from intake.carrier.words import TextStatus
from intake.conversation.events import HungUp
from intake.conversation.service import Calls
from intake.privacy import suppression
from intake.storage import callbacks, conversations, messages

_STATES = {
    TextStatus.SENT: "sent",
    TextStatus.DELIVERED: "delivered",
    TextStatus.UNDELIVERED: "failed",
    TextStatus.FAILED: "failed",
    TextStatus.CANCELED: "failed",
}
_JOIN_SECONDS = 2
_BRIDGE = "T20_988"
_FINAL = frozenset({"delivered", "failed"})
_OPTED_OUT = 21610


class Reports:
    """Status events of either kind; each counts once."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self.desk: Desk = calls.desk

    def call(self, event: StatusEvent) -> None:
        """A leg's progress: a professional's, a dialled caller's, or the caller's own."""
        if event.about is not None and event.about.kind == "offer":
            leg_events.offer_leg(self.desk, event, UUID(event.about.id))
        elif event.about is not None and event.about.kind == "attempt":
            leg_events.attempt_leg(self.desk, event, UUID(event.about.id))
        elif event.status.over and event.parent_sid is None:
            self._caller_gone(event.call_sid)

    def _caller_gone(self, call_sid: str) -> None:
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            found = conversations.lock_by_leg(connection, call_sid)
            if found is None or found.ended_at is not None:
                return
            owed = callbacks.open_for_conversation(connection, found.id)
            joining = owed is not None and owed.room is not None and owed.state in {"dialing", "connected"}
            # The bridge to 988 tells of its own end, too; it may come after the leg's.
            joining = joining or found.step == _BRIDGE
            if joining:
                # Whether they were joined before they went is about to be told, or is looked up shortly.
                soon = now + timedelta(seconds=_JOIN_SECONDS)
                conversations.change(connection, found.id, next_action_at=soon)
        if not joining:
            self.calls.event(found.id, HungUp())

    def message(self, event: MessageStatus) -> None:
        """A text's progress. A refusal because of STOP is a stop like any other."""
        with self.desk.database.begin() as connection:
            if event.error_code == _OPTED_OUT and event.recipient is not None:
                stop = suppression.Stop("sms", "carrier", "carrier_error", actor="carrier")
                suppression.suppress(connection, self.desk.vault, event.recipient, stop, self.desk.clock())
            state = _STATES.get(event.status)
            if event.about is None or state is None:
                return
            if event.about.kind == "message":
                self._progress(connection, UUID(event.about.id), event, state)
            final = state in _FINAL
            trace = traces.text(connection, self.desk, event.message_sid, self.desk.clock(), final=final)
        if final:
            self.desk.nudge("clear_trace", trace)

    def _progress(self, connection: Connection, message_id: UUID, event: MessageStatus, state: str) -> None:
        kept = messages.get(connection, message_id, lock=True)
        if kept is None or kept.state in _FINAL:
            return
        messages.change(
            connection,
            kept.id,
            state=state,
            error_code=event.error_code,
            sid=event.message_sid,
            next_action_at=None,
        )
