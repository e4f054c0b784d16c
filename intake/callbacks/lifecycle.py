"""What may follow what for a callback, an offer and an attempt, as data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OPEN = frozenset({"due", "offered", "accepted", "dialing", "connected", "waiting"})
CLOSED = frozenset({"completed", "exhausted", "cancelled"})

# Event -> state, by state. A closed callback has no row: nothing reopens it; a new need is a new callback.
CALLBACK: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "due": {"offer": "offered", "accept": "accepted", "hold": "waiting", "exhaust": "exhausted"},
        "offered": {
            "offer": "offered",
            "accept": "accepted",
            "all_refused": "due",
            "hold": "waiting",
            "exhaust": "exhausted",
        },
        "accepted": {
            "dial": "dialing",
            # The caller was waiting on the line, or is answered in their thread: nobody is dialled.
            "join": "connected",
            "expire": "due",
            "release": "due",
            "hold": "waiting",
        },
        "dialing": {
            "connect": "connected",
            "retry": "waiting",
            "expire": "due",
            "release": "due",
            "complete": "completed",
            "exhaust": "exhausted",
        },
        "connected": {
            "complete": "completed",
            "retry": "waiting",
            "release": "due",
            "exhaust": "exhausted",
        },
        "waiting": {
            "ripe": "due",
            "accept": "accepted",
            # The caller is on the line again: they are not made to wait for their own window.
            "call_in": "due",
            "exhaust": "exhausted",
        },
    }
)

# planned: written down before the carrier is asked. unknown: asked, and no answer to the question came.
OFFER: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "planned": frozenset({"ringing", "accepted", "declined", "failed", "cancelled", "taken", "unknown"}),
        "ringing": frozenset(
            {"accepted", "declined", "no_answer", "busy", "failed", "cancelled", "taken", "unknown"}
        ),
        "unknown": frozenset(
            {"ringing", "accepted", "declined", "no_answer", "busy", "failed", "cancelled", "taken"}
        ),
        "accepted": frozenset(),
        "declined": frozenset(),
        "no_answer": frozenset(),
        "busy": frozenset(),
        "failed": frozenset(),
        "taken": frozenset(),
        "cancelled": frozenset(),
    }
)

# None is an attempt under way. A professional's word replaces what the carrier thought, never the reverse.
ATTEMPT_BY_CARRIER = frozenset({"busy", "no_answer", "failed", "disconnected", "unknown"})
ATTEMPT_BY_PERSON = frozenset(
    {
        "reached", "reached_call_later", "no_answer", "voicemail_left", "third_party", "wrong_number",
        "refused", "crisis_handoff", "disconnected", "stop",
    }
)  # fmt: skip


class NotPossible(ValueError):
    """An event that cannot happen in this state: late, repeated or lost in between."""


def callback_after(state: str, event: str) -> str:
    """The callback's next state. Raises `NotPossible`, which a service answers with "already taken"."""
    if event == "cancel" and state in OPEN:
        return "cancelled"
    try:
        return CALLBACK[state][event]
    except KeyError:
        raise NotPossible(f"{event} while {state}") from None


def can(state: str, event: str) -> bool:
    """Whether the event may happen now."""
    return (event == "cancel" and state in OPEN) or event in CALLBACK.get(state, {})


def offer_after(result: str, wanted: str) -> str:
    """The offer's next result; the same one again is a repeat and changes nothing."""
    if wanted == result or wanted in OFFER[result]:
        return wanted
    raise NotPossible(f"offer {wanted} after {result}")


def offer_is_over(result: str) -> bool:
    """Whether nothing can change the offer's result any more."""
    return not OFFER[result]


def attempt_after(result: str | None, wanted: str, by_person: bool) -> str:
    """The attempt's result. The carrier settles what is open; a person may correct what the carrier said.

    Once a person has said how it ended, nothing but the same person's repeat is taken.
    """
    known = ATTEMPT_BY_PERSON if by_person else ATTEMPT_BY_CARRIER
    if wanted not in known:
        raise NotPossible(f"attempt {wanted}")
    if result is None or wanted == result or (by_person and result in ATTEMPT_BY_CARRIER):
        return wanted
    raise NotPossible(f"attempt {wanted} after {result}")
