"""Numbers as a voice should read them, one by one, and as a text should show them."""

from __future__ import annotations

from intake.conversation.instructions import Channel


def spell(digits: str, channel: Channel) -> str:
    """Digits one by one for a voice ("4 8 2 1"), as they are for a text."""
    return " ".join(digits) if channel == "voice" else digits


def spell_number(e164: str, channel: Channel) -> str:
    """A North American number in its three groups: "2 0 2, 5 5 5, 0 1 4 7" or "202-555-0147"."""
    ten = e164[-10:]
    groups = (ten[:3], ten[3:6], ten[6:])
    return ", ".join(spell(g, "voice") for g in groups) if channel == "voice" else "-".join(groups)
