"""The record that a conversation makes and fills in, within the transaction of a turn."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import caution, promise
from intake.callbacks.desk import Desk
from intake.conversation import facts
from intake.conversation.state import State
from intake.conversation.world import Moment
from intake.enrollments import intake, places
from intake.enrollments.intake import Asking
from intake.numbers import PhoneNumber
from intake.privacy import suppression
from intake.privacy.audit import Act, Action, record
from intake.storage import conversations, enrollments, permissions
from intake.storage.conversations import Conversation
from intake.storage.enrollments import Enrollment
from intake.storage.permissions import Permission


@dataclass
class RecordKeeping:
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

    def asking(self, answers_of: facts.AnswersChanged | facts.NumberConfirmed | facts.CallbackPromised) -> Asking:
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
        made = intake.open_or_find(self.connection, self.desk.vault, asking, self.now)
        self.enrollment_id = made.id
        conversations.change(self.connection, self.conversation.id, enrollment_id=made.id)
        return made
