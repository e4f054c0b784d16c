"""How a text message is counted: GSM-7 or UCS-2, units and segments (3GPP TS 23.038; twilio.md 5)."""

from __future__ import annotations

from dataclasses import dataclass

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")


@dataclass(frozen=True)
class Size:
    """`units` are what the carrier counts; `foreign` are the characters that force UCS-2."""

    gsm7: bool
    units: int
    segments: int
    foreign: str


def size(text: str) -> Size:
    """The size of a message: 160 units in one GSM-7 segment (153 in several), 70 in UCS-2 (67)."""
    foreign = "".join(dict.fromkeys(c for c in text if c not in _BASIC and c not in _EXTENDED))
    if foreign:
        units = len(text.encode("utf-16-be")) // 2
        return Size(False, units, _segments(units, 70, 67), foreign)
    units = sum(2 if c in _EXTENDED else 1 for c in text)
    return Size(True, units, _segments(units, 160, 153), "")


def _segments(units: int, one: int, several: int) -> int:
    return 1 if units <= one else -(-units // several)
