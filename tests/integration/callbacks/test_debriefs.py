"""Who has had a crisis call is talked with: a task on the board, and a text to supervisors before its time is over."""

from __future__ import annotations

from uuid import UUID

from intake.callbacks import debrief_texts
from intake.carrier.words import DialStatus
from intake.numbers import PhoneNumber
from intake.staff import people
from intake.storage import debriefs
from tests.house import START, Town

SUPERVISOR = "+12025550119"


def reminders(town: Town) -> list[str]:
    """Whom a text has asked to look at the board."""
    return [order.to.reveal() for _, order in town.paper.texts if "hard call" in order.body]


def test_after_a_crisis_call_somebody_talks_with_whoever_took_it(town: Town, crew: dict[str, UUID]) -> None:
    with town.database.begin() as connection:
        new = people.NewPerson("gus@example.org", "Gus", ("supervisor",), PhoneNumber(SUPERVISOR), ("en",))
        people.add(connection, town.desk.vault, new, "cli:test", START)
    caller = town.calls().presses("1", "1")
    town.works()
    caller.presses("1").hangs_up()
    pro = town.professional(0).answers().presses("1").presses("1").dial_ends(DialStatus.COMPLETED, 60)
    pro.presses("1").hangs_up()
    with town.database.begin() as connection:
        (asked,) = debriefs.open_ones(connection)
    assert asked.why == "crisis"
    assert asked.staff_id in crew.values()
    town.clock.passes(47 * 3600)
    debrief_texts.remind(town.desk)
    town.works()
    assert reminders(town) == []
    town.clock.passes(2 * 3600)
    for _ in range(2):
        debrief_texts.remind(town.desk)
        town.works()
    assert reminders(town) == [SUPERVISOR]
