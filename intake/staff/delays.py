"""How long the next try at signing in has to wait: longer each time, and never for ever.

Why delay and not lock: an account that locks can be locked by anybody who knows its address, and at three in
the morning that takes the only professional off the line. So failures only slow down. Being rung, pressing
keys on one's own phone and a session that is already open never depend on this. A passkey is not guessable
and is not delayed at all, and a device that signed in before has a count of its own (see devices), so a
professional on duty always has a way in while somebody else is guessing. At the longest delay a guesser has
96 tries a day against a password that is not guessable in a million, and then still lacks the second factor.
"""

from __future__ import annotations

from datetime import datetime, timedelta

# Typing errors are free.
FREE_TRIES = 3
LONGEST = timedelta(minutes=15)
# After this long without a failure the count begins anew.
FORGIVEN_AFTER = timedelta(hours=12)


def delay(failures: int, longest: timedelta = LONGEST) -> timedelta:
    """The wait after so many failures in a row: none for three, then 2, 4, 8 … s, at most `longest`."""
    if failures <= FREE_TRIES:
        return timedelta(0)
    return min(timedelta(seconds=2 ** min(failures - FREE_TRIES, 20)), longest)


def counted(failures: int, last_at: datetime | None, now: datetime) -> int:
    """The failures that still count: all, or none if the last is long ago."""
    if last_at is None or now - last_at >= FORGIVEN_AFTER:
        return 0
    return failures
