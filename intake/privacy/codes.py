"""The four digits that lead back to a request on the neutral line, and nothing else does (42 CFR 2.13(c)(2)).

A wrong, an expired, an unknown and a locked code get the same answer after the same work, so that the line
never tells whether anybody asked for a call.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.numbers import PhoneNumber
from intake.privacy.audit import Act, Action, record
from intake.privacy.vault import Vault
from intake.storage import codes as rows

DIGITS = 4
VALID_FOR = timedelta(days=14)
LOCKED_FOR = timedelta(minutes=15)
TRIES = 3
# Withheld callers share one count: a guesser could call for ever without a number.
WITHHELD_TRIES = 30
_DRAWS = 12


@dataclass(frozen=True, slots=True)
class Code:
    """A code to be said to the caller once. `fingerprint` and `expires_at` go into the record."""

    digits: str
    fingerprint: bytes
    expires_at: datetime

    def __repr__(self) -> str:
        return "Code(…)"


def issue(connection: Connection, vault: Vault, now: datetime) -> Code:
    """A new code that no open request has, as far as twelve draws can tell; one query."""
    drawn = [f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" for _ in range(_DRAWS)]
    prints = {digits: vault.fingerprints(digits, "pin") for digits in drawn}
    taken = rows.taken(connection, [one for many in prints.values() for one in many], now)
    free = [digits for digits in drawn if not taken.intersection(prints[digits])]
    digits = free[0] if free else drawn[-1]
    return Code(digits, vault.fingerprint(digits, "pin"), now + VALID_FOR)


@dataclass(frozen=True, slots=True)
class Try:
    """One entry of a code: what was keyed, by whom (None if withheld), in which call."""

    digits: str
    caller: PhoneNumber | None
    call: str


def check(
    connection: Connection, vault: Vault, given: Try, now: datetime, locked_for: timedelta = LOCKED_FOR
) -> UUID | None:
    """The enrollment that the code leads to; None for everything else. Commit either way: failures count.

    Three failures from one number or in one call lock it for so long.
    """
    limits = _limits(vault, given)
    failures = rows.tries(connection, list(limits), now - locked_for)
    locked = any(failures.get(subject, 0) >= limit for subject, limit in limits.items())
    found = rows.holders(connection, vault.fingerprints(given.digits, "pin"), now)
    fits = len(found) == 1 and not locked
    # A success writes as many rows as a failure does, about nobody.
    counted = [secrets.token_bytes(24) for _ in limits] if fits else list(limits)
    rows.add_tries(connection, counted, now)
    action = Action.CODE_LOCKED if locked else Action.CODE_CHECK
    record(connection, Act(action, "caller", "code", None, None, "webhook"))
    return found[0] if fits else None


def _limits(vault: Vault, given: Try) -> dict[bytes, int]:
    caller = (
        {vault.fingerprint(given.caller, "code_caller"): TRIES}
        if given.caller
        else {vault.fingerprint("withheld", "code_caller"): WITHHELD_TRIES}
    )
    return caller | {vault.fingerprint(given.call, "code_call"): TRIES}
