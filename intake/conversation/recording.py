"""Carry out what a turn obliges us to record, in the transaction of the turn itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import caution, promise, traces
from intake.callbacks.desk import Desk
from intake.conversation import facts
from intake.conversation.state import State
from intake.conversation.world import Moment
from intake.enrollments import intake, places
from intake.enrollments.intake import Asking
from intake.numbers import PhoneNumber
from intake.privacy import codes, suppression
from intake.privacy.audit import Act, Action, record
from intake.storage import callbacks, conversations, enrollments, messages, permissions
from intake.storage.conversations import Conversation
from intake.storage.enrollments import Enrollment
from intake.storage.permissions import Permission


@dataclass
class Recorder:
    """One turn's obligations. What must be made to happen soon is collected in `nudges`."""

    connection: Connection
    desk: Desk
    conversation: Conversation
    state: State
    moment: Moment
    now: datetime
    nudges: list[tuple[str, UUID]] = field(default_factory=list)
    enrollment_id: UUID | None = None

    @property
    def caller(self) -> PhoneNumber | None:
        """The number on the line, while we may know it."""
        return self.moment.caller

    def __post_init__(self) -> None:
        self.enrollment_id = self.conversation.enrollment_id

    def carry_out(self, told: tuple[facts.Fact, ...]) -> None:
        """Every fact in order; a fact that we do not know is a mistake in the code and raises KeyError."""
        for fact in told:
            _ACTS[type(fact)](self, fact)

    # -- the record ---------------------------------------------------------------------------

    def asking(
        self, answers_of: facts.AnswersChanged | facts.NumberConfirmed | facts.CallbackPromised
    ) -> Asking:
        """What is known of the asker after this turn."""
        typed = PhoneNumber(self.state.number) if self.state.number else None
        number = typed or self.caller
        answers = answers_of.answers
        return Asking(
            channel=self.conversation.channel,
            language=self.state.language,
            number=number,
            number_source=self.state.number_source,
            answers=answers,
            timezone=places.zone_of(answers.zip, number.area_code if number else None),
        )

    def number_confirmed(self, fact: facts.NumberConfirmed) -> None:
        """From now on there is a record, and this number may be called for this request."""
        asking = self.asking(fact)
        if fact.source == "caller_id" and fact.number is None and self.caller is not None:
            # Asking by voice for a call is a new express request (47 CFR 64.1200(a)(10)); texts stay stopped.
            suppression.lift_voice(self.connection, self.desk.vault, self.caller, self.now)
        kept = intake.open_or_merge(self.connection, self.desk.vault, asking, self.enrollment_id, self.now)
        self.enrollment_id = kept.id
        secured = self.conversation.secured_at or self.now
        conversations.change(self.connection, self.conversation.id, enrollment_id=kept.id, secured_at=secured)
        record(
            self.connection,
            Act(Action.NUMBER_GIVEN, "caller", "enrollment", kept.id.hex, fact.source, "webhook"),
        )
        self.permit(kept, "use_number", granted=True)
        if asking.number is not None:
            caution.wanted(self.connection, self.desk.vault, self.caller, asking.number, self.now)

    def answers_changed(self, fact: facts.AnswersChanged) -> None:
        """Newest answers win, and a callback that exists already is raised if the need rose."""
        kept = self.enrollment()
        if kept is None:
            return
        intake.save_answers(self.connection, self.desk.vault, kept, self.asking(fact), self.now)
        self.permit(kept, "voicemail", granted=fact.answers.message in {"voicemail", "either"})
        self.permit(kept, "text_message", granted=fact.answers.message in {"text", "either"})
        self.permit(kept, "brand_ok", granted=fact.answers.identify_as == "brand_ok")
        promise.raise_need(self.connection, self.desk, kept.id, fact.need, self.now)

    def permit(self, kept: Enrollment, kind: str, *, granted: bool) -> None:
        """A contact permission with the wording that asked for it (47 CFR 64.1200, domain 2.4)."""
        if permissions.standing(self.connection, kept.id).get(kind) == granted:
            return
        given = Permission(
            enrollment_id=kept.id,
            conversation_id=self.conversation.id,
            kind=kind,
            granted=granted,
            step=self.conversation.step,
            wording_version=self.conversation.script_digest,
            language=self.state.language,
            channel=self.conversation.channel,
            at=self.now,
        )
        permissions.add(self.connection, [given])

    def enrollment(self) -> Enrollment | None:
        """The record of this conversation, if there is one yet."""
        return enrollments.get(self.connection, self.enrollment_id, lock=True) if self.enrollment_id else None

    def needed_record(self, source: str) -> Enrollment:
        """The record, made now with the safest defaults if nothing has made it before."""
        kept = self.enrollment()
        if kept is not None and kept.stage not in enrollments.CLOSED_STAGES:
            return kept
        number = self.caller
        asking = Asking(
            channel=self.conversation.channel,
            language=self.state.language,
            number=number,
            number_source=source if number else None,
            answers=self.state.answers,
            timezone=places.zone_of(None, number.area_code if number else None),
        )
        made = intake.open_or_merge(self.connection, self.desk.vault, asking, None, self.now)
        self.enrollment_id = made.id
        conversations.change(self.connection, self.conversation.id, enrollment_id=made.id)
        return made

    # -- the promise --------------------------------------------------------------------------

    def callback_promised(self, fact: facts.CallbackPromised) -> None:
        """The words were said: the callback exists, due and with its window, before they can be heard."""
        kept = self.enrollment()
        assert kept is not None, "a promise is only made after a safe number"
        intake.save_answers(self.connection, self.desk.vault, kept, self.asking(fact), self.now)
        self._promise(kept, fact.need, partial=fact.partial)
        if fact.pin_given:
            pin_fingerprint = self.desk.vault.fingerprint(self.moment.pin, "pin")
            enrollments.change(
                self.connection,
                kept.id,
                pin_fingerprint=pin_fingerprint,
                pin_expires_at=self.now + codes.VALID_FOR,
            )

    def _promise(self, kept: Enrollment, need: facts.Need, *, partial: bool) -> None:
        if kept.stage == "partial":
            intake.move(self.connection, kept, "queued", "caller", self.now)
        enrollments.change(self.connection, kept.id, partial=partial)
        asked = promise.Asked(
            enrollment_id=kept.id,
            conversation_id=self.conversation.id,
            need=need,
            language=self.state.language,
            when=self.state.answers.when,
            timezone=kept.timezone,
            minor="minor" in self.state.answers.flags,
            text_only=self.state.answers.contact_mode == "text_only",
        )
        callback_id = promise.promise(self.connection, self.desk, asked, self.now)
        conversations.change(self.connection, self.conversation.id, callback_id=callback_id)
        self.nudges.append(("work_callback", callback_id))

    def person_wanted(self, fact: facts.PersonWanted) -> None:
        """A thread waits for a person; whoever takes it answers in the same thread."""
        kept = self.needed_record("sender")
        if not kept.number_sealed or self.state.number_source is None:
            enrollments.change(self.connection, kept.id, contact_mode="text_only")
        conversations.change(self.connection, self.conversation.id, with_human=True)
        self._promise(kept, fact.need, partial=True)

    def talk_now(self, fact: facts.TalkNowRequested) -> None:
        """Somebody waits on the line from now on."""
        callback_id = promise.wait_on_the_line(
            self.connection,
            self.desk,
            promise.Waiting(
                conversation_id=self.conversation.id,
                enrollment_id=self.enrollment_id,
                need=fact.need,
                language=self.state.language,
                minor="minor" in self.state.answers.flags,
            ),
            self.now,
        )
        conversations.change(self.connection, self.conversation.id, callback_id=callback_id)
        self.nudges.append(("work_callback", callback_id))

    # -- crisis -------------------------------------------------------------------------------

    def crisis_entered(self, fact: facts.CrisisEntered) -> None:
        """Page on entering, before any answer (domain 0, decision 10)."""
        kept = self.needed_record("caller_id" if self.conversation.channel == "voice" else "sender")
        need = facts.Need("P0", f"crisis_{fact.kind}")
        conversations.change(self.connection, self.conversation.id, reached_crisis=True)
        record(
            self.connection,
            Act(
                Action.CRISIS_ENTER, "caller", "conversation", self.conversation.id.hex, fact.kind, "webhook"
            ),
        )
        self._promise(kept, need, partial=True)

    def crisis_chosen(self, fact: facts.CrisisChosen) -> None:
        """Which crisis it is."""
        kept = self.enrollment()
        record(
            self.connection,
            Act(Action.CRISIS_CHOICE, "caller", "conversation", self.conversation.id.hex, fact.flag),
        )
        if kept is not None:
            enrollments.change(self.connection, kept.id, flags=sorted({*kept.flags, fact.flag}))

    def crisis_cleared(self, _fact: facts.CrisisCleared) -> None:
        """None of these: the page ends unless somebody has it already."""
        self._call_off("not_a_crisis")

    def do_not_contact(self, fact: facts.DoNotContact) -> None:
        """After "someone is hurting me": no contact at all, unless they ask for it themselves (domain 3)."""
        kept = self.enrollment()
        if kept is None:
            return
        if fact.active:
            self._call_off("do_not_contact")
            intake.close(self.connection, kept, "do_not_contact", self.now)
        elif kept.stage == "do_not_contact":
            intake.move(self.connection, kept, "partial", "caller", self.now)
            enrollments.change(self.connection, kept.id, closed_at=None, closed_reason=None)

    def _call_off(self, reason: str) -> None:
        for callback_id in promise.call_off(
            self.connection, self.conversation.id, self.enrollment_id, reason, self.now
        ):
            self.nudges.append(("end_callback_legs", callback_id))

    # -- stop, start, cancel, end -------------------------------------------------------------

    def stopped(self, fact: facts.Stopped) -> None:
        """STOP in any wording ends everything automated at once (47 CFR 64.1200(a)(10))."""
        assert self.caller is not None, "only a number that texts can stop texts"
        reason = "wrong_number" if fact.how == "wrong_number" else "stop"
        how = "keyword" if fact.how == "keyword" else "free_text"
        stop = suppression.Stop("all", reason, how)
        suppression.suppress(self.connection, self.desk.vault, self.caller, stop, self.now)
        messages.drop_due(self.connection, self.desk.vault.fingerprints(self.caller))
        for kept in enrollments.all_by_number(self.connection, self.desk.vault.fingerprints(self.caller)):
            permissions.withdraw(self.connection, kept.id, self.now)
            called_off = promise.call_off(self.connection, None, kept.id, reason, self.now)
            self.nudges.extend(("end_callback_legs", callback_id) for callback_id in called_off)
            if kept.stage not in enrollments.CLOSED_STAGES:
                closing = "wrong_number" if reason == "wrong_number" else "do_not_contact"
                intake.close(self.connection, kept, closing, self.now)

    def started(self, _fact: facts.Started) -> None:
        """START opens the door again; nothing else comes back by itself."""
        assert self.caller is not None, "only a number that texts can start texts"
        suppression.lift(self.connection, self.desk.vault, self.caller, self.now)

    def cancelled(self, _fact: facts.Cancelled) -> None:
        """The caller takes it back; contact data goes after 24 hours (domain 5.4)."""
        self._call_off("person_cancelled")
        kept = self.enrollment()
        if kept is not None and kept.stage not in enrollments.CLOSED_STAGES:
            intake.close(self.connection, kept, "person_cancelled", self.now)

    def left_for_person(self, _fact: facts.LeftForPerson) -> None:
        """The text itself was kept with the message; the person who has the thread sees it there."""

    def code_entered(self, _fact: facts.CodeEntered) -> None:
        """Checked by the service before the turn goes on; nothing of it is kept here."""

    def ended(self, fact: facts.Ended) -> None:
        """A terminal state with a reason; what may not be kept goes in the same transaction."""
        outcome = fact.outcome
        lasted = (self.now - self.conversation.started_at).total_seconds()
        if outcome == "abandoned" and lasted < self.desk.settings.short_abandon_seconds:
            outcome = "short_abandon"
        conversations.end(
            self.connection,
            self.conversation.id,
            {"ended_at": self.now, "ended_at_step": fact.step, "outcome": outcome},
        )
        record(
            self.connection,
            Act(
                Action.CONVERSATION_END,
                "caller",
                "conversation",
                self.conversation.id.hex,
                outcome,
                "webhook",
            ),
        )
        if outcome in {"live", "crisis_live"}:
            self._reached_live()
        self._settle_wait(outcome)
        if self.conversation.leg_sid is not None:
            of_nobody = self.enrollment_id is None
            traces.call(self.connection, self.desk, self.conversation.leg_sid, self.now, of_nobody=of_nobody)

    def _reached_live(self) -> None:
        kept = self.needed_record("caller_id")
        if kept.stage in {"partial", "queued", "attempting"}:
            intake.move(self.connection, kept, "contacted", "caller", self.now)
        enrollments.change(self.connection, kept.id, contact_basis="live", partial=False)
        waiting = callbacks.open_for_conversation(self.connection, self.conversation.id)
        if waiting is not None and waiting.enrollment_id is None:
            promise.attach(self.connection, waiting, kept.id)

    def _settle_wait(self, outcome: str) -> None:
        waiting = callbacks.open_for_conversation(self.connection, self.conversation.id)
        if waiting is None:
            return
        if waiting.promised_at is None and outcome != "live":
            for callback_id in promise.call_off(
                self.connection, self.conversation.id, None, outcome, self.now
            ):
                self.nudges.append(("end_callback_legs", callback_id))
        elif waiting.room is not None and waiting.state in {"due", "offered"}:
            callbacks.change(self.connection, waiting, room=None, room_since=None)
        kept = self.enrollment()
        if (
            waiting.promised_at is not None
            and kept is not None
            and kept.number_sealed is None
            and outcome != "live"
        ):
            self._call_off("no_number")
        if outcome == "crisis_988":
            self._call_off("crisis_handed_off")
            kept = self.enrollment()
            if kept is not None and kept.partial:
                intake.close(self.connection, kept, "crisis_handed_off", self.now)


_Act = Callable[..., None]
_ACTS: dict[type, _Act] = {
    facts.NumberConfirmed: Recorder.number_confirmed,
    facts.AnswersChanged: Recorder.answers_changed,
    facts.CrisisEntered: Recorder.crisis_entered,
    facts.CrisisChosen: Recorder.crisis_chosen,
    facts.CrisisCleared: Recorder.crisis_cleared,
    facts.DoNotContact: Recorder.do_not_contact,
    facts.TalkNowRequested: Recorder.talk_now,
    facts.CallbackPromised: Recorder.callback_promised,
    facts.PersonWanted: Recorder.person_wanted,
    facts.LeftForPerson: Recorder.left_for_person,
    facts.CodeEntered: Recorder.code_entered,
    facts.Stopped: Recorder.stopped,
    facts.Started: Recorder.started,
    facts.Cancelled: Recorder.cancelled,
    facts.Ended: Recorder.ended,
}
