"""Whatever fails behind the web, a caller hears the crisis words and then gets a person."""

from __future__ import annotations

import json
import time
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from intake import logs
from tests.carrier_kit import BACKUP, CALL, CONVERSATION, OFFER, TEXT, call_form, post, text_form
from tests.twiml_grammar import faults, heard
from tests.web_kit import StubHouse
from webhooks.app import create_app

HERE = f"c={CONVERSATION}"
TURN = f"/webhooks/voice/turn?{HERE}&t=3"
CRISIS = "+18002738255"
ROUTES = ["/webhooks/voice", TURN, f"/webhooks/voice/waited?{HERE}&t=3"]


def live(**changes: str) -> dict[str, str]:
    return call_form(CallStatus="in-progress", **changes)


def tags(document: str) -> list[str]:
    return [verb.tag for verb in ElementTree.fromstring(document.encode())]


@pytest.fixture
def broken(house: StubHouse) -> StubHouse:
    house.broken = True
    return house


@pytest.mark.parametrize("target", ROUTES)
def test_a_failure_is_spoken_with_the_crisis_words(client: FlaskClient, broken: StubHouse, target: str) -> None:
    response = post(client, target, live())
    assert response.status_code == 200
    assert faults(response.text) == []
    assert heard(response.text).count("911") == 2
    assert tags(response.text) == ["Gather", "Redirect"]


def test_a_frozen_house_is_given_up_within_the_budget(house: StubHouse) -> None:
    house.frozen = True
    house.answer_seconds = 0.05
    client = create_app(house, house.cut).test_client()
    began = time.monotonic()
    response = post(client, TURN, live())
    assert time.monotonic() - began < 1
    assert "911" in heard(response.text)


def test_one_passing_fault_is_not_heard_at_all(client: FlaskClient, house: StubHouse) -> None:
    house.faults = 1
    assert "For English" in heard(post(client, TURN, live()).text)
    house.faults = 2
    assert "911" in heard(post(client, TURN, live()).text)


@pytest.mark.usefixtures("broken")
def test_nine_and_nought_work_with_nothing_behind_them(client: FlaskClient) -> None:
    assert CRISIS in post(client, TURN, live(Digits="9")).text
    assert BACKUP in post(client, TURN, live(Digits="0")).text


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize("said", ["I want to die", "he's not breathing", "quiero morir", "sobredosis"])
def test_crisis_words_lead_to_988_with_nothing_behind_them(client: FlaskClient, said: str) -> None:
    assert CRISIS in post(client, TURN, live(SpeechResult=said)).text


@pytest.mark.usefixtures("broken")
def test_a_typed_number_that_begins_with_nine_is_no_crisis(client: FlaskClient) -> None:
    assert tags(post(client, TURN, live(Digits="9175550147")).text) == ["Gather", "Redirect"]


@pytest.mark.usefixtures("broken")
def test_a_call_that_fails_again_goes_straight_to_a_person(client: FlaskClient) -> None:
    assert BACKUP not in post(client, TURN, live()).text
    assert BACKUP in post(client, TURN, live()).text
    assert BACKUP not in post(client, TURN, live(CallSid="CA" + "9" * 32)).text


def test_the_house_is_asked_again_when_it_is_back(client: FlaskClient, broken: StubHouse) -> None:
    post(client, TURN, live())
    broken.broken = False
    assert "For English" in heard(post(client, TURN, live()).text)


@pytest.mark.usefixtures("broken")
def test_a_waiting_caller_is_held_once_and_then_let_out(client: FlaskClient) -> None:
    target = f"/webhooks/voice/wait?{HERE}&n=2&t=3"
    first = post(client, target, live()).text
    assert tags(first) == ["Gather", "Redirect"]
    assert "n=3" in first
    assert tags(post(client, target, live()).text) == ["Leave"]


@pytest.mark.usefixtures("broken")
def test_a_waiting_caller_who_presses_a_key_is_let_out_at_once(client: FlaskClient) -> None:
    assert tags(post(client, f"/webhooks/voice/wait?{HERE}&n=2&t=3", live(Digits="9")).text) == ["Leave"]


@pytest.mark.usefixtures("broken")
@pytest.mark.parametrize(
    ("outcome", "next_"),
    [("no-answer", BACKUP), ("busy", BACKUP), ("failed", BACKUP), ("completed", ""), ("", BACKUP)],
)
def test_after_a_bridge_that_failed_comes_a_person(client: FlaskClient, outcome: str, next_: str) -> None:
    document = post(client, f"/webhooks/voice/bridge?{HERE}&t=3", live(DialCallStatus=outcome)).text
    assert faults(document) == []
    assert (next_ in document) if next_ else tags(document) == []


@pytest.mark.usefixtures("broken")
def test_a_professionals_leg_is_let_go(client: FlaskClient) -> None:
    document = post(client, f"/webhooks/voice/offer?o={OFFER}&p=brief", live()).text
    assert tags(document) == ["Say", "Hangup"]
    assert CRISIS not in document


@pytest.mark.usefixtures("broken")
def test_a_text_gets_the_crisis_words_but_a_stop_gets_nothing(client: FlaskClient) -> None:
    sorry = post(client, "/webhooks/sms", text_form("my secret")).text
    assert faults(sorry, "messaging") == []
    assert "988" in sorry
    assert "secret" not in sorry
    for stop in ("STOP", "stop.", " Alto ", "please stop texting me"):
        assert tags(post(client, "/webhooks/sms", text_form(stop)).text) == []


@pytest.mark.usefixtures("broken")
def test_a_report_that_cannot_be_kept_is_asked_for_again(client: FlaskClient) -> None:
    leg = post(client, "/webhooks/voice/status", call_form(CallStatus="completed"))
    text = post(client, "/webhooks/sms/status", {"MessageSid": TEXT, "MessageStatus": "sent"})
    assert (leg.status_code, leg.data, text.status_code, text.data) == (503, b"", 503, b"")


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("target", ["/webhooks/voice/turn?c=x&t=3", "/webhooks/voice/turn?t=3", "/webhooks/voice/turn"])
def test_a_mangled_link_still_leads_to_a_person(client: FlaskClient, target: str) -> None:
    assert "911" in heard(post(client, target, live()).text)


@pytest.mark.usefixtures("broken", "plain_logs")
def test_a_failure_is_logged_by_its_kind_and_nothing_else(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure("info")
    post(client, TURN, live(SpeechResult="secret words"))
    written = capsys.readouterr().err
    (line,) = [json.loads(one) for one in written.splitlines()]
    assert (line["route"], line["problem"]) == ("turn", "Broken")
    assert "secret" not in written
    assert CALL not in written
