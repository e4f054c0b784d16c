"""What must have been recorded after each scene, as data: broken in any place, the demo fails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Expected:
    """One field of one record of a scene. `path` such as `callback.attempts.0.result`."""

    scene: str
    path: str
    value: object


EXPECTATIONS = (
    Expected("english", "conversation.channel", "voice"),
    Expected("english", "conversation.language", "en"),
    Expected("english", "conversation.outcome", "callback"),
    Expected("english", "enrollment.stage", "contacted"),
    Expected("english", "enrollment.for_whom", "self"),
    Expected("english", "enrollment.number_source", "caller_id"),
    Expected("english", "enrollment.message", "voicemail"),
    Expected("english", "enrollment.when", "asap"),
    Expected("english", "enrollment.zip", "94110"),
    Expected("english", "enrollment.timezone", "America/Los_Angeles"),
    Expected("english", "callback.class", "P2"),
    Expected("english", "callback.state", "completed"),
    Expected("english", "callback.offers.0.result", "accepted"),
    Expected("english", "callback.attempts.0.result", "reached"),
    Expected("spanish", "conversation.language", "es"),
    Expected("spanish", "conversation.outcome", "live"),
    Expected("spanish", "enrollment.stage", "contacted"),
    Expected("spanish", "enrollment.for_whom", "loved_one"),
    Expected("crisis", "conversation.outcome", "crisis_988"),
    Expected("crisis", "callback.class", "P0"),
    Expected("text", "conversation.channel", "sms"),
    Expected("text", "conversation.outcome", "callback"),
    Expected("text", "enrollment.stage", "queued"),
    Expected("text", "enrollment.number_source", "sender"),
    Expected("text", "enrollment.message", "none"),
    Expected("text", "enrollment.when", "evening"),
    Expected("text", "callback.class", "P3"),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """An expectation held against the record."""

    expected: Expected
    found: object

    @property
    def holds(self) -> bool:
        """Whether it came out as expected."""
        return self.found == self.expected.value


def check(scene: str, record: Mapping[str, Any], expectations: Sequence[Expected]) -> list[Checked]:
    """Every expectation of a scene against what was recorded."""
    return [Checked(one, _at(record, one.path)) for one in expectations if one.scene == scene]


def _at(record: Any, path: str) -> object:  # noqa: ANN401 - JSON
    for part in path.split("."):
        if isinstance(record, Mapping):
            record = record.get(part)
        elif isinstance(record, Sequence) and part.isdigit() and int(part) < len(record):
            record = record[int(part)]
        else:
            return None
    return record
