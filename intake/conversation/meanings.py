"""The phrases that mean a key, made ready for matching: groups unfolded, both languages together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from intake.conversation.instructions import Channel, Language
from intake.conversation.plain import plain
from intake.conversation.script import CHANNELS

Phrases = dict[str, dict[str, frozenset[str]]]
_HINTS = 40


def merge_meanings(tables: Mapping[Language, Mapping[str, Any]]) -> dict[Channel, Phrases]:
    """Channel -> step -> key -> plain phrases, from the tables of all languages."""
    return {channel: _merged(tables.values(), channel) for channel in CHANNELS}


def speech_hints(table: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Step -> phrases for a speech recogniser, as they are written, at most 40 a step."""
    groups = table.get("groups", {})
    hints: dict[str, tuple[str, ...]] = {}
    for name, entry in table.items():
        step, _, channel = name.partition("@")
        if step not in ("groups", "GLOBAL") and channel != "sms":
            unfolded = [phrase for phrases in entry.values() for phrase in _unfold(phrases, groups)]
            hints[step] = tuple(dict.fromkeys(unfolded))[:_HINTS]
    return hints


def _merged(tables: Iterable[Mapping[str, Any]], channel: Channel) -> Phrases:
    merged: dict[str, dict[str, set[str]]] = {}
    for table in tables:
        groups = table.get("groups", {})
        for name, entry in table.items():
            step, _, only = name.partition("@")
            if step == "groups" or only not in ("", channel):
                continue
            for key, phrases in entry.items():
                found = merged.setdefault(step, {}).setdefault(key, set())
                found.update(plain(phrase) for phrase in _unfold(phrases, groups))
    return {step: {key: frozenset(found) for key, found in keys.items()} for step, keys in merged.items()}


def _unfold(phrases: Iterable[str], groups: Mapping[str, list[str]]) -> list[str]:
    unfolded: list[str] = []
    for phrase in phrases:
        before, at, group = phrase.partition("@")
        unfolded += [before + member for member in groups.get(group, ())] if at else [phrase]
    return unfolded
