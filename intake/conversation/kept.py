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
        pages.DialBackup,
    )
}
_FIELDS = {kind: tuple(field.name for field in dataclasses.fields(kind)) for kind in _KINDS.values()}


def to_text(answer: Answer) -> str:
    """One JSON document; it holds what was said, so it is sealed before it is stored."""
    document = {
        "language": answer.language,
        "turn": answer.turn,
        "wait_page": answer.wait_page,
        "instructions": answer.instructions,
    }
    return _ENCODER.encode(document)


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


def _down(value: object) -> dict[str, Any]:
    """An instruction by its name and fields; raises TypeError for what is none."""
    if type(value) not in _FIELDS:
        raise TypeError(type(value).__name__)
    return {"kind": type(value).__name__} | {name: getattr(value, name) for name in _FIELDS[type(value)]}


def _up(value: Any) -> Any:  # noqa: ANN401 - a walk over plain values
    if isinstance(value, dict):
        body = {name: _up(each) for name, each in value.items() if name != "kind"}
        return _KINDS[value["kind"]](**body)
    if isinstance(value, list):
        return tuple(_up(each) for each in value)
    return value


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_down)
