"""What the carrier would not accept is listed, and the caller fares as on the real network."""

from __future__ import annotations

import threading

import pytest

from tests.integration.simulator.kit import Product, Reply
from webhooks.simulator.people import Network, Phone, Unexpected

SORRY = "an application error has occurred"


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply("<Response><Say>broken"), 12100),
        (Reply(" <?xml version='1.0'?><Response/>"), 12100),
        (Reply("\ufeff<Response/>"), 12100),
        (Reply("<html><body>Error</body></html>", content_type="text/html"), 12100),
        (Reply(""), 12100),
        (Reply("{}", content_type="application/json"), 12300),
        (Reply("<Response/>", content_type=""), 12300),
        (Reply("oops", status=500), 11200),
        (Reply("no", status=404), 11200),
        (Reply(f"<Response><!--{'x' * 70_000}--></Response>"), 11750),
    ],
)
def test_a_document_that_cannot_be_played_goes_to_the_fallback(
    product: Product, network: Network, caller: Phone, line: str, reply: Reply, code: int
) -> None:
    product.pages |= {"/voice": reply, "/fallback": "<Say>Fallback speaking.</Say>"}
    caller.dials(line).hears("fallback speaking").is_hung_up()
    form = product.one("/fallback")
    assert form["ErrorCode"] == str(code)
    assert form["ErrorUrl"] == f"{product.base}/voice?a=1&b=2"
    assert form["CallSid"] == product.one("/voice")["CallSid"]
    network.expects_fault(code)
    network.expects_nothing_more()


def test_every_failure_of_a_call_goes_to_the_fallback_with_all_that_was_asked(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    ask = '<Gather action="/key" numDigits="1"><Say>Press 9.</Say></Gather>'
    product.pages |= {"/voice": Reply(status=500), "/fallback": ask, "/key": Reply(status=500)}
    caller.dials(line).presses("9")
    product.pages |= {"/fallback": "<Say>Fallback again.</Say>"}
    caller.hears("fallback again").is_hung_up()
    first, second = product.forms("/fallback")
    assert "Digits" not in first
    assert (second["Digits"], second["ErrorCode"]) == ("9", "11200")
    assert second["ErrorUrl"] == f"{product.base}/key"


def test_without_a_fallback_the_caller_is_told_and_cut_off(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    network.line(line, fallback_url="")
    product.pages |= {"/voice": Reply(status=500)}
    caller.dials(line).hears(SORRY).is_hung_up()


def test_a_failing_fallback_ends_in_the_apology(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/voice": Reply(status=500), "/fallback": Reply(status=500)}
    caller.dials(line).hears(SORRY).is_hung_up()
    assert [each["code"] for each in network.faults()] == [11200, 11200]


def test_a_host_that_is_not_there_is_tried_as_often_as_the_fragment_says(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    network.line(line, voice_url="http://127.0.0.1:9/never#ct=200&rc=2")
    product.pages |= {"/fallback": "<Say>Fallback speaking.</Say>"}
    caller.dials(line).hears("fallback speaking").is_hung_up()
    assert [each["attempt"] for each in network.tape("voice")] == [1, 2, 3]
    assert "#" not in network.tape("voice")[0]["url"]
    assert network.faults()[0]["code"] == 11205


def test_a_slow_answer_is_given_up_and_its_document_never_played(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    answered = threading.Event()
    network.line(line, voice_url=f"{product.base}/voice#rt=150")
    product.pages |= {"/voice": lambda _: str(answered.wait(5)), "/fallback": "<Say>Fallback speaking.</Say>"}
    caller.dials(line).hears("fallback speaking").is_hung_up()
    answered.set()
    assert product.one("/fallback")["ErrorCode"] == "11200"
    network.expects_fault(11200, "no answer in time")
    network.expects_nothing_more()


def test_retries_keep_the_idempotency_token_and_follow_the_fragment(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    answers = iter([Reply(status=503), Reply("<Response><Say>Second time.</Say></Response>")])
    network.line(line, voice_url=f"{product.base}/voice#rc=1&rp=5xx")
    product.pages |= {"/voice": lambda _: next(answers)}
    caller.dials(line).hears("second time").is_hung_up()
    tokens = [each.headers["i-twilio-idempotency-token"] for each in product.seen if each.path == "/voice"]
    assert len(tokens) == 2
    assert len(set(tokens)) == 1
    network.expects_nothing_more()


def test_a_bad_fragment_is_a_fault(network: Network, caller: Phone, line: str, product: Product) -> None:
    network.line(line, voice_url=f"{product.base}/voice#rp=sometimes", fallback_url="")
    caller.dials(line).hears(SORRY).is_hung_up()
    assert 11243 in [each["code"] for each in network.faults()]


def test_redirects_lose_the_form_and_end_after_ten(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {
        "/voice": Reply(status=302, headers=(("Location", "/moved"),)),
        "/moved": "<Say>Moved here.</Say>",
    }
    caller.dials(line).hears("moved here").is_hung_up()
    moved = next(each for each in product.seen if each.path == "/moved")
    assert (moved.method, moved.pairs) == ("GET", ())
    product.pages |= {"/voice": Reply(status=302, headers=(("Location", "/voice"),))}
    caller.dials(line).is_hung_up()
    assert network.faults()[-1]["code"] == 11215


@pytest.mark.parametrize(
    "part",
    [
        "<say>small letters</say>",
        '<Say Voice="alice">Wrong case.</Say>',
        '<Gather action="/key" numDigits="0" timeout="1"/>',
        '<Gather action="/key" timeout="1"><Dial>+12025550111</Dial></Gather>',
        '<Redirect method="PUT">/key</Redirect>',
        "<Hangup>now</Hangup>",
        "<Number>+12025550111</Number>",
    ],
)
def test_an_offending_part_is_left_out_and_listed(
    product: Product, network: Network, caller: Phone, line: str, part: str
) -> None:
    product.pages |= {"/voice": f"{part}<Say>Still here.</Say>"}
    caller.dials(line).is_hung_up()
    assert [(each["code"], each["severity"]) for each in network.faults()] == [(12200, "warning")]
    with pytest.raises(Unexpected, match="12200"):
        network.expects_nothing_more()


@pytest.mark.parametrize("verb", ["<Connect/>", "<Pay/>", "<Start/>", "<Refer/>", "<Echo/>"])
def test_a_verb_that_is_not_played_fails_loudly(
    product: Product, network: Network, caller: Phone, line: str, verb: str
) -> None:
    product.pages |= {"/voice": verb, "/fallback": "<Say>Fallback.</Say>"}
    caller.dials(line).hears("fallback").is_hung_up()
    assert "does not play it" in network.faults()[0]["what"]


def test_plain_text_is_read_out_and_audio_played(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/voice": Reply("Words & more", content_type="text/plain")}
    caller.dials(line).hears("words & more").is_hung_up()
    product.pages |= {"/voice": Reply("RIFF", content_type="audio/wav")}
    caller.dials(line).is_hung_up()
    assert "play" in [each["kind"] for each in caller.call.captions]
    network.expects_nothing_more()


def test_a_failing_status_callback_is_listed(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/status": Reply(status=500)}
    caller.dials(line).is_hung_up()
    with pytest.raises(Unexpected, match="answered 500"):
        network.expects_nothing_more()
