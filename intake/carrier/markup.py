"""Writes a TwiML document as the SDK itself would, to the byte, without building a second tree of it first."""

from __future__ import annotations

from collections.abc import Callable
from xml.sax.saxutils import escape

from twilio.twiml import TwiML

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_IN_ATTRIBUTES = {'"': "&quot;", "\r": "&#13;", "\n": "&#10;", "\t": "&#09;"}


def document(response: TwiML) -> str:
    """The whole document; callers wait for it, so it is written in one pass."""
    parts = [_DECLARATION]
    _write(response, parts.append)
    return "".join(parts)


def _write(verb: TwiML, add: Callable[[str], None]) -> None:
    add(f"<{verb.name}")
    for name in sorted(verb.attrs):
        add(f' {name}="{_attribute(verb.attrs[name])}"')
    children = [verb.value, *verb.verbs] if verb.value else verb.verbs
    if not any(children):
        add(" />")
        return
    add(">")
    for child in children:
        if isinstance(child, str):
            add(escape(child))
        else:
            _write(child, add)
    add(f"</{verb.name}>")


def _attribute(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if text.isalnum():
        return text
    return escape(text, _IN_ATTRIBUTES)
