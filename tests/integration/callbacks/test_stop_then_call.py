"""Who has stopped us and then asks by voice to be called is called; texts stay stopped, and others' stops stay."""

from __future__ import annotations

from uuid import UUID

from intake.enrollments.listing import list_enrollments
from intake.numbers import PhoneNumber
from intake.privacy import suppression
from intake.privacy.suppression import Stop
from tests.house import Town

CALLER, OTHER = PhoneNumber("+12025550147"), PhoneNumber("+12025550148")
ASKS = ("1", "2", "1", "2", "1", "1", "1", "94110")
Crew = dict[str, UUID]


def stopped(town: Town, number: PhoneNumber = CALLER) -> set[str]:
    with town.database.begin() as connection:
        vault = town.desk.vault
        return {one for one in ("sms", "voice") if suppression.suppressed(connection, vault, number, one)}


def test_asking_by_voice_opens_calls_again_and_leaves_texts_stopped(town: Town, crew: Crew) -> None:
    town.texts("hi")
    town.texts("please stop texting me")
    assert stopped(town) == {"sms", "voice"}
    town.calls().presses(*ASKS[:4])
    assert stopped(town) == {"sms", "voice"}
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    assert stopped(town) == {"sms"}
    pro = town.professional().answers().presses("1").presses("1")
    assert any(getattr(each, "number", None) == CALLER for each in pro.answer.instructions)
    assert town.texts("hello again") == []


def test_a_number_that_somebody_else_keys_in_stays_stopped(town: Town, crew: Crew) -> None:
    town.texts("STOP", sender=OTHER.reveal())
    caller = town.calls().presses("1", "2", "1", "2", "2").presses(OTHER.reveal()[-10:]).presses("1", "4", "1")
    caller.hangs_up()
    with town.database.begin() as connection:
        kept = list_enrollments(connection, town.desk.vault, reveal=True, actor="cli:test")
    assert OTHER.reveal() in {one["number"] for one in kept}
    town.works()
    assert stopped(town, OTHER) == {"sms", "voice"}
    for place in range(len(town.paper.rings)):
        pro = town.professional(place).answers().presses("1").presses("1")
        assert not any(getattr(each, "number", None) == OTHER for each in pro.answer.instructions)


def test_what_staff_have_stopped_is_not_opened_by_a_call(town: Town, crew: Crew) -> None:
    with town.database.begin() as connection:
        stop = Stop("all", "staff", "staff", actor="staff:1")
        suppression.suppress(connection, town.desk.vault, CALLER, stop, town.clock())
    town.calls().presses(*ASKS).hangs_up()
    assert stopped(town) == {"sms", "voice"}


def test_a_second_stop_stops_calls_again(town: Town, crew: Crew) -> None:
    town.texts("STOP")
    town.calls().presses(*ASKS).hangs_up()
    assert stopped(town) == {"sms"}
    assert town.texts("no me llamen, ya no me escriban") == []
    assert stopped(town) == {"sms", "voice"}


def test_a_cry_for_help_after_a_stop_is_answered_by_a_person_and_never_by_a_text(town: Town, crew: Crew) -> None:
    town.texts("STOP")
    assert town.texts("i want to kill myself") == []
    town.works()
    assert stopped(town) == {"sms", "voice"}
    pro = town.professional().answers().presses("1").presses("1")
    assert any(getattr(each, "number", None) == CALLER for each in pro.answer.instructions)
    assert town.paper.texts == [] or all(order.to != CALLER for _sid, order in town.paper.texts)


def test_a_stop_after_a_cry_for_help_ends_what_was_begun(town: Town, crew: Crew) -> None:
    town.texts("i want to kill myself")
    town.works()
    rings = len(town.paper.rings)
    town.clock.passes(1)
    town.texts("please stop texting me")
    town.works()
    town.clock.passes(600)
    town.sweeps()
    assert len(town.paper.rings) == rings
