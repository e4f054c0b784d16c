"""Ring a professional for an offer that is written down; an unknown outcome is looked up, never repeated."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from intake.callbacks.desk import Desk
from intake.carrier.errors import CarrierBusy, CarrierRefused, OutcomeUnknown
from intake.carrier.port import CallFacts, RingOrder
from intake.numbers import PhoneNumber
from intake.oncall import breaks
from intake.oncall.service import Change
from intake.storage import callbacks, legs, offers, staff
from intake.storage.offers import Offer

# A mobile's voicemail takes over at 20 to 25 seconds, and the carrier rings for up to five longer than it is told.
_LONGEST_RING_SECONDS = 18
# The carrier knows no such telephone: not this ring failed, every ring will.
_NO_SUCH_NUMBER = frozenset({13224, 21211, 21214, 21217})


def ring(desk: Desk, offer_id: UUID) -> None:
    """Ring once. The session is closed while the carrier is asked."""
    now = desk.clock()
    with desk.database.begin() as connection:
        offer = offers.get(connection, offer_id, lock=True)
        if offer is None or offer.result != "planned" or offer.ended_at is not None:
            return
        # From here on a second ring needs a look-up first, whatever becomes of this process.
        offers.change(connection, offer_id, result="unknown")
        number = phone_of(desk, staff.by_id(connection, offer.staff_id))
    if number is None:
        _not_rung(desk, offer, timedelta())
        desk.nudge("work_callback", offer.callback_id)
        return
    _ask_carrier(desk, offer, number, now)


def ring_accepted(desk: Desk, offer_id: UUID) -> None:
    """Ring the phone of somebody who took the callback on the page or by text."""
    now = desk.clock()
    with desk.database.begin() as connection:
        offer = offers.get(connection, offer_id, lock=True)
        if offer is None or offer.result != "accepted" or offer.ended_at is not None:
            return
        leg = legs.get(connection, offer.leg_sid) if offer.leg_sid else None
        if leg is not None and leg.ended_at is None:
            return
        number = phone_of(desk, staff.by_id(connection, offer.staff_id))
    if number is not None:
        _ask_carrier(desk, offer, number, now)


def _ask_carrier(desk: Desk, offer: Offer, number: PhoneNumber, now: datetime) -> None:
    seconds = min(_LONGEST_RING_SECONDS, max(5, round((offer.rings_until - offer.at).total_seconds()) - 8))
    order = RingOrder(to=number, caller_id=desk.lines.neutral, offer=offer.id.hex, ring_seconds=seconds)
    try:
        facts = desk.carrier.ring(order)
    except CarrierRefused as refused:
        if refused.code in _NO_SUCH_NUMBER:
            _number_is_dead(desk, offer.staff_id, now)
        _not_rung(desk, offer, timedelta())
        desk.nudge("work_callback", offer.callback_id)
    except CarrierBusy:
        # It did not happen, so it may simply be planned again.
        _not_rung(desk, offer, timedelta(seconds=1))
    except OutcomeUnknown:
        desk.nudge("look_up_offer", offer.id)
    else:
        _ringing(desk, offer, facts)


def _number_is_dead(desk: Desk, staff_id: UUID, now: datetime) -> None:
    """Ringing them again and again would only cost others time; a person sets the number right."""
    with desk.database.begin() as connection:
        breaks.number_is_dead(connection, staff_id, Change("carrier", "job:ring_offer", now))


def _not_rung(desk: Desk, offer: Offer, wait: timedelta) -> None:
    """The offer is over and the next step due. Somebody who has it already (on the page) loses it instead."""
    now = desk.clock()
    with desk.database.begin() as connection:
        callback = callbacks.get(connection, offer.callback_id, lock=True)
        present = offers.get(connection, offer.id, lock=True)
        if callback is None or present is None or present.ended_at is not None:
            return
        held = present.result == "accepted"
        if not held:
            offers.finish(connection, offer.id, "failed", now)
        if callback.state == ("accepted" if held else "offered"):
            callbacks.change(connection, callback, next_action_at=now + wait)


def _ringing(desk: Desk, offer: Offer, facts: CallFacts) -> None:
    """Write the leg down; if the offer was over by now, its phone is told to stop.

    The offer is locked first, as the leg's own news does: the carrier may tell of it before it has answered us.
    """
    row = {"sid": facts.sid, "role": "professional", "status": facts.status.value, "offer_id": offer.id}
    with desk.database.begin() as connection:
        present = offers.get(connection, offer.id, lock=True)
        assert present is not None
        legs.add(connection, row | {"created_at": desk.clock()})
        values: dict[str, object] = {"leg_sid": facts.sid}
        if present.result == "unknown":
            values["result"] = "ringing"
        offers.change(connection, offer.id, **values)
    if present.ended_at is not None:
        desk.nudge("end_offer_leg", offer.id)


def look_up(desk: Desk, offer_id: UUID) -> None:
    """What became of a ring whose answer never came: adopt the call that was placed, or say that none was."""
    with desk.database.begin() as connection:
        offer = offers.get(connection, offer_id)
        if offer is None or offer.ended_at is not None or offer.result != "unknown" or offer.leg_sid:
            return
        number = phone_of(desk, staff.by_id(connection, offer.staff_id))
    if number is None:
        return
    placed = desk.carrier.find_calls(number, offer.at - timedelta(seconds=5))
    with desk.database.begin() as connection:
        known = legs.known(connection, [call.sid for call in placed])
    fresh = [call for call in placed if call.sid not in known and _begun_since(call, offer.at)]
    if fresh:
        _ringing(desk, offer, fresh[0])
    elif desk.clock() - offer.at > timedelta(seconds=desk.settings.carrier_timeout_seconds * 2):
        _not_rung(desk, offer, timedelta())
        desk.nudge("work_callback", offer.callback_id)


def _begun_since(call: CallFacts, at: datetime) -> bool:
    return call.started_at is None or call.started_at >= at - timedelta(seconds=5)


def phone_of(desk: Desk, person: staff.Person | None) -> PhoneNumber | None:
    """Where a professional is rung."""
    if person is not None and person.id == staff.BACKUP_ID:
        return desk.lines.backup
    if person is None or person.phone_sealed is None:
        return None
    place = f"staff.phone_sealed:{person.id.hex}"
    return PhoneNumber(desk.vault.open(person.data_key, person.phone_sealed, place))
