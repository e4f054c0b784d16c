"""The carrier's fallback answers with everything else gone, and every path of it ends."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from tests.carrier_kit import BACKUP, call_form, post
from tests.twiml_grammar import faults, heard
from tests.web_kit import StubHouse

FALLBACK = "/webhooks/voice/fallback"
CRISIS = "+18002738255"


@pytest.fixture(autouse=True)
def nothing_works(house: StubHouse) -> None:
    house.broken = True


def ask(client: FlaskClient, page: str, tries: int = 0, **form: str) -> str:
    response = post(client, f"{FALLBACK}?n={tries}&p={page}", call_form(CallStatus="in-progress", **form))
    assert response.status_code == 200
    assert faults(response.text) == []
    return response.text


def test_the_carriers_own_fallback_is_the_apology_and_next_time_a_person(client: FlaskClient) -> None:
    form = call_form(ErrorCode="11200", ErrorUrl="https://help.example.org/webhooks/voice")
    assert "911" in heard(post(client, FALLBACK, form).text)
    assert BACKUP in post(client, FALLBACK, form).text


def test_keys_lead_to_988_or_a_person(client: FlaskClient) -> None:
    assert CRISIS in ask(client, "key", Digits="1")
    assert CRISIS in ask(client, "key", Digits="9")
    assert BACKUP in ask(client, "key", Digits="0")
    assert BACKUP in ask(client, "backup")


def test_the_backup_phone_must_press_a_key(client: FlaskClient) -> None:
    assert "Hangup" in ask(client, "whisper")
    assert list(ElementTree.fromstring(ask(client, "accept", Digits="1").encode())) == []
    assert "Hangup" in ask(client, "accept")


@pytest.mark.parametrize("outcome", ["no-answer", "busy", "failed", "canceled", "nonsense"])
def test_a_backup_that_does_not_answer_is_rung_again_and_then_988_is_offered(client: FlaskClient, outcome: str) -> None:
    assert BACKUP in ask(client, "dialed", 0, DialCallStatus=outcome)
    last = ask(client, "dialed", 1, DialCallStatus=outcome)
    assert BACKUP not in last
    assert "988" in heard(last)


def test_a_voicemail_that_pressed_nothing_was_no_answer(client: FlaskClient) -> None:
    assert BACKUP in ask(client, "dialed", DialCallStatus="completed", DialBridged="false")


def test_who_has_spoken_is_done(client: FlaskClient) -> None:
    for page in ("dialed", "bridged"):
        document = ask(client, page, DialCallStatus="completed", DialBridged="true")
        assert list(ElementTree.fromstring(document.encode())) == []


def test_a_bridge_to_988_that_failed_leads_to_a_person(client: FlaskClient) -> None:
    assert BACKUP in ask(client, "bridged", DialCallStatus="busy")


def test_no_page_asks_the_house(client: FlaskClient, house: StubHouse) -> None:
    for page in ("key", "backup", "whisper", "accept", "dialed", "bridged", "staff", "unheard_of"):
        ask(client, page)
    assert house.seen == []
