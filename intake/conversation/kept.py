"""Answers as they are kept: an instruction goes to JSON and comes back equal to itself."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from intake.carrier import pages
from intake.carrier.pages import Answer
from intake.conversation import instructions

_KINDS: dict[str, type] = {
    kind.__name__: kind
    for kind in (
        instructions.Say,
        instructions.Ask,
        instructions.Ring,
        instructions.Hold,
        instructions.Bridge988,
        instructions.Reply,
        instructions.HangUp,
        pages.LeaveRoom,
    )
}


def to_text(answer: Answer) -> str:
    """One JSON document; it holds what was said, so it is sealed before it is stored."""
    document = {
        "language": answer.language,
        "turn": answer.turn,
        "wait_page": answer.wait_page,
        "instructions": [_down(each) for each in answer.instructions],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def from_text(text: str, conversation: str) -> Answer:
    """The answer that `to_text` wrote down."""
    document = json.loads(text)
    return Answer(
        instructions=tuple(_up(each) for each in document["instructions"]),
        language=document["language"],
        conversation=conversation,
        turn=document["turn"],
        wait_page=document["wait_page"],
    )


def _down(value: Any) -> Any:  # noqa: ANN401 - a walk over plain values
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        body = {field.name: _down(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {"kind": type(value).__name__, **body}
    if isinstance(value, tuple):
        return [_down(each) for each in value]
    return value


def _up(value: Any) -> Any:  # noqa: ANN401 - a walk over plain values
    if isinstance(value, dict):
        body = {name: _up(each) for name, each in value.items() if name != "kind"}
        return _KINDS[value["kind"]](**body)
    if isinstance(value, list):
        return tuple(_up(each) for each in value)
    return value
