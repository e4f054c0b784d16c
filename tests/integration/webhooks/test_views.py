"""Each address reads its form, asks its service once and answers in the carrier's grammar."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from intake.carrier.events import About, InboundCall, InboundText, MessageStatus, StatusEvent
from intake.carrier.requests import BridgedRequest, OfferRequest, TurnRequest, WaitedRequest, WaitRequest
from intake.carrier.words import CallStatus, DialStatus, QueueOutcome, TextStatus
from tests.carrier_kit import (
    CALL,
    CONVERSATION,
    NEXT_TOKEN,
    OFFER,
    ROTATING,
    TEXT,
    call_form,
    post,
    text_form,
)
from tests.twiml_grammar import faults, heard
from tests.web_kit import StubHouse
from webhooks.app import create_app

HERE = f"c={CONVERSATION}"
VOICE = [
    ("/webhooks/voice", {}, InboundCall),
    (f"/webhooks/voice/turn?{HERE}&t=3", {"Digits": "2"}, TurnRequest),
    (f"/webhooks/voice/wait?{HERE}&n=0&t=3", {"QueueTime": "4"}, WaitRequest),
    (f"/webhooks/voice/waited?{HERE}&t=3", {"QueueResult": "leave"}, WaitedRequest),
    (f"/webhooks/voice/bridge?{HERE}&t=3", {"DialCallStatus": "no-answer"}, BridgedRequest),
    (f"/webhooks/voice/offer?o={OFFER}&p=accept", {"Digits": "1"}, OfferRequest),
]


@pytest.mark.parametrize(("target", "form", "kind"), VOICE)
def test_a_leg_is_answered(
    client: FlaskClient, house: StubHouse, target: str, form: dict[str, str], kind: type
) -> None:
    response = post(client, target, call_form(CallStatus="in-progress", **form))
    assert response.status_code == 200
    assert response.content_type == "application/xml; charset=utf-8"
    assert faults(response.text) == []
    assert [type(request) for request in house.seen] == [kind]


def test_a_turn_names_its_place_and_its_input(client: FlaskClient, house: StubHouse) -> None:
    post(client, f"/webhooks/voice/turn?{HERE}&t=3&x=timeout", call_form(CallStatus="in-progress"))
    (request,) = house.seen
    assert isinstance(request, TurnRequest)
    assert (request.conversation, request.turn) == (CONVERSATION, 3)
    assert (request.input.timed_out, request.input.status) == (True, CallStatus.IN_PROGRESS)


def test_what_a_dial_and_a_wait_came_to_is_passed_on(client: FlaskClient, house: StubHouse) -> None:
    post(client, f"/webhooks/voice/offer?o={OFFER}&p=dialed", call_form(DialCallStatus="busy"))
    post(client, f"/webhooks/voice/waited?{HERE}&t=3", call_form(QueueResult="hangup"))
    offer, waited = house.seen
    assert isinstance(offer, OfferRequest)
    assert isinstance(waited, WaitedRequest)
    assert offer.dial is not None
    assert (offer.page, offer.dial.outcome) == ("dialed", DialStatus.BUSY)
    assert waited.result.outcome is QueueOutcome.HANGUP


def test_a_caller_who_is_gone_is_recorded_and_told_nothing(client: FlaskClient, house: StubHouse) -> None:
    response = post(client, f"/webhooks/voice/turn?{HERE}&t=3", call_form(CallStatus="completed"))
    assert heard(response.text) == ""
    assert len(house.seen) == 1


def test_a_text_is_replied_to(client: FlaskClient, house: StubHouse) -> None:
    response = post(client, "/webhooks/sms", text_form())
    assert faults(response.text, "messaging") == []
    assert "For English" in response.text
    assert isinstance(house.seen[0], InboundText)


@pytest.mark.parametrize("sender", ["24655", "HARBOR", "+12025550100"])
def test_nobody_who_cannot_read_it_gets_a_reply(client: FlaskClient, house: StubHouse, sender: str) -> None:
    response = post(client, "/webhooks/sms", text_form(From=sender))
    assert "Message" not in response.text
    assert len(house.seen) == 1


def test_reports_are_passed_on_and_answered_with_nothing(client: FlaskClient, house: StubHouse) -> None:
    call = post(client, f"/webhooks/voice/status?o={OFFER}", call_form(CallStatus="completed", CallDuration="5"))
    sent = {"MessageSid": TEXT, "MessageStatus": "failed", "ErrorCode": "21610"}
    text = post(client, f"/webhooks/sms/status?m={OFFER}", sent)
    assert (call.status_code, call.data, text.status_code) == (204, b"", 204)
    leg, message = house.seen
    assert isinstance(leg, StatusEvent)
    assert isinstance(message, MessageStatus)
    assert (leg.call_sid, leg.seconds, leg.about) == (CALL, 5, About("offer", OFFER))
    assert (message.status, message.error_code) == (TextStatus.FAILED, 21610)


def test_a_status_that_we_do_not_know_reaches_nobody(client: FlaskClient, house: StubHouse) -> None:
    call = post(client, "/webhooks/voice/status", call_form(CallStatus="abducted"))
    text = post(client, "/webhooks/sms/status", {"MessageSid": TEXT, "MessageStatus": "eaten"})
    assert (call.status_code, text.status_code) == (204, 204)
    assert house.seen == []


def test_the_next_token_is_accepted_while_rotating() -> None:
    client = create_app(StubHouse(ROTATING)).test_client()
    assert post(client, "/webhooks/voice", call_form(), NEXT_TOKEN).status_code == 200
    assert post(client, "/webhooks/voice", call_form(), "stale").status_code == 403


@pytest.mark.parametrize("tail", ["?a=%C3%B1", "?a=%2Fb&b=c%20d+e", "?a=1&a=2", "?a"])
def test_the_query_is_verified_as_it_came(client: FlaskClient, tail: str) -> None:
    target = f"/webhooks/voice{tail}"
    assert post(client, target, call_form()).status_code == 200


def test_blank_and_new_fields_are_signed_and_ignored(client: FlaskClient) -> None:
    form = call_form(FromState="Köln", CalledCity="", BrandNew=" spaced ", Ünknown="1")
    assert post(client, "/webhooks/voice", form).status_code == 200
