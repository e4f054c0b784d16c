"""One callback from the key that asks for it to its outcome."""

from __future__ import annotations

from uuid import UUID

import pytest

from intake.callbacks.listing import list_callbacks
from intake.carrier.words import DialStatus
from intake.conversation.listing import list_conversations
from intake.enrollments.listing import list_enrollments
from tests.house import Town

ASKS = ("1", "2", "1", "2", "1", "1", "1", "94110")


def records(town: Town) -> tuple[dict, dict, dict]:
    """The newest callback, enrollment and conversation, as the command line has them."""
    with town.database.begin() as connection:
        return (
            (list_callbacks(connection, actor="cli:test") or [{}])[0],
            (list_enrollments(connection, town.desk.vault, reveal=True, actor="cli:test") or [{}])[0],
            (list_conversations(connection, actor="cli:test") or [{}])[0],
        )


def test_a_callback_is_promised_offered_accepted_dialled_and_completed(town: Town, crew: dict[str, UUID]) -> None:
    caller = town.calls().presses(*ASKS)
    assert "You're set" in caller.words
    caller.hangs_up()
    callback, enrollment, conversation = records(town)
    assert (callback["class"], callback["state"]) == ("P2", "due")
    assert (enrollment["stage"], enrollment["partial"], enrollment["zip"]) == ("queued", False, "94110")
    assert (enrollment["number"], enrollment["message"]) == ("+12025550147", "voicemail")
    assert enrollment["timezone"] == "America/Los_Angeles"
    assert (conversation["outcome"], conversation["ended_at_step"]) == ("callback", "N99_DONE")
    town.works()
    pro = town.professional().answers()
    assert "call back is waiting" in pro.words
    pro.presses("1")
    assert "No name was given" in pro.words
    pro.presses("1")
    assert pro.page == "dialed"
    pro.dial_ends(DialStatus.COMPLETED, 300)
    assert "How did it go" in pro.words
    pro.presses("1")
    pro.hangs_up()
    callback, enrollment, _ = records(town)
    assert callback["state"] == "completed"
    assert callback["attempts"][0]["result"] == "reached"
    assert callback["offers"][0]["result"] == "accepted"
    assert enrollment["stage"] == "contacted"


def test_whoever_takes_it_while_the_caller_is_still_there_hears_no_less_before_they_call(
    town: Town, crew: dict[str, UUID]
) -> None:
    # "Leave no message of any kind" is what must not be missed.
    caller = town.calls().presses("1", "2", "1", "2", "1", "4", "1", "94110")
    town.works()
    pro = town.professional().answers().presses("1")
    assert "still on the line" in pro.words
    caller.hangs_up()
    pro.presses("")
    assert pro.page == "ready"
    for words in ("off the line", "No name was given", "They speak English", "no message", "first name", "press 1"):
        assert words in pro.words
    pro.presses("1")
    assert pro.page == "dialed"


def test_nobody_answers_the_caller_and_it_is_tried_again_in_a_quarter_of_an_hour(
    town: Town, crew: dict[str, UUID]
) -> None:
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    pro = town.professional().answers().presses("1").presses("1").dial_ends(DialStatus.NO_ANSWER)
    assert "no answer" in pro.words
    pro.hangs_up()
    callback, enrollment, _ = records(town)
    assert (callback["state"], enrollment["stage"]) == ("waiting", "attempting")
    rung = len(town.paper.rings)
    town.clock.passes(14 * 60)
    town.sweeps()
    assert len(town.paper.rings) == rung
    town.clock.passes(61)
    town.sweeps()
    assert len(town.paper.rings) == rung + 1


def test_the_phone_of_a_professional_who_does_not_answer_leads_to_the_next(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    first = town.professional()
    from intake.carrier.words import CallStatus

    first.status(CallStatus.NO_ANSWER)
    town.works()
    town.clock.passes(301)
    town.sweeps()
    assert len(town.paper.rings) == 2
    assert town.paper.rings[0][1].to != town.paper.rings[1][1].to


def test_talking_now_joins_the_first_who_presses_one_and_tells_the_other_that_it_is_taken(
    town: Town, crew: dict[str, UUID]
) -> None:
    caller = town.calls().presses("1", "2", "1", "1")
    assert "on-call person" in caller.words
    town.works()
    assert len(town.paper.rings) == 2
    winner, loser = town.professional(0).answers(), town.professional(1).answers()
    winner.presses("1")
    loser.presses("1")
    assert winner.page == "joined"
    assert "already taken" in loser.words
    winner.dial_ends(DialStatus.COMPLETED, 200)
    town.works()
    winner.presses("1")
    caller.hangs_up()
    _, enrollment, conversation = records(town)
    assert conversation["outcome"] == "live"
    assert enrollment["stage"] == "contacted"


def test_an_overdose_pages_two_at_once_and_is_called_back_once_when_the_line_drops(
    town: Town, crew: dict[str, UUID]
) -> None:
    caller = town.calls().presses("1", "1")
    town.works()
    assert len(town.paper.rings) >= 2
    caller.presses("1").hangs_up()
    callback, enrollment, conversation = records(town)
    assert callback["class"] == "P0"
    assert "overdose" in enrollment["flags"]
    assert conversation["outcome"] == "crisis_hangup"
    pro = town.professional(0).answers().presses("1")
    assert "crisis call" in pro.words
    pro.presses("1").dial_ends(DialStatus.NO_ANSWER)
    callback, _, _ = records(town)
    assert callback["state"] == "exhausted"


def test_after_someone_is_hurting_me_nobody_calls_back(town: Town, crew: dict[str, UUID]) -> None:
    caller = town.calls().presses("9")
    town.works()
    caller.presses("3").hangs_up()
    town.works()
    callback, enrollment, _ = records(town)
    assert callback["state"] == "cancelled"
    assert enrollment["stage"] == "do_not_contact"
    town.clock.passes(3600)
    rung = len(town.paper.rings)
    town.sweeps()
    assert len(town.paper.rings) == rung


@pytest.mark.parametrize(
    ("keys", "seconds", "outcome"),
    [
        ((), 4, "short_abandon"),
        (("1",), 8, "short_abandon"),
        (("1",), 11, "abandoned"),
        (("1", "2", "1"), 4, "abandoned"),
    ],
)
def test_an_abandoned_call_leaves_nothing(
    town: Town, crew: dict[str, UUID], keys: tuple[str, ...], seconds: float, outcome: str
) -> None:
    caller = town.calls().presses(*keys)
    town.clock.passes(seconds)
    caller.hangs_up()
    callback, enrollment, conversation = records(town)
    assert (callback, enrollment) == ({}, {})
    assert conversation["outcome"] == outcome


def test_a_text_thread_reaches_a_promise(town: Town, crew: dict[str, UUID]) -> None:
    for body in ("hi", "1", "2", "1", "2", "1", "2", "1", "33101", "2", "Alex", "2"):
        replies = town.texts(body)
    assert "number ending" in replies[-1]
    replies = town.texts("1")
    assert "All set" in replies[-1]
    callback, enrollment, conversation = records(town)
    assert (callback["class"], enrollment["name"], enrollment["message"]) == ("P2", "Alex", "text")
    assert conversation["outcome"] == "callback"


def test_stop_cancels_everything(town: Town, crew: dict[str, UUID]) -> None:
    for body in ("hi", "1", "2", "1", "2", "1", "STOP"):
        replies = town.texts(body)
    assert "opted out" in replies[-1]
    _, enrollment, conversation = records(town)
    assert (enrollment["stage"], conversation["outcome"]) == ("do_not_contact", "stopped")
    assert town.texts("hello?") == []
