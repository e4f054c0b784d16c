"""What a professional must know before the call, and no more (45 CFR 164.502(b))."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import language_name, say
from intake.conversation.instructions import Say
from intake.enrollments.opened import open_record
from intake.storage import conversations, enrollments
from intake.storage.callbacks import Callback
from intake.storage.enrollments import Enrollment


@dataclass(frozen=True)
class Subject:
    """The record of a callback as the professional's leg needs it."""

    callback: Callback
    enrollment: Enrollment | None
    # They write to us now and wait for a person in that thread.
    writing: bool = False

    @property
    def text_only(self) -> bool:
        """They asked for texts and no calls."""
        wish = self.enrollment is not None and self.enrollment.contact_mode == "text_only"
        return wish or self.writing

    @property
    def crisis(self) -> bool:
        """A dropped overdose or suicide call: once, and no message."""
        return self.callback.klass == "P0"


def subject_of(connection: Connection, callback: Callback) -> Subject:
    """The callback with its record."""
    found = enrollments.get(connection, callback.enrollment_id) if callback.enrollment_id else None
    return Subject(callback, found, waits_in_thread(connection, callback))


def waits_in_thread(connection: Connection, callback: Callback) -> bool:
    """Whether its caller waits for a person in an open text thread."""
    if callback.conversation_id is None:
        return False
    thread = conversations.get(connection, callback.conversation_id)
    return thread is not None and thread.channel == "sms" and thread.with_human and thread.ended_at is None


def opening(callback: Callback, language: str) -> Say:
    """The first words, which a voicemail may hear: nothing in them is about anybody."""
    if callback.klass == "P0":
        return say("brief_urgent", language)
    return say("brief_live" if callback.room else "brief", language)


def spoken_language(callback: Callback, language: str) -> str:
    """ "They speak Spanish.", in the professional's language."""
    return say("speaks", language, LANG=language_name(callback.language, language)).text


def briefing(desk: Desk, subject: Subject, language: str) -> tuple[Say, ...]:
    """Whom to ask for, in which language, what may be left, and which name to give."""
    record, callback = subject.enrollment, subject.callback
    name = open_record(desk.vault, record).name if record is not None else None
    said = [say("ask_for", language, NAME=name) if name else say("no_name", language)]
    said.append(say("speaks", language, LANG=language_name(callback.language, language)))
    if subject.crisis:
        said.append(say("crisis_call", language))
    elif record is not None:
        said += _about(desk, record, language)
    said.append(say("ready", language))
    return tuple(said)


def _about(desk: Desk, record: Enrollment, language: str) -> list[Say]:
    said = []
    if record.for_whom == "loved_one":
        said.append(say("for_loved_one", language))
    elif record.for_whom == "professional":
        said.append(say("for_work", language))
    said.append(say(f"message_{record.message}", language))
    brand_ok = record.identify_as == "brand_ok"
    said.append(
        say("name_brand", language, BRAND=desk.settings.brand) if brand_ok else say("name_first", language)
    )
    said.append(say("third_party", language))
    return said
