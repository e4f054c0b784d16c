"""A crisis that nobody on duty takes rings the backup number, on every rung until somebody takes it.

The backup number is a person's telephone and is rung as a professional's is: they press 1, hear what they must
know, and press 1 again. So one row of staff stands for it, who cannot sign in and is on nobody's list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from intake.callbacks import giving_up
from intake.callbacks.alerts import RUNGS
from intake.callbacks.choosing import Choice
from intake.callbacks.classes import Class
from intake.callbacks.desk import Desk
from intake.callbacks.ladder import rung
from intake.callbacks.promise import clocks_of
from intake.oncall.standing import Person, not_now
from intake.oncall.tiers import Tier
from intake.storage import conversations, staff
from intake.storage.callbacks import Callback
from intake.storage.offers import Offer
from intake.storage.staff import BACKUP_ID

_WHY = "nobody"
_WAITS_FOR_A_PERSON = "T10_TALKNOW"


def everybody_failed(desk: Desk, callback: Callback, people: Sequence[Person], now: datetime) -> bool:
    """Whether a P0 has been through every tier, or finds nobody at all who can be rung."""
    if callback.klass != "P0":
        return False
    since = callback.offering_since or now
    through = now - since >= timedelta(seconds=RUNGS * desk.settings.escalate_seconds_p0)
    return through or all(not_now(one, now) not in {None, "on_a_call"} for one in people)


def also(
    connection: Connection, desk: Desk, callback: Callback, rung_so_far: Sequence[Offer], now: datetime
) -> tuple[Choice, ...]:
    """The backup number, unless it was rung on this rung already or the caller's own leg rings it."""
    step = rung(Class.P0, callback.offering_since or now, now, clocks_of(desk.settings))
    asked = [one for one in rung_so_far if one.staff_id == BACKUP_ID]
    rings = any((one.ended_at is None and now < one.rings_until) or one.at >= step.opened_at for one in asked)
    if rings or _rings_by_their_own_leg(connection, callback):
        return ()
    _present(connection, desk, now)
    return (Choice(Person(BACKUP_ID, Tier.BACKUP, frozenset({"en"})), _WHY),)


def _rings_by_their_own_leg(connection: Connection, callback: Callback) -> bool:
    """Whoever waits for a person on the line is joined to the backup number by their own call."""
    if not giving_up.still_with_us(connection, callback) or callback.conversation_id is None:
        return False
    found = conversations.get(connection, callback.conversation_id)
    return found is not None and found.step == _WAITS_FOR_A_PERSON


def _present(connection: Connection, desk: Desk, now: datetime) -> None:
    staff.add(
        connection,
        staff.Person(
            id=BACKUP_ID,
            email="backup-number",
            name="Backup number",
            roles=("professional",),
            languages=("en",),
            timezone=desk.settings.timezone,
            data_key=desk.vault.new_key(),
            phone_sealed=None,
            phone_fingerprint=None,
            phone_verified_at=None,
            password_hash=None,
            totp_sealed=None,
            totp_step=0,
            created_at=now,
            disabled_at=now,
        ),
    )
