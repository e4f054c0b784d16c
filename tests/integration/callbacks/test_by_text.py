"""Professionals are reached by text as well, and supervisors hear of whoever was not; never a word about anybody."""

from __future__ import annotations

from uuid import UUID, uuid4

from intake.carrier.events import InboundText, QueueResult, WaitTick
from intake.carrier.pages import Answer, DialBackup, LeaveRoom
from intake.carrier.port import TextOrder
from intake.carrier.requests import WaitedRequest, WaitRequest
from intake.carrier.words import CallStatus, DialStatus, QueueOutcome
from intake.numbers import PhoneNumber
from tests.house import Town, VoiceCaller
from tests.integration.callbacks.test_the_way_of_a_callback import ASKS, records
from workers.jobs import JOBS

SUPERVISOR, MANAGER = "+12025550113", "+12025550114"
NAMED = ("addict", "treatment", "sober", "rehab", "crisis", "Alex", "0147", "helpline")


def texts_of(town: Town, words: str) -> list[TextOrder]:
    """Texts that were sent with these words in them."""
    return [order for _, order in town.paper.texts if words in order.body]


def writes(town: Town, phone: PhoneNumber, body: str) -> str:
    """A professional writes to the neutral line; the reply."""
    came = InboundText(f"SM{uuid4().hex}", town.desk.lines.neutral, phone, body)
    answer = town.house.conversations.text(came)
    return " ".join(each.say.text for each in answer.instructions)  # type: ignore[union-attr]


def waits(town: Town, caller: VoiceCaller, page: int) -> Answer:
    """The carrier asks what the waiting caller hears next."""
    tick = WaitTick(caller.sid, CallStatus.IN_PROGRESS, None, 1, page * 20, 1, 20)
    return town.house.conversations.wait(WaitRequest(caller.answer.conversation, caller.answer.turn, page, tick))


def leaves(town: Town, caller: VoiceCaller) -> Answer:
    """The carrier has taken the caller out of the room."""
    result = QueueResult(caller.sid, CallStatus.IN_PROGRESS, QueueOutcome.LEAVE, 60)
    asked = WaitedRequest(caller.answer.conversation, caller.answer.turn, result)
    return town.house.conversations.waited(asked)


def test_an_offer_is_texted_from_the_neutral_line_without_a_word_about_anybody(
    town: Town, crew: dict[str, UUID]
) -> None:
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    (sent,) = texts_of(town, "Reply Y")
    assert sent.to == town.paper.rings[0][1].to
    assert sent.sender == town.desk.lines.neutral
    assert not [word for word in NAMED if word in sent.body]


