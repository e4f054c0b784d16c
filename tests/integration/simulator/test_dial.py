"""Dial with numbers: who is joined, who is not, and what the action is told."""

from __future__ import annotations

import pytest

from tests.integration.simulator.kit import PRO, SECOND, Product
from webhooks.simulator.people import Network, Phone

DIAL = f'<Dial action="/after" timeout="10"><Number url="/whisper">{PRO}</Number></Dial>'
WHISPER = '<Gather action="/accept" numDigits="1" timeout="4"><Say>Press 1 to accept.</Say></Gather><Hangup/>'


def test_nobody_is_joined_before_a_key_is_pressed(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": DIAL, "/whisper": WHISPER, "/accept": "<Say>Joining.</Say>"}
    caller.dials(line)
    pro.answers().hears("press 1 to accept")
    assert caller.call.record["joined_with"] == []
    pro.presses("1").joined_with(caller)
    caller.joined_with(pro).says("is somebody there")
    pro.hears("is somebody there").hangs_up()
    caller.is_hung_up()
    network.expects_nothing_more()
    child, after = product.one("/whisper"), product.one("/after")
    assert child["Direction"] == "outbound-dial"
    assert child["ParentCallSid"] == after["CallSid"]
    assert after["DialCallSid"] == child["CallSid"]
    assert (after["DialCallStatus"], after["DialBridged"]) == ("completed", "true")


def test_a_whisper_that_times_out_is_completed_but_not_bridged(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": DIAL, "/whisper": WHISPER}
    pro.has_voicemail(answer_after=3)
    caller.dials(line).is_hung_up()
    network.expects_nothing_more()
    after = product.one("/after")
    assert (after["DialCallStatus"], after["DialBridged"]) == ("completed", "false")


@pytest.mark.parametrize(
    ("mood", "status"),
    [
        ("busy", "busy"),
        ("declines", "busy"),
        ("no_answer", "no-answer"),
        ("off", "no-answer"),
        ("unreachable", "failed"),
    ],
)
def test_every_mood_has_its_status(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str, mood: str, status: str
) -> None:
    product.pages |= {"/voice": DIAL}
    pro.has(mood=mood)
    caller.dials(line).is_hung_up()
    network.expects_nothing_more()
    after = product.one("/after")
    assert after["DialCallStatus"] == status
    assert "DialCallDuration" not in after


def test_the_first_of_several_wins_and_the_others_stop_ringing(
    product: Product, network: Network, caller: Phone, pro: Phone, second: Phone, line: str
) -> None:
    product.pages |= {"/voice": f'<Dial action="/after"><Number>{PRO}</Number><Number>{SECOND}</Number></Dial>'}
    caller.dials(line)
    pro.rings()
    second.rings()
    network.together(pro.answering(), second.answering())
    caller.joined_with(pro)
    second.is_hung_up()
    assert second.call.status == "canceled"
    caller.hangs_up()
    pro.is_hung_up()
    network.expects_nothing_more()
    assert product.one("/after")["CallStatus"] == "completed"


def test_one_by_one_where_that_is_wished(
    product: Product, network: Network, caller: Phone, pro: Phone, second: Phone, line: str
) -> None:
    numbers = f"<Number>{PRO}</Number><Number>{SECOND}</Number>"
    product.pages |= {"/voice": f'<Dial sequential="true" action="/after">{numbers}</Dial>'}
    pro.is_busy()
    caller.dials(line)
    second.answers().joined_with(caller).hangs_up()
    caller.is_hung_up()
    network.expects_nothing_more()


def test_without_an_action_the_next_verb_follows(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": f"<Dial>{PRO}</Dial><Say>Nobody was there.</Say>"}
    pro.is_busy()
    caller.dials(line).hears("nobody was there").is_hung_up()


def test_a_caller_who_goes_stops_the_ringing_and_the_action_is_told(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": DIAL}
    caller.dials(line)
    pro.rings()
    caller.hangs_up()
    assert pro.is_hung_up().call.status == "canceled"
    network.expects_nothing_more()
    assert product.one("/after")["CallStatus"] == "completed"


def test_a_caller_id_must_be_ours(product: Product, network: Network, caller: Phone, pro: Phone, line: str) -> None:
    product.pages |= {"/voice": f'<Dial callerId="+12025550199" action="/after"><Number>{PRO}</Number></Dial>'}
    caller.dials(line).is_hung_up()
    assert product.one("/after")["DialCallStatus"] == "failed"
    network.expects_fault(13214)
    network.expects_nothing_more()


def test_our_other_number_may_be_shown(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": f'<Dial callerId="+12025550102"><Number>{PRO}</Number></Dial>'}
    caller.dials(line)
    assert pro.answers().call.record["from"] == "+12025550102"
    pro.hangs_up()
    network.expects_nothing_more()


def test_an_incoming_call_rings_on_until_it_is_bridged_where_that_is_wished(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": f'<Dial answerOnBridge="true">{PRO}</Dial>'}
    caller.dials(line)
    pro.rings()
    assert caller.call.status == "ringing"
    pro.answers().joined_with(caller).hangs_up()
    assert caller.is_hung_up().call.status == "completed"


def test_the_star_and_the_time_limit_end_a_conversation(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": f'<Dial hangupOnStar="true" action="/after">{PRO}</Dial>'}
    caller.dials(line)
    pro.answers().joined_with(caller)
    caller.presses("*").is_hung_up()
    pro.is_hung_up()
    product.pages |= {"/voice": f'<Dial timeLimit="5" action="/after">{PRO}</Dial>'}
    caller.dials(line)
    pro.answers().is_hung_up()
    network.expects_nothing_more()
    assert [form["DialCallStatus"] for form in product.forms("/after")] == ["completed", "completed"]


def test_a_number_that_nobody_has_is_a_fault(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/voice": '<Dial action="/after">+12025550198</Dial>'}
    caller.dials(line).is_hung_up()
    assert product.one("/after")["DialCallStatus"] == "failed"
    network.expects_fault(what="nobody has the number")
    network.expects_nothing_more()


def test_called_legs_report_the_events_that_were_asked_for(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    number = f'<Number statusCallback="/leg" statusCallbackEvent="initiated ringing answered completed">{PRO}</Number>'
    product.pages |= {"/voice": f"<Dial>{number}</Dial>"}
    caller.dials(line)
    pro.answers().joined_with(caller).hangs_up()
    network.expects_nothing_more()
    told = [(form["CallStatus"], form["SequenceNumber"]) for form in product.forms("/leg")]
    assert told == [("initiated", "0"), ("ringing", "1"), ("in-progress", "2"), ("completed", "3")]


def test_dialling_in_a_whisper_is_refused(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": DIAL, "/whisper": "<Redirect>/more</Redirect>", "/more": f"<Dial>{SECOND}</Dial>"}
    caller.dials(line)
    pro.answers().is_hung_up()
    assert network.faults()[0]["code"] == 13201


def test_keys_are_sent_after_the_answer(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": f'<Dial><Number sendDigits="ww2">{PRO}</Number></Dial>'}
    caller.dials(line)
    pro.answers().hears("2").joined_with(caller).hangs_up()
    network.expects_nothing_more()
    (key,) = [each for each in pro.call.captions if each["kind"] == "key"]
    assert key["at"] - pro.call.record["answered_at"] >= 1


def test_what_is_not_simulated_is_listed(
    product: Product, network: Network, caller: Phone, pro: Phone, line: str
) -> None:
    product.pages |= {"/voice": f'<Dial referUrl="/refer"><Number>{PRO}</Number></Dial>'}
    pro.is_busy()
    caller.dials(line).is_hung_up()
    network.expects_fault(12200, "does not play it")
    network.expects_nothing_more()
