"""The logs' second net: whatever a line carries, no number and no caller's word leaves with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

from intake.privacy.masking import mask_numbers

REMOVED = "[removed]"
# Field names whose value is always somebody's: the carrier's form fields and our own.
_SENSITIVE = frozenset(
    re.findall(
        r"\S+",
        "number phone from from_ to caller called callername caller_name fromcity fromstate fromzip body "
        "speechresult speech digits zip first_name full_name password token secret authorization cookie "
        "set_cookie pin note text answer answers sealed plaintext e164 ani forwardedfrom media mediaurl0",
    )
)
_KEPT = frozenset({"timestamp", "level", "logger"})
_LARGEST_PLAIN = 999_999_999


def redact(value: Any) -> Any:  # noqa: ANN401 - a log line holds anything
    """The value without numbers, however deep; bytes and unknown things by their kind only."""
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) <= _LARGEST_PLAIN else mask_numbers(str(value))
    if isinstance(value, str):
        return mask_numbers(value)
    if isinstance(value, Mapping):
        return {str(key): _field(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [redact(item) for item in value]
    if isinstance(value, bytes | bytearray | BaseException):
        return type(value).__name__
    return mask_numbers(str(value))


def _field(name: str, value: object) -> object:
    plain = name.lower().replace("-", "_")
    if plain in _SENSITIVE:
        return REMOVED if value not in (None, "", False) else value
    return value if name in _KEPT else redact(value)


def processor(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """For structlog, the last but one before the renderer."""
    kept = {name: value for name, value in event.items() if name.startswith("_")}
    rest = {name: _field(name, value) for name, value in event.items() if not name.startswith("_")}
    event.clear()
    event.update(rest | kept)
    return event
