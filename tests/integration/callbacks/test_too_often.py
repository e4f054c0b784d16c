"""One number that rings again and again, or has us ring others: a person and the crisis menu stay open."""

from __future__ import annotations

from uuid import UUID

from intake.carrier.words import DialStatus
from tests.house import Town
from tests.integration.callbacks.test_the_way_of_a_callback import ASKS, records


def rings_five_times(town: Town) -> None:
    """Five intakes of one number within the hour."""
    for _ in range(5):
        town.calls().presses("1").hangs_up()
        town.clock.passes(60)


def test_the_sixth_intake_in_an_hour_gets_the_crisis_menu_and_a_person_only(town: Town, crew: dict[str, UUID]) -> None:
    rings_five_times(town)
    caller = town.calls().presses("1")
    assert caller.words.startswith("For a crisis, press 9. For a person, press 0.")
    assert "safety check" not in caller.words
    # Somebody else's first call is an intake like any other.
    assert "press 9. For a person" not in town.calls("+12025550148").presses("1").words


def test_nine_and_zero_are_never_blocked(town: Town, crew: dict[str, UUID]) -> None:
    rings_five_times(town)
    caller = town.calls().presses("1", "9", "1")
    assert "911" in caller.words
    caller.hangs_up()
    assert records(town)[0]["class"] == "P0"
    town.works()
    assert "on-call person" in town.calls().presses("1", "0").words


def test_an_hour_later_it_is_an_intake_again(town: Town, crew: dict[str, UUID]) -> None:
    rings_five_times(town)
    town.clock.passes(3600)
    assert "For a person, press 0" not in town.calls().presses("1").words


def test_one_caller_cannot_have_a_list_of_other_numbers_rung(town: Town, crew: dict[str, UUID]) -> None:
    for last in ("50", "51", "52"):
        typed = town.calls().presses("1", "2", "1", "2", "2", f"20255501{last}", "1")
        typed.hangs_up()
        town.clock.passes(3 * 3600)
    refused = town.calls().presses("1", "2", "1", "2", "2", "2025550153")
    assert "2 0 2" not in refused.words
    # A number of their own is still called.
    town.clock.passes(3 * 3600)
    own = town.calls().presses(*ASKS)
    assert "You're set" in own.words


def test_in_a_crisis_no_cap_holds(town: Town, crew: dict[str, UUID]) -> None:
    for last in ("50", "51", "52"):
        town.calls().presses("1", "2", "1", "2", "2", f"20255501{last}", "1").hangs_up()
        town.clock.passes(3 * 3600)
    caller = town.calls(None).presses("1", "9", "2")
    assert "988" in caller.words


def test_whoever_ended_an_abusive_call_is_not_given_the_next_one(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    pro = town.professional()
    ended_by = pro.order.to
    pro.answers().presses("1").presses("1").dial_ends(DialStatus.COMPLETED, 30)
    pro.presses("8")
    assert "noted" in pro.words
    pro.hangs_up()
    callback, enrollment, _ = records(town)
    assert (callback["state"], callback["attempts"][-1]["result"]) == ("completed", "abusive")
    assert (enrollment["stage"], enrollment["closed_reason"]) == ("closed", "abusive_or_prank")
    town.clock.passes(86400)
    town.calls().presses(*ASKS).hangs_up()
    for _ in range(6):
        town.works()
        town.clock.passes(301)
        town.sweeps()
    rung_since = [order.to for _, order in town.paper.rings[1:]]
    assert rung_since
    assert ended_by not in rung_since
