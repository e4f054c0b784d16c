"""Texts in both directions: parameters, replies, receipts, refusals and opt-outs."""

from __future__ import annotations

import pytest
from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client

from tests.integration.simulator.kit import CALLER, LINE, OTHER_LINE, Product, Reply
from webhooks.simulator.people import Network, Phone, Unexpected


def test_a_text_is_told_and_answered(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/sms": "<Message>One.</Message><Message><Body>Two.</Body></Message>"}
    caller.texts(line, "hola ñ 😀\nline2").reads("one").reads("two")
    network.expects_nothing_more()
    form = product.one("/sms")
    assert form["MessageSid"] == form["SmsSid"] == form["SmsMessageSid"]
    assert (form["Body"], form["NumMedia"], form["NumSegments"]) == ("hola ñ 😀\nline2", "0", "1")
    assert form["SmsStatus"] == "received"
    assert "CallSid" not in form


def test_a_picture_alone_has_no_body(product: Product, network: Network, caller: Phone, line: str) -> None:
    caller.texts(line, "", media=[{"url": "https://example.org/1.jpg", "type": "image/jpeg"}])
    network.settles()
    form = product.one("/sms")
    assert "Body" not in form
    assert (form["NumMedia"], form["MediaUrl0"]) == ("1", "https://example.org/1.jpg")
    assert form["MediaContentType0"] == "image/jpeg"
    assert form["MessageSid"].startswith("MM")


def test_replies_report_how_they_fared(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/sms": '<Message statusCallback="/receipt">Hello.</Message>'}
    caller.texts(line, "hi").reads("hello")
    network.settles()
    assert [form["MessageStatus"] for form in product.forms("/receipt")] == ["sent", "delivered"]
    assert {form["MessageSid"] for form in product.forms("/receipt")} == {caller.last_text["sid"]}


@pytest.mark.parametrize(
    ("mood", "statuses", "code"),
    [
        ("undelivered:30005", ["sent", "undelivered"], "30005"),
        ("failed:30008", ["sent", "failed"], "30008"),
        ("sent", ["sent"], None),
    ],
)
def test_a_text_ends_as_the_handset_wills(
    product: Product,
    network: Network,
    caller: Phone,
    rest: Client,
    mood: str,
    statuses: list[str],
    code: str | None,
) -> None:
    caller.has(texts_mood=mood)
    sent = rest.messages.create(to=CALLER, from_=LINE, body="hi", status_callback=f"{product.base}/receipt")
    assert sent.status == "queued"
    caller.reads("hi")
    network.expects_nothing_more()
    forms = product.forms("/receipt")
    assert [form["MessageStatus"] for form in forms] == statuses
    assert forms[-1].get("ErrorCode") == code


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"body": ""}, 21602),
        ({"body": "x" * 1601}, 21617),
        ({"from_": "+12025550177"}, 21606),
        ({"to": "+1202"}, 21211),
        ({"to": "+442079460123"}, 21408),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused(
    network: Network, rest: Client, changes: dict[str, str], code: int
) -> None:
    with pytest.raises(TwilioRestException) as refused:
        rest.messages.create(**({"to": CALLER, "from_": LINE, "body": "hi"} | changes))
    assert refused.value.code == code


def test_a_message_is_listed_redacted_and_deleted(
    product: Product, network: Network, caller: Phone, rest: Client
) -> None:
    sid = rest.messages.create(to=CALLER, from_=LINE, body="secret").sid or ""
    caller.reads("secret")
    network.settles()
    assert [each.sid for each in rest.messages.list(to=CALLER)] == [sid]
    assert rest.messages(sid).update(body="").body == ""
    assert rest.messages(sid).delete()
    assert rest.messages.list() == []


def test_a_long_code_stops_by_itself_and_still_tells(
    product: Product, network: Network, caller: Phone, line: str, rest: Client
) -> None:
    network.line(line, opt_out="long_code")
    caller.texts(line, "stop")
    network.settles()
    assert product.one("/sms")["Body"] == "stop"
    assert "unsubscribed" in caller.thread[-1]["body"]
    with pytest.raises(TwilioRestException) as refused:
        rest.messages.create(to=CALLER, from_=LINE, body="hi")
    assert refused.value.code == 21610
    product.pages |= {"/sms": '<Message statusCallback="/receipt">Sorry to see you go.</Message>'}
    caller.texts(line, "Please stop")
    network.settles()
    assert product.one("/receipt")["ErrorCode"] == "21610"
    caller.texts(line, "YES")
    network.settles()
    assert rest.messages.create(to=CALLER, from_=LINE, body="hi").status == "queued"


