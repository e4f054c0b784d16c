"""Ask the records whether a caller or a number is over a cap, and who is not to be given them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks.danger import BARRED_FOR, DAY, HOUR, Caps, Lately, crisis_only, too_many
from intake.numbers import PhoneNumber
from intake.privacy.vault import Vault
from intake.storage import cautions

CAPS = Caps()


def is_crisis_only(connection: Connection, vault: Vault, caller: PhoneNumber | None, began: datetime) -> bool:
    """Whether this caller, whose conversation began then, gets the crisis menu and a person only.

    The same answer at every turn of one conversation: only what began before it counts.
    """
    if caller is None:
        return False
    earlier = cautions.begun_by(connection, vault.fingerprints(caller), began - HOUR, began)
    return crisis_only(earlier, began, CAPS)


def over_cap(
    connection: Connection, vault: Vault, caller: PhoneNumber | None, wanted: PhoneNumber, now: datetime
) -> str | None:
    """The cap that forbids promising another call back to `wanted`; None if none does."""
    prints, since = vault.fingerprints(wanted), now - DAY
    own = vault.fingerprints(caller) if caller is not None else []
    lately = Lately(
        cautions.promised_to(connection, prints, since),
        cautions.other_numbers_of(connection, own, prints, since) if own and caller != wanted else (),
        cautions.calls_out(connection, since),
    )
    return too_many(lately, now, CAPS)


def bar(connection: Connection, vault: Vault, staff_id: UUID, caller: PhoneNumber, now: datetime) -> None:
    """This professional ended an abusive call and is not given the next ones of that number."""
    cautions.bar(connection, staff_id, vault.fingerprint(caller), now)


def barred(connection: Connection, vault: Vault, caller: PhoneNumber, now: datetime) -> frozenset[UUID]:
    """Professionals who are not to be given this caller."""
    return cautions.barred_from(connection, vault.fingerprints(caller), now - BARRED_FOR)
