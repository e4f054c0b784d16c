"""When to try a person again, how often at most, and when to stop trying."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from intake.callbacks.classes import Class
from intake.callbacks.clocks import Clocks
from intake.callbacks.windows import DAY_PARTS, earliest, next_opening

# At most three calls in 24 hours on one subject (Fla. Stat. 501.616(6)); six in a week is our own limit.
# They are law and policy, not tempo, and so no settings.
PER_DAY, PER_WEEK, VOICEMAILS = 3, 6, 1
# A number that the carrier could not reach twice running is wrong: somebody must look at it, not dial it.
FAILURES = 2
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


class Then(StrEnum):
    """What follows an attempt that did not reach the person."""

    AGAIN = "again"
    # A coordinator or supervisor decides; the callback stays open and on their list.
    DECIDE = "decide"
    # Nothing more by phone: a coordinator gets the record.
    OVER = "over"


@dataclass(frozen=True)
class Next:
    """The next step, when, and the rule it comes from."""

    then: Then
    at: datetime | None
    reason: str


@dataclass(frozen=True)
class Tries:
    """The person's side of a callback, as far as trying again goes."""

    klass: Class
    preferred: str
    zone: str
    # When each attempt was made, oldest first, those of earlier callbacks to the same number included.
    made: Sequence[datetime]
    # Attempts of this callback alone: the plan counts these, the limits count all of `made`.
    of_this: int
    # A crisis call that dropped: nobody asked for a call back, so it is made exactly once.
    dropped_crisis: bool = False
    do_not_contact: bool = False
    # The last attempts in a row of which the carrier said that the number cannot be reached at all.
    failed_in_a_row: int = 0


def next_try(tries: Tries, now: datetime, clocks: Clocks) -> Next:
    """What to do after the attempts so far, none of which reached the person.

    Now, after 15 minutes, after two more hours, then in the next preferred window, within the limits.
    """
    if tries.do_not_contact:
        return Next(Then.OVER, None, "do_not_contact")
    if tries.of_this == 0:
        return _within_limits(tries, now, "first")
    if tries.failed_in_a_row >= FAILURES and tries.klass is not Class.P0:
        return Next(Then.OVER, None, "number_fails")
    if tries.dropped_crisis:
        return Next(Then.OVER, None, "crisis_called_once")
    if tries.klass is Class.P0:
        return _crisis(tries, now, clocks)
    last = tries.made[-1] if tries.made else now
    if tries.of_this <= len(clocks.retries):
        return _within_limits(tries, max(now, last + clocks.retries[tries.of_this - 1]), "soon_again")
    return _within_limits(tries, max(now, next_opening(tries.preferred, tries.zone, last)), "next_window")


def _crisis(tries: Tries, now: datetime, clocks: Clocks) -> Next:
    """A second attempt after five minutes; what then is a clinical decision, not the machine's."""
    if tries.of_this >= 2:
        return Next(Then.DECIDE, now, "clinical_decision")
    last = tries.made[-1] if tries.made else now
    return Next(Then.AGAIN, max(now, last + clocks.crisis_retry), "crisis_again")


def _within_limits(tries: Tries, at: datetime, reason: str) -> Next:
    """The first instant from `at` on that keeps the hours and the two limits; over when the week is full."""
    if sum(made > at - _WEEK for made in tries.made) >= PER_WEEK:
        return Next(Then.OVER, None, "six_in_a_week")
    free = tries.made[-PER_DAY] + _DAY if len(tries.made) >= PER_DAY else at
    if free <= at:
        return Next(Then.AGAIN, earliest(tries.preferred, tries.zone, at), reason)
    # "As soon as you can" was said about today: what the limit moves to another day keeps to daytime.
    hours = tries.preferred if tries.preferred in DAY_PARTS else "day"
    return Next(Then.AGAIN, earliest(hours, tries.zone, free), "three_in_a_day")
