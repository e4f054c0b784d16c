"""People as scripts: moods, moves of their own, the same instant, and what nobody expected."""

from __future__ import annotations

import json
import threading
import urllib.request

import pytest
from twilio.rest import Client

from tests.eventually import eventually
from tests.integration.simulator.kit import PRO, Product
from webhooks.simulator.people import Network, Phone, Unexpected

ASK = '<Gather action="/key" numDigits="1"><Say>Press 1 for English.</Say></Gather><Say>Too late.</Say>'


def test_a_script_is_followed_without_being_told_each_time(product: Product, network: Network, line: str) -> None:
    product.pages |= {"/voice": ASK, "/key": "<Gather input='speech' action='/said'><Say>Who?</Say></Gather>"}
    product.pages |= {"/said": "<Say>Goodbye.</Say><Pause length='30'/>"}
    moves = [
        {"hears": "press 9", "presses": "9", "optional": True},
        {"hears": "press 1", "presses": "1"},
        {"hears": "who", "after": 1, "says": "for me"},
        {"hears": "goodbye", "hangs_up": True},
    ]
    phones = [network.phone(f"+120255501{i:02}") for i in range(10, 30)]
    for phone in phones:
        phone.dials(line, script=moves)
    network.expects_nothing_more()
    assert {form["SpeechResult"] for form in product.forms("/said")} == {"for me"}
    assert len(product.forms("/said")) == 20
    assert {phone.call.record["ended_by"] for phone in phones} == {"phone"}


def test_two_press_in_the_same_instant(
    product: Product, network: Network, pro: Phone, second: Phone, line: str, rest: Client
) -> None:
    product.pages |= {"/go": ASK, "/key": "<Say>Thanks.</Say>"}
    for phone in (pro, second):
        rest.calls.create(to=phone.number, from_=line, url=f"{product.base}/go")
        phone.answers()
    network.together(pro.pressing("1"), second.pressing("1"))
    for phone in (pro, second):
        phone.hears("thanks").is_hung_up()
    at = [caption["at"] for phone in (pro, second) for caption in phone.call.captions if caption["kind"] == "key"]
    assert at[1] - at[0] < 0.2
    network.expects_nothing_more()


def test_a_voicemail_talks_into_a_gather_and_waits(
    product: Product, network: Network, pro: Phone, line: str, rest: Client
) -> None:
    product.pages |= {
        "/go": '<Gather input="dtmf speech" action="/key" timeout="3"><Say>Press 1.</Say></Gather><Hangup/>'
    }
    pro.has_voicemail(greeting="I am " + "very " * 40 + "busy now", answer_after=1)
    rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go")
    network.expects_nothing_more()
    assert product.one("/key")["SpeechResult"].endswith("very busy now")


def test_wrong_keys_and_blind_presses_are_pressed_all_the_same(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": f"<Say>Just talking for a while before we ask.</Say>{ASK}", "/key": "<Say>Wrong.</Say>"}
    caller.dials(line).hears("just talking").presses("5", at_once=True)
    caller.presses("7").hears("wrong").is_hung_up()
    assert product.one("/key")["Digits"] == "7"


def test_a_call_that_nobody_expected_fails_the_run(
    product: Product, network: Network, pro: Phone, line: str, rest: Client
) -> None:
    rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go", timeout=5)
    with pytest.raises(Unexpected, match=r"a call to \+12025550111 that nobody expected"):
        network.expects_nothing_more()
    pro.ignores_calls()
    network.expects_nothing_more()


def test_a_phone_in_use_is_busy_and_the_second_call_is_a_surprise(
    product: Product, network: Network, pro: Phone, line: str, rest: Client
) -> None:
    product.pages |= {"/go": "<Pause length='60'/>"}
    first = rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go")
    pro.answers()
    again = rest.calls.create(to=PRO, from_=line, url=f"{product.base}/go")
    eventually(lambda: rest.calls(again.sid or "").fetch().status == "busy")
    rest.calls(first.sid or "").update(status="completed")
    with pytest.raises(Unexpected, match=again.sid or ""):
        network.expects_nothing_more()


def test_a_network_that_does_not_come_to_rest_says_so(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/voice": "<Pause length='3000'/>"}
    caller.dials(line)
    with pytest.raises(Unexpected, match="live"):
        network.expects_nothing_more(within=0.2)


def test_the_page_can_follow_everything(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/voice": ASK}
    names: list[str] = []
    opened = urllib.request.urlopen(f"{network.address}/sim/events", timeout=10)

    def follow() -> None:
        for raw in opened:
            if raw.startswith(b"event: "):
                names.append(raw[7:].decode().strip())
            if raw.startswith(b"data: "):
                json.loads(raw[6:])
            if "tape" in names and b'"completed"' in raw:
                return

    watcher = threading.Thread(target=follow)
    watcher.start()
    caller.dials(line).hears("press 1").hangs_up()
    watcher.join(10)
    opened.close()
    assert {"call", "caption", "phone", "tape"} <= set(names)
    state = network.wire.get("/state")
    assert {"at", "speed", "lines", "phones", "calls", "queues", "weather", "last_event"} <= set(state)