def test_a_toll_free_line_is_stopped_by_the_network_and_yes_does_not_undo_it(
    network: Network, caller: Phone, line: str, rest: Client
) -> None:
    network.line(line, opt_out="toll_free")
    for word in ("STOP", "YES"):
        caller.texts(line, word)
    network.settles()
    assert "NETWORK MSG" in caller.thread[-2]["body"]
    with pytest.raises(TwilioRestException):
        rest.messages.create(to=CALLER, from_=LINE, body="hi")
    caller.texts(line, "unstop")
    network.settles()
    assert rest.messages.create(to=CALLER, from_=LINE, body="hi").sid


def test_advanced_opt_out_tells_its_type_and_a_service_refuses_later(
    product: Product, network: Network, caller: Phone, line: str, rest: Client
) -> None:
    service = "MG" + "0" * 32
    network.line(line, opt_out="advanced", service_sid=service)
    caller.texts(line, "STOP")
    network.settles()
    assert product.one("/sms")["OptOutType"] == "STOP"
    sent = rest.messages.create(
        to=CALLER, messaging_service_sid=service, body="hi", status_callback=f"{product.base}/receipt"
    )
    assert sent.status == "accepted"
    network.settles()
    assert product.one("/receipt")["ErrorCode"] == "21610"


def test_a_stop_holds_for_every_line_of_the_same_messaging_service(
    product: Product, network: Network, caller: Phone, line: str, rest: Client
) -> None:
    for number in (LINE, OTHER_LINE):
        network.line(number, opt_out="long_code", service_sid="MG" + "0" * 32)
    caller.texts(line, "STOP")
    network.settles()
    rest.messages.create(to=CALLER, from_=OTHER_LINE, body="hi", status_callback=f"{product.base}/receipt")
    network.settles()
    assert product.one("/receipt")["ErrorCode"] == "21610"


@pytest.mark.parametrize("code", [21408, 21608, 21611, 21612, 21614])
def test_a_number_that_cannot_be_texted_is_refused_at_once(caller: Phone, rest: Client, code: int) -> None:
    caller.has(refused=code)
    with pytest.raises(TwilioRestException) as refused:
        rest.messages.create(to=CALLER, from_=LINE, body="hi")
    assert (refused.value.code, refused.value.status) == (code, 400)


def test_typography_is_made_plain_and_words_are_not_kept_where_that_is_asked(
    network: Network, caller: Phone, rest: Client
) -> None:
    sid = rest.messages.create(
        to=CALLER, from_=LINE, body="We’re here — “now”", smart_encoded=True, content_retention="discard"
    ).sid
    caller.reads("We're here - \"now\"")
    assert rest.messages(sid or "").fetch().body == ""
    network.expects_nothing_more()


def test_a_parameter_without_effect_here_is_listed(network: Network, caller: Phone, rest: Client) -> None:
    caller.ignores_texts()
    rest.messages.create(to=CALLER, from_=LINE, body="hi", send_as_mms=True)
    network.settles()
    assert "SendAsMms" in network.faults()[0]["what"]


def test_without_handling_the_product_does_it_all(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/sms": "<Message>You are off our list.</Message>"}
    caller.texts(line, "STOP").reads("off our list")
    network.expects_nothing_more()
    assert "OptOutType" not in product.one("/sms")


def test_plain_text_is_sent_as_it_is_and_errors_are_listed(
    product: Product, network: Network, caller: Phone, line: str
) -> None:
    product.pages |= {"/sms": Reply("Internal <error>", content_type="text/plain")}
    caller.texts(line, "hi").reads("internal <error>")
    product.pages |= {"/sms": Reply(status=500)}
    caller.texts(line, "hi again")
    network.settles()
    with pytest.raises(Unexpected, match="answered 500"):
        network.expects_nothing_more()


def test_a_text_that_nobody_reads_is_a_surprise(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/sms": "<Message>Read me.</Message>"}
    caller.texts(line, "hi")
    with pytest.raises(Unexpected, match="Read me"):
        network.expects_nothing_more()
    caller.ignores_texts()
    network.expects_nothing_more()


def test_a_loop_of_replies_is_broken(product: Product, network: Network, caller: Phone, line: str) -> None:
    product.pages |= {"/sms": "<Message>Again.</Message>"}
    for _ in range(17):
        caller.texts(line, "again")
    network.settles()
    assert 14107 in [each["code"] for each in network.faults()]
