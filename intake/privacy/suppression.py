"""STOP means stop: a number that asked to be left alone is left alone on every channel it named."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from intake.numbers import PhoneNumber
from intake.privacy.audit import Act, Action, record
from intake.privacy.vault import Vault
from intake.storage import suppressions as rows

# What a START from the number itself undoes. A stop that staff placed stays.
UNDONE_BY_START = ("stop", "wrong_number", "do_not_contact")


@dataclass(frozen=True, slots=True)
class Stop:
    """How somebody asked to be left alone (47 CFR 64.1200(a)(10): any reasonable means counts).

    `channel`: all, sms or voice. `reason`: stop, wrong_number, do_not_contact, staff or carrier.
    `how`: keyword, free_text, keypress, spoken, staff or carrier_error.
    """

    channel: str
    reason: str
    how: str
    actor: str = "caller"


def suppress(connection: Connection, vault: Vault, number: PhoneNumber, stop: Stop, now: datetime) -> None:
    """Stop all automated contact with the number from this transaction on; twice is the same as once."""
    kept = {found.channel for found in rows.find(connection, vault.fingerprints(number))}
    if stop.channel not in kept:
        print_ = vault.fingerprint(number)
        made = rows.Suppression(rows.new_id(), print_, stop.channel, stop.reason, stop.how, now)
        rows.add(connection, made)
    record(connection, Act(Action.STOP, stop.actor, "number", None, f"{stop.channel}.{stop.reason}"))


def lift(
    connection: Connection,
    vault: Vault,
    number: PhoneNumber,
    now: datetime,
    reasons: Collection[str] = UNDONE_BY_START,
) -> bool:
    """START: contact is allowed again; True if anything was stopped. Stops by staff are not undone by it."""
    lifted = rows.lift(connection, vault.fingerprints(number), reasons, now)
    record(connection, Act(Action.START, "caller", "number", None, str(lifted)))
    return lifted > 0


def stopped(
    connection: Connection, vault: Vault, number: PhoneNumber, cried_at: datetime | None = None
) -> frozenset[str]:
    """The channels (sms, voice) on which the number is not to be contacted.

    `cried_at`: when this person last told us that they are in danger of life. A stop of their own from before
    then does not keep a person from calling them: emergency calls are not what a stop is about (47 CFR
    64.1200(a)(1), "except for emergency purposes"). It keeps texts stopped, and staff's stops hold.
    """
    found = rows.find(connection, vault.fingerprints(number))
    outlived = {stop.id for stop in found if cried_at and stop.since <= cried_at and stop.reason in UNDONE_BY_START}
    calls = any(stop.channel in {"all", "voice"} and stop.id not in outlived for stop in found)
    texts = any(stop.channel in {"all", "sms"} for stop in found)
    return frozenset({*(["voice"] if calls else []), *(["sms"] if texts else [])})


def lift_voice(connection: Connection, vault: Vault, number: PhoneNumber, now: datetime) -> bool:
    """A person who stopped us asks by voice to be called: that is a new express request for calls only.

    Texts stay stopped, and so does everything that staff or the carrier stopped (47 CFR 64.1200(a)(10)).
    True if calls were stopped.
    """
    own = [stop for stop in rows.find(connection, vault.fingerprints(number)) if stop.reason in UNDONE_BY_START]
    calls = [stop for stop in own if stop.channel in {"all", "voice"}]
    for stop in calls:
        rows.end(connection, stop.id, now)
        if stop.channel == "all":
            texts = rows.Suppression(rows.new_id(), vault.fingerprint(number), "sms", stop.reason, stop.how, stop.since)
            rows.add(connection, texts)
    if calls:
        record(connection, Act(Action.START, "caller", "number", None, "voice.asked_for_a_call"))
    return bool(calls)


def suppressed(connection: Connection, vault: Vault, number: PhoneNumber, channel: str) -> bool:
    """Whether the number is not to be contacted on `channel` (sms or voice); asked before every contact.

    A stop found under an older key is stored under the newest one in passing.
    """
    found = rows.find(connection, vault.fingerprints(number))
    for stop in found:
        if not vault.is_current(stop.number_fingerprint):
            rows.reprint(connection, stop.id, vault.fingerprint(number))
    return any(stop.channel in {"all", channel} for stop in found)
