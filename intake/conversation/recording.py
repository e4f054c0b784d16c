"""Carry out what a turn obliges us to record, in the transaction of the turn itself."""

from __future__ import annotations

from collections.abc import Callable

from intake.callbacks import promise, traces
from intake.conversation import facts
from intake.conversation.promise_keeping import PromiseKeeping
from intake.enrollments import intake
from intake.privacy import suppression
from intake.privacy.audit import Act, Action, record
from intake.storage import callbacks, conversations, enrollments, messages, permissions

# The greeting and at most one answer: whoever gave more did not reach us by accident, however fast they were.
_HARDLY_BEGUN = 2


class Recorder(PromiseKeeping):
    """One turn's obligations, each fact carried out by the method of its name."""

    def carry_out(self, told: tuple[facts.Fact, ...]) -> None:
        """Every fact in order; a fact that we do not know is a mistake in the code and raises KeyError."""
        for fact in told:
            _ACTS[type(fact)](self, fact)

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
        hasty = lasted < self.desk.settings.short_abandon_seconds and self.conversation.turn <= _HARDLY_BEGUN
        if outcome == "abandoned" and hasty:
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
        if self.conversation.line == "neutral" and self.enrollment_id is None:
            # Whose call it was is nothing to be found by the number: only the code leads to a request.
            return
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
            for callback_id in promise.call_off(self.connection, self.conversation.id, None, outcome, self.now):
                self.nudges.append(("end_callback_legs", callback_id))
        elif waiting.room is not None and waiting.state in {"due", "offered"}:
            callbacks.change(self.connection, waiting, room=None, room_since=None)
        kept = self.enrollment()
        if waiting.promised_at is not None and kept is not None and kept.number_sealed is None and outcome != "live":
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
