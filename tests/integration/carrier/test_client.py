"""What the carrier is asked for, over real HTTP, and what each of its answers means."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from intake.carrier.client import TwilioCarrier
from intake.carrier.errors import CarrierBusy, CarrierError, CarrierRefused, OutcomeUnknown
from intake.carrier.port import CallFacts, Carrier, LineAddresses, RingOrder, RoomMember, TextFacts, TextOrder
from intake.carrier.words import CallStatus, TextStatus
from intake.numbers import PhoneNumber
from tests.carrier_kit import CALL, CALLER, HELPLINE, LINES, NEUTRAL, OFFER, TEXT
from tests.integration.carrier.stub_api import StubApi, stub_api

ACCOUNT = f"/2010-04-01/Accounts/{LINES.account_sid}"
ROOM = "QU" + "a" * 32
RING = RingOrder(PhoneNumber(CALLER), PhoneNumber(NEUTRAL), OFFER, 18)
SEND = TextOrder(PhoneNumber(CALLER), PhoneNumber(HELPLINE), "canary words", OFFER)
LEG = {"sid": CALL, "status": "queued", "date_created": "Sun, 25 Mar 2018 09:53:19 +0000", "duration": None}


@pytest.fixture
def api() -> Iterator[StubApi]:
    with stub_api() as stub:
        yield stub


@pytest.fixture
def carrier(api: StubApi) -> Carrier:
    return TwilioCarrier(replace(LINES, api_base_url=api.base_url, request_seconds=0.3))


def test_ringing_names_the_offer_and_nothing_else(api: StubApi, carrier: Carrier) -> None:
    api.will(201, LEG)
    facts = carrier.ring(RING)
    (asked,) = api.asked
    assert (asked.method, asked.path) == ("POST", f"{ACCOUNT}/Calls.json")
    assert asked.form == {
        "To": [CALLER],
        "From": [NEUTRAL],
        "Url": [f"https://help.example.org/webhooks/voice/offer?o={OFFER}&p=brief"],
        "FallbackUrl": ["https://help.example.org/webhooks/voice/fallback?n=0&p=staff"],
        "StatusCallback": [f"https://help.example.org/webhooks/voice/status?o={OFFER}"],
        "StatusCallbackEvent": ["initiated", "ringing", "answered", "completed"],
        "Timeout": ["18"],
    }
    assert facts == CallFacts(CALL, CallStatus.QUEUED, datetime(2018, 3, 25, 9, 53, 19, tzinfo=UTC))


CHANGES: list[tuple[Callable[[Carrier], object], dict[str, list[str]]]] = [
    (lambda carrier: carrier.cancel(CALL), {"Status": ["canceled"]}),
    (lambda carrier: carrier.complete(CALL), {"Status": ["completed"]}),
    (
        lambda carrier: carrier.redirect(CALL, "https://a.example/"),
        {"Url": ["https://a.example/"], "Method": ["POST"]},
    ),
]


@pytest.mark.parametrize(("change", "form"), CHANGES)
def test_a_live_leg_is_changed(
    api: StubApi, carrier: Carrier, change: Callable[[Carrier], object], form: dict[str, list[str]]
) -> None:
    api.will(200, LEG)
    change(carrier)
    assert (api.asked[0].path, api.asked[0].form) == (f"{ACCOUNT}/Calls/{CALL}.json", form)


def test_a_leg_is_looked_up(api: StubApi, carrier: Carrier) -> None:
    api.will(200, {**LEG, "status": "completed", "duration": "49", "parent_call_sid": "CA1"})
    facts = carrier.fetch_call(CALL)
    assert (facts.status, facts.seconds, facts.parent_sid) == (CallStatus.COMPLETED, 49, "CA1")


def test_legs_to_a_number_are_found_by_time_even_before_they_start(api: StubApi, carrier: Carrier) -> None:
    old = {**LEG, "start_time": "Sat, 24 Mar 2018 09:53:19 +0000"}
    unborn = {**LEG, "date_created": None}
    api.will(200, {"calls": [LEG, old, unborn], "next_page_uri": None})
    found = carrier.find_calls(PhoneNumber(CALLER), datetime(2018, 3, 25, tzinfo=UTC))
    assert [leg.started_at is None for leg in found] == [False, True]
    assert "To=%2B12025550147" in api.asked[0].path


def test_a_text_names_its_row(api: StubApi, carrier: Carrier) -> None:
    api.will(201, {"sid": TEXT, "status": "queued"})
    assert carrier.send_text(SEND) == TextFacts(TEXT, TextStatus.QUEUED)
    assert api.asked[0].form["StatusCallback"] == [f"https://help.example.org/webhooks/sms/status?m={OFFER}"]


def test_what_the_carrier_keeps_is_emptied_and_deleted(api: StubApi, carrier: Carrier) -> None:
    api.will(200, {"sid": TEXT, "status": "sent"})
    carrier.redact_text(TEXT)
    api.will(204, "")
    carrier.delete_text(TEXT)
    carrier.delete_call(CALL)
    carrier.delete_room(ROOM)
    assert [asked.method for asked in api.asked] == ["POST", "DELETE", "DELETE", "DELETE"]
    assert api.asked[0].form == {"Body": [""]}


def test_what_is_not_there_is_as_good_as_deleted(api: StubApi, carrier: Carrier) -> None:
    api.will(404, {"code": 20404, "message": "no", "status": 404})
    carrier.delete_text(TEXT)
    carrier.delete_room(ROOM)
    assert carrier.room_members(ROOM) == ()
    with pytest.raises(CarrierRefused, match="20404"):
        carrier.fetch_call(CALL)


def test_who_waits_is_told_in_order(api: StubApi, carrier: Carrier) -> None:
    member = {"call_sid": CALL, "position": 2, "wait_time": 5, "queue_sid": ROOM}
    api.will(200, {"queue_members": [member, {**member, "position": 1}], "next_page_uri": None})
    assert carrier.room_members(ROOM) == (RoomMember(CALL, 1, 5), RoomMember(CALL, 2, 5))


def test_lines_are_listed_and_connected(api: StubApi, carrier: Carrier) -> None:
    line = {"sid": "PN1", "phone_number": HELPLINE, "voice_url": "https://old.example/", "sms_url": None}
    api.will(200, {"incoming_phone_numbers": [line], "next_page_uri": None})
    (facts,) = carrier.lines()
    assert facts.number == PhoneNumber(HELPLINE)
    assert (facts.addresses.voice, facts.addresses.sms) == ("https://old.example/", "")
    api.will(200, line)
    carrier.connect_line("PN1", LineAddresses("https://v/", "https://s/", "https://f/", "https://t/"))
    form = api.asked[-1].form
    assert form["VoiceUrl"] == ["https://v/"]
    assert {form[name][0] for name in form if name.endswith("Method")} == {"POST"}


REFUSAL = {"code": 21211, "message": f"{CALLER} is not a phone number", "more_info": "", "status": 400}


@pytest.mark.parametrize(
    ("status", "answer", "error"),
    [
        (400, REFUSAL, CarrierRefused),
        (401, {"code": 20003, "message": "no", "status": 401}, CarrierRefused),
        (429, {"code": 20429, "message": "slow down", "status": 429}, CarrierBusy),
        (400, {"code": 20429, "message": "slow down", "status": 400}, CarrierBusy),
        (500, "<html>", OutcomeUnknown),
        (503, {"code": 20503}, OutcomeUnknown),
        (201, "not json", OutcomeUnknown),
        (201, "cut", OutcomeUnknown),
        (201, None, OutcomeUnknown),
    ],
)
def test_each_failure_of_a_ring_has_its_error(
    api: StubApi, carrier: Carrier, status: int, answer: object, error: type[CarrierError]
) -> None:
    api.will(status, answer)
    with pytest.raises(error) as caught:
        carrier.ring(RING)
    assert not isinstance(caught.value, CarrierRefused) or caught.value.code == answer["code"]  # type: ignore[index]


@pytest.mark.parametrize(("status", "answer"), [(500, "<html>"), (200, "cut"), (200, None)])
def test_a_failed_look_up_may_be_made_again(api: StubApi, carrier: Carrier, status: int, answer: object) -> None:
    api.will(status, answer)
    with pytest.raises(CarrierBusy):
        carrier.fetch_call(CALL)


def test_a_carrier_that_is_not_there_was_never_asked() -> None:
    carrier = TwilioCarrier(replace(LINES, api_base_url="http://127.0.0.1:1", request_seconds=0.3))
    with pytest.raises(CarrierBusy):
        carrier.ring(RING)


def test_no_error_and_no_log_line_holds_a_number_or_a_word(
    api: StubApi, carrier: Carrier, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    told = [_failure(api, carrier, ask) for ask in (_ring, _send, _find)]
    for leak in ("2025550147", "canary", "2025550100"):
        assert leak not in "".join(told)
        assert leak not in caplog.text


def _ring(carrier: Carrier) -> object:
    return carrier.ring(RING)


def _send(carrier: Carrier) -> object:
    return carrier.send_text(SEND)


def _find(carrier: Carrier) -> object:
    return carrier.find_calls(PhoneNumber(CALLER), datetime.now(UTC))


def _failure(api: StubApi, carrier: Carrier, ask: Callable[[Carrier], object]) -> str:
    for status, answer in ((400, REFUSAL), (500, "x"), (200, "cut"), (201, "not json")):
        api.will(status, answer)
        with pytest.raises(CarrierError) as caught:
            ask(carrier)
        assert caught.value.__context__ is None
    return "".join(traceback.format_exception(caught.value))


def test_threads_get_their_own_answers(api: StubApi, carrier: Carrier) -> None:
    api.will(201, LEG)
    with ThreadPoolExecutor(8) as pool:
        legs = list(pool.map(lambda _: carrier.ring(RING), range(64)))
    assert {leg.sid for leg in legs} == {CALL}
    assert len(api.asked) == 64
