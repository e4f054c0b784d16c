"""A call as the caller meets it: silences, wrong keys, exits, withheld numbers, waiting, hanging up."""

from __future__ import annotations

import pytest

from intake.conversation.events import CodeChecked, Key, Timeout
from intake.conversation.facts import (
    AnswersChanged,
    CallbackPromised,
    CodeEntered,
    CrisisChosen,
    CrisisEntered,
    DoNotContact,
    Ended,
    NumberConfirmed,
    TalkNowRequested,
)
from intake.conversation.instructions import Ask, Bridge988, HangUp, Hold, Ring, Say
from intake.conversation.need import may_call_back, need
from tests.unit.conversation.kit import Talk, call, context

CORE = ("1", "2", "1", "2")


def test_silence_skips_what_may_be_skipped_and_repeats_only_what_is_required() -> None:
    talk = call("timeout", "timeout", "timeout", "timeout")
    assert talk.state.step == "N60_NUMBER"
    assert "E_TIMEOUT_1" not in talk.keys
    assert talk.give("timeout").heard_last == ["E_TIMEOUT_1", "N60_NUMBER"]
    assert talk.give("timeout").state.outcome == "no_number"


def test_six_seconds_then_eight_both_doubled_for_whoever_needed_longer() -> None:
    quick = call(*CORE, "timeout")
    assert _waits(quick)[-2:] == [6.0, 8.0]
    assert _waits(call("1", "timeout", "1", "2", "timeout"))[-4:] == [12.0, 12.0, 12.0, 16.0]


def _waits(talk: Talk) -> list[float]:
    return [i.timeout for turn in talk.turns for i in turn.instructions if isinstance(i, Ask)]


def test_a_silent_caller_hears_everything_and_is_let_go_without_a_number() -> None:
    talk = call(*["timeout"] * 30)
    assert talk.state.outcome == "no_number"
    ending = [turn for turn in talk.turns if turn.facts][-1]
    assert [type(i) for i in ending.instructions] == [Say, HangUp]
    assert talk.keys[-1] == "E_NONUMBER"


def test_in_a_crisis_one_silence_is_enough() -> None:
    assert call("9", "timeout").state.step == "C30_SUI"
    talk = call("9", "timeout", "timeout")
    assert isinstance(talk.last.instructions[-1], Bridge988)
    assert isinstance(call("9", "1", "timeout").last.instructions[-1], Ring)
    assert call("9", "3", "timeout").state.outcome == "crisis_safe"


@pytest.mark.parametrize(
    "way", [(), ("1",), ("1", "2"), (*CORE,), (*CORE, "2"), (*CORE, "1", "1", "1"), ("9",), ("9", "3")]
)
def test_0_rings_a_person_and_9_opens_the_crisis_menu_from_every_step(way: tuple[str, ...]) -> None:
    person = call(*way, "0")
    assert isinstance(person.last.instructions[-1], Ring)
    assert person.of(TalkNowRequested)
    assert call(*way, "9").state.step == "C10_CRISIS"


def test_star_repeats_without_a_strike_and_pound_skips() -> None:
    talk = call("1", "2", "*", "*", "*", "*")
    assert talk.state.step == "N40_WHO"
    assert talk.state.strikes == 0
    assert talk.give("#").state.step == "N50_MODE"


def test_the_safe_number_cannot_be_skipped_and_the_third_try_brings_a_person() -> None:
    talk = call(*CORE, "#")
    assert talk.heard_last == ["E_NONUMBER", "N60_NUMBER"]
    assert isinstance(talk.give("#", "#").last.instructions[-1], Ring)


def test_a_withheld_number_goes_straight_to_entry_and_bad_numbers_are_refused() -> None:
    talk = call(*CORE, caller_dialable=False)
    assert talk.state.step == "N61_ENTRY"
    assert talk.give("9005550147").heard_last == ["E_INVALID_1", "N61_ENTRY"]
    assert talk.give("202*").state.strikes == 1
    assert talk.give("2025550147").state.step == "N62_CONFIRM"
    assert talk.give("2").state.step == "N61_ENTRY"
    assert talk.give("2025550148", "1").state.number == "+12025550148"


