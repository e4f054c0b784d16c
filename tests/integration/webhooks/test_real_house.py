"""The real house answers a call, and leads it on when its database and Redis are not there."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient

from intake.settings import Settings
from intake.wiring import House, wire
from tests.carrier_kit import BACKUP, BASE, CONVERSATION, OFFER, TOKEN, call_form, post, text_form
from tests.conftest import MakeSettings
from tests.twiml_grammar import faults, heard
from webhooks.app import create_app

CRISIS = "+18002738255"


def deployed(make_settings: MakeSettings, **given: str) -> Settings:
    return make_settings(PUBLIC_BASE_URL=BASE, TWILIO_AUTH_TOKEN=TOKEN, **given)


def served(house: House) -> FlaskClient:
    return create_app(house, house.database.cut).test_client()


@pytest.fixture
def stranded(make_settings: MakeSettings) -> FlaskClient:
    """A house whose database and Redis are not there."""
    return served(wire(deployed(make_settings)))


def live(**changes: str) -> dict[str, str]:
    return call_form(CallStatus="in-progress", **changes)


def test_a_call_is_greeted_and_taken_on(make_settings: MakeSettings, postgres_url: str, redis_url: str) -> None:
    house = wire(deployed(make_settings, DATABASE_URL=postgres_url, REDIS_URL=redis_url))
    client = served(house)
    greeting = post(client, "/webhooks/voice", call_form()).text
    assert "911" in heard(greeting)
    target = unescape(greeting.partition('action="')[2].partition('"')[0]).removeprefix(BASE)
    first = post(client, target, live(Digits="1")).text
    assert faults(first) == []
    assert post(client, target, live(Digits="1")).text == first
    house.database.close()


def test_with_nothing_there_a_call_hears_the_crisis_words(stranded: FlaskClient) -> None:
    document = post(stranded, "/webhooks/voice", call_form()).text
    assert heard(document).count("911") == 2
    assert faults(document) == []


def test_with_nothing_there_nine_and_nought_work(stranded: FlaskClient) -> None:
    turn = f"/webhooks/voice/turn?c={CONVERSATION}&t=3"
    assert CRISIS in post(stranded, turn, live(Digits="9")).text
    assert BACKUP in post(stranded, turn, live(Digits="0")).text
    assert CRISIS in post(stranded, turn, live(SpeechResult="quiero morir")).text


def test_with_nothing_there_every_address_answers(stranded: FlaskClient) -> None:
    assert "988" in post(stranded, "/webhooks/sms", text_form()).text
    assert "Hangup" in post(stranded, f"/webhooks/voice/offer?o={OFFER}&p=brief", live()).text
    assert post(stranded, "/webhooks/voice/status", call_form(CallStatus="completed")).status_code == 503
    assert stranded.get("/healthz").status_code == 200
    assert stranded.get("/readyz").status_code == 503
