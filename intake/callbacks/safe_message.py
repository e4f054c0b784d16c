"""What may be left when a caller does not pick up: a voice message where allowed, or one neutral text.

The text is domain 4.2's VM_SAFE, word for word: first name and neutral number, nothing that shows why somebody
called (42 CFR 2.13). It goes once per callback, only to somebody who said that a text may be left (that answer is
the prior express consent of 47 CFR 64.1200, kept with its wording), within 8 to 20 o'clock of where they are, never
in a crisis, never to a landline, never after a stop, and not where a voice message was left.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from intake.callbacks import dialing, texting, wording
from intake.callbacks.desk import Desk
from intake.callbacks.permission import ContactPermission, Deed, allowed
from intake.callbacks.texting import Text
from intake.conversation.instructions import Language
from intake.enrollments.opened import open_record
from intake.numbers import PhoneNumber
from intake.storage import enrollments, staff
from intake.storage.attempts import Attempt
from intake.storage.callbacks import Callback


def may_leave_voicemail(connection: Connection, desk: Desk, callback: Callback, attempt: Attempt) -> bool:
    """Whether a voice message was allowed when this attempt was made; joined calls and threads have none."""
    if attempt.kind != "dial" or callback.enrollment_id is None:
        return False
    kept = enrollments.get(connection, callback.enrollment_id)
    if kept is None:
        return False
    contact = dialing.contact_of(connection, desk, callback, kept)
    return allowed(contact, Deed.VOICEMAIL, attempt.at).ok


def text_instead(connection: Connection, desk: Desk, callback: Callback, attempt: Attempt, now: datetime) -> None:
    """Write the one text that may follow an unanswered call, if it may; the sweep or a nudge sends it."""
    if attempt.kind != "dial" or callback.enrollment_id is None or attempt.staff_id is None:
        return
    kept = enrollments.get(connection, callback.enrollment_id)
    number = open_record(desk.vault, kept).number if kept is not None else None
    agent = staff.by_id(connection, attempt.staff_id)
    if kept is None or number is None or agent is None:
        return
    contact = with_line(connection, desk, dialing.contact_of(connection, desk, callback, kept), number)
    if not allowed(contact, Deed.TEXT, now):
        return
    language: Language = "es" if callback.language == "es" else "en"
    words = wording.script_words(connection, "sms", language, "VM_SAFE", now)
    body = wording.agent_words(desk, words, agent)
    text = Text(number, body, "callback_text", f"vm_safe:{callback.id.hex}", staff_id=agent.id)
    texting.write(connection, desk, text, now)


def with_line(
    connection: Connection, desk: Desk, contact: ContactPermission, number: PhoneNumber
) -> ContactPermission:
    """The same permission, knowing whether the carrier has said that this number takes no texts."""
    return replace(contact, landline=texting.takes_no_texts(connection, desk, number))
