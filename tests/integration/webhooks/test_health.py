"""Health says yes or no; counts stay inside."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.carrier_kit import call_form, post
from tests.web_kit import StubHouse

OUTSIDE = [
    {"REMOTE_ADDR": "203.0.113.7"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.1"},
    {"REMOTE_ADDR": "10.0.0.1", "HTTP_FORWARDED": "for=10.0.0.1"},
    {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "127.0.0.1"},
    {"REMOTE_ADDR": ""},
    {"REMOTE_ADDR": "unix:"},
]


def test_alive_needs_nothing(client: FlaskClient, house: StubHouse) -> None:
    house.broken = True
    assert client.get("/healthz").status_code == 200
    assert house.seen == []


def test_ready_names_what_is_missing(client: FlaskClient, house: StubHouse) -> None:
    assert (client.get("/readyz").status_code, client.get("/readyz").json) == (200, house.parts)
    house.parts["redis"] = False
    assert (client.get("/readyz").status_code, client.get("/readyz").json) == (503, house.parts)
    house.broken = True
    assert (client.get("/readyz").status_code, client.get("/readyz").json) == (503, {"readiness": False})


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.9", "::ffff:10.0.0.1", "::1", "fd00::1"])
def test_counts_are_for_those_inside(client: FlaskClient, address: str) -> None:
    post(client, "/webhooks/voice", call_form())
    response = client.get("/metrics", environ_overrides={"REMOTE_ADDR": address})
    assert response.status_code == 200
    assert 'helpline_webhook_answered_total{route="voice"}' in response.text
    assert "2025550147" not in response.text


def test_counts_say_who_is_lost_and_survive_not_knowing(client: FlaskClient, house: StubHouse) -> None:
    inside = {"REMOTE_ADDR": "127.0.0.1"}
    assert 'helpline_lost{kind="callback_not_worked"} 3.0' in client.get("/metrics", environ_overrides=inside).text
    house.broken = True
    response = client.get("/metrics", environ_overrides=inside)
    assert response.status_code == 200
    assert "helpline_lost{" not in response.text


@pytest.mark.parametrize("environ", OUTSIDE)
def test_counts_are_refused_to_everybody_else(client: FlaskClient, environ: dict[str, str]) -> None:
    response = client.get("/metrics", environ_overrides=environ)
    assert (response.status_code, response.data) == (403, b"")
