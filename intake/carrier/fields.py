"""Reads single form and query values strictly: the right type and size, or nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

Form = Mapping[str, str]

_OPAQUE = re.compile(r"[0-9a-f]{32}")
_CALL = re.compile(r"CA[0-9a-fA-F]{32}")
_TEXT = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
_ROOM = re.compile(r"QU[0-9a-fA-F]{32}")
_PAGE = re.compile(r"[a-z_]{1,24}")
_KEYS = re.compile(r"[^0-9*#]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LONGEST_KEYS = 32
_LONGEST_SPEECH = 2_000
LONGEST_TEXT = 1_600


class FormProblem(Exception):
    """The carrier sent what we cannot use; names the field, never its value."""

    def __init__(self, field: str) -> None:
        super().__init__(f"unusable field {field}")
        self.field = field


def _matching(pattern: re.Pattern[str], form: Form, field: str) -> str:
    value = form.get(field, "")
    if not pattern.fullmatch(value):
        raise FormProblem(field)
    return value


def call_sid(form: Form, field: str = "CallSid") -> str:
    """A leg's SID; raises `FormProblem`."""
    return _matching(_CALL, form, field)


def text_sid(form: Form) -> str:
    """A text's SID; raises `FormProblem`."""
    return _matching(_TEXT, form, "MessageSid")


def room_sid(form: Form) -> str | None:
    """A waiting room's SID, or None."""
    value = form.get("QueueSid", "")
    return value if _ROOM.fullmatch(value) else None


def opaque(query: Form, field: str) -> str:
    """An id of ours: 32 lower-case hex characters; raises `FormProblem`."""
    return _matching(_OPAQUE, query, field)


def page(query: Form, field: str = "p") -> str:
    """The name of a page; raises `FormProblem`."""
    return _matching(_PAGE, query, field)


def counter(query: Form, field: str) -> int:
    """A count in one of our own links; raises `FormProblem`."""
    value = number(query, field)
    if value is None:
        raise FormProblem(field)
    return value


def number(form: Form, field: str) -> int | None:
    """A count up to six digits, or None."""
    value = form.get(field, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= 6 else None


def keys(form: Form) -> str | None:
    """The keys pressed, without tones that no phone has and cut at 32; None if there are none."""
    return _KEYS.sub("", form.get("Digits", ""))[:_LONGEST_KEYS] or None


def speech(form: Form) -> str | None:
    """What was heard, without control characters, cut at 2,000; None if nothing was."""
    return _CONTROL.sub(" ", form.get("SpeechResult", ""))[:_LONGEST_SPEECH].strip() or None


def text(form: Form) -> str:
    """A text's body without control characters (line ends stay), cut at the carrier's 1,600."""
    return _CONTROL.sub(" ", form.get("Body", ""))[:LONGEST_TEXT]


def confidence(form: Form) -> float | None:
    """How sure the recogniser is, 0 to 1, or None: the carrier does not promise it."""
    try:
        value = float(form.get("Confidence", ""))
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def instant(form: Form, field: str = "Timestamp") -> datetime | None:
    """An RFC 2822 time in UTC, or None."""
    try:
        value = parsedate_to_datetime(form.get(field, ""))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def yes_no(form: Form, field: str) -> bool | None:
    """true or false, or None where it is not said."""
    return {"true": True, "false": False}.get(form.get(field, "").lower())
