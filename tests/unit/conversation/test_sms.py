"""A text thread: the first text, commands, media, changes, silences, threads that a person has."""

from __future__ import annotations

import pytest

from intake.conversation.engine import reopens
from intake.conversation.facts import (
    CallbackPromised,
    Cancelled,
    CrisisCleared,
    DoNotContact,
    Ended,
    LeftForPerson,
    NumberConfirmed,
    PersonWanted,
)
from intake.conversation.need import need
from tests.unit.conversation.kit import thread

NUMBER = ("hi", "1", "2", "1", "2", "1")


@pytest.mark.parametrize(
    ("first", "step", "language"),
    [
        ("hi", "N10_LANG", "en"),
        ("hola", "N10_LANG", "en"),
        ("help me", "N10_LANG", "en"),
        ("HELP", "N10_LANG", "en"),
        ("", "N10_LANG", "en"),
        ("1", "N30_EMERG", "en"),
        ("2", "N30_EMERG", "es"),
        ("español", "N30_EMERG", "es"),
        ("I need help with my drinking", "N30_EMERG", "en"),
        ("necesito ayuda con mi hijo", "N30_EMERG", "es"),
        ("asdf", "N10_LANG", "en"),
        ("mi hijo no respira", "C10_CRISIS", "es"),
        ("0", "HUMAN", "en"),
        ("NOLLAMAR", "N98_CANCEL", "es"),
    ],
)
def test_the_first_text(first: str, step: str, language: str) -> None:
    talk = thread(f"text:{first}")
    assert (talk.state.step, talk.state.language) == (step, language)
    assert talk.said


def test_help_is_answered_and_the_place_is_repeated() -> None:
    for word in ("HELP", "info", "AYUDA"):
        talk = thread("hi", "1", "2", word)
        assert talk.heard_last == ["K_HELP", "N40_WHO"]
        assert talk.state.strikes == 0


def test_privacy_before_a_number_starts_over_at_the_emergency_check_and_later_keeps_the_place() -> None:
    assert thread("hi", "1", "2", "PRIVACY").heard_last == ["N25_PRIVACY", "N30_EMERG"]
    assert thread(*NUMBER, "PRIVACIDAD").heard_last == ["N25_PRIVACY", "N70_MSG"]


def test_the_language_can_be_changed_at_any_step() -> None:
    talk = thread(*NUMBER, "ESPAÑOL")
    assert (talk.state.language, talk.state.step) == ("es", "N70_MSG")


def test_call_me_soon_presets_the_time_until_the_caller_changes_something() -> None:
    talk = thread("hi", "1", "2", "1", "1", "1", "4")
    assert talk.state.step == "N85_ZIP"
    talk.give("CHANGE", "1", "4")
    assert talk.state.step == "N80_TIME"


def test_a_finished_thread_is_reopened_by_change_and_nocall_only() -> None:
    talk = thread(*NUMBER, "4", "1", "SKIP", "SKIP", "SKIP", "2", "1")
    assert talk.state.outcome == "callback"
    assert not reopens(talk.state, "hello")
    assert reopens(talk.state, "change")
    assert talk.give("NOCALL").state.outcome == "cancelled"
    assert talk.of(Cancelled)
    assert [fact.outcome for fact in talk.of(Ended)] == ["callback", "cancelled"]


def test_dont_call_me_takes_the_request_back_where_it_is_no_answer() -> None:
    assert thread(*NUMBER, "4", "please don't call me").state.outcome == "cancelled"
    assert thread("hi", "1", "2", "1", "don't call me").state.answers.contact_mode == "text_only"


def test_a_picture_is_refused_kindly_and_the_place_kept() -> None:
    talk = thread(*NUMBER, "media:jpg")
    assert talk.heard_last == ["K_MEDIA"]
    assert (talk.state.step, talk.state.strikes) == ("N70_MSG", 0)


def test_entries_are_asked_again_with_the_error() -> None:
    assert thread("hi", "1", "2", "1", "2", "2", "123").heard_last == ["E_INVALID_1", "N61_ENTRY"]
    assert thread("hi", "1", "2", "1", "2", "1", "4", "1", "00000").heard_last == ["E_INVALID_1", "N85_ZIP"]


