"""What a professional may say to a voicemail or a third party, in the caller's language, word for word (domain 4.2)."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Literal

from sqlalchemy import Connection

from intake.callbacks import dialing
from intake.callbacks.brief import Subject
from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import say
from intake.callbacks.permission import Deed, allowed
from intake.conversation.instructions import Language, Say
from intake.conversation.scripts import Scripts
from intake.enrollments.opened import open_record
from intake.numbers import PhoneNumber
from intake.storage import staff


def spoken(number: PhoneNumber) -> str:
    """A number as people write it."""
    digits = number.reveal()[-10:]
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def agent_words(desk: Desk, template: str, agent: staff.Person, name: str = "") -> str:
    """A wording of the script with the professional's first name, the neutral number and the name to ask for."""
    fills = {"{AGENT}": agent.name.split()[0], "{NEUTRALNUM}": spoken(desk.lines.neutral), "{NAME}": name}
    for blank, value in fills.items():
        template = template.replace(blank, value)
    return template


def script_words(
    connection: Connection, channel: Literal["voice", "sms"], language: Language, key: str, now: datetime
) -> str:
    """The present script's words for something that a person says."""
    return scripts().current(connection, now).wording(channel, language, key) or ""


def offered(
    connection: Connection, desk: Desk, subject: Subject, agent: staff.Person, now: datetime
) -> tuple[Say, ...]:
    """The words that this call allows, each after whom they are for, which is said in the professional's language."""
    mine = agent.languages[0] if agent.languages else "en"
    theirs: Language = "es" if subject.callback.language == "es" else "en"
    kept = subject.enrollment
    found: list[Say] = []
    if kept is not None:
        contact = dialing.contact_of(connection, desk, subject.callback, kept)
        if allowed(contact, Deed.VOICEMAIL, now):
            words = script_words(connection, "voice", theirs, "VM_SAFE", now)
            found += [say("say_message", mine), Say("VM_SAFE", agent_words(desk, words, agent), theirs)]
        name = open_record(desk.vault, kept).name
        if name:
            words = script_words(connection, "voice", theirs, "THIRD_PARTY", now)
            text = agent_words(desk, words, agent, name)
            found += [say("say_third_party", mine), Say("THIRD_PARTY", text, theirs)]
    return tuple(found) or (say("say_nothing_more", mine),)


@cache
def scripts() -> Scripts:
    """The script in use, looked up when something is to be said."""
    return Scripts()
