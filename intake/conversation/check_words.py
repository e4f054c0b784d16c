"""Words that are missing, untranslated, or hold a placeholder that nobody fills."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.conversation.bundle import other
from intake.conversation.findings import Finding
from intake.conversation.instructions import Channel, Language
from intake.conversation.script import CHANNELS, LANGUAGES, Script
from intake.told import Told, told

PLACEHOLDERS = frozenset(
    ("BRAND", "LAST4", "NUM", "TIME", "MSG", "WHEN", "PIN", "HELPNUM", "AGENT", "NEUTRALNUM", "NAME")
)
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SHARED = ("E_INVALID_1", "E_INVALID_2", "E_TIMEOUT_1", "E_MAX", "E_NONUMBER", "VM_SAFE")
# Values that are said inside other words; each variant is a value of the record.
_PHRASES = frozenset({"TIME", "MSG"})
_NEEDED: dict[Channel, tuple[str, ...]] = {
    "voice": (*_SHARED, "E_NOBODY", "T10_WAIT", "THIRD_PARTY"),
    "sms": (*_SHARED, "K_HELP", "K_STOP", "K_START", "K_WRONG", "K_MEDIA"),
}


def check_words(script: Script) -> Iterator[Finding]:
    """Findings about wording that is not there, or cannot be filled."""
    for channel in CHANNELS:
        for language in LANGUAGES:
            yield from _missing(script, channel, language)
            yield from _unfilled(script, channel, language)


def _missing(script: Script, channel: Channel, language: Language) -> Iterator[Finding]:
    there = script.words[channel, language]
    elsewhere = script.words[channel, other(language)]
    needed = {step.words for step in script.steps.values() if channel in step.channels and step.kind != "person"}
    needed |= set(_NEEDED[channel])
    for key in sorted({*needed, *_PHRASES, *elsewhere}):
        variants = set(elsewhere.get(key, {})) | ({"say"} if key in needed else set())
        for variant in sorted(variants - {name for name, words in there.get(key, {}).items() if words.strip()}):
            translated = variant in elsewhere.get(key, {})
            yield Finding(
                "missing_translation" if translated else "missing_words",
                key,
                _lacks(variant, translated),
                told("Write {key} in {file}", key=key, file=f"words/{channel}.{language}.toml"),
                language,
                channel,
            )


def _lacks(variant: str, translated: bool) -> Told:
    if translated:
        return told('there is no wording "{variant}" although the other language has it', variant=variant)
    return told('there is no wording "{variant}"', variant=variant)


def _unfilled(script: Script, channel: Channel, language: Language) -> Iterator[Finding]:
    for key, variants in script.words[channel, language].items():
        for words in variants.values():
            for name in _PLACEHOLDER.findall(words):
                if name not in PLACEHOLDERS:
                    problem = told("{{name}} is a placeholder that nobody fills", name=name)
                    cure = told("Use one of {names}", names=", ".join(sorted(PLACEHOLDERS)))
                    yield Finding("unknown_placeholder", key, problem, cure, language, channel)
