"""Ask what is known of late whether a caller or a number is over a cap, and who is not to be given them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks.danger import BARRED_FOR, DAY, HOUR, Caps, Lately, crisis_only, too_many
from intake.numbers import PhoneNumber
from intake.privacy.vault import Vault
from intake.storage import cautions

CAPS = Caps()
# Prints of their own kind: who abandoned a call leaves no number, and nothing here leads to a record.
_KIND = "visit"


def visited(connection: Connection, vault: Vault, caller: PhoneNumber | None, now: datetime) -> None:
    """A conversation begins; a withheld number is nobody's and counts for nobody."""
    if caller is not None:
        cautions.visit(connection, vault.fingerprint(caller, _KIND), now)


def wanted(
    connection: Connection, vault: Vault, caller: PhoneNumber | None, number: PhoneNumber, now: datetime
) -> None:
    """This caller would be called at another number than the one that they rang from."""
    if caller is not None and caller != number:
        prints = vault.fingerprint(caller, _KIND), vault.fingerprint(number, _KIND)
        cautions.visit(connection, prints[0], now, prints[1])


def forget(connection: Connection, now: datetime) -> None:
    """What is older than any cap looks back is not kept; the sweep asks for it."""
    cautions.forget_visits(connection, now - HOUR, now - DAY)


def is_crisis_only(connection: Connection, vault: Vault, caller: PhoneNumber | None, began: datetime) -> bool:
    """Whether this caller, whose conversation began then, gets the crisis menu and a person only.

    The same answer at every turn of one conversation: only what began before it counts.
    """
    if caller is None:
        return False
    earlier = cautions.begun_by(connection, vault.fingerprints(caller, _KIND), began - HOUR, began)
    return crisis_only(earlier, began, CAPS)


def over_cap(
    connection: Connection, vault: Vault, caller: PhoneNumber | None, number: PhoneNumber, now: datetime
) -> str | None:
    """The cap that forbids promising another call back to `number`; None if none does."""
    since = now - DAY
    asked, own = vault.fingerprints(number, _KIND), vault.fingerprints(caller, _KIND) if caller else []
    lately = Lately(
        cautions.promised_to(connection, vault.fingerprints(number), since),
        cautions.other_numbers_of(connection, own, asked, since) if own and caller != number else (),
        cautions.calls_out(connection, since),
    )
    return too_many(lately, now, CAPS)


def bar(connection: Connection, vault: Vault, staff_id: UUID, caller: PhoneNumber, now: datetime) -> None:
    """This professional ended an abusive call and is not given the next ones of that number."""
    cautions.bar(connection, staff_id, vault.fingerprint(caller), now)


def barred(connection: Connection, vault: Vault, caller: PhoneNumber, now: datetime) -> frozenset[UUID]:
    """Professionals who are not to be given this caller."""
    return cautions.barred_from(connection, vault.fingerprints(caller), now - BARRED_FOR)