def test_zero_brings_a_person_into_the_thread_and_the_machine_falls_silent() -> None:
    talk = thread("hi", "1", "0")
    assert talk.heard_last == ["E_MAX"]
    assert talk.of(PersonWanted) == [PersonWanted(need(talk.state))]
    assert need(talk.state).reason == "asked_for_person"
    assert talk.give("are you there").last.facts == (LeftForPerson(),)
    assert talk.last.instructions == ()
    assert talk.give("expire").state.outcome is None
    assert talk.give("9").state.step == "C10_CRISIS"


def test_text_only_confirms_the_sender_and_never_speaks_of_calls() -> None:
    talk = thread("hi", "1", "2", "1", "3")
    assert talk.of(NumberConfirmed)[-1].source == "sender"
    talk.give("SKIP", "1", "2")
    assert talk.of(CallbackPromised) == []
    assert "text you first" in " ".join(say.text for say in talk.said)
    assert "call you" not in talk.give("1").said[-1].text


def test_none_of_these_clears_the_crisis() -> None:
    talk = thread("i want to die", "4")
    assert talk.of(CrisisCleared)
    assert talk.state.step == "N40_WHO"
    assert need(talk.state).klass == "P2"


def test_a_texter_who_uses_988_is_left_alone_and_one_who_asks_is_called_at_once() -> None:
    assert thread("i want to die", "2", "2").state.outcome == "crisis_safe"
    called = thread("i want to die", "2", "1", "1")
    assert called.of(CallbackPromised)[0].need.klass == "P0"
    assert called.state.step == "N70_MSG"
    assert called.give("4").state.outcome == "callback"


def test_an_unsafe_home_is_never_nudged_and_the_hold_is_lifted_only_by_asking() -> None:
    talk = thread("he is hitting me", "3")
    assert talk.give("nudge").last.instructions == ()
    assert talk.of(DoNotContact) == [DoNotContact(True)]
    talk.give("1", "1")
    assert talk.of(DoNotContact)[-1] == DoNotContact(False)


def test_one_nudge_then_a_promise_after_ten_minutes_then_silence_after_a_day() -> None:
    talk = thread(*NUMBER, "nudge")
    assert talk.heard_last == ["E_TIMEOUT_1"]
    assert talk.give("nudge").last.instructions == ()
    assert talk.give("lapse").of(CallbackPromised)[-1].partial
    assert talk.give("lapse").last.facts == ()
    assert talk.give("expire").state.outcome == "callback"
    assert talk.last.instructions == ()
    early = thread("hi", "1", "nudge", "lapse", "expire")
    assert early.state.outcome == "expired"
    assert early.of(CallbackPromised) == []


def test_the_neutral_number_by_text_is_a_person_and_names_nobody() -> None:
    talk = thread("hello", "HELP", line="neutral")
    assert talk.state.step == "HUMAN"
    assert not any("Harbor" in say.text for say in talk.said)


def test_work_callers_skip_the_extra_questions_by_text() -> None:
    talk = thread("hi", "1", "2", "3", "2", "1", "4", "1", "SKIP", "SKIP", "SKIP")
    assert talk.state.step == "N95_REVIEW"
    assert "N90_MORE" not in talk.keys


def test_the_extra_block_to_its_end() -> None:
    talk = thread(*NUMBER, "4", "1", "SKIP", "1", "Ana", "1", "1", "1", "2", "1", "1", "3", "2", "1")
    answers = talk.give("1").state.answers
    assert talk.state.outcome == "callback"
    assert (answers.care_stage, answers.living, answers.priority_group) == ("php_step_down", "sober_home", True)
    assert (answers.pay, answers.schedule, answers.format) == ("medicaid", "either", "online")
    assert need(talk.state).reason == "priority_group"


@pytest.mark.parametrize("word", ["ok", "Okay.", "thanks", "de acuerdo", "gracias", "skip"])
def test_taking_note_that_we_will_not_write_brings_no_further_text(word: str) -> None:
    talk = thread("9", "3", word)
    assert (talk.state.step, talk.state.do_not_contact, talk.last.instructions) == ("C40_DV", True, ())
    assert talk.give("1").state.step == "N60_NUMBER"