def test_a_number_said_where_we_ask_about_this_one_is_read_back() -> None:
    talk = call(*CORE, "speech:call me at two oh two five five five oh one four seven")
    assert talk.state.step == "N62_CONFIRM"
    assert talk.state.typed == "+12025550147"


def test_nobody_on_duty_is_said_honestly_and_leads_to_a_callback() -> None:
    talk = call("0", on_duty=False)
    assert talk.heard_last == ["E_NOBODY", "N60_NUMBER"]
    assert need(talk.state).reason == "talk_now_missed"
    later = call("1", "2", "1", "1", "0", on_duty=False)
    assert later.heard_last == ["E_NOBODY", "N99_DONE"]
    assert later.of(CallbackPromised)[-1].need.klass == "P1"


def test_in_a_crisis_the_ladder_is_tried_although_nobody_is_on_duty() -> None:
    assert isinstance(call("9", "1", "1", on_duty=False).last.instructions[-1], Ring)


def test_the_waiting_room_offers_a_callback_that_keeps_the_place() -> None:
    talk = call("1", "2", "1", "1", "waiting")
    hold = talk.last.instructions[-1]
    assert isinstance(hold, Hold)
    assert "call back instead" in hold.says[0].text
    assert talk.give("1").state.step == "N60_NUMBER"
    talk.give("1", "4", "1", "#")
    assert talk.of(CallbackPromised)[-1].need.reason == "talk_now_missed"


def test_whoever_holds_with_a_safe_number_is_offered_the_questions() -> None:
    talk = call(*CORE, "1", "0", "waiting")
    assert "private questions" in talk.said[-1].text
    assert talk.give("1").state.step == "X10_AGE"
    work = call("1", "2", "3", "2", "1", "0", "waiting")
    assert "private questions" not in work.said[-1].text
    assert work.give("1").state.step == "N99_DONE"


def test_questions_are_offered_once_after_the_promise_and_then_the_call_ends() -> None:
    talk = call(*CORE, "1", "4", "1", "#", "timeout")
    assert talk.state.step == "N90_MORE"
    assert talk.give("timeout").state.outcome == "callback"
    again = call(*CORE, "1", "4", "1", "#", "timeout", "2", "1", "timeout")
    assert again.state.outcome == "callback"


def test_work_callers_are_never_asked_the_extra_questions() -> None:
    talk = call("1", "2", "3", "2", "1", "4", "1", "#", "timeout")
    assert talk.state.outcome == "callback"
    assert talk.of(CallbackPromised)[-1].need.klass == "P4"


def test_a_minor_is_asked_nothing_more() -> None:
    talk = call(*CORE, "1", "4", "1", "#", "timeout", "1", "2")
    assert talk.heard_last == ["X90_MINOR", "N95_REVIEW"]
    assert talk.of(AnswersChanged)[-1].need.reason == "minor"


def test_review_can_change_and_cancel() -> None:
    reviewing = (*CORE, "1", "4", "1", "#", "timeout", "2")
    assert call(*reviewing, "2").state.step == "N60_NUMBER"
    cancelled = call(*reviewing, "3")
    assert cancelled.state.outcome == "cancelled"
    assert [type(i) for i in cancelled.last.instructions] == [Say, HangUp]


@pytest.mark.parametrize(
    ("way", "outcome", "promised", "once"),
    [
        ((), "abandoned", 0, False),
        (CORE, "abandoned", 0, False),
        ((*CORE, "2", "2025550147"), "abandoned", 0, False),
        ((*CORE, "1"), "callback", 1, False),
        (("1", "2", "1", "1"), "abandoned", 0, False),
        (("9",), "crisis_hangup", 0, True),
        (("9", "1"), "crisis_hangup", 0, True),
        (("9", "2"), "crisis_hangup", 0, True),
        (("9", "3"), "crisis_hangup", 0, False),
        (("9", "3", "1"), "crisis_hangup", 0, False),
        ((*CORE, "1", "9", "3"), "crisis_hangup", 0, False),
        ((*CORE, "1", "9", "1"), "crisis_hangup", 1, True),
    ],
)
def test_hanging_up(way: tuple[str, ...], outcome: str, promised: int, once: bool) -> None:
    talk = call(*way, "hangup")
    assert talk.state.outcome == outcome
    assert len(talk.of(CallbackPromised)) == promised
    assert talk.of(Ended)[-1].call_back_once is once
    assert talk.last.instructions == ()


