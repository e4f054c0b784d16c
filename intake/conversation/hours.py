"""A time of day out of a clock time, in the three windows of the day (domain 4.2, N80)."""

from __future__ import annotations

import re

_CLOCK = re.compile(
    r"(?<!\d)(\d{1,2})(?::?([0-5]\d))?\s*"
    r"(a\.?\s?m\.?|p\.?\s?m\.?|de la manana|de la tarde|de la noche|oclock)?",
)


def window_key(text: str) -> str | None:
    """The N80 key for a clock time: "10 am" 2, "3pm" or "after 3" 3, "at 7" 4; None if there is none.

    Without am or pm an hour is taken as the one that lies in the day: 8 to 11 morning, 12 to 4 afternoon,
    5 to 7 evening.
    """
    found = [match for match in _CLOCK.finditer(text.casefold()) if match.group(2) or match.group(3)]
    found = found or list(re.finditer(r"(?:at|after|around|about|las|la|a)\s+(\d{1,2})()()(?!\d)", text.casefold()))
    if not found:
        return None
    first = found[0]
    hour = _hour(int(first.group(1)), (first.group(3) or "").replace(".", "").replace(" ", ""))
    if 8 <= hour < 12:
        return "2"
    if 12 <= hour < 17:
        return "3"
    return "4" if 17 <= hour < 20 else None


def _hour(hour: int, half: str) -> int:
    if half in ("pm", "delatarde", "delanoche"):
        return hour + 12 if hour < 12 else hour
    if half in ("am", "delamanana"):
        return hour
    return hour + 12 if 1 <= hour <= 7 else hour
