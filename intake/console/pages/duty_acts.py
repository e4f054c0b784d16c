"""What a professional does with one tap: take, pass, give back, say how it went, rest and return."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console import duty_view
from intake.console.access import allowed
from intake.console.call_acts import their_time, write_down
from intake.console.gate import local_path
from intake.console.notices import tell, tell_said
from intake.console.pages.rota.common import refused
from intake.console.ports import OUTCOMES, Said
from intake.console.viewer import act, house, moment_now, reader_zone, viewer
from intake.oncall.service import Change
from intake.oncall.standing_in import NotPossible, take_now
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff.access import Right
from intake.storage import duty

pages = Blueprint("duty_acts", __name__)


def _on() -> ResponseReturnValue:
    return redirect(local_path(request.form.get("back")) or url_for("duty.show"), 303)


@pages.post("/now/<uuid:callback_id>/accept")
@allowed(Right.CALLBACK_ACCEPT)
def accept(callback_id: UUID) -> ResponseReturnValue:
    """Take it: my phone rings, and I press 1 when I am ready."""
    tell_said_but_done(house().callback_acts.accept_on_page(callback_id, viewer().staff_id))
    return redirect(url_for("duty.show"), 303)


def tell_said_but_done(said: Said) -> None:
    """A taken call speaks for itself; everything else is said."""
    if said is not Said.DONE:
        tell_said(said)


@pages.post("/now/<uuid:callback_id>/decline")
@allowed(Right.CALLBACK_ACCEPT)
def decline(callback_id: UUID) -> ResponseReturnValue:
    """Pass; nobody asks why."""
    tell_said(house().callback_acts.decline(callback_id, viewer().staff_id))
    return _on()


@pages.post("/now/<uuid:callback_id>/ring")
@allowed(Right.CALLBACK_ACCEPT)
def ring(callback_id: UUID) -> ResponseReturnValue:
    """Ring my phone once more."""
    tell_said(house().callback_acts.ring_again(callback_id, viewer().staff_id))
    return _on()


@pages.post("/now/<uuid:callback_id>/give-back")
@allowed(Right.CALLBACK_ACCEPT)
def give_back(callback_id: UUID) -> ResponseReturnValue:
    """Somebody else is to take it."""
    tell_said(house().callback_acts.hand_over(callback_id, viewer().staff_id))
    return redirect(url_for("duty.show"), 303)


@pages.post("/now/<uuid:callback_id>/outcome")
@allowed(Right.CALLBACK_OUTCOME)
def outcome(callback_id: UUID) -> ResponseReturnValue:
    """How it went, a sealed note, and "that was hard": one form, one tap."""
    said = request.form.get("outcome", "")
    with house().database.begin() as connection:
        call = _mine(connection, callback_id)
        write_down(connection, call, request.form)
    if said in OUTCOMES:
        later = their_time(request.form.get("call_at", ""), call.timezone or reader_zone())
        tell_said(house().callback_acts.record_outcome(callback_id, viewer().staff_id, said, later))
    else:
        tell("good", "duty.noted")
    return redirect(url_for("duty.show"), 303)


def _mine(connection: Connection, callback_id: UUID) -> duty_view.Call:
    held = duty_view.had_lately(connection, viewer().staff_id, callback_id, moment_now())
    call = duty_view.call(connection, house().vault, callback_id) if held else None
    return call if call is not None else abort(404)


@pages.post("/now/break")
@allowed(Right.OWN_SHIFTS)
def rest() -> ResponseReturnValue:
    """A break: my phone does not ring until I am back."""
    _stand("break", on_break=True)
    return _on()


@pages.post("/now/back")
@allowed(Right.OWN_SHIFTS)
def back() -> ResponseReturnValue:
    """Back: from a break, from a rest, or done with writing up."""
    _stand("back", on_break=False, wrapping_until=None, resting_until=None)
    return _on()


def _stand(what: str, **values: object) -> None:
    with house().database.begin() as connection:
        duty.set_state(connection, viewer().staff_id, moment_now(), **values)
        record(connection, act(Action.ROTA_CHANGE, "duty", viewer().staff_id.hex, what))


@pages.post("/now/take-duty/<uuid:staff_id>")
@allowed(Right.OWN_SHIFTS)
def take_duty(staff_id: UUID) -> ResponseReturnValue:
    """I take over the rest of somebody's duty, from this instant."""
    change = Change(viewer().actor, f"console:{viewer().session}", moment_now())
    try:
        with house().database.begin() as connection:
            take_now(connection, viewer().staff_id, staff_id, change)
    except NotPossible as error:
        refused(error.why)
        return _on()
    tell("good", "duty.taken_over")
    return _on()
