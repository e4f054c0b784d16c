"""Bad weather: repeatable, switchable at any moment, and never the carrier's own mistake."""

from __future__ import annotations

from collections import Counter

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from tests.integration.simulator.kit import ACCOUNT, PRO, TOKEN, Product
from webhooks.simulator.people import Network, Phone

ASK = '<Gather action="/key" numDigits="1"><Say>Press 1.</Say></Gather>'
ALL = ["initiated", "ringing", "answered", "completed"]


def test_everything_comes_twice_and_the_call_is_the_same(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    network.weather(doubled=1.0)
    product.pages |= {"/voice": ASK, "/key": "<Say>Thank you.</Say>", "/sms": "<Message>Twice.</Message>"}
    caller.dials(line).presses("1").hears("thank you").is_hung_up()
    caller.texts(line, "hi").reads("twice").reads("twice")
    network.expects_nothing_more()
    counted = Counter(each.path.partition("?")[0] for each in product.seen)
    assert counted == {"/voice": 2, "/key": 2, "/status": 2, "/sms": 2}
    # To the carrier a text that is delivered twice is two: an application that answers both is heard twice.
    assert len(caller.thread) == 3


def test_a_lost_answer_is_asked_for_again_with_the_same_token(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    network.weather(read_timeout=1.0, only=["voice"])
    product.pages |= {"/voice": ASK, "/key": "<Say>Thank you.</Say>"}
    caller.dials(line).presses("1").hears("thank you").is_hung_up()
    network.expects_nothing_more()
    tokens = [each.headers["i-twilio-idempotency-token"] for each in product.seen if "/voice" in each.path]
    assert len(tokens) == 2
    assert len(set(tokens)) == 1


def _order(product: Product, network: Network, pro: Phone, rest: Client, line: str) -> list[str]:
    for _ in range(4):
        rest.calls.create(
            to=PRO,
            from_=line,
            url=f"{product.base}/go",
            status_callback=f"{product.base}/leg",
            status_callback_event=ALL,
        )
        pro.answers().is_hung_up()
    network.settles()
    return [form["SequenceNumber"] for form in product.forms("/leg")]


def test_status_events_are_overtaken(product: Product, network: Network, pro: Phone, line: str, rest: Client) -> None:
    network.weather(reordered=0.6)
    order = _order(product, network, pro, rest, line)
    assert sorted(order) == sorted(["0", "1", "2", "3"] * 4)
    assert order != ["0", "1", "2", "3"] * 4


def test_status_events_are_dropped_but_never_a_document(
    product: Product, network: Network, pro: Phone, line: str, rest: Client
) -> None:
    network.weather(dropped=1.0)
    assert _order(product, network, pro, rest, line) == []
    assert len(product.forms("/go")) == 4
    network.expects_nothing_more()


def test_a_question_that_is_lost_on_its_way_is_asked_again_or_goes_to_the_fallback(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": "<Say>Hello.</Say>", "/fallback": "<Say>Fallback speaking.</Say>"}
    network.weather(dropped=1.0, only=["voice"])
    caller.dials(line).hears("hello").is_hung_up()
    assert [(each["attempt"], each["status"]) for each in network.tape("voice")] == [(1, None), (2, 200)]
    network.line(line, voice_url=f"{product.base}/voice#rc=0")
    caller.dials(line).hears("fallback speaking").is_hung_up()
    network.expects_nothing_more()


def test_the_same_seed_has_the_same_weather(
    product: Product, network: Network, pro: Phone, line: str, rest: Client
) -> None:
    found = []
    for _ in range(2):
        network.starts_over(seed=11)
        network.phone(PRO)
        product.seen.clear()
        network.weather(dropped=0.5)
        found.append(_order(product, network, pro, rest, line))
    assert sorted(found[0]) == sorted(found[1])
    assert 0 < len(found[0]) < 16


@pytest.mark.parametrize(("switch", "status", "code"), [("rest_429", 429, 20429), ("rest_503", 503, 20503)])
def test_the_carrier_refuses_before_anything_happens(
    product: Product, network: Network, pro: Phone, line: str, rest: Client, switch: str, status: int, code: int
) -> None:
    network.weather(**{switch: 1.0})
    with pytest.raises(TwilioRestException) as refused:
        rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go")
    assert (refused.value.status, refused.value.code) == (status, code)
    network.clears_up()
    network.expects_nothing_more()
    assert rest.calls.list() == []


def test_the_carrier_answers_500_after_having_placed_the_call(
    product: Product, network: Network, pro: Phone, line: str, rest: Client
) -> None:
    network.weather(rest_500_after=1.0)
    with pytest.raises(TwilioRestException) as refused:
        rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go")
    assert refused.value.status == 500
    pro.answers().is_hung_up()
    assert len(rest.calls.list(to=PRO)) == 1


@pytest.mark.parametrize("switches", [{"rest_dropped_after": 1.0}, {"cut": True}])
def test_the_connection_breaks_without_an_answer(
    product: Product, network: Network, pro: Phone, line: str, switches: dict[str, float]
) -> None:
    network.weather(**switches)
    client = Client(ACCOUNT, TOKEN, http_client=TwilioHttpClient(timeout=2, pool_connections=False))
    client.api.base_url = network.address
    with pytest.raises(OSError, match=r"abort|reset|Remote"):
        client.calls.create(to=PRO, from_=line, url=f"{product.base}/go")
    network.clears_up()
    if "cut" not in switches:
        pro.answers().is_hung_up()
    network.expects_nothing_more()


def test_a_slow_carrier_outlasts_the_client(product: Product, network: Network, pro: Phone, line: str) -> None:
    network.weather(rest_slow=1.0, rest_slow_seconds=[0.5, 0.6])
    client = Client(ACCOUNT, TOKEN, http_client=TwilioHttpClient(timeout=0.2))
    client.api.base_url = network.address
    with pytest.raises(OSError, match="timed out"):
        client.calls.create(to=PRO, from_=line, url=f"{product.base}/go")
    pro.answers().is_hung_up()


def test_a_cut_in_the_middle_of_a_call_is_heard_by_the_caller(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": ASK}
    caller.dials(line).hears("press 1")
    network.weather(cut=True)
    caller.presses("1").hears("application error").is_hung_up()
    network.clears_up()
    network.expects_nothing_more()
    assert product.forms("/key") == []


def test_a_call_is_dropped_by_the_network(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/voice": ASK}
    caller.dials(line).hears("press 1")
    caller.is_cut_off()
    assert caller.is_hung_up().call.record["ended_by"] == "weather"
    network.expects_nothing_more()
    assert product.one("/status")["CallStatus"] == "completed"


def test_no_such_weather_is_said(network: Network) -> None:
    with pytest.raises(AssertionError, match="no such weather: hail"):
        network.weather(hail=1.0)
