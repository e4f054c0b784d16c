"""What may follow what for a callback, an offer and an attempt, as data; the database holds it too."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_AGAIN = frozenset({"due", "waiting"})
CLOSED = frozenset({"completed", "exhausted", "cancelled"})

# State -> states that may follow. An open callback can always end, be put off or be due again (its person
# lost it, a later answer came). A closed one has no row: nothing reopens it, a new need is a new callback.
CALLBACK: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "due": CLOSED | _AGAIN | {"offered", "accepted"},
        "offered": CLOSED | _AGAIN | {"accepted"},
        # Joined with a caller on the line, or answered in their thread: connected without a dial.
        "accepted": CLOSED | _AGAIN | {"dialing", "connected"},
        # Back to accepted when nobody was in the room that was to be joined.
        "dialing": CLOSED | _AGAIN | {"connected", "accepted"},
        "connected": CLOSED | _AGAIN,
        "waiting": CLOSED | _AGAIN | {"offered"},
    }
)
OPEN = frozenset(CALLBACK)

_RANG = frozenset({"accepted", "declined", "no_answer", "busy", "failed", "cancelled", "taken"})
# planned: written down before the carrier is asked. unknown: asked, and no answer to the question came.
OFFER: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "planned": _RANG | {"ringing", "unknown"},
        "ringing": _RANG | {"unknown"},
        "unknown": _RANG | {"ringing"},
        **{result: frozenset() for result in sorted(_RANG)},
    }
)

# A professional's word replaces what the carrier thought, never the reverse.
ATTEMPT_BY_CARRIER = frozenset({"busy", "no_answer", "failed", "disconnected", "unknown"})
ATTEMPT_BY_PERSON = frozenset(
    {
        "reached", "reached_call_later", "no_answer", "voicemail_left", "third_party", "wrong_number",
        "refused", "crisis_handoff", "disconnected", "stop", "abusive",
    }
)  # fmt: skip


class NotPossible(ValueError):
    """Something that cannot follow: late, repeated, or lost in between."""


def may_follow(table: Mapping[str, frozenset[str]], now: str, then: str) -> bool:
    """Whether `then` may follow `now`; the same again is a repeat and changes nothing."""
    return now == then or then in table.get(now, frozenset())


def attempt_after(result: str | None, wanted: str, by_person: bool) -> str:
    """The attempt's result. The carrier settles what is open; a person may correct what the carrier said.

    None is an attempt under way. Once a person has said how it ended, nothing but the same word again is
    taken. Raises `NotPossible`.
    """
    known = ATTEMPT_BY_PERSON if by_person else ATTEMPT_BY_CARRIER
    if wanted not in known:
        raise NotPossible(f"attempt {wanted}")
    if result is None or wanted == result or (by_person and result in ATTEMPT_BY_CARRIER):
        return wanted
    raise NotPossible(f"attempt {wanted} after {result}")
