"""Work one callback: claim it, choose whom to ring, write the offers down, and only then ring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection

from intake.callbacks import accepting, alerts, caution, giving_up, last_resort, offer_texts, precedence, ringing, whose
from intake.callbacks.choosing import Choice, Past, Situation, look_again_at, whom, whom_on_hold
from intake.callbacks.classes import Class
from intake.callbacks.desk import Desk
from intake.callbacks.ladder import hold_rung, rung
from intake.callbacks.promise import clocks_of
from intake.callbacks.skills import Wanted
from intake.oncall.availability import people_on_duty
from intake.oncall.standing import Person
from intake.oncall.tiers import Tier
from intake.privacy.audit import Act, Action, record_all
from intake.storage import attempts, callbacks, offers
from intake.storage.callbacks import Callback
from intake.storage.offers import Offer

# A ring is over at the carrier a little after its time; only then is a silent offer written off by us.
_RING_GRACE_SECONDS = 8
# Nobody can be rung at all: look again soon, somebody may come on duty any second.
_EMPTY_SECONDS = 15


@dataclass(frozen=True)
class Plan:
    """What a worked callback asks for after the commit."""

    ring: tuple[UUID, ...] = ()
    text: tuple[UUID, ...] = ()
    silence: tuple[UUID, ...] = ()
    look_up: UUID | None = None
    # Its phones are to stop.
    let_go: UUID | None = None


def work(desk: Desk, callback_id: UUID) -> None:
    """Do what one callback needs now; harmless if it needs nothing or somebody else is at it.

    Whoever is more urgent and has found nobody free so far is asked for first: a free person goes to them.
    """
    ahead = precedence.ahead_of(desk, callback_id)
    for waiting_id in ahead:
        _work(desk, waiting_id, only_due=False)
    if callback_id not in ahead:
        _work(desk, callback_id)


def _work(desk: Desk, callback_id: UUID, *, only_due: bool = True) -> None:
    now = desk.clock()
    with desk.database.begin() as connection:
        callback = callbacks.claim(connection, callback_id, now, only_due=only_due)
        plan = Plan() if callback is None else _plan(connection, desk, callback, now)
    for offer_id in plan.silence:
        desk.nudge("end_offer_leg", offer_id)
    # One call a second is all that the carrier begins: the first at once, without another way through the queue.
    for offer_id in plan.ring[1:]:
        desk.nudge("ring_offer", offer_id)
    if plan.ring:
        ringing.ring(desk, plan.ring[0])
    for message_id in plan.text:
        desk.nudge("send_message", message_id)
    if plan.look_up is not None:
        desk.nudge("settle_callback", plan.look_up)
    if plan.let_go is not None:
        desk.nudge("end_callback_legs", plan.let_go)


def _plan(connection: Connection, desk: Desk, callback: Callback, now: datetime) -> Plan:
    if callback.state in {"dialing", "connected"}:
        # The carrier or the professional should have told us by now: look it up before anything is tried again.
        later = now + timedelta(seconds=desk.settings.sweep_seconds * 3)
        callbacks.change(connection, callback, next_action_at=later)
        return Plan(look_up=callback.id)
    if callback.state == "accepted":
        accepting.release(connection, callback, "accept_expired", now)
        callback = _fresh(connection, callback)
    if giving_up.waits_for_nothing(connection, callback, now):
        return Plan(let_go=callback.id)
    if callback.state == "waiting" and callback.promised_at is None:
        # Left the room and never said where to call: the conversation itself is settled by its own sweep.
        later = now + timedelta(seconds=desk.settings.lost_call_seconds)
        callbacks.change(connection, callback, next_action_at=later)
        return Plan()
    if callback.promised_at is not None and giving_up.forbidden(connection, desk, callback, now):
        return Plan(let_go=callback.id)
    return _offer(connection, desk, callback, now)


def _fresh(connection: Connection, callback: Callback) -> Callback:
    found = callbacks.get(connection, callback.id)
    assert found is not None
    return found


def _offer(connection: Connection, desk: Desk, callback: Callback, now: datetime) -> Plan:
    since = callback.offering_since or now
    history = offers.of_callback(connection, callback.id)
    silent = _write_off(connection, history, now)
    past = [Past(one.staff_id, Tier(one.tier), one.at, one.result) for one in history if one.at >= since]
    people = people_on_duty(connection, now)
    barred, before = _barred(connection, desk, callback, now), _before(connection, callback)
    ladder = _Ladder(since, tuple(past), tuple(people), barred, before)
    chosen, again = _choose(desk, callback, ladder, now)
    begun = replace(callback, offering_since=since)
    if last_resort.everybody_failed(desk, begun, people, now):
        chosen = (*chosen, *last_resort.also(connection, desk, begun, history, now))
    # Everybody writes in one order: two callbacks that want the same two people do not wait in a circle.
    written = {
        choice.person.staff_id: _write(connection, desk, callback, choice, now)
        for choice in sorted(chosen, key=lambda each: each.person.staff_id)
    }
    order = [choice.person.staff_id for choice in chosen]
    ringing = {offer_id: staff_id for staff_id in order if (offer_id := written[staff_id])}
    if not people:
        again = min(again, now + timedelta(seconds=_EMPTY_SECONDS))
    live = [one.rings_until for one in history if one.ended_at is None and one.id not in silent]
    ends = [now + timedelta(seconds=_ring_seconds(desk, callback) + _RING_GRACE_SECONDS)] if ringing else []
    callbacks.change(
        connection,
        callback,
        state="offered" if ringing or live else "due",
        offering_since=since,
        next_action_at=max(min([again, *live, *ends]), now + timedelta(milliseconds=200)),
    )
    texts = _texts(connection, desk, callback, ringing)
    alarms = alerts.unacknowledged(connection, desk, begun, people, now)
    return Plan(tuple(ringing), (*texts, *alarms), tuple(silent))


def _texts(
    connection: Connection, desk: Desk, callback: Callback, ringing: Mapping[UUID, UUID]
) -> tuple[UUID, ...]:
    """Each offer as a text too, for those whose class is texted."""
    written = (
        offer_texts.write(connection, desk, callback.klass, offer_id, staff_id)
        for offer_id, staff_id in ringing.items()
    )
    return tuple(message_id for message_id in written if message_id is not None)


@dataclass(frozen=True)
class _Ladder:
    since: datetime
    past: tuple[Past, ...]
    people: tuple[Person, ...]
    barred: frozenset[UUID]
    before: UUID | None


def _before(connection: Connection, callback: Callback) -> UUID | None:
    """Whoever rang them last, when they ring back and have said by their code who they are."""
    if callback.room is None or callback.enrollment_id is None:
        return None
    return attempts.last_by(connection, callback.enrollment_id)


def _barred(connection: Connection, desk: Desk, callback: Callback, now: datetime) -> frozenset[UUID]:
    """Whoever ended an abusive call of this number is not given the next one from it."""
    number = whose.number_of(connection, desk, callback)
    return caution.barred(connection, desk.vault, number, now) if number is not None else frozenset()


def _choose(
    desk: Desk, callback: Callback, ladder: _Ladder, now: datetime
) -> tuple[tuple[Choice, ...], datetime]:
    clocks = clocks_of(desk.settings)
    klass = Class(callback.klass)
    wanted = Wanted(klass, callback.language, callback.minor, ladder.since)
    situation = Situation(wanted, ladder.past, ladder.barred, ladder.before)
    if callback.room_since is not None and klass is not Class.P0:
        ring = timedelta(seconds=desk.settings.talk_now_ring_seconds)
        hold = hold_rung(callback.room_since, now, ring)
        if hold is not None:
            return whom_on_hold(hold, situation, ladder.people, now, clocks), hold.next_at
    step = rung(klass, ladder.since, now, clocks)
    again = look_again_at(step, situation, ladder.people, now, clocks)
    return whom(step, situation, ladder.people, now, clocks), again


def _write_off(connection: Connection, history: Sequence[Offer], now: datetime) -> list[UUID]:
    """Offers that rang out and nobody told us: over now, and their phones are told to stop."""
    over = [
        one.id
        for one in history
        if one.ended_at is None and one.result in {"planned", "ringing", "unknown"} and one.rings_until <= now
    ]
    for offer_id in over:
        offers.finish(connection, offer_id, "no_answer", now)
    return over


def _ring_seconds(desk: Desk, callback: Callback) -> float:
    return desk.settings.talk_now_ring_seconds if callback.room else desk.settings.offer_ring_seconds


def _write(
    connection: Connection, desk: Desk, callback: Callback, choice: Choice, now: datetime
) -> UUID | None:
    """Intent before effect; None if that person was rung for somebody else in the same instant."""
    offer_id = uuid4()
    ring = timedelta(seconds=_ring_seconds(desk, callback) + _RING_GRACE_SECONDS)
    written = offers.add(
        connection,
        {
            "id": offer_id,
            "callback_id": callback.id,
            "staff_id": choice.person.staff_id,
            "tier": choice.person.tier.value,
            "channel": "phone",
            "result": "planned",
            "why": choice.why,
            "at": now,
            "rings_until": now + ring,
        },
    )
    if not written:
        return None
    act = Act(
        Action.CALLBACK_OFFER,
        "system:desk",
        "callback",
        callback.id.hex,
        f"staff:{choice.person.staff_id.hex}",
    )
    record_all(connection, [act])
    return offer_id
