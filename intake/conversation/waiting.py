"""A caller in the waiting room, or on the bridge to 988: what they hear, and what follows when it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import alerts, consequences
from intake.callbacks.ladder import hold_rung
from intake.callbacks.promise import leave_room
from intake.carrier.pages import NOTHING, Answer, DialBackup, LeaveRoom
from intake.carrier.requests import BridgedRequest, WaitedRequest, WaitRequest
from intake.carrier.words import DialStatus, QueueOutcome
from intake.conversation.engine import advance
from intake.conversation.events import Connected, Event, HungUp, Key, NoAnswer, Waiting
from intake.conversation.instructions import HangUp, Hold, Ring
from intake.conversation.service import Calls, Incoming, Taken, open_state
from intake.conversation.world import Moment
from intake.oncall.availability import people_on_duty
from intake.storage import callbacks, conversations
from intake.storage.callbacks import Callback
from intake.storage.conversations import Conversation

# Keys that mean something to whoever holds, and the seconds after the room's first words.
_ROOM_KEYS, _FIRST_PAUSE = "019*", 5.0


def _coming(event: Event, owed: Callback | None, now: datetime, name: str) -> Incoming:
    """In a crisis nobody is offered a call back while there is one more person to ring: the backup."""
    if isinstance(event, NoAnswer) and owed is not None and owed.klass == "P0":
        return Incoming(Waiting(), now, name, serve=(DialBackup(),))
    return Incoming(event, now, name)


class WaitingRoom:
    """The pages of a hold."""

    def __init__(self, calls: Calls) -> None:
        self.calls = calls
        self.desk = calls.desk

    def wait(self, request: WaitRequest) -> Answer:
        """The next page of a hold; a key there is an answer like any other."""
        now = self.desk.clock()
        taken = None
        with self.desk.database.begin() as connection:
            found = conversations.lock(connection, UUID(request.conversation))
            if found is None or found.leg_sid != request.tick.call_sid or request.tick.status.over:
                return NOTHING
            if found.ended_at is not None:
                return Answer((LeaveRoom(),), conversation=found.id.hex, turn=request.turn)
            owed = callbacks.open_for_conversation(connection, found.id)
            event = self._event(connection, owed, request, now)
            if event is None:
                return self._words(connection, found, request)
            name = f"w:{found.id.hex}:{request.turn}:{request.page}"
            before = conversations.turn_of_request(connection, name)
            if before is not None:
                answer = self.calls.replay(connection, found, before[1])
            else:
                taken = self.calls.take(connection, found, _coming(event, owed, now, name))
                taken = self._out(connection, found.id, taken, now)
                if isinstance(event, NoAnswer) and owed is not None:
                    taken = self._told(connection, owed, taken, now)
                answer = taken.answer
        if taken is not None:
            self.calls.nudge(taken)
        return self._as_page(answer, request)

    def _out(self, connection: Connection, conversation_id: UUID, taken: Taken, now: datetime) -> Taken:
        """Whoever is not held any more must not be joined to: their phones stop."""
        if any(isinstance(each, Hold | Ring) for each in taken.answer.instructions):
            return taken
        silenced = leave_room(connection, self.desk, conversation_id, now)
        more = (("end_callback_legs", silenced),) if silenced else ()
        return replace(taken, nudges=(*taken.nudges, *more))

    def _told(self, connection: Connection, owed: Callback, taken: Taken, now: datetime) -> Taken:
        """Nobody came: a supervisor hears of it at once."""
        texts = alerts.missed(connection, self.desk, owed, now)
        more = tuple(("send_message", message_id) for message_id in texts)
        return replace(taken, nudges=(*taken.nudges, *more))

    def _event(
        self, connection: Connection, owed: Callback | None, request: WaitRequest, now: datetime
    ) -> Event | None:
        if request.tick.digits:
            return Key(request.tick.digits)
        return NoAnswer() if owed is None or self._nobody_came(connection, owed, now) else None

    def _nobody_came(self, connection: Connection, owed: Callback, now: datetime) -> bool:
        """Every rung has rung, or the hold has lasted longer than any hold may."""
        since = owed.room_since or owed.created_at
        in_hand = owed.state in {"accepted", "dialing", "connected"}
        if owed.klass == "P0":
            whole = self._crisis_ladder()
            alone = not in_hand and not people_on_duty(connection, now)
            return alone or now - since >= (2 * whole if in_hand else whole)
        if now - since >= timedelta(seconds=self.desk.settings.talk_now_ceiling_seconds):
            return True
        ring = timedelta(seconds=self.desk.settings.talk_now_ring_seconds)
        return not in_hand and hold_rung(since, now, ring) is None

    def _crisis_ladder(self) -> timedelta:
        """Primary and backup at once, the supervisor, the manager, and the manager's phone has rung out."""
        settings = self.desk.settings
        return timedelta(seconds=2 * settings.escalate_seconds_p0 + settings.talk_now_ring_seconds)

    def _words(self, connection: Connection, found: Conversation, request: WaitRequest) -> Answer:
        if request.page == 0:
            begun = self.calls.replay(connection, found, request.turn - 1)
            rings = [each for each in begun.instructions if isinstance(each, Ring)]
            first = tuple(Hold(ring.says, _ROOM_KEYS, _FIRST_PAUSE) for ring in rings)
            return self._as_page(replace(begun, instructions=first), request)
        script = self.calls.scripts.version(connection, found.script_digest)
        moment = Moment(self.desk, connection, found)
        turn = advance(script, open_state(self.desk, found), Waiting(), moment.context())
        return self._as_page(Answer(turn.instructions, found.language, found.id.hex, request.turn), request)

    def _as_page(self, answer: Answer, request: WaitRequest) -> Answer:
        """A hold stays in the room; anything else is served once the carrier has taken the caller out of it."""
        holds = tuple(each for each in answer.instructions if isinstance(each, Hold))
        page = holds[-1:] or (LeaveRoom(),)
        return Answer(
            page,
            answer.language,
            conversation=request.conversation,
            turn=request.turn,
            wait_page=request.page,
        )

    def waited(self, request: WaitedRequest) -> Answer:
        """The room is left: because we said so, because somebody was joined, or because the caller went."""
        outcome = request.result.outcome
        conversation_id = UUID(request.conversation)
        if outcome is QueueOutcome.LEAVE and not request.result.status.over:
            return self._served_outside(conversation_id)
        name = f"q:{conversation_id.hex}:{request.turn}"
        if outcome in {QueueOutcome.BRIDGED, QueueOutcome.REDIRECTED_FROM_BRIDGED}:
            self._once(conversation_id, Connected(), name)
            return Answer((HangUp(),))
        if request.result.status.over or outcome is QueueOutcome.HANGUP:
            self._once(conversation_id, HungUp(), name)
            return NOTHING
        if outcome is QueueOutcome.BRIDGING:
            return NOTHING
        return self._once(conversation_id, NoAnswer(), name)

    def _served_outside(self, conversation_id: UUID) -> Answer:
        with self.desk.database.begin() as connection:
            found = conversations.lock(connection, conversation_id)
            if found is None:
                return Answer((HangUp(),))
            return self.calls.replay(connection, found, found.turn - 1)

    def bridged(self, request: BridgedRequest) -> Answer:
        """988 answered and the talk is over, or 988 did not answer."""
        answered = request.result.outcome in {DialStatus.COMPLETED, DialStatus.ANSWERED}
        event: Event = Connected() if answered and request.result.bridged is not False else NoAnswer()
        if request.result.status.over and not isinstance(event, Connected):
            event = HungUp()
        name = f"b:{request.conversation}:{request.turn}"
        answer = self._once(UUID(request.conversation), event, name)
        return answer if answer.instructions else Answer((HangUp(),))

    def with_backup(self, caller_leg: str) -> None:
        """The backup person has pressed a key for this caller: nobody else is rung, and they are reached."""
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            found = conversations.lock_by_leg(connection, caller_leg)
            if found is None or found.ended_at is not None:
                return
            taken = self.calls.take(connection, found, Incoming(Connected(), now))
            owed = callbacks.open_for_conversation(connection, found.id)
            if owed is not None:
                consequences.complete(connection, owed, "reached_by_backup", now)
        self.calls.nudge(taken)
        if owed is not None:
            self.desk.nudge("end_callback_legs", owed.id)

    def _once(self, conversation_id: UUID, event: Event, name: str) -> Answer:
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            found = conversations.lock(connection, conversation_id)
            if found is None:
                return NOTHING
            before = conversations.turn_of_request(connection, name)
            if before is not None:
                return self.calls.replay(connection, found, before[1])
            if found.ended_at is not None:
                return NOTHING
            taken = self.calls.take(connection, found, Incoming(event, now, name))
            taken = self._out(connection, found.id, taken, now)
        self.calls.nudge(taken)
        return taken.answer
