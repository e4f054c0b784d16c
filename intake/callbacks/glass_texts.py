"""Whoever may review an emergency look at a record is told of it by text; the sweep asks for it.

45 CFR 164.312(a)(2)(ii) lets somebody in at once; that nobody does so unseen is what makes it bearable.
"""

from __future__ import annotations

from uuid import UUID

from intake.callbacks import texting
from intake.callbacks.desk import Desk
from intake.callbacks.leg_words import say
from intake.callbacks.texting import Text
from intake.staff import glass, people
from intake.staff.access import Right, may
from intake.storage import staff
from intake.storage.staff import Person


def tell(desk: Desk) -> None:
    """Text every reviewer but the one who did it, once for each glass that nobody has reviewed."""
    now = desk.clock()
    with desk.database.begin() as connection:
        opened = glass.to_review(connection)
        if not opened:
            return
        reviewers = [one for one in staff.everyone(connection, active_only=True) if may(one.roles, Right.GLASS_REVIEW)]
        written = [
            texting.write(connection, desk, text, now)
            for one in opened
            for person in reviewers
            if person.id != one.staff_id and (text := _alert(desk, person, one.id)) is not None
        ]
    for message_id in written:
        if message_id is not None:
            desk.nudge("send_message", message_id)


def _alert(desk: Desk, person: Person, glass_id: UUID) -> Text | None:
    number = people.phone(desk.vault, person)
    if number is None:
        return None
    body = say("text_glass", person.languages[0] if person.languages else "en").text
    return Text(number, body, "glass", f"glass:{glass_id.hex}:{person.id.hex}", staff_id=person.id)
