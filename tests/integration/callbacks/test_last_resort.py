"""If all fail in a crisis, the backup number is rung, again and again until somebody takes it, and only then."""

from __future__ import annotations

from uuid import UUID

from intake.carrier.pages import DialBackup
from intake.carrier.words import DialStatus
from tests.house import Town
from tests.integration.callbacks.test_by_text import leaves, waits
from tests.integration.callbacks.test_the_way_of_a_callback import records


def to_backup(town: Town) -> list[int]:
    """Which of all rings went to the backup number."""
    return [place for place, (_, order) in enumerate(town.paper.rings) if order.to == town.desk.lines.backup]


def test_a_crisis_that_nobody_takes_rings_the_backup_number_until_they_press_1(
    town: Town, crew: dict[str, UUID]
) -> None:
    town.calls().presses("1", "1", "1").hangs_up()
    town.works()
    town.clock.passes(181)
    town.sweeps()
    assert len(to_backup(town)) == 1
    for times in (2, 3):
        town.clock.passes(60.5)
        town.sweeps()
        assert len(to_backup(town)) == times
    town.professional(to_backup(town)[-1]).answers().presses("1").presses("1").dial_ends(
        DialStatus.COMPLETED, 60
    ).presses("1")
    town.works()
    callback, _, _ = records(town)
    assert (callback["state"], callback["closed_reason"]) == ("completed", "reached")
    rings = len(town.paper.rings)
    town.clock.passes(300)
    town.sweeps()
    assert len(town.paper.rings) == rings


def test_with_nobody_on_duty_a_dropped_crisis_call_rings_the_backup_number_at_once(town: Town) -> None:
    town.calls().presses("1", "1", "1").hangs_up()
    town.works()
    assert len(to_backup(town)) == 1
    assert len(town.paper.rings) == 1


def test_nobody_else_is_rung_while_the_backup_person_has_the_caller(town: Town, crew: dict[str, UUID]) -> None:
    caller = town.calls().presses("1", "9", "0")
    town.works()
    town.clock.passes(141)
    town.sweeps()
    waits(town, caller, 1)
    assert leaves(town, caller).instructions == (DialBackup(),)
    town.clock.passes(60)
    town.sweeps()
    assert not to_backup(town), "their own call rings it"
    town.house.conversations.with_backup(caller.sid)
    town.works()
    callback, _, conversation = records(town)
    assert (callback["state"], callback["closed_reason"]) == ("completed", "reached_by_backup")
    assert conversation["outcome"] == "crisis_live"
    rings = len(town.paper.rings)
    town.clock.passes(120)
    town.sweeps()
    assert len(town.paper.rings) == rings
