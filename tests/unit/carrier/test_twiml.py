"""Every answer becomes a document that the carrier runs to its end, and none lets a caller fall silent."""

from __future__ import annotations

import timeit
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml.voice_response import Gather, VoiceResponse

from intake.carrier.pages import (
    NOTHING,
    Answer,
    DialBackup,
    DialCaller,
    JoinWaiting,
    LeaveRoom,
    Question,
)
from intake.carrier.twiml import Renderer
from intake.conversation.instructions import Ask, Bridge988, HangUp, Hold, Instruction, Reply, Ring, Say
from intake.numbers import PhoneNumber
from tests.carrier_kit import CALLER, CONVERSATION, LINES, NEUTRAL, OFFER
from tests.twiml_grammar import faults, heard

RENDER = Renderer(LINES)
ENGLISH = Say("N30", "Anyone in danger? Yes, press 1. No, press 2.", "en")
SPANISH = Say("N30", "¿Peligro? Sí, oprima 1. No, oprima 2.", "es")
FIRM = Say("C20", "Hang up and call 911 now.", "en", barge_in=False)


def ask(*says: Say, **changes: object) -> Ask:
    question: dict[str, object] = {
        "step": "N30_EMERG",
        "says": says,
        "keys": "1259*#0",
        "digits": 1,
        "finish_on_key": "",
        "speech": True,
        "hints": ("yes", "no"),
        "language": "en",
        "timeout": 6.0,
    }
    return Ask(**{**question, **changes})  # type: ignore[arg-type]


def answer(*instructions: object) -> Answer:
    return Answer(instructions, "en", CONVERSATION, turn=3, offer=OFFER)  # type: ignore[arg-type]


def tree(document: str) -> ElementTree.Element:
    return ElementTree.fromstring(document.encode())


CALL_ANSWERS = {
    "ask": answer(ask(ENGLISH, SPANISH)),
    "ask firmly": answer(ask(FIRM, ENGLISH)),
    "type a number": answer(ask(ENGLISH, digits=10, finish_on_key="#", speech=False)),
    "ring": answer(Ring((ENGLISH,))),
    "988": answer(Bridge988(SPANISH, "es")),
    "good-bye": answer(ENGLISH, HangUp()),
    "question": answer(Question("accept", (ENGLISH,))),
    "stand by": answer(Question("standby", (ENGLISH,), digits=0, seconds=3)),
    "dial": answer(DialCaller(PhoneNumber(CALLER), PhoneNumber(NEUTRAL), OFFER, (ENGLISH,))),
    "join": answer(JoinWaiting(CONVERSATION, (ENGLISH,))),
    "backup": answer(DialBackup((ENGLISH,))),
    "leave": answer(LeaveRoom()),
    "hold": answer(Hold((ENGLISH,), "109", 8)),
    "nothing": NOTHING,
}


@pytest.mark.parametrize("name", CALL_ANSWERS)
def test_every_document_is_in_the_carriers_grammar(name: str) -> None:
    assert faults(RENDER.voice(CALL_ANSWERS[name])) == []


def test_a_question_is_one_gather_and_then_the_timeout_turn() -> None:
    root = tree(RENDER.voice(CALL_ANSWERS["ask"]))
    gather, redirect = list(root)
    assert gather.get("action") == f"https://help.example.org/webhooks/voice/turn?c={CONVERSATION}&t=3"
    assert gather.get("finishOnKey") == ""
    assert (gather.get("input"), gather.get("numDigits"), gather.get("timeout")) == ("dtmf speech", "1", "6")
    assert [say.get("language") for say in gather] == ["en-US", "es-US"]
    assert redirect.text == f"https://help.example.org/webhooks/voice/turn?c={CONVERSATION}&t=3&x=timeout"


def test_words_that_no_key_may_cut_come_before_the_gather() -> None:
    root = tree(RENDER.voice(CALL_ANSWERS["ask firmly"]))
    assert [verb.tag for verb in root] == ["Say", "Gather", "Redirect"]


def test_choices_are_parted_by_a_short_pause_and_read_the_same() -> None:
    document = RENDER.voice(CALL_ANSWERS["ask"])
    assert document.count('<break time="300ms" />') == 2
    assert ENGLISH.text in heard(document)


