"""Documents are read as the carrier reads them: its SDK's documents pass, everything else is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from webhooks.simulator.grammar import GRAMMAR
from webhooks.simulator.twiml import NotTwiml, parse

DATA = Path(__file__).parents[2] / "data"


def test_what_the_sdk_writes_is_understood() -> None:
    document = VoiceResponse()
    gather = Gather(
        action="/a", method="POST", input="dtmf speech", num_digits=1, timeout=5, finish_on_key="", hints="one"
    )
    gather.say("Press 1.", language="es-US", voice="Polly.Lupe")
    document.append(gather)
    dial = Dial(action="/b", timeout=18, caller_id="+12025550100", answer_on_bridge=True, time_limit=600)
    dial.number("+12025550111", url="/w", status_callback="/s", status_callback_event="initiated answered")
    document.append(dial)
    document.enqueue("room", action="/c", wait_url="/d")
    document.dial().queue("room", url="/e")
    document.redirect("/f", method="POST")
    found = parse(str(document).encode())
    assert found.warnings == ()
    assert [verb.name for verb in found.verbs] == ["Gather", "Dial", "Enqueue", "Dial", "Redirect"]
    assert found.verbs[0].children[0].words == "Press 1."
    assert found.verbs[0].number("numDigits", 0) == 1
    (number,) = found.verbs[1].children
    assert (number.name, number.text) == ("Number", "+12025550111")
    assert number.get("statusCallbackEvent") == "initiated answered"


def test_marked_up_speech_is_spoken_as_its_words() -> None:
    document = VoiceResponse()
    say = document.say("Your number is ")
    say.say_as("2025550147", interpret_as="telephone")
    say.break_(time="1s")
    found = parse(str(document).encode())
    assert found.warnings == ()
    assert found.verbs[0].words == "Your number is 2025550147"


def test_messages_have_a_grammar_of_their_own() -> None:
    document = MessagingResponse()
    document.message("Hello.", status_callback="/s")
    assert parse(str(document).encode(), "messaging").warnings == ()
    assert parse(b"<Response><Say>Hello.</Say></Response>", "messaging").warnings
    assert parse(b"<Response><Message>Hello.</Message></Response>").warnings


@pytest.mark.parametrize(
    "body",
    [b"", b"hello", b"<Response>", b" <?xml version='1.0'?><Response/>", b"\xef\xbb\xbf<Response/>", b"<response/>",
     b"<!DOCTYPE x><Response/>"],
)  # fmt: skip
def test_what_is_no_document_is_refused(body: bytes) -> None:
    with pytest.raises(NotTwiml) as refused:
        parse(body)
    assert refused.value.code == 12100


def test_more_than_64_kilobytes_are_refused_by_their_own_code() -> None:
    with pytest.raises(NotTwiml) as refused:
        parse(b"<Response>" + b" " * 65_536 + b"</Response>")
    assert refused.value.code == 11750


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        ("<gather/>", "<gather> may not stand in <Response>"),
        ('<Gather input="voice"/>', "<Gather input> may not be 'voice'"),
        ('<Gather colour="red"/>', "<Gather> has no colour"),
        ("<Gather><Redirect>/a</Redirect></Gather>", "<Redirect> may not stand in <Gather>"),
        ("<Dial><Say>Hello</Say></Dial>", "<Say> may not stand in <Dial>"),
        ("<Hangup>now</Hangup>", "<Hangup> has no text"),
        ('<Dial><Number statusCallbackEvent="in-progress">+12025550111</Number></Dial>', "statusCallbackEvent"),
    ],
)
def test_every_offence_is_told(inside: str, words: str) -> None:
    found = parse(f"<Response>{inside}<Say>Here.</Say></Response>".encode())
    assert len(found.warnings) == 1
    assert words in found.warnings[0]
    assert found.verbs[-1].words == "Here."


def test_a_waiting_document_has_fewer_verbs() -> None:
    found = parse(b"<Response><Dial>+12025550111</Dial><Leave/></Response>", context="wait")
    assert [verb.name for verb in found.verbs] == ["Leave"]
    assert len(found.warnings) == 1


def test_the_grammar_has_every_element_that_the_sdk_can_put_in_a_voice_document() -> None:
    told = json.loads((DATA / "twiml_grammar.json").read_text("utf-8"))
    elements = GRAMMAR["voice"].elements
    missing = [
        f"{parent}.{name}"
        for parent, each in told.items()
        for name in each.get("children", {})
        if each["element"] in elements and name not in elements
    ]
    assert missing == []
