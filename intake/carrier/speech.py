"""How words become sound: the voice of a language, short pauses between choices, never more than allowed."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Protocol

from twilio.twiml import TwiML
from twilio.twiml.voice_response import Say as SayVerb
from twilio.twiml.voice_response import SsmlBreak

from intake.conversation.instructions import Say

LOCALE: Final = {"en": "en-US", "es": "es-US"}
_VOICE: Final = {"en": "Polly.Joanna", "es": "Polly.Lupe"}
# Beyond this the carrier warns and cuts (13521).
_LONGEST_SAY = 4_096
# A choice ends in its key and a full stop; the listener needs a moment there (domain 4.1: 300 ms).
_CHOICE = re.compile(r"(?<=\d\.) ")
_UNSPEAKABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_UNWRITABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
_SENTENCE = re.compile(r"(?<=[.?!]) ")


class Parent(Protocol):
    """Anything of TwiML's that words can be put into."""

    def nest(self, verb: TwiML) -> TwiML: ...


def speak(parent: Parent, says: Iterable[Say]) -> None:
    """Put words into a verb, one Say for each stretch in one language."""
    for say in says:
        for text in _parts(say.text):
            parent.nest(_verb(text, say.language))


def _verb(text: str, language: str) -> TwiML:
    first, *rest = _CHOICE.split(text)
    verb = SayVerb(first, voice=_VOICE[language], language=LOCALE[language])
    for choice in rest:
        verb.append(SsmlBreak(time="300ms"))
        verb.append(f" {choice}")
    return verb


def _parts(text: str) -> Iterator[str]:
    """The text, speakable, in as few pieces as the carrier's limit allows."""
    text = speakable(text)
    if len(text) <= _LONGEST_SAY:
        if text:
            yield text
        return
    held = ""
    for sentence in _SENTENCE.split(text):
        if held and len(held) + len(sentence) >= _LONGEST_SAY:
            yield held
            held = ""
        held = f"{held} {sentence}".strip()[:_LONGEST_SAY]
    yield held


def speakable(text: str) -> str:
    """The text without what XML or a voice cannot carry."""
    return text.strip() if text.isprintable() else _UNSPEAKABLE.sub(" ", text).strip()


def writable(text: str) -> str:
    """The text of a message without what XML cannot carry; its lines stay."""
    return _UNWRITABLE.sub(" ", text).strip()


@lru_cache(maxsize=256)
def hints(phrases: tuple[str, ...]) -> str:
    """What the recogniser should expect, within the carrier's 500 phrases of 100 characters."""
    return ",".join(speakable(phrase).replace(",", " ")[:100] for phrase in phrases[:500])


def seconds(wanted: float) -> int:
    """Whole seconds, which is all that the carrier takes; never none."""
    return max(1, math.ceil(wanted))
