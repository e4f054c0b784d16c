"""An offer also goes out as a text: who cannot hear a ring sees it, and a Y takes it.

Nothing in it is about anybody (42 CFR 2.13): a lock screen may show it to whoever stands beside. It works for the
offer that its person has at that moment and no other; one that is over before it is sent is not sent.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks import texting
from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import say
from intake.callbacks.ringing import phone_of
from intake.callbacks.texting import Text
from intake.storage import staff
from intake.storage.attempts import Attempt

# What waits for hours rings a phone and no more.
_TEXTED = frozenset({"P0", "P1", "P2"})


def write(connection: Connection, desk: Desk, klass: str, offer_id: UUID, staff_id: UUID) -> UUID | None:
    """Write the text down; None where none is to be sent. Nudge `send_message` after the commit."""
    if klass not in _TEXTED or not desk.settings.offer_texts:
        return None
    person = staff.by_id(connection, staff_id)
    number = phone_of(desk, person)
    if person is None or number is None or not person.active:
        return None
    body = say("text_offer", person.languages[0] if person.languages else "en").text
    text = Text(number, body, "offer", f"offer:{offer_id.hex}", offer_id=offer_id, staff_id=staff_id)
    return texting.write(connection, desk, text, desk.clock())


def ask_how_it_went(connection: Connection, desk: Desk, attempt: Attempt) -> None:
    """They hung up without a word on it: asked once, and a digit is the answer, as on the telephone."""
    person = staff.by_id(connection, attempt.staff_id) if attempt.staff_id is not None else None
    number = phone_of(desk, person)
    if person is None or number is None or attempt.kind == "text" or not desk.settings.offer_texts:
        return
    body = say("text_outcome", person.languages[0] if person.languages else "en").text
    text = Text(number, body, "outcome", f"outcome:{attempt.id.hex}", offer_id=attempt.offer_id, staff_id=person.id)
    texting.write(connection, desk, text, desk.clock())