def test_a_partial_promise_has_the_safest_defaults() -> None:
    promise = call(*CORE, "1", "hangup").of(CallbackPromised)[-1]
    assert promise.partial
    assert (promise.answers.message, promise.answers.identify_as, promise.answers.when) == (
        "none",
        "first_name_only",
        "asap",
    )
    assert not promise.pin_given


def test_someone_hurting_me_is_never_called_back_unless_they_ask() -> None:
    talk = call("9", "3")
    assert talk.facts[-2:] == [CrisisChosen("violence"), DoNotContact(True)]
    assert not may_call_back(talk.state)
    asked = talk.give("1", "noanswer", "1")
    assert may_call_back(asked.state)
    assert asked.of(NumberConfirmed)


def test_a_failed_bridge_rings_our_own_people_and_then_takes_a_number_at_once() -> None:
    talk = call("9", "2", "1", "noanswer")
    assert isinstance(talk.last.instructions[-1], Ring)
    talk.give("noanswer", "1")
    assert talk.of(CallbackPromised)[-1].need.klass == "P0"
    assert talk.give("4").state.step == "N99_DONE"
    assert not {"N80_TIME", "N85_ZIP"} & set(talk.keys)


def test_p0_is_paged_on_entering_the_crisis_menu_and_only_once() -> None:
    talk = call("1", "1")
    assert talk.last.facts == (CrisisEntered("unknown", False),)
    assert len(talk.give("9", "9").of(CrisisEntered)) == 1


def test_the_neutral_number_takes_a_code_names_nobody_and_sounds_the_same_for_every_wrong_one() -> None:
    talk = Talk("voice", context(line="neutral")).give("begin")
    assert {say.language for say in talk.said} == {"en", "es"}
    turn = talk.take(Key("1111"))
    assert turn.facts == (CodeEntered("1111"),)
    assert turn.instructions == ()
    assert talk.take(CodeChecked(False)).instructions[-1].__class__ is Ask
    right = talk.take(Key("2222")) and talk.take(CodeChecked(True, "es"))
    assert isinstance(right.instructions[-1], Ring)
    assert talk.state.language == "es"
    waiting = Talk("voice", context(line="neutral")).give("begin", "timeout")
    assert isinstance(waiting.last.instructions[-1], Ring)


def test_whoever_rings_again_and_again_gets_the_crisis_menu_and_a_person_only() -> None:
    talk = call("1", crisis_only=True)
    assert talk.state.step == "R10_REPEAT"
    assert call("1", "0", crisis_only=True).state.step == "T10_TALKNOW"
    assert call("1", "9", crisis_only=True).state.step == "C10_CRISIS"
    assert call("1", "timeout", "timeout", crisis_only=True).state.outcome == "abandoned"


def test_after_the_end_nothing_happens() -> None:
    talk = call("hangup")
    assert talk.take(Timeout()).facts == ()
    assert talk.take(Key("1")).instructions == ()


def test_the_language_can_be_changed_by_voice_later() -> None:
    talk = call("1", "2", "speech:español")
    assert talk.state.language == "es"
    assert talk.state.step == "N40_WHO"


def test_bad_entries_and_nobody_on_duty_end_honestly_rather_than_promising_a_person() -> None:
    talk = call(*CORE[:3], "2", "1", "1", "1", caller_dialable=False, on_duty=False)
    assert talk.state.outcome == "no_number"
    assert talk.keys[-1] == "E_NONUMBER"
