"""Whoever becomes free is given to the most urgent who waits, at once, whichever callback was looked at first."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from intake.carrier.words import DialStatus
from tests.house import Professional, Town
from tests.integration.callbacks.conftest import CREW, staffed
from tests.integration.callbacks.test_the_way_of_a_callback import ASKS

FIRST, SECOND, THIRD = "+12025550141", "+12025550142", "+12025550143"
# While nobody is free to talk, nobody is asked whether they want to: they are called back.
UNASKED = ("1", "2", "1", "1", "1", "1", "94110")


def asks(town: Town, number: str, keys: tuple[str, ...] = UNASKED) -> UUID:
    """Somebody is promised a call; the callback."""
    town.calls(number).presses(*keys).hangs_up()
    town.works()
    town.clock.passes(1)
    with town.database.begin() as connection:
        newest = text("SELECT id FROM callbacks ORDER BY created_at DESC LIMIT 1")
        return UUID(str(connection.execute(newest).scalar_one()))


def talking(town: Town) -> Professional:
    """The only person on duty has taken the first callback and is with its caller."""
    return town.professional().answers().presses("1").presses("1")


def rung_for(town: Town, callback_id: UUID) -> bool:
    """Whether a phone rings for it."""
    with town.database.begin() as connection:
        live = text("SELECT count(*) FROM offers WHERE callback_id = :it AND ended_at IS NULL")
        return bool(connection.execute(live, {"it": callback_id}).scalar_one())


def test_the_most_urgent_gets_whoever_has_just_become_free(town: Town) -> None:
    crew = staffed(town, CREW[:1])
    asks(town, FIRST, ASKS)
    pro = talking(town)
    earlier, urgent = asks(town, SECOND), asks(town, THIRD)
    town.house.callback_acts.raise_class(urgent, crew["ana"], "P1", "worse")
    town.works()
    assert not rung_for(town, earlier)
    assert not rung_for(town, urgent)
    pro.dial_ends(DialStatus.COMPLETED, 60).presses("1")
    pro.hangs_up()
    town.works()
    assert rung_for(town, urgent), "nobody waits for the next look while somebody is free"
    assert not rung_for(town, earlier)


def test_of_one_class_whoever_is_due_first_is_called_first_though_another_is_looked_at(town: Town) -> None:
    staffed(town, CREW[:1])
    asks(town, FIRST, ASKS)
    pro = talking(town)
    earlier, later = asks(town, SECOND), asks(town, THIRD)
    pro.dial_ends(DialStatus.COMPLETED, 60).presses("1")
    pro.hangs_up()
    town.pending.clear()
    town.pending.append(("work_callback", later.hex))
    town.works()
    assert rung_for(town, earlier)
    assert not rung_for(town, later)


def test_a_sweep_finds_whoever_came_back_from_a_break(town: Town) -> None:
    staffed(town, CREW[:1])
    with town.database.begin() as connection:
        on_break = "INSERT INTO duty_states (staff_id, on_break, updated_at) SELECT id, true, now() FROM staff"
        connection.execute(text(on_break))
    waiting = asks(town, FIRST)
    assert not rung_for(town, waiting)
    with town.database.begin() as connection:
        connection.execute(text("UPDATE duty_states SET on_break = false"))
    town.sweeps()
    assert rung_for(town, waiting)
