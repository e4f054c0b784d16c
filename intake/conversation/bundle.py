"""A script version as one text: parse it, know it by its digest, replay it later exactly."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Mapping
from typing import Any, cast, get_args

from intake.conversation.instructions import Channel, Language
from intake.conversation.meanings import merge_meanings, speech_hints
from intake.conversation.script import CHANNELS, ENTRIES, LANGUAGES, Block, Kind, Script, Step

FILES = (
    "script.toml",
    *(f"words/{channel}.{language}.toml" for channel in CHANNELS for language in LANGUAGES),
    *(f"words/meanings.{language}.toml" for language in LANGUAGES),
)


class ScriptError(ValueError):
    """The text is not a script at all; says in which file and why. What a script says wrong, checks find."""


def join(files: Mapping[str, str]) -> str:
    """One text that holds all files of a script version."""
    missing = [name for name in FILES if name not in files]
    if missing:
        raise ScriptError(f"the script has no file {', '.join(missing)}")
    return json.dumps({name: files[name] for name in FILES}, ensure_ascii=False, indent=0)


def digest(text: str) -> str:
    """The name of a version: SHA-256 of its content, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def parse(text: str) -> Script:
    """The script that `join` made a text of. Raises ScriptError."""
    tables = _tables(text)
    top = tables["script.toml"]
    try:
        steps = {name: _step(name, table) for name, table in top["steps"].items()}
        shared = {channel: _keys(top["globals"].get(channel, {})) for channel in CHANNELS}
        first, endings = str(top["first"]), frozenset(top["endings"])
    except (KeyError, TypeError, AttributeError) as fault:
        raise ScriptError(f"script.toml: {fault!r} is missing or malformed") from fault
    meanings = {language: tables[f"words/meanings.{language}.toml"] for language in LANGUAGES}
    words = {(c, lang): tables[f"words/{c}.{lang}.toml"] for c in CHANNELS for lang in LANGUAGES}
    return Script(
        digest=digest(text),
        text=text,
        first=first,
        endings=endings,
        globals=shared,
        steps=steps,
        words={pair: _wordings(table) for pair, table in words.items()},
        foreign={pair: _listed(table, "other") for pair, table in words.items()},
        unbroken={pair: _listed(table, "unbroken") for pair, table in words.items()},
        meanings=merge_meanings(meanings),
        hints={language: speech_hints(meanings[language]) for language in LANGUAGES},
    )


def _tables(text: str) -> dict[str, dict[str, Any]]:
    try:
        files = json.loads(text)
        return {name: _table(name, files[name]) for name in FILES}
    except (json.JSONDecodeError, KeyError, TypeError) as fault:
        raise ScriptError("this is not the text of a script version") from fault


def _table(name: str, content: str) -> dict[str, Any]:
    try:
        return tomllib.loads(content)
    except tomllib.TOMLDecodeError as fault:
        raise ScriptError(f"{name}: {fault}") from fault


def _step(name: str, table: Mapping[str, Any]) -> Step:
    field, values = next(iter(table.get("sets", {}).items()), (None, {}))
    kind = cast(Kind, _one_of(name, "kind", table["kind"], get_args(Kind)))
    block = cast(Block, _one_of(name, "block", table["block"], get_args(Block)))
    channels: tuple[Channel, ...] = tuple(table.get("channels", CHANNELS))
    return Step(
        id=name,
        title=str(table["title"]),
        block=block,
        kind=kind,
        channels=channels,
        routes={channel: _routes(table, channel) for channel in CHANNELS},
        words=str(table.get("words", name)),
        sets=field,
        values=dict(values),
        raises=table.get("raises"),
        patience=int(table.get("patience", 1)),
        once=table.get("once"),
        required=bool(table.get("required", False)),
    )


def _one_of(step: str, what: str, value: object, allowed: tuple[str, ...]) -> object:
    if value not in allowed:
        raise ScriptError(f"{step}: {what} must be one of {', '.join(allowed)}")
    return value


def _routes(table: Mapping[str, Any], channel: Channel) -> dict[str, str]:
    routes: dict[str, str] = {}
    if "next" in table:
        keys = ["done"] if table["kind"] in ENTRIES else [k for s in table["sets"].values() for k in s]
        routes = dict.fromkeys([*keys, "#", "timeout"], _on(table["next"], channel) or "")
    for key, target in table.get("to", {}).items():
        place = _on(target, channel)
        if place is not None:
            routes[key] = place
    return routes


def _on(target: object, channel: Channel) -> str | None:
    place = target.get(channel) if isinstance(target, dict) else target
    return None if place is None else str(place)


def _keys(table: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): str(target) for key, target in table.items()}


def _wordings(table: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    return {
        key: {variant: words for variant, words in entry.items() if isinstance(words, str)}
        for key, entry in table.items()
    }


def _listed(table: Mapping[str, Mapping[str, Any]], name: str) -> dict[str, tuple[str, ...]]:
    return {key: tuple(entry[name]) for key, entry in table.items() if name in entry}


def other(language: Language) -> Language:
    """The other of the two languages."""
    return "es" if language == "en" else "en"
