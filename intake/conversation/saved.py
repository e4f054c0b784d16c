"""Saved conversations to rehearse a changed script with: the shipped ones, and those recorded on simulated phones."""

from __future__ import annotations

import json
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from typing import Any

from intake.conversation.context import Context
from intake.conversation.instructions import Channel
from intake.conversation.rehearse import Scenario

# What a recorded line is for the script; how a professional fares on their own phone is not the script's affair.
_TOKENS = {"presses": "{}", "says": "speech:{}", "is_silent": "timeout", "hangs_up": "hangup"}


def shipped(context: Context) -> list[Scenario]:
    """The conversations that come with the product, a JSON line each: id, channel, inputs."""
    text = resources.files("intake.conversation").joinpath("rehearsals.jsonl").read_text(encoding="utf-8")
    rows = (json.loads(line) for line in text.splitlines())
    return [Scenario(row["id"], row["channel"], tuple(row["inputs"]), context) for row in rows]


def every(folder: Path, context: Context) -> list[Scenario]:
    """The shipped conversations, and those recorded in a folder. Raises ValueError naming a file that is none."""
    found = shipped(context)
    for path in sorted(folder.glob("*.jsonl")):
        try:
            scenario = recorded(path.stem, path.read_text(encoding="utf-8"), context)
        except (OSError, ValueError) as error:
            raise ValueError(f"{path} cannot be rehearsed: {error}") from None
        found += [scenario] if scenario is not None else []
    return found


def recorded(name: str, text: str, context: Context) -> Scenario | None:
    """What the first caller or writer of a recorded scenario did. None if nobody does anything. Raises ValueError."""
    try:
        lines = [json.loads(line) for line in text.splitlines()[1:] if line.strip()]
        first = next((line for line in lines if "dials" in line or "texts" in line), None)
        if first is None:
            return None
        channel: Channel = "voice" if "dials" in first else "sms"
        own = [line for line in lines if first["phone"] in (line.get("phone"), line.get("joined_with"))]
        inputs = tuple(_texts(own) if channel == "sms" else _voice(own))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{name} is no recorded scenario: {error!r}") from None
    return Scenario(name, channel, inputs, context)


def _texts(lines: Iterable[dict[str, Any]]) -> list[str]:
    return ["media:picture" if line.get("media") else f"text:{line['body']}" for line in lines if "texts" in line]


def _voice(lines: Iterable[dict[str, Any]]) -> list[str]:
    """Until somebody is joined: after that people talk, and the script does not."""
    found: list[str] = []
    for line in lines:
        if "joined_with" in line:
            return [*found, "connected"]
        found += [form.format(line[move]) for move, form in _TOKENS.items() if move in line]
    return found
