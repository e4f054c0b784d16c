"""Every captured request of the real carrier: the network sends one like it, with every parameter it had."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from twilio.rest import Client

from tests.eventually import eventually
from tests.integration.simulator.kit import CALLER, LINE, PRO, Product
from webhooks.simulator.people import Network, Phone

_ROWS = (Path(__file__).parents[2] / "data" / "carrier_payloads.jsonl").read_text("utf-8").splitlines()
CAPTURES = {row["kind"]: row for row in map(json.loads, _ROWS)}
SERVICE = "MG" + "0" * 32


@dataclass
class Stage:
    """What a request is brought about with."""

    product: Product
    network: Network
    caller: Phone
    pro: Phone
    rest: Client


def _called(stage: Stage) -> str:
    stage.caller.dials(LINE, caller_name="CA Wireless Call").is_hung_up()
    return "/voice"


def _keyed(stage: Stage) -> str:
    stage.product.pages |= {"/voice": '<Gather action="/keys" method="GET" numDigits="6"/>'}
    stage.caller.dials(LINE, forwarded_from="+12025550190").presses("123456").is_hung_up()
    return "/keys"


def _dialled(stage: Stage) -> str:
    dial = f'<Dial action="/dialled" record="record-from-answer" callerId="{LINE}">{PRO}</Dial>'
    stage.product.pages |= {"/voice": dial}
    stage.caller.dials(LINE)
    stage.pro.answers().joined_with(stage.caller).hangs_up()
    stage.caller.is_hung_up()
    return "/dialled"


def _reported(stage: Stage) -> str:
    stage.pro.has(mood="answers", answer_after=1)
    stage.product.pages |= {"/go": "<Say>Hello.</Say>"}
    url, report = f"{stage.product.base}/go", f"{stage.product.base}/report"
    stage.rest.calls.create(to=PRO, from_=LINE, url=url, status_callback=report, machine_detection="Enable")
    return "/report"


def _detected(stage: Stage) -> str:
    stage.pro.has(mood="answers", answer_after=1)
    stage.product.pages |= {"/go": "<Pause length='20'/>"}
    order = {"machine_detection": "Enable", "async_amd": "true", "url": f"{stage.product.base}/go"}
    stage.rest.calls.create(to=PRO, from_=LINE, async_amd_status_callback=f"{stage.product.base}/amd", **order)
    return "/amd"


def _written(stage: Stage) -> str:
    stage.caller.texts(LINE, "Test")
    return "/sms"


def _pictured(stage: Stage) -> str:
    pictures = [{"url": "cat.jpg", "type": "image/jpeg"}, {"url": "dog.jpg", "type": "image/jpeg"}]
    stage.caller.texts(LINE, "", media=pictures)
    return "/sms"


def _receipt(stage: Stage) -> str:
    stage.network.line(LINE, service_sid=SERVICE)
    stage.caller.ignores_texts().has(texts_mood="sent")
    report = f"{stage.product.base}/receipt"
    stage.rest.messages.create(to=CALLER, messaging_service_sid=SERVICE, body="hi", status_callback=report)
    return "/receipt"


def _refused(stage: Stage) -> str:
    stage.network.line(LINE, service_sid=SERVICE, opt_out="long_code")
    stage.caller.ignores_texts().texts(LINE, "STOP")
    eventually(lambda: stage.product.forms("/sms"))
    return _receipt(stage)


def _stopped(stage: Stage) -> str:
    stage.network.line(LINE, service_sid=SERVICE, opt_out="advanced")
    stage.caller.ignores_texts().texts(LINE, "STOP")
    return "/sms"


WAYS: dict[str, Callable[[Stage], str]] = {
    "voice_inbound": _called,
    "gather_action_digits": _keyed,
    "dial_action": _dialled,
    "call_status_callback": _reported,
    "amd_status_callback": _detected,
    "sms_inbound": _written,
    "mms_inbound_no_body": _pictured,
    "message_status_callback": _receipt,
    "message_status_callback_21610": _refused,
    "sms_inbound_opt_out": _stopped,
}
# Values that do not depend on who, where and when.
_FIXED = (
    *("CallStatus", "Direction", "DialCallStatus", "AnsweredBy", "CallbackSource", "ApiVersion", "Digits", "msg"),
    *("MessageStatus", "SmsStatus", "ErrorCode", "OptOutType", "NumMedia", "NumSegments", "FinishedOnKey"),
)


@pytest.mark.parametrize("kind", CAPTURES)
def test_a_captured_request_is_sent_with_all_that_it_had(
    product: Product, network: Network, caller: Phone, pro: Phone, rest: Client, kind: str
) -> None:
    path = WAYS[kind](Stage(product, network, caller, pro, rest))
    network.settles()
    seen = next(each for each in product.seen if each.path.partition("?")[0] == path)
    captured = CAPTURES[kind]["params"]
    assert set(captured) <= set(seen.form)
    assert {name: seen.form[name] for name in _FIXED if name in captured} == {
        name: captured[name] for name in _FIXED if name in captured
    }
    assert seen.method == CAPTURES[kind]["method"]
    assert ("Body" in seen.form) == ("Body" in captured) or not kind.startswith(("sms", "mms"))
