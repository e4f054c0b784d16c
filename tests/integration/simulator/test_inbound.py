"""An inbound call is told, played and ended as the carrier does it."""

from __future__ import annotations

import re

import pytest

from tests.integration.simulator.kit import Product, Reply, Seen
from webhooks.simulator.numbers import WITHHELD_KEYPAD, WITHHELD_TEXT
from webhooks.simulator.people import Network, Phone, Unexpected

ASK = '<Gather action="/key" numDigits="1" timeout="3"><Say>Press 1 for English.</Say></Gather>'


def test_the_first_request_is_a_signed_form_with_every_parameter(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    caller.dials(line).is_hung_up()
    network.expects_nothing_more()
    seen = next(each for each in product.seen if each.path == "/voice?a=1&b=2")
    assert seen.method == "POST"
    assert seen.headers["content-type"] == "application/x-www-form-urlencoded; charset=UTF-8"
    assert seen.headers["user-agent"] == "TwilioProxy/1.1"
    assert re.fullmatch(r"[0-9a-f-]{36}", seen.headers["i-twilio-idempotency-token"])
    assert seen.form["CallStatus"] == "ringing"
    assert seen.form["Direction"] == "inbound"
    assert seen.form["From"] == seen.form["Caller"] == caller.number
    assert seen.form["FromCity"] == "WASHINGTON"
    assert re.fullmatch(r"CA[0-9a-f]{32}", seen.form["CallSid"])


def test_an_unknown_place_is_empty_and_not_missing(product: Product, network: Network, line: str) -> None:
    network.phone("+19995550147").dials(line).is_hung_up()
    form = product.one("/voice")
    assert (form["FromCity"], form["FromState"], form["FromCountry"]) == ("", "", "US")


@pytest.mark.parametrize("shown", [*WITHHELD_TEXT, *WITHHELD_KEYPAD, "client:web", "sip:ann@example.org", "12345"])
def test_a_withheld_caller_is_shown_as_the_carrier_spells_it(
    product: Product, network: Network, caller: Phone, line: str, shown: str
) -> None:
    caller.dials(line, caller_id=shown).is_hung_up()
    assert product.one("/voice")["From"] == shown
    assert product.one("/voice")["FromCity"] == ""


def test_a_phone_can_hide_its_number_for_good(product: Product, caller: Phone, line: str) -> None:
    caller.hides_number("+266696687").dials(line).is_hung_up()
    assert product.one("/voice")["From"] == "+266696687"


def test_diversion_and_attestation_are_told(product: Product, network: Network, caller: Phone, line: str) -> None:
    caller.dials(line, stir="TN-Validation-Passed-A", forwarded_from="+12025550190").is_hung_up()
    form = product.one("/voice")
    assert form["StirVerstat"] == "TN-Validation-Passed-A"
    assert form["ForwardedFrom"] == form["CalledVia"] == "+12025550190"
    assert "parentCallInfoToken" in form["CallToken"]


def test_a_key_stops_the_voice_and_goes_to_the_action(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": ASK, "/key": "<Say>Thank you.</Say>"}
    caller.dials(line).presses("1").hears("thank you").is_hung_up()
    network.expects_nothing_more()
    form = product.one("/key")
    assert (form["Digits"], form["CallStatus"]) == ("1", "in-progress")
    assert caller.call.captions[1]["cut"]


def test_no_input_goes_on_with_the_next_verb_and_asks_nobody(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": f"{ASK}<Say>Nothing heard.</Say>"}
    caller.dials(line).hears("press 1").is_silent().hears("nothing heard").is_hung_up()
    network.expects_nothing_more()
    assert product.forms("/key") == []


def test_an_empty_result_is_told_where_that_is_wished(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": '<Gather action="/key" actionOnEmptyResult="true" timeout="1"/>'}
    caller.dials(line).is_hung_up()
    assert product.one("/key")["Digits"] == ""


def test_digits_end_with_the_finishing_key_or_a_pause(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": '<Gather action="/key" timeout="2"/>', "/key": "<Say>Done.</Say>"}
    caller.dials(line).presses("2025550147#").hears("done").is_hung_up()
    caller.dials(line).presses("94110").hears("done").is_hung_up()
    assert [form["Digits"] for form in product.forms("/key")] == ["2025550147", "94110"]
    assert [form["FinishedOnKey"] for form in product.forms("/key")] == ["#", ""]


def test_speech_is_recognised_only_where_it_is_asked_for(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {
        "/voice": '<Gather input="dtmf speech" speechTimeout="1" action="/said" numDigits="1"/>',
        "/said": f"{ASK}<Say>Nothing heard.</Say>",
    }
    caller.dials(line).says("English please", confidence=0.75)
    caller.hears("press 1").says("one").is_silent().hears("nothing heard").is_hung_up()
    form = product.one("/said")
    assert (form["SpeechResult"], float(form["Confidence"])) == ("English please", 0.75)
    assert "Digits" not in form
    assert product.forms("/key") == []


def test_a_hang_up_is_learned_from_the_status_callback_only(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": ASK}
    caller.dials(line).hears("press 1").hangs_up()
    network.expects_nothing_more()
    form = product.one("/status")
    assert form["CallStatus"] == "completed"
    assert form["CallbackSource"] == "call-progress-events"
    assert form["CallDuration"] == str(round(caller.call.seconds))
    assert form["Timestamp"].endswith("+0000")
    assert product.forms("/key") == []


@pytest.mark.parametrize(("verb", "status"), [("<Reject/>", "no-answer"), ('<Reject reason="busy"/>', "busy")])
def test_a_rejected_call_is_never_answered(
    product: Product, network: Network, caller: Phone, line: str, verb: str, status: str
) -> None:
    product.pages |= {"/voice": verb}
    assert caller.dials(line).is_hung_up().call.status == status
    assert caller.call.seconds == 0


def test_redirects_are_relative_and_blank_means_here(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    answers = iter(["<Redirect></Redirect>", "<Redirect>there</Redirect>"])
    product.pages |= {"/voice": lambda _: next(answers), "/there": "<Say>Arrived.</Say>"}
    caller.dials(line).hears("arrived").is_hung_up()
    assert [each.path for each in product.seen[:3]] == ["/voice?a=1&b=2", "/voice?a=1&b=2", "/there"]


def test_a_line_without_address_is_out_of_service(network: Network, caller: Phone, line: str) -> None:
    network.line(line, voice_url="")
    caller.dials(line).hears("not in service").is_hung_up()
    network.expects_nothing_more()


def test_cookies_are_kept_for_the_length_of_a_call(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    first = Reply(f"<Response>{ASK}</Response>", headers=(("Set-Cookie", "step=2; Path=/"),))
    product.pages |= {"/voice": first}
    caller.dials(line).presses("1").is_hung_up()
    assert next(each.headers["cookie"] for each in product.seen if each.path == "/key") == "step=2"


def test_a_promoted_token_signs_in_the_middle_of_a_call(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": ASK}
    caller.dials(line).hears("press 1")
    network.promotes_token("promoted")
    product.token = "promoted"
    caller.presses("1").is_hung_up()
    network.settles()
    signed = {each.path: each.signed for each in product.seen}
    network.promotes_token("simulated-token")
    assert signed["/key"]
    assert signed["/status"]


def test_get_addresses_carry_the_form_in_the_query(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    network.line(line, voice_method="GET")
    caller.dials(line).is_hung_up()
    seen: Seen = product.seen[0]
    assert seen.method == "GET"
    assert seen.pairs == ()
    assert "From=%2B12025550147" in seen.path


def test_time_is_simulated_and_speech_takes_as_long_as_its_words(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": f"<Say>{'word ' * 55}</Say><Pause length='10'/>"}
    seconds = caller.dials(line).is_hung_up().call.seconds
    assert 29.9 < seconds < 35


def test_what_is_not_heard_is_told_with_the_transcript(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": "<Say>Good morning.</Say>"}
    with pytest.raises(Unexpected, match="Good morning"):
        caller.dials(line).hears("good evening")
