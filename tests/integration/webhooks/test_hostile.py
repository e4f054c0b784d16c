"""No stranger is ever let in, told apart from another, or able to make us fail."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from tests.carrier_kit import call_form, post, signature, text_form
from tests.web_kit import StubHouse
from webhooks.app import create_app
from webhooks.routes import CARRIER_ROUTES, DECLARED, Audience

FORM = "application/x-www-form-urlencoded"
PATHS = [route.path for route in CARRIER_ROUTES]
TYPES = [
    FORM,
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "",
    "\x80/\x80",
    f"{FORM}; q=1",
]


def whole(response: TestResponse) -> tuple[object, ...]:
    return (response.status_code, response.data, sorted(response.headers.items()))


@pytest.fixture
def refusal(client: FlaskClient) -> tuple[object, ...]:
    response = client.post("/webhooks/voice", data={})
    assert (response.status_code, response.data, response.mimetype) == (403, b"", "application/xml")
    return whole(response)


@pytest.mark.parametrize("path", [*PATHS, "/", "/admin", "/webhooks", "/webhooks/voice/", "/static/x"])
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_every_refusal_is_the_same(client: FlaskClient, refusal: tuple[object, ...], path: str, method: str) -> None:
    assert whole(client.open(path, method=method)) == refusal


def test_a_signed_get_is_refused_too(client: FlaskClient, house: StubHouse, refusal: tuple[object, ...]) -> None:
    target = "/webhooks/voice?" + urlencode(call_form())
    response = client.get(target, headers={"X-Twilio-Signature": signature(target, {})})
    assert whole(response) == refusal
    assert house.seen == []


def test_a_signed_body_of_another_type_or_size_is_refused(
    client: FlaskClient, house: StubHouse, refusal: tuple[object, ...]
) -> None:
    signed = {"X-Twilio-Signature": signature("/webhooks/sms", {})}
    assert whole(client.post("/webhooks/sms", json={}, headers=signed)) == refusal
    assert whole(post(client, "/webhooks/sms", text_form("x" * 70_000))) == refusal
    assert whole(post(client, "/webhooks/sms", {f"f{n}": "" for n in range(300)})) == refusal
    assert house.seen == []


@pytest.mark.parametrize("spoilt", ["Body", "From", "MessageSid"])
def test_a_changed_field_is_forged(
    client: FlaskClient, house: StubHouse, refusal: tuple[object, ...], spoilt: str
) -> None:
    mark = {"X-Twilio-Signature": signature("/webhooks/sms", text_form())}
    form = urlencode(text_form(**{spoilt: "other"} if spoilt != "Body" else {}) | {spoilt: "other"})
    assert whole(client.post("/webhooks/sms", data=form, content_type=FORM, headers=mark)) == refusal
    assert house.seen == []


def test_forwarding_headers_are_not_believed(client: FlaskClient, refusal: tuple[object, ...]) -> None:
    mark = {
        "X-Twilio-Signature": signature("/webhooks/voice", call_form()),
        "Host": "evil.example",
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "http",
    }
    body = urlencode(call_form())
    assert client.post("/webhooks/voice", data=body, content_type=FORM, headers=mark).status_code == 200
    spoilt = {**mark, "X-Twilio-Signature": "x" + mark["X-Twilio-Signature"][1:]}
    assert whole(client.post("/webhooks/voice", data=body, content_type=FORM, headers=spoilt)) == refusal


HOUSE = StubHouse()
APP: Flask = create_app(HOUSE)
SAFE = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60)


REQUESTS = st.builds(
    lambda path, method, query, kind: {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query.decode("latin-1"),
        "RAW_URI": f"{path}?{query.decode('latin-1')}",
        "CONTENT_TYPE": kind,
    },
    path=st.sampled_from([*PATHS, "/", "/metrics/x"]),
    method=st.sampled_from(["GET", "POST", "PUT", "HEAD"]),
    query=st.binary(max_size=60),
    kind=st.sampled_from(TYPES),
)


@settings(max_examples=300, deadline=None)
@given(environ=REQUESTS, body=st.binary(max_size=400), mark=st.one_of(st.none(), st.binary(max_size=60)))
def test_nothing_random_gets_in_or_breaks_us(environ: dict[str, str], body: bytes, mark: bytes | None) -> None:
    if mark is not None:
        environ = {**environ, "HTTP_X_TWILIO_SIGNATURE": mark.decode("latin-1")}
    response = APP.test_client().open(environ["PATH_INFO"], data=body, environ_overrides=environ)
    assert response.status_code == 403
    assert response.data == b""
    assert HOUSE.seen == []


@settings(max_examples=100, deadline=None)
@given(path=st.sampled_from(PATHS), form=st.dictionaries(SAFE.filter(bool), SAFE, max_size=6))
def test_whatever_the_carrier_signs_is_answered(path: str, form: dict[str, str]) -> None:
    app = create_app(StubHouse())
    assert post(app.test_client(), path, form).status_code in (200, 204, 400)


def test_every_route_is_declared_and_every_declaration_is_a_route() -> None:
    served = {rule.rule for rule in APP.url_map.iter_rules()}
    assert served == set(DECLARED)
    assert {path for path, audience in DECLARED.items() if audience is Audience.CARRIER} == set(PATHS)
