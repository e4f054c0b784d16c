"""How often is too often: one number's intakes, the call backs promised to it, the numbers a caller typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# For so long a professional is not given a caller whose call they ended as abusive.
BARRED_FOR = timedelta(days=30)


@dataclass(frozen=True)
class Caps:
    """Counts of what people do in an hour or a day, far above what anybody in need does."""

    # From this intake of one number in an hour on: the crisis menu and a person, and nothing else.
    intakes_per_hour: int = 6
    # Call backs promised to one number: a stranger's phone must not be made to ring and ring.
    promises_per_day: int = 6
    # Different numbers that one caller may have us call: nobody can make us ring a list of people.
    numbers_per_day: int = 3
    # Calls to callers in all, before a person must look at it: what a stolen key could cost.
    calls_out_per_day: int = 2_000


@dataclass(frozen=True)
class Lately:
    """What happened in the last day, for one caller and the number that they want to be called at."""

    promised_to_number: Sequence[datetime] = ()
    # One instant for each other number that this caller gave.
    other_numbers: Sequence[datetime] = ()
    calls_out: int = 0


def crisis_only(earlier: Sequence[datetime], now: datetime, caps: Caps) -> bool:
    """Whether this intake goes to the crisis menu and a person only; `earlier` is when others began.

    9 and 0 are never blocked, by this or anything else: somebody who rings all night may be in danger on
    the last call of them.
    """
    return sum(at > now - HOUR for at in earlier) + 1 >= caps.intakes_per_hour


def too_many(lately: Lately, now: datetime, caps: Caps) -> str | None:
    """The cap that forbids another promise of a call back; None if none does.

    The caller hears the same words whatever it is, and a P0 asks no cap.
    """
    reasons = (
        ("number_cap", _today(lately.promised_to_number, now) >= caps.promises_per_day),
        ("caller_cap", _today(lately.other_numbers, now) >= caps.numbers_per_day),
        ("day_cap", lately.calls_out >= caps.calls_out_per_day),
    )
    return next((reason for reason, holds in reasons if holds), None)


def _today(instants: Sequence[datetime], now: datetime) -> int:
    return sum(at > now - DAY for at in instants)
