"""On call now: am I on duty, what rings for me, what waits, and the call that I have."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console import duty_view, sessions
from intake.console.access import allowed
from intake.console.viewer import act, house, moment_now, viewer
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff.access import Right
from intake.storage import console_board, console_duty, debriefs

pages = Blueprint("duty", __name__)
_SHOWN = 20


@pages.get("/now")
@allowed(Right.CALLBACK_ACCEPT)
def show() -> ResponseReturnValue:
    """Everything of one's own duty on one page, with the call in hand first."""
    with house().database.begin() as connection:
        held = console_duty.in_hand(connection, viewer().staff_id)
        taken = held if held is not None and held.result == "accepted" else None
        call = _read(connection, taken.callback_id, taken.why) if taken else None
        return render_template("pages/duty.html", call=call, **_around(connection, held))


@pages.get("/now/live")
@allowed(Right.CALLBACK_ACCEPT, passive=True)
def live() -> ResponseReturnValue:
    """The part of the page that renews itself. It never replaces a note that is being written: a page that
    has a call open only hears how that call stands."""
    have = request.args.get("have", "")
    with house().database.begin() as connection:
        held = console_duty.in_hand(connection, viewer().staff_id)
        if not have and held is not None and held.result == "accepted":
            return _afresh()
        return render_template("pages/duty_live.html", **_around(connection, held))


@pages.get("/now/state/<uuid:callback_id>")
@allowed(Right.CALLBACK_ACCEPT, passive=True)
def state(callback_id: UUID) -> ResponseReturnValue:
    """How the call in hand stands: ringing my phone, dialling, joined, over."""
    with house().database.begin() as connection:
        if not duty_view.had_lately(connection, viewer().staff_id, callback_id, moment_now()):
            abort(404)
        call = duty_view.call(connection, house().vault, callback_id)
    return render_template("pages/duty_state.html", call=call)


@pages.get("/now/calls/<uuid:callback_id>")
@allowed(Right.CALLBACK_OUTCOME)
def one(callback_id: UUID) -> ResponseReturnValue:
    """A call that I have or had within a day: its outcome and notes can still be written."""
    with house().database.begin() as connection:
        if not duty_view.had_lately(connection, viewer().staff_id, callback_id, moment_now()):
            abort(404)
        call = _read(connection, callback_id)
    return render_template("pages/call.html", call=call)


def _read(connection: Connection, callback_id: UUID, why: str = "") -> duty_view.Call | None:
    """Opening one's own call is a read of a record, and seen as one."""
    record(connection, act(Action.READ, "callback", callback_id.hex))
    return duty_view.call(connection, house().vault, callback_id, why)


def _around(connection: Connection, held: console_duty.InHand | None) -> dict[str, object]:
    now, me = moment_now(), viewer().staff_id
    ringing = held if held is not None and held.result != "accepted" else None
    waiting = console_board.ready(connection, None, _SHOWN + 1)
    person = sessions.this_visit().person
    return {
        "standing": duty_view.standing(connection, me, now),
        "ringing": console_board.of(connection, ringing.callback_id) if ringing else None,
        "ringing_why": ringing.why if ringing else "",
        "waiting": [line for line in waiting if ringing is None or line.id != ringing.callback_id][:_SHOWN],
        "more": len(waiting) > _SHOWN,
        "lately": duty_view.lately(connection, me, now),
        "names": duty_view.names(connection),
        "busy": held is not None,
        "debriefs": debriefs.of_person(connection, me),
        "to_debrief": _to_debrief(connection, me),
        "unproved": person.phone_sealed is not None and person.phone_verified_at is None,
    }


def _to_debrief(connection: Connection, me: UUID) -> int:
    """How many people wait for this one to talk with them; they stand on the board."""
    may = viewer().may(Right.CALLBACK_ASSIGN)
    return sum(one.staff_id != me for one in debriefs.open_ones(connection)) if may else 0


def _afresh() -> Response:
    """Have the browser load the page again: a call has come into this person's hand."""
    answer = make_response("", 200)
    answer.headers["HX-Refresh"] = "true"
    return answer