def test_a_yes_by_text_takes_it_and_their_phone_goes_straight_to_the_brief(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    pro = town.professional()
    assert "It is yours" in writes(town, pro.order.to, "Y")
    town.works()
    # Their phone rings already: it is not rung twice.
    assert len(town.paper.rings) == 1
    pro.answers()
    assert "When you are ready, press 1" in pro.words
    assert records(town)[0]["state"] == "accepted"


def test_a_yes_after_it_is_taken_or_without_an_offer_takes_nothing(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses("1", "2", "1", "1")
    town.works()
    winner, loser = town.professional(0), town.professional(1)
    winner.answers().presses("1")
    assert "Nothing is waiting" in writes(town, loser.order.to, "Y")
    assert "Nothing is waiting" in writes(town, PhoneNumber(SUPERVISOR), "yes")


def test_a_no_by_text_passes_it_on(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    first = town.professional().order.to
    assert "someone else" in writes(town, first, "N")
    town.works()
    assert town.professional().order.to != first


def test_an_offer_that_is_over_is_not_texted_any_more(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses(*ASKS).hangs_up()
    while town.pending[0][0] != "send_message":
        job, record = town.pending.popleft()
        JOBS[job](town.house, record)
    town.professional().answers().presses("2")
    kept = town.pending.popleft()
    JOBS[kept[0]](town.house, kept[1])
    assert texts_of(town, "Reply Y") == []


def test_what_can_wait_for_hours_is_not_texted(town: Town, crew: dict[str, UUID]) -> None:
    # Where it is ten in the morning: calls for work are made in the caller's own office hours.
    town.calls().presses("1", "2", "3", "2", "1", "1", "1", "10001").hangs_up()
    assert records(town)[0]["class"] == "P4"
    town.works()
    assert town.paper.rings
    assert texts_of(town, "Reply Y") == []


def test_how_it_went_is_asked_once_and_answered_by_a_digit(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    pro = town.professional().answers().presses("1").presses("1").dial_ends(DialStatus.COMPLETED, 60)
    phone = pro.order.to
    pro.hangs_up()
    for _ in range(3):
        town.clock.passes(5)
        town.sweeps()
    (asked,) = texts_of(town, "How did your last call go?")
    assert asked.to == phone
    assert not [word for word in NAMED if word in asked.body.replace("6 crisis", "")]
    assert "noted" not in writes(town, phone, "3x")
    assert "It is noted" in writes(town, phone, "4")
    callback, enrollment, _ = records(town)
    assert (callback["state"], callback["attempts"][0]["result"]) == ("completed", "wrong_number")
    assert enrollment["closed_reason"] == "wrong_number"
    # Whoever has said so is asked nothing more, and nobody else's call is theirs to speak of.
    assert "Nothing is waiting" in writes(town, phone, "1")
    assert "Nothing is waiting" in writes(town, PhoneNumber(SUPERVISOR), "1")


def test_when_nobody_takes_a_waiting_caller_the_supervisor_hears_of_it_once(
    town: Town, crew: dict[str, UUID]
) -> None:
    caller = town.calls().presses("1", "2", "1", "1")
    town.works()
    waits(town, caller, 0)
    town.clock.passes(61)
    waits(town, caller, 1)
    town.works()
    told = texts_of(town, "not answered in time")
    assert sorted(order.to.reveal() for order in told) == [SUPERVISOR, MANAGER]
    assert {order.sender for order in told} == {town.desk.lines.neutral}
    assert not [word for order in told for word in NAMED if word in order.body]
    waits(town, caller, 1)
    town.works()
    assert len(texts_of(town, "not answered in time")) == 2
    caller.answer = leaves(town, caller)
    caller.presses("1", "1", "1", "#").hangs_up()
    callback, _, _ = records(town)
    assert callback["class"] == "P1"


def test_a_crisis_that_nobody_acknowledges_is_told_upwards_and_at_last_to_the_backup(
    town: Town, crew: dict[str, UUID]
) -> None:
    town.calls().presses("1", "1", "1").hangs_up()
    town.works()
    assert texts_of(town, "not been taken yet") == []
    for _ in range(4):
        town.clock.passes(60.5)
        town.sweeps()
    told = [order.to.reveal() for order in texts_of(town, "not been taken yet")]
    assert sorted(told) == [SUPERVISOR, MANAGER]
    (last,) = texts_of(town, "Please reach your team now")
    assert last.to == town.desk.lines.backup


def test_a_waiting_crisis_caller_gets_the_backup_person_after_the_whole_ladder(
    town: Town, crew: dict[str, UUID]
) -> None:
    caller = town.calls().presses("1", "9", "0")
    town.works()
    waits(town, caller, 0)
    for page in range(1, 8):
        town.clock.passes(20)
        town.sweeps()
        answer = waits(town, caller, page)
        if isinstance(answer.instructions[-1], LeaveRoom):
            break
        assert "988" in " ".join(say.text for say in answer.instructions[-1].says)
    assert page == 7
    assert leaves(town, caller).instructions == (DialBackup(),)
    # The same answer again for a repeat.
    assert leaves(town, caller).instructions == (DialBackup(),)
    rung = {order.to.reveal() for _, order in town.paper.rings}
    assert {SUPERVISOR, MANAGER} <= rung
    caller.hangs_up()
    callback, _, conversation = records(town)
    assert (callback["class"], conversation["outcome"]) == ("P0", "crisis_hangup")


def test_with_nobody_on_duty_a_crisis_caller_gets_the_backup_person_at_once(town: Town) -> None:
    caller = town.calls().presses("1", "9", "0")
    town.works()
    assert isinstance(waits(town, caller, 0).instructions[-1], LeaveRoom)
    assert leaves(town, caller).instructions == (DialBackup(),)
