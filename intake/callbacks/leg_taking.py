"""Pages on which a professional takes a callback: the brief, the accept, standing by, being ready."""

from __future__ import annotations

from datetime import timedelta

from intake.callbacks import accepting, brief, dialing, giving_up, wording
from intake.callbacks.leg import Leg, stand_by, still_on_the_line
from intake.carrier.pages import Answer, DialCaller, JoinWaiting
from intake.conversation.instructions import HangUp
from intake.storage import callbacks, offers


def opened(leg: Leg) -> Answer:
    """The phone was picked up, by a person or by a machine: ask for a key."""
    if leg.mine:
        # Taken on the page or by text: this leg is only the phone that it runs on.
        return accepted(leg)
    if leg.offer.ended_at is not None:
        return leg.over()
    return leg.asks("accept", brief.opening(leg.callback, leg.language))


def accept(leg: Leg) -> Answer:
    """1 takes it, if nobody was faster; 2 passes; silence is asked again and then passes too."""
    if leg.mine:
        return accepted(leg)
    if leg.offer.ended_at is not None:
        return leg.over()
    pressed = leg.request.input.digits
    if pressed == "2":
        accepting.decline(leg.connection, leg.offer, "declined", leg.now)
        leg.after.append(("work_callback", leg.callback.id))
        return leg.ends("declined")
    if pressed != "1":
        return _again_or_pass(leg)
    won = accepting.accept(leg.connection, leg.desk, leg.offer, leg.now)
    if won is None:
        offers.finish(leg.connection, leg.offer.id, "taken", leg.now)
        return leg.ends("taken" if leg.callback.open else "over")
    leg.after.extend(("end_offer_leg", loser) for loser in won.losers)
    leg.callback = won.callback
    return accepted(leg)


def _again_or_pass(leg: Leg) -> Answer:
    if leg.silent_too_often():
        accepting.decline(leg.connection, leg.offer, "no_answer", leg.now)
        leg.after.append(("work_callback", leg.callback.id))
        return leg.answer(HangUp())
    return leg.asks("accept", brief.opening(leg.callback, leg.language))


def accepted(leg: Leg) -> Answer:
    """The way on from an accept: into the room, into the thread, beside a crisis call, or to the dial."""
    callback = leg.callback
    subject = brief.subject_of(leg.connection, callback)
    if callback.room is not None:
        dialing.begin_join(leg.connection, callback, leg.offer, leg.now)
        spoken = brief.spoken_language(callback, leg.language)
        return leg.answer(JoinWaiting(callback.room, (leg.says("joining", LANGUAGE=spoken),)))
    if subject.text_only:
        dialing.begin_thread(leg.connection, leg.desk, callback, leg.offer, leg.now)
        return leg.ends("text_only")
    if still_on_the_line(leg):
        return stand_by(leg, "stand_by")
    return leg.asks("ready", *brief.briefing(leg.desk, subject, leg.language), seconds=20)


def standby(leg: Leg) -> Answer:
    """The caller was still on the line: see where they are by now."""
    if not leg.mine:
        return leg.over()
    if leg.callback.room is None and still_on_the_line(leg):
        return stand_by(leg, "still_on")
    if leg.callback.room is not None:
        return accepted(leg)
    # What they must know before they call is not shorter because the caller was still there when they took it.
    subject = brief.subject_of(leg.connection, leg.callback)
    return leg.asks("ready", leg.says("gone"), *brief.briefing(leg.desk, subject, leg.language), seconds=20)


def ready(leg: Leg) -> Answer:
    """1 dials the caller, or joins one who is in the room by now; silence gives the callback back."""
    if not leg.mine:
        return leg.over()
    if leg.callback.room is not None and leg.callback.state == "accepted":
        return accepted(leg)
    if leg.callback.state == "accepted" and leg.request.input.digits == "2" and leg.person is not None:
        subject = brief.subject_of(leg.connection, leg.callback)
        words = wording.offered(leg.connection, leg.desk, subject, leg.person, leg.now)
        return leg.asks("ready", *words, leg.says("ready"), seconds=20)
    if leg.callback.state == "accepted" and leg.request.input.digits != "1":
        if leg.silent_too_often():
            accepting.release(leg.connection, leg.callback, "not_ready", leg.now)
            leg.after.append(("work_callback", leg.callback.id))
            return leg.ends("over")
        subject = brief.subject_of(leg.connection, leg.callback)
        return leg.asks("ready", *brief.briefing(leg.desk, subject, leg.language), seconds=20)
    order = dialing.begin_dial(leg.connection, leg.desk, leg.callback, leg.offer, leg.now)
    if order is None:
        return _cannot_dial(leg)
    ring = round(leg.desk.settings.caller_ring_seconds)
    return leg.answer(
        DialCaller(
            order.number,
            leg.desk.lines.neutral,
            order.attempt_id.hex,
            (leg.says("dialing"),),
            ring_seconds=max(ring, 5),
        )
    )


def _cannot_dial(leg: Leg) -> Answer:
    """The person may not be called (now), or there is no number: nobody else is rung at once for the same no."""
    if leg.callback.state == "accepted":
        accepting.release(leg.connection, leg.callback, "not_callable", leg.now)
        fresh = callbacks.get(leg.connection, leg.callback.id, lock=True)
        assert fresh is not None
        if not giving_up.forbidden(leg.connection, leg.desk, fresh, leg.now):
            later = leg.now + timedelta(seconds=leg.desk.settings.accept_seconds)
            callbacks.change(leg.connection, fresh, next_action_at=later)
    return leg.ends("over")
