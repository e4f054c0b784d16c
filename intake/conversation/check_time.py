"""The spoken core path: at most 90 seconds in all, and a safe number within 60, in each language."""

from __future__ import annotations

from collections.abc import Iterator

from intake.conversation.check_texts import fill
from intake.conversation.findings import Finding, Sample
from intake.conversation.instructions import Language
from intake.conversation.pacing import ANSWER_SECONDS, seconds
from intake.conversation.script import LANGUAGES, Script
from intake.told import told

MAX_SECONDS = 90.0
MAX_SECURED_SECONDS = 60.0


def check_time(script: Script, sample: Sample) -> Iterator[Finding]:
    """Findings about how long the core path takes to hear and answer."""
    for language in LANGUAGES:
        whole, secured = path_seconds(script, language, sample)
        if whole > MAX_SECONDS:
            problem = told(
                "the whole path takes {seconds} s, over {most}", seconds=f"{whole:.0f}", most=f"{MAX_SECONDS:.0f}"
            )
            cure = told("Shorten what is said on it")
            yield Finding("too_slow", "N99_DONE", problem, cure, language, "voice")
        if secured > MAX_SECURED_SECONDS:
            known, most = f"{secured:.0f}", f"{MAX_SECURED_SECONDS:.0f}"
            problem = told("the safe number is known after {seconds} s, over {most}", seconds=known, most=most)
            cure = told("Shorten what is said before it")
            yield Finding("too_slow", "N60_NUMBER", problem, cure, language, "voice")


def path_seconds(script: Script, language: Language, sample: Sample) -> tuple[float, float]:
    """Seconds of the whole core path without barge-in, and until the safe number was answered."""
    words = script.words["voice", language]
    values = sample.values("voice", language, words)
    total = secured = 0.0
    for name in core_path(script):
        step = script.steps[name]
        said = words.get(step.words, {}).get("say", "")
        total += seconds(fill(said, values))
        if step.asks and name != "N99_DONE":
            total += ANSWER_SECONDS
        if name == "N60_NUMBER":
            secured = total
    return total, secured


def core_path(script: Script) -> list[str]:
    """The steps of a caller who asks for a callback to their own number: the shortest way to the promise."""
    ways: list[list[str]] = [[script.first]]
    seen = {script.first}
    while ways:
        way = ways.pop(0)
        if way[-1] == "N99_DONE":
            return way
        for target in script.steps[way[-1]].routes["voice"].values():
            if target in script.steps and target not in seen and script.steps[target].block == "core":
                seen.add(target)
                ways.append([*way, target])
    return []
