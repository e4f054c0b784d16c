"""One accept wins; everybody else's phone stops ringing and late pressers hear that it is taken."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.callbacks.desk import Desk
from intake.carrier.errors import CarrierRefused
from intake.privacy.audit import Act, Action, record
from intake.storage import attempts, callbacks, legs, offers
from intake.storage.callbacks import Callback
from intake.storage.offers import Offer


@dataclass(frozen=True)
class Accepted:
    """The winner's callback, and the offers whose phones must now stop ringing."""

    callback: Callback
    losers: tuple[UUID, ...]


def accept(connection: Connection, desk: Desk, offer: Offer, now: datetime) -> Accepted | None:
    """Take the callback of an offer for the professional who was rung; None if it is taken or over.

    The callback's row is locked by the caller. What was read of the offer before that may be out of date.
    """
    present = offers.get(connection, offer.id, lock=True)
    if present is None or present.ended_at is not None:
        return None
    until = now + timedelta(seconds=desk.settings.accept_seconds)
    callback = callbacks.accept(connection, offer.callback_id, offer.staff_id, now, until)
    if callback is None:
        return None
    siblings = offers.live_of_callback(connection, callback.id)
    losers = tuple(other.id for other in siblings if other.id != offer.id)
    for loser in losers:
        offers.finish(connection, loser, "taken", now)
    offers.change(connection, offer.id, result="accepted", answered_at=now, ended_at=None)
    record(
        connection,
        Act(
            Action.CALLBACK_ACCEPT, f"staff:{offer.staff_id.hex}", "callback", callback.id.hex, offer.channel
        ),
    )
    return Accepted(callback, losers)


def decline(connection: Connection, offer: Offer, result: str, now: datetime) -> bool:
    """End an offer without an accept and make the next step due now; False if it had ended."""
    if not offers.finish(connection, offer.id, result, now):
        return False
    callback = callbacks.get(connection, offer.callback_id, lock=True)
    if callback is not None and callback.state == "offered":
        callbacks.change(connection, callback, next_action_at=now)
    return True


def release(connection: Connection, callback: Callback, why: str, now: datetime) -> None:
    """Nobody has it any more: it is due again at once, with its first time kept."""
    let_go(connection, callback.id, now)
    callbacks.change(
        connection,
        callback,
        state="due",
        accepted_by=None,
        accepted_at=None,
        next_action_at=now,
        offering_since=now,
    )
    record(connection, Act(Action.CALLBACK_HAND_OVER, "system:desk", "callback", callback.id.hex, why))


def let_go(connection: Connection, callback_id: UUID, now: datetime) -> None:
    """Nobody is rung for it or holds it any more, in the transaction that says so: a lost job costs nobody a shift."""
    attempt = attempts.open_of_callback(connection, callback_id)
    if attempt is not None:
        attempts.change(connection, attempt.id, result=attempt.result or "disconnected", ended_at=now)
    for offer in offers.live_of_callback(connection, callback_id):
        offers.finish(connection, offer.id, "accepted" if offer.result == "accepted" else "cancelled", now)


def stop_ringing(desk: Desk, losers: tuple[UUID, ...]) -> None:
    """After the commit: end the phones of offers that are over."""
    for offer_id in losers:
        desk.nudge("end_offer_leg", offer_id)


def end_leg(desk: Desk, offer_id: UUID) -> None:
    """Ask the carrier to stop ringing an offer's phone; a phone that was answered hears why instead."""
    with desk.database.begin() as connection:
        offer = offers.get(connection, offer_id)
        if offer is None or offer.leg_sid is None or offer.ended_at is None or offer.result == "accepted":
            return
        leg = legs.get(connection, offer.leg_sid)
        if leg is None or leg.ended_at is not None or leg.status == "in-progress":
            return
        sid = leg.sid
    # Refused: they have picked up or it has rung out by itself, and they hear that it is over.
    with suppress(CarrierRefused):
        desk.carrier.cancel(sid)


def end_legs(desk: Desk, callback_id: UUID) -> None:
    """Stop every phone that still rings for a callback that is over or put off."""
    with desk.database.begin() as connection:
        over = [one.id for one in offers.of_callback(connection, callback_id) if one.ended_at is not None]
    for offer_id in over:
        end_leg(desk, offer_id)
