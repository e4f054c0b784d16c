"""A scene on the terminal: what was said on the left, what was recorded on the right."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from itertools import zip_longest
from typing import Any

from intake.cli.demo.play import Played

_LEFT = 74
_SHOWN = {
    "conversation": ("channel", "language", "outcome", "ended_at_step", "steps_taken", "seconds"),
    "enrollment": ("stage", "for_whom", "number", "number_source", "message", "identify_as", "when", "zip", "flags"),
    "callback": ("class", "state", "language", "due_at", "accepted_by", "connected_at"),
}


def lines(played: Played) -> Iterator[str]:
    """Everything about one scene."""
    yield ""
    yield f"── {played.scene.title} ".ljust(_LEFT + 40, "─")
    left = [part for said in played.transcript for part in textwrap.wrap(said, _LEFT, subsequent_indent="    ")]
    for said, recorded in zip_longest(left, _recorded(played.record), fillvalue=""):
        yield f"{said:<{_LEFT}} │ {recorded}"
    if played.fault:
        yield f"  ✗ {played.fault}"
    for one in played.checked:
        mark = "✓" if one.holds else "✗"
        instead = "" if one.holds else f" (expected {one.expected.value})"
        yield f"  {mark} {one.expected.path}: {one.found}{instead}"


def _recorded(record: Mapping[str, Any]) -> list[str]:
    found = []
    for kind, names in _SHOWN.items():
        if record.get(kind):
            found.append(kind)
            found += [f"  {name}: {_value(record[kind].get(name))}" for name in names]
    for offer in (record.get("callback") or {}).get("offers", ()):
        found.append(f"  rang {offer['professional']}: {offer['result']}")
    for attempt in (record.get("callback") or {}).get("attempts", ()):
        found.append(f"  attempt: {attempt['result']}")
    return found


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
