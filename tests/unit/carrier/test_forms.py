"""What the carrier posts becomes typed facts; a withheld number leaves no trace."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.carrier import forms
from intake.carrier.events import About
from intake.carrier.fields import FormProblem
from intake.carrier.words import (
    AnsweredBy,
    CallStatus,
    DialStatus,
    Direction,
    OptOut,
    QueueOutcome,
    TextStatus,
)
from intake.numbers import PhoneNumber
from tests.carrier_kit import (
    CALL,
    CALLER,
    HELPLINE,
    LINES,
    NEUTRAL,
    OFFER,
    TEXT,
    call_form,
    payloads,
    text_form,
)

OWN = LINES.own_lines
HIDDEN = [
    *("+266696687", "+86282452253", "+8656696", "+2562533", "+7378742833"),
    *("anonymous", "Anonymous", "unknown", "Restricted", "private", "unavailable", "withheld", "BLOCKED", ""),
    *("client:alice", "sip:alice@example.org", "911", "24655", "+99999999999999999999"),
]


def payload(kind: str) -> dict[str, str]:
    return next(params for name, params in payloads() if name == kind)


def test_an_inbound_call_is_read() -> None:
    call = forms.inbound_call(call_form(), OWN)
    assert (call.call_sid, call.line, call.caller) == (CALL, PhoneNumber(HELPLINE), PhoneNumber(CALLER))
    assert call.status is CallStatus.RINGING
    assert not call.looped


def test_a_captured_call_is_read() -> None:
    call = forms.inbound_call(payload("voice_inbound"), OWN)
    assert call.caller == PhoneNumber("+15305550179")
    assert call.line == PhoneNumber("+15305550138")


@pytest.mark.parametrize("sender", HIDDEN)
def test_a_withheld_caller_is_nobody(sender: str) -> None:
    assert forms.inbound_call(call_form(From=sender), OWN).caller is None
    assert forms.inbound_text(text_form(From=sender), OWN).sender is None


@pytest.mark.parametrize("sign", [{"CallerName": "ANONYMOUS"}, {"SipHeader_Privacy": "id;critical"}])
def test_a_toll_free_line_drops_the_number_of_who_asked_not_to_be_shown(sign: dict[str, str]) -> None:
    call = forms.inbound_call(call_form(**sign), OWN)
    assert call.caller is None
    assert "0147" not in repr(call)


def test_a_directory_without_a_name_is_no_wish_to_be_hidden() -> None:
    assert forms.inbound_call(call_form(CallerName="UNAVAILABLE"), OWN).caller is not None


@pytest.mark.parametrize("looped", [{"From": NEUTRAL}, {"ForwardedFrom": HELPLINE}, {"CalledVia": NEUTRAL}])
def test_our_own_line_calling_us_is_a_loop(looped: dict[str, str]) -> None:
    assert forms.inbound_call(call_form(**looped), OWN).looped


@pytest.mark.parametrize("fault", [{"CallSid": "CA1"}, {"CallSid": ""}, {"To": "sip:us"}])
def test_a_call_without_a_leg_or_a_line_is_a_problem_that_names_the_field_only(fault: dict[str, str]) -> None:
    with pytest.raises(FormProblem, match=f"^unusable field {next(iter(fault))}$"):
        forms.inbound_call(call_form(**fault), OWN)


def test_keys_and_speech_are_read() -> None:
    given_ = forms.turn_input(call_form(Digits="12#", CallStatus="in-progress"), {"t": "1"})
    assert (given_.digits, given_.speech, given_.timed_out) == ("12#", None, False)
    heard = forms.turn_input(call_form(SpeechResult=" yes \x00 please ", Confidence="0.91"), {})
    assert (heard.speech, heard.confidence) == ("yes   please", 0.91)
    assert "please" not in repr(heard)
    assert forms.turn_input(call_form(), {"x": "timeout"}).timed_out


@pytest.mark.parametrize("confidence", ["", "nan", "inf", "-1", "1.01", "high"])
def test_a_confidence_that_is_none_is_none(confidence: str) -> None:
    assert forms.turn_input(call_form(SpeechResult="a", Confidence=confidence), {}).confidence is None


def test_odd_keys_and_endless_speech_are_cut() -> None:
    odd = forms.turn_input(call_form(Digits="ABCD", SpeechResult="a" * 5_000), {})
    assert odd.digits is None
    assert len(odd.speech or "") == 2_000
    assert len(forms.turn_input(call_form(Digits="7" * 99), {}).digits or "") == 32


def test_captured_keys_are_read() -> None:
    assert forms.turn_input(payload("gather_action_digits"), {}).digits == "123456"


def test_waiting_is_read() -> None:
    room = "QU" + "a" * 32
    tick = forms.wait_tick(call_form(QueuePosition="1", QueueTime="12", CurrentQueueSize="x", QueueSid=room))
    assert (tick.position, tick.waited, tick.size, tick.room_sid) == (1, 12, None, room)
    result = forms.queue_result(call_form(QueueResult="leave", QueueTime="30"))
    assert (result.outcome, result.waited) == (QueueOutcome.LEAVE, 30)
    assert forms.queue_result(call_form(QueueResult="eloped")).outcome is QueueOutcome.UNKNOWN


def test_a_captured_dial_is_read() -> None:
    result = forms.dial_result(payload("dial_action"))
    assert result.outcome is DialStatus.COMPLETED
    assert (result.seconds, result.bridged, result.joined) == (3, None, True)


def test_a_hang_up_in_the_whisper_is_no_call() -> None:
    result = forms.dial_result(call_form(DialCallStatus="completed", DialBridged="false"))
    assert not result.joined


def test_a_captured_status_counts_seconds_and_not_billed_minutes() -> None:
    event = forms.status_event(payload("call_status_callback"), {"o": OFFER})
    assert (event.seconds, event.sequence) == (49, 3)
    assert event.at == datetime(2018, 3, 25, 9, 53, 19, tzinfo=UTC)
    assert event.direction is Direction.OUTBOUND_API
    assert event.about == About("offer", OFFER)


def test_who_answered_is_read() -> None:
    assert forms.status_event(payload("amd_status_callback"), {}).answered_by is AnsweredBy.HUMAN


def test_a_status_that_we_do_not_know_is_not_guessed() -> None:
    assert forms.status_event(call_form(CallStatus="vanished"), {}).status is CallStatus.UNKNOWN
    assert forms.message_status({"MessageSid": TEXT, "MessageStatus": "eaten"}, {}).status is TextStatus.UNKNOWN


@pytest.mark.parametrize("stamp", ["", "yesterday", "Sun, 99 Mar 2018 09:53:19 +0000", "1" * 400])
def test_a_time_that_is_none_is_none(stamp: str) -> None:
    assert forms.status_event(call_form(Timestamp=stamp), {}).at is None


def test_texts_are_read() -> None:
    text = forms.inbound_text(payload("sms_inbound"), OWN)
    assert (text.body, text.media, text.opt_out) == ("Test", (), None)
    assert forms.inbound_text(payload("sms_inbound_opt_out"), OWN).opt_out is OptOut.STOP
    picture = forms.inbound_text(payload("mms_inbound_no_body"), OWN)
    assert (picture.body, picture.media) == ("", ("unknown", "unknown"))


def test_a_text_keeps_its_lines_and_loses_its_controls() -> None:
    text = forms.inbound_text(text_form("a\nb\x00\x1bc" + "d" * 3_000), OWN)
    assert text.body.startswith("a\nb  cd")
    assert len(text.body) == 1_600
    assert "dd" not in repr(text)


def test_progress_of_texts_is_read() -> None:
    status = forms.message_status(payload("message_status_callback_21610"), {"m": OFFER})
    assert (status.status, status.error_code) == (TextStatus.FAILED, 21610)
    assert status.about == About("message", OFFER)
    assert forms.message_status(payload("message_status_callback"), {}).recipient is None


def test_a_mangled_id_of_ours_is_a_problem() -> None:
    with pytest.raises(FormProblem):
        forms.status_event(call_form(), {"o": "../../etc"})


def test_the_carriers_fallback_is_read() -> None:
    fallback = forms.fallback(call_form(ErrorCode="11200", ErrorUrl="https://help.example.org/x", Digits="1"))
    assert (fallback.error_code, fallback.digits) == (11200, "1")


READERS: list[Callable[[dict[str, str]], object]] = [
    lambda form: forms.inbound_call(form, OWN),
    lambda form: forms.turn_input(form, form),
    forms.wait_tick,
    forms.queue_result,
    forms.dial_result,
    lambda form: forms.status_event(form, form),
    lambda form: forms.inbound_text(form, OWN),
    lambda form: forms.message_status(form, form),
    forms.fallback,
]
NAMES = sorted({name for _, params in payloads() for name in params} | set("acmox") | {"SpeechResult", "Confidence"})


@given(st.dictionaries(st.sampled_from(NAMES), st.text(max_size=40)), st.sampled_from(READERS))
def test_no_form_raises_anything_but_a_form_problem(
    form: dict[str, str], reader: Callable[[dict[str, str]], object]
) -> None:
    with contextlib.suppress(FormProblem):
        reader({"CallSid": CALL, "MessageSid": TEXT, **form})
