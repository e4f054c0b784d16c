"""Promises and pages that a turn makes: written down before their words can be heard."""

from __future__ import annotations

from dataclasses import replace

from intake.callbacks import promise
from intake.conversation import facts
from intake.conversation.record_keeping import RecordKeeping
from intake.enrollments import intake
from intake.privacy import codes
from intake.privacy.audit import Act, Action, record
from intake.storage import conversations, enrollments
from intake.storage.enrollments import Enrollment


class PromiseKeeping(RecordKeeping):
    """Callbacks, waiting callers and crisis pages."""

    def callback_promised(self, fact: facts.CallbackPromised) -> None:
        """The words were said: the callback exists, due and with its window, before they can be heard."""
        kept = self.enrollment()
        assert kept is not None, "a promise is only made after a safe number"
        asking = self.asking(fact)
        intake.save_answers(self.connection, self.desk.vault, kept, asking, self.now)
        # Where they are may be known by this very answer, and their hours are those of that place.
        placed = replace(kept, timezone=asking.timezone or kept.timezone)
        self._promise(placed, fact.need, partial=fact.partial)
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
        new = kept.created_at == self.now
        if new and (not kept.number_sealed or self.state.number_source is None):
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
                neutral=self.conversation.line == "neutral",
            ),
            self.now,
        )
        conversations.change(self.connection, self.conversation.id, callback_id=callback_id)
        self.nudges.append(("work_callback", callback_id))

    def crisis_entered(self, fact: facts.CrisisEntered) -> None:
        """Page on entering, before any answer (domain 0, decision 10)."""
        kept = self.needed_record("caller_id" if self.conversation.channel == "voice" else "sender")
        need = facts.Need("P0", f"crisis_{fact.kind}")
        conversations.change(self.connection, self.conversation.id, reached_crisis=True)
        record(
            self.connection,
            Act(Action.CRISIS_ENTER, "caller", "conversation", self.conversation.id.hex, fact.kind, "webhook"),
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
