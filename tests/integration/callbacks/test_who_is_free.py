"""Nobody is rung who is writing up, resting, or whose number is dead; whoever has said how it went is free."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from intake.carrier.errors import CarrierRefused
from intake.carrier.events import InboundText
from intake.carrier.words import DialStatus
from intake.numbers import PhoneNumber
from intake.oncall.availability import people_on_duty
from intake.oncall.standing import not_now
from intake.storage import duty
from intake.storage.schema.oncall import shift_confirmations
from tests.house import Town
from tests.integration.callbacks.test_the_way_of_a_callback import ASKS


def why_not(town: Town, staff_id: UUID) -> str | None:
    """Why this person is not rung now."""
    with town.database.begin() as connection:
        (person,) = (one for one in people_on_duty(connection, town.clock()) if one.staff_id == staff_id)
    return not_now(person, town.clock())


def who(town: Town, crew: dict[str, UUID]) -> UUID:
    """Whose phone was rung last."""
    phones = {"+12025550110": "ana", "+12025550111": "ben", "+12025550112": "cleo"}
    return crew[phones[town.paper.rings[-1][1].to.reveal()]]


def talks(town: Town) -> object:
    """A callback up to the end of its talk."""
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    return town.professional().answers().presses("1").presses("1").dial_ends(DialStatus.COMPLETED, 300)


def test_whoever_keys_the_outcome_on_the_phone_is_free_at_once(town: Town, crew: dict[str, UUID]) -> None:
    pro = talks(town)
    assert why_not(town, who(town, crew)) == "on_a_call"
    pro.presses("1").hangs_up()
    assert why_not(town, who(town, crew)) is None


def test_whoever_hangs_up_without_a_word_writes_up_and_is_rung_again_after_that(
    town: Town, crew: dict[str, UUID]
) -> None:
    talks(town).hangs_up()
    town.clock.passes(4)
    town.sweeps()
    assert why_not(town, who(town, crew)) == "wrapping_up"
    town.clock.passes(town.desk.settings.wrap_seconds)
    assert why_not(town, who(town, crew)) is None


def test_saying_it_on_the_page_ends_the_writing_up(town: Town, crew: dict[str, UUID]) -> None:
    talks(town).hangs_up()
    town.clock.passes(4)
    town.sweeps()
    with town.database.begin() as connection:
        callback_id = connection.exec_driver_sql("SELECT id FROM callbacks").scalar_one()
    town.house.callback_acts.record_outcome(callback_id, who(town, crew), "reached", None)
    assert why_not(town, who(town, crew)) is None


def test_after_a_crisis_call_they_rest(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses("1", "1", "1").hangs_up()
    town.works()
    pro = town.professional(0).answers().presses("1").presses("1").dial_ends(DialStatus.COMPLETED, 300)
    pro.presses("1").hangs_up()
    resting = [staff_id for staff_id in crew.values() if why_not(town, staff_id) == "resting"]
    assert len(resting) == 1
    town.clock.passes(town.desk.settings.crisis_rest_seconds + 1)
    assert why_not(town, resting[0]) is None


def test_a_number_that_the_carrier_does_not_know_is_not_rung_again(town: Town, crew: dict[str, UUID]) -> None:
    town.paper.mood.append(CarrierRefused(21211, 400))
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    dead = [staff_id for staff_id in crew.values() if why_not(town, staff_id) == "number_dead"]
    assert len(dead) == 1
    # Somebody else is rung at once instead.
    assert len(town.paper.rings) == 1


def test_a_refused_ring_that_is_no_dead_number_leaves_them_on_the_list(town: Town, crew: dict[str, UUID]) -> None:
    town.paper.mood.append(CarrierRefused(20003, 401))
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    assert "number_dead" not in {why_not(town, staff_id) for staff_id in crew.values()}


def test_a_shift_is_confirmed_by_text(town: Town, crew: dict[str, UUID]) -> None:
    row = {"id": UUID(int=7), "staff_id": crew["ana"], "tier": "primary", "state": "asked"}
    at = town.clock() + timedelta(hours=5)
    with town.database.begin() as connection:
        duty.plan_confirmation(connection, row | {"starts_at": at, "next_action_at": at})
    came = InboundText("SM" + "1" * 32, town.desk.lines.neutral, PhoneNumber("+12025550110"), "Y")
    answer = town.house.conversations.text(came)
    assert "confirmed" in answer.instructions[0].say.text
    with town.database.begin() as connection:
        states = connection.execute(shift_confirmations.select()).mappings().all()
        noted = connection.exec_driver_sql("SELECT reason FROM audit_entries WHERE subject_id = %s", (UUID(int=7).hex,))
    assert [one["state"] for one in states] == ["confirmed"]
    assert noted.scalar_one() == "confirmed"
