"""Measures of wording: one GSM-7 segment a text, reading grade 6, person-first words, nothing on a lock screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from intake.conversation.findings import Finding, Sample
from intake.conversation.instructions import Channel, Language
from intake.conversation.plain import plain
from intake.conversation.reading import grade
from intake.conversation.script import CHANNELS, LANGUAGES, Script
from intake.conversation.segments import size
from intake.told import Told, told

MAX_GRADE = 6.0
# Phrases that only ever stand inside other words, and the keys that hold them.
_PARTS = frozenset({"TIME", "MSG"})
# Domain 1, row 21: person-first wording. "Child abuse" is the name of a thing that must be reported.
_BANNED: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(addicts?|abusers?|(?<!child )abus(?:e|ed|ing)|clean|dirty|junk(?:ie|y)s?)\b"),
    "es": re.compile(r"\b(adict[oa]s?|drogadict[oa]s?|vicios?)\b"),
}
# Domain 2.4: what a preview on a lock screen may not say, unless the person said yes at N90.
_LOCK_SCREEN = re.compile(
    r"\b(addiction|treatment|drugs?|rehab|detox|sober|recovery"
    r"|adiccion|tratamiento|drogas?|rehabilitacion|desintoxicacion|sobri[oa]s?|recuperacion)\b"
)
_PLACEHOLDER = re.compile(r"\{([A-Z0-9]+)\}")


@dataclass(frozen=True)
class _Wording:
    key: str
    channel: Channel
    language: Language
    text: str

    def finding(self, kind: str, problem: Told, cure: Told) -> Finding:
        return Finding(kind, self.key, problem, cure, self.language, self.channel)


def check_texts(script: Script, sample: Sample) -> Iterator[Finding]:
    """Findings about how wording reads, and how long a text is."""
    for wording in _wordings(script, sample):
        yield from _tone(wording)
        if wording.key not in _PARTS:
            yield from _grade(wording)
        if wording.channel == "sms":
            yield from _size(wording)
            yield from _lock_screen(script, wording)


def hardest(script: Script, language: Language, sample: Sample) -> float:
    """The highest reading grade of anything that callers hear or read in this language."""
    own = (each for each in _wordings(script, sample) if each.language == language and each.key not in _PARTS)
    return max((grade(each.text, language) for each in own), default=0.0)


def _wordings(script: Script, sample: Sample) -> Iterator[_Wording]:
    for channel in CHANNELS:
        for language in LANGUAGES:
            words = script.words[channel, language]
            values = sample.values(channel, language, words)
            for key, variants in words.items():
                for text in variants.values():
                    yield _Wording(key, channel, language, fill(text, values))


def fill(text: str, values: Mapping[str, str]) -> str:
    """A wording with its placeholders filled; unknown ones stay as they are."""
    return _PLACEHOLDER.sub(lambda match: values.get(match.group(1), match.group(0)), text)


def _tone(wording: _Wording) -> Iterator[Finding]:
    for word in _BANNED[wording.language].findall(plain(wording.text)):
        problem = told('"{word}" names a person by an illness', word=word)
        yield wording.finding("banned_word", problem, told("Say it person-first"))


def _grade(wording: _Wording) -> Iterator[Finding]:
    level = grade(wording.text, wording.language)
    if level > MAX_GRADE:
        problem = told("reads at grade {grade}, over {most}", grade=f"{level:.1f}", most=f"{MAX_GRADE:.0f}")
        yield wording.finding("reading_grade", problem, told("Use shorter sentences and shorter words"))


def _size(wording: _Wording) -> Iterator[Finding]:
    measured = size(wording.text)
    if not measured.gsm7:
        letters = " ".join(measured.foreign)
        problem = told("{letters} is not in the GSM-7 alphabet, so that only 70 characters fit", letters=letters)
        yield wording.finding("not_gsm7", problem, told("Choose words that do without"))
    elif measured.units > 160:
        over = measured.units - 160
        problem = told("{count} characters with this brand, {over} too many", count=measured.units, over=over)
        yield wording.finding("too_long", problem, told("Shorten it to 160"))


def _lock_screen(script: Script, wording: _Wording) -> Iterator[Finding]:
    step = script.steps.get(wording.key)
    if step is not None and step.id.startswith("X"):
        return
    for word in _LOCK_SCREEN.findall(plain(wording.text)):
        problem = told('"{word}" would show on a locked telephone', word=word)
        yield wording.finding("lock_screen", problem, told("Leave it out of texts"))
