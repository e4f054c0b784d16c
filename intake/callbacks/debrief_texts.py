"""A debrief that nobody has held is asked for again by text, once, a day before its time is over."""

from __future__ import annotations

from datetime import timedelta

from intake.callbacks import texting
from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import say
from intake.callbacks.texting import Text
from intake.staff import people
from intake.staff.access import Right, may
from intake.storage import debriefs, staff
from intake.storage.debriefs import Debrief
from intake.storage.staff import Person

_BEFORE = timedelta(hours=24)


def remind(desk: Desk) -> None:
    """Text everybody who may hold it but the one whom it is for. No word says which call it was."""
    now = desk.clock()
    with desk.database.begin() as connection:
        late = [one for one in debriefs.open_ones(connection) if one.due_at - _BEFORE <= now]
        if not late:
            return
        holders = [one for one in staff.everyone(connection, active_only=True) if may(one.roles, Right.CALLBACK_ASSIGN)]
        written = [
            texting.write(connection, desk, text, now)
            for one in late
            for person in holders
            if person.id != one.staff_id and (text := _reminder(desk, person, one)) is not None
        ]
    for message_id in written:
        if message_id is not None:
            desk.nudge("send_message", message_id)


def _reminder(desk: Desk, person: Person, about: Debrief) -> Text | None:
    number = people.phone(desk.vault, person)
    if number is None:
        return None
    body = say("text_debrief", person.languages[0] if person.languages else "en").text
    return Text(number, body, "debrief", f"debrief:{about.id.hex}:{person.id.hex}", staff_id=person.id)
