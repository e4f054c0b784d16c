"""Begin, continue and end a conversation: one transaction each, and a repeat changes nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import caution
from intake.callbacks.desk import Desk
from intake.carrier.events import InboundCall, TurnInput
from intake.carrier.pages import NOTHING, Answer, Page
from intake.carrier.requests import TurnRequest
from intake.conversation import going_on, kept
from intake.conversation.beginnings import new_row
from intake.conversation.engine import advance
from intake.conversation.events import Begin, CodeChecked, Event, Heard, HungUp, Key, Timeout
from intake.conversation.facts import CodeEntered
from intake.conversation.going_on import Dropped, in_the_middle
from intake.conversation.instructions import HangUp
from intake.conversation.recording import Recorder
from intake.conversation.script import Script
from intake.conversation.scripts import Scripts
from intake.conversation.state import State
from intake.conversation.turn import Turn
from intake.conversation.upkeep import next_look
from intake.conversation.world import Moment
from intake.numbers import PhoneNumber
from intake.privacy import codes
from intake.privacy.audit import Act, Action, record
from intake.storage import conversations, enrollments
from intake.storage.conversations import Conversation, SavedTurn


@dataclass(frozen=True)
class Incoming:
    """Something that happened to a conversation. `request` names what has no turn of its own in its address."""

    event: Event
    now: datetime
    request: str | None = None
    opted_out: bool = False
    # Served instead of what the script says.
    serve: tuple[Page, ...] = ()


@dataclass(frozen=True)
class Taken:
    """One turn as taken: what to answer, and what must be made to happen soon."""

    answer: Answer
    turn: Turn
    nudges: tuple[tuple[str, UUID], ...]


class Calls:
    """Voice conversations."""

    def __init__(self, desk: Desk, scripts: Scripts) -> None:
        self.desk = desk
        self.scripts = scripts

    def begin_call(self, call: InboundCall) -> Answer:
        """The first answer of a call; the same again for the same call."""
        if call.looped:
            return Answer((HangUp(),))
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            known = conversations.lock_by_leg(connection, call.call_sid)
            if known is not None:
                return self.replay(connection, known, 0)
            begun = self._begin(connection, call, now)
            if begun is None:
                # The same request came twice in one instant: the other one has just begun it.
                other = conversations.lock_by_leg(connection, call.call_sid)
                return NOTHING if other is None else self.replay(connection, other, 0)
            taken = self.take(connection, begun, Incoming(Begin(), now))
        self.nudge(taken)
        return taken.answer

    def _begin(self, connection: Connection, call: InboundCall, now: datetime) -> Conversation | None:
        line = "neutral" if call.line == self.desk.lines.neutral else "public"
        row = new_row(self.desk, "voice", line, call.caller, now)
        row |= {"leg_sid": call.call_sid, "script_digest": self.scripts.current(connection, now).digest}
        if not conversations.begin(connection, row):
            return None
        caution.visited(connection, self.desk.vault, call.caller, now)
        record(
            connection,
            Act(Action.CONVERSATION_BEGIN, "caller", "conversation", row["id"].hex, "voice", "webhook"),
        )
        return conversations.lock(connection, row["id"])

    def turn(self, request: TurnRequest) -> Answer:
        """One answer by key, voice or silence."""
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            found = conversations.lock(connection, UUID(request.conversation))
            if found is None or found.leg_sid != request.input.call_sid:
                return Answer((HangUp(),))
            if request.turn != found.turn or found.ended_at is not None:
                return self.replay(connection, found, min(request.turn, found.turn - 1))
            event = HungUp() if request.input.status.over else heard(request.input)
            taken = self.take(connection, found, Incoming(event, now))
        self.nudge(taken)
        return taken.answer

    def take(self, connection: Connection, found: Conversation, came: Incoming) -> Taken:
        """Advance by one event, record what it obliges us to, keep the answer, all in this transaction."""
        state = open_state(self.desk, found)
        moment = Moment(
            self.desk,
            connection,
            found,
            zip=state.answers.zip,
            began=found.started_at,
            in_crisis=state.crisis is not None,
            opted_out=came.opted_out,
        )
        script = self.scripts.version(connection, found.script_digest)
        turn = advance(script, state, came.event, moment.context())
        turn, found = self._check_code(connection, found, turn, moment)
        recorder = Recorder(connection, self.desk, found, turn.state, moment, came.now)
        recorder.carry_out(turn.facts)
        if turn.state.ended and not state.ended:
            self._go_on(connection, recorder, script)
        answer = Answer(
            came.serve or turn.instructions,
            turn.state.language,
            conversation=found.id.hex,
            turn=found.turn + 1,
        )
        save(self.desk, connection, Step(found, came, turn, answer))
        return Taken(answer, turn, tuple(recorder.nudges))

    def _check_code(
        self, connection: Connection, found: Conversation, turn: Turn, moment: Moment
    ) -> tuple[Turn, Conversation]:
        """A code keyed in on the neutral line: right, wrong, expired and unknown take the same way."""
        entered = next((fact for fact in turn.facts if isinstance(fact, CodeEntered)), None)
        if entered is None:
            return turn, found
        given = codes.Try(entered.code, moment.caller, found.leg_sid or found.id.hex)
        locked_for = timedelta(seconds=self.desk.settings.pin_lock_seconds)
        enrollment_id = codes.check(connection, self.desk.vault, given, self.desk.clock(), locked_for)
        record_of = enrollments.get(connection, enrollment_id) if enrollment_id is not None else None
        checked = CodeChecked(ok=False)
        if record_of is not None:
            conversations.change(connection, found.id, enrollment_id=record_of.id)
            found = replace(found, enrollment_id=record_of.id)
            checked = CodeChecked(ok=True, language="es" if record_of.language == "es" else "en")
        script = self.scripts.version(connection, found.script_digest)
        return advance(script, turn.state, checked, moment.context()), found

    def _go_on(self, connection: Connection, recorder: Recorder, script: Script) -> None:
        """A call that dropped in the middle goes on by text, where that is allowed."""
        state = recorder.state
        number = PhoneNumber(state.number) if state.number else recorder.caller
        dropped = Dropped(recorder.conversation, state, recorder.enrollment_id, number)
        if not in_the_middle(dropped):
            return
        message_id = going_on.offer(connection, self.desk, dropped, script)
        if message_id is not None:
            recorder.nudges.append(("send_message", message_id))

    def replay(self, connection: Connection, found: Conversation, number: int) -> Answer:
        """The answer that a turn got when it came first."""
        sealed = conversations.turn_reply(connection, found.id, number)
        if sealed is None:
            return Answer((HangUp(),), found.language)
        text = self.desk.vault.open(found.data_key, sealed, _reply_place(found.id, number))
        return kept.from_text(text, found.id.hex)

    def nudge(self, taken: Taken) -> None:
        """After the commit: what is due now happens soon."""
        for job, record_id in taken.nudges:
            self.desk.nudge(job, record_id)

    def event(self, conversation_id: UUID, event: Event) -> Answer:
        """Something happened to a call that is not an answer to a question (hung up, joined, no answer)."""
        now = self.desk.clock()
        with self.desk.database.begin() as connection:
            found = conversations.lock(connection, conversation_id)
            if found is None or found.ended_at is not None:
                return NOTHING
            taken = self.take(connection, found, Incoming(event, now))
        self.nudge(taken)
        return taken.answer


@dataclass(frozen=True)
class Step:
    """One turn on its way into the database."""

    found: Conversation
    came: Incoming
    turn: Turn
    answer: Answer


def heard(given: TurnInput) -> Event:
    """What was pressed or said, as the engine knows it; something meaningless is a key that leads nowhere."""
    if given.timed_out:
        return Timeout()
    if given.speech is not None and not given.digits:
        return Heard(given.speech, given.confidence)
    return Key(given.digits or "")


def open_state(desk: Desk, found: Conversation) -> State:
    """Where the conversation stands."""
    if found.state_sealed is None:
        return State(channel="sms" if found.channel == "sms" else "voice")
    text = desk.vault.open(found.data_key, found.state_sealed, f"conversations.state_sealed:{found.id.hex}")
    return State.from_json(json.loads(text))


def save(desk: Desk, connection: Connection, step: Step) -> None:
    """Keep the turn, its answer and the new state; an ended conversation keeps nothing that it need not."""
    found, state, now = step.found, step.turn.state, step.came.now
    seal = desk.vault.seal
    saved = SavedTurn(
        conversation_id=found.id,
        turn=found.turn,
        asked_step=found.step,
        input=type(step.came.event).__name__.lower(),
        reply_sealed=seal(found.data_key, kept.to_text(step.answer), _reply_place(found.id, found.turn)),
        request=step.came.request,
        step=state.step,
        language=state.language,
        state_sealed=seal(
            found.data_key, json.dumps(state.to_json()), f"conversations.state_sealed:{found.id.hex}"
        ),
        next_action_at=next_look(desk.settings, state, now),
        now=now,
    )
    conversations.save_turn(connection, saved)
    if state.ended and (found.channel == "voice" or not state.confirmed):
        # What must last is in the record by now; an abandoned call leaves no number at all.
        conversations.forget_answers(connection, found.id)


def _reply_place(conversation_id: UUID, turn: int) -> str:
    return f"turns.reply_sealed:{conversation_id.hex}.{turn}"
