"""What an answer means: keys, speech and texts in both languages to a key of the present step."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intake.conversation.crisis import danger
from intake.conversation.hours import window_key
from intake.conversation.instructions import Channel
from intake.conversation.numerals import age, digit
from intake.conversation.plain import holds, plain
from intake.conversation.script import Script

_FILLER_WORDS = """press option number key reply the el la oprima opcion numero tecla marque responda
please por favor i pick choose choice elijo escojo"""
_FILLERS = frozenset(_FILLER_WORDS.split())
# What a recogniser writes for a digit that is said alone.
_SOUNDS = {"to": "2", "too": "2", "for": "4", "won": "1", "tree": "3", "free": "3", "ate": "8", "sex": "6"}
_PERIODS = re.compile(r"[\s.)\]!:]+$")
# "I don't know" is no answer, although "no sé" holds a no.
UNSURE = "?"
_CRISIS_KEYS = {"overdose": "1", "suicide": "2", "violence": "3"}


def whole_meaning(script: Script, channel: Channel, step: str, text: str) -> str | None:
    """The key that the whole text stands for; None where it says anything besides."""
    phrases = script.meanings[channel]
    said = plain(text)
    key = _exact(phrases.get(step, {}), said) or _exact(phrases.get("GLOBAL", {}), said) or _figure(said, channel)
    return None if key == UNSURE else key


def meaning(script: Script, channel: Channel, step: str, text: str) -> str | None:
    """The key that a text or speech stands for at this step, global keys included; None if unclear."""
    stripped = _PERIODS.sub("", text.strip())
    if stripped in ("*", "#"):
        return stripped
    said = plain(text)
    phrases = script.meanings[channel]
    own, shared = phrases.get(step, {}), phrases.get("GLOBAL", {})
    own = {**own, UNSURE: shared.get(UNSURE, frozenset()).difference(*own.values())}
    exact = _exact(own, said) or _exact(shared, said) or _figure(said, channel)
    found = exact or _special(step, text) or _best(own, said) or _best(_long(shared), said)
    return None if found == UNSURE else found


def _exact(phrases: Mapping[str, frozenset[str]], said: str) -> str | None:
    keys = [key for key, known in phrases.items() if said in known]
    return keys[0] if len(keys) == 1 else None


def _figure(said: str, channel: Channel) -> str | None:
    words = [word for word in said.split() if word not in _FILLERS]
    if len(words) != 1:
        return None
    if channel == "voice" and words[0] in _SOUNDS:
        return _SOUNDS[words[0]]
    value = digit(words[0])
    return value if value is not None and len(value) == 1 else None


def _special(step: str, text: str) -> str | None:
    if step == "C10_CRISIS":
        found = danger(text)
        return _CRISIS_KEYS.get(found.kind) if found else None
    if step == "N80_TIME":
        return window_key(text)
    if step == "X10_AGE" and (years := age(text)) is not None:
        return "1" if years >= 18 else "2"
    return None


def _long(phrases: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Inside a longer text only some phrases mean a global key: not "what", "next" or "I need help with"."""
    return {
        key: frozenset(p for p in known if " " in p and "help" not in p and "ayud" not in p)
        for key, known in phrases.items()
    }


def _best(phrases: Mapping[str, frozenset[str]], said: str) -> str | None:
    """The key with the longest phrase (in words) inside the text; None if two keys have equally long ones."""
    longest: dict[str, int] = {}
    for key, known in phrases.items():
        sizes = [len(phrase.split()) for phrase in known if holds(said, phrase)]
        if sizes:
            longest[key] = max(sizes)
    top = max(longest.values(), default=0)
    keys = [key for key, size in longest.items() if size == top]
    return keys[0] if len(keys) == 1 else None