def test_nobody_shortens_a_standby_by_pressing_keys() -> None:
    root = tree(RENDER.voice(CALL_ANSWERS["stand by"]))
    assert [verb.tag for verb in root] == ["Say", "Pause", "Redirect"]
    assert root[1].get("length") == "3"
    assert root[2].text == f"https://help.example.org/webhooks/voice/offer?o={OFFER}&p=standby&x=timeout"


def test_988_sees_our_number_and_spanish_is_keyed() -> None:
    dial = next(tree(RENDER.voice(CALL_ANSWERS["988"])).iter("Dial"))
    number = next(dial.iter("Number"))
    assert (dial.get("callerId"), number.text) == ("+12025550100", "+18002738255")
    assert (number.get("sendDigits") or "").lstrip("w") == "2"
    english = RENDER.voice(answer(Bridge988(ENGLISH, "en")))
    assert "sendDigits" not in english


def test_a_caller_is_dialled_from_the_number_that_names_nobody() -> None:
    dial = next(tree(RENDER.voice(CALL_ANSWERS["dial"])).iter("Dial"))
    assert (dial.get("callerId"), dial.get("hangupOnStar")) == (NEUTRAL, "true")
    assert f"voice/status?a={OFFER}" in (next(dial.iter("Number")).get("statusCallback") or "")


def test_a_waiting_caller_gets_words_or_is_let_out() -> None:
    hold = tree(RENDER.waiting(CALL_ANSWERS["hold"]))
    assert [verb.tag for verb in hold] == ["Gather", "Redirect"]
    assert hold[1].text == f"https://help.example.org/webhooks/voice/wait?c={CONVERSATION}&n=1&t=3"
    for name in ("ask", "988", "good-bye", "leave"):
        assert [verb.tag for verb in tree(RENDER.waiting(CALL_ANSWERS[name]))] == ["Leave"]


def test_texts_are_sent_in_order_and_never_empty_or_too_long() -> None:
    says = [Say("N20", text, "en") for text in ("one", " ", "x" * 2_000)]
    document = RENDER.text(answer(*(Reply(say) for say in says)))
    assert faults(document, "messaging") == []
    assert [message.text for message in tree(document)] == ["one", "x" * 1_600]


@given(st.text(max_size=300), st.lists(st.text(max_size=120), max_size=600), st.floats(0.001, 700))
def test_no_words_make_a_document_that_the_carrier_refuses(text: str, hints: list[str], wait: float) -> None:
    says = (Say("any", text, "en"), Say("any", text, "es"))
    document = RENDER.voice(answer(ask(*says, hints=tuple(hints), timeout=wait), HangUp()))
    assert tree(document).tag == "Response"
    assert faults(RENDER.text(answer(Reply(says[0]))), "messaging") == []


@given(st.integers(1, 30_000))
def test_words_beyond_the_limit_are_said_in_pieces(length: int) -> None:
    text = ("Stay with us. " * (length // 14 + 1))[:length].strip()
    document = RENDER.voice(answer(Say("long", text, "en"), HangUp()))
    assert faults(document) == []
    assert heard(document).split() == text.split()


def test_an_instruction_for_texts_is_no_way_to_answer_a_call() -> None:
    instruction: Instruction = Reply(ENGLISH)
    with pytest.raises(KeyError):
        RENDER.voice(answer(instruction))


def test_rendering_costs_little_more_than_the_library_alone() -> None:
    def floor() -> str:
        response = VoiceResponse()
        gather = Gather(
            action="https://help.example.org/webhooks/voice/turn?c=x&t=3",
            num_digits=1,
            timeout=6,
            hints="yes,no",
        )
        gather.say(ENGLISH.text, voice="Polly.Joanna", language="en-US")
        response.append(gather)
        response.redirect("https://help.example.org/webhooks/voice/turn?c=x&t=3&x=timeout")
        return str(response)

    one = answer(ask(Say("N30", "Anyone in danger?", "en")))
    ours = min(timeit.repeat(lambda: RENDER.voice(one), number=100, repeat=7))
    bare = min(timeit.repeat(floor, number=100, repeat=7))
    assert ours < bare * 3
