"""The callbacks board: everything waiting, ringing, joined and overdue, live; and one callback with its story."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console import board_view
from intake.console.access import allowed
from intake.console.formats import word
from intake.console.forms import Field, Form
from intake.console.notices import tell_said
from intake.console.ports import CANCEL_REASONS
from intake.console.viewer import act, house, moment_now, viewer
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff.access import Right
from intake.storage import debriefs

pages = Blueprint("board", __name__)


@pages.get("/board")
@allowed(Right.BOARD_SEE)
def show() -> ResponseReturnValue:
    """The board, a page at a time."""
    with house().database.begin() as connection:
        record(connection, act(Action.LIST, "callback"))
        return render_template("pages/board.html", **_shown(connection))


@pages.get("/board/live")
@allowed(Right.BOARD_SEE, passive=True)
def live() -> ResponseReturnValue:
    """The same, for a page that renews itself."""
    with house().database.begin() as connection:
        return render_template("pages/board_live.html", **_shown(connection))


def _shown(connection: Connection) -> dict[str, object]:
    asked = board_view.Asked.read(request.args)
    return {"asked": asked, "board": board_view.board(connection, asked, moment_now())}


@pages.get("/board/<uuid:callback_id>")
@allowed(Right.BOARD_SEE)
def one(callback_id: UUID) -> ResponseReturnValue:
    """One callback: who was rung and why, what came of it, and what may be done."""
    with house().database.begin() as connection:
        record(connection, act(Action.READ, "callback", callback_id.hex))
        story = board_view.story(connection, callback_id)
        if story is None:
            abort(404)
        people = board_view.free_people(connection, moment_now())
    return render_template("pages/board_one.html", story=story, assign=_assign(people), cancel=_cancel())


def _assign(people: list[tuple[str, str]]) -> Form:
    return Form.blank("board", (Field("to", "select", choices=people),))


def _cancel() -> Form:
    reasons = [(code, word(code, "cancel")) for code in CANCEL_REASONS]
    return Form.blank("board", (Field("reason", "select", choices=reasons),))


def _back(callback_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("board.one", callback_id=callback_id), 303)


@pages.post("/board/<uuid:callback_id>/raise")
@allowed(Right.CALLBACK_ASSIGN)
def raise_class(callback_id: UUID) -> ResponseReturnValue:
    """Make it more urgent; never less."""
    klass = request.form.get("class", "")
    if klass not in {"P0", "P1", "P2"}:
        abort(400)
    tell_said(house().callback_acts.raise_class(callback_id, viewer().staff_id, klass))
    return _back(callback_id)


@pages.post("/board/<uuid:callback_id>/assign")
@allowed(Right.CALLBACK_ASSIGN)
def assign(callback_id: UUID) -> ResponseReturnValue:
    """Ring one person for it now."""
    try:
        to = UUID(request.form.get("to", ""))
    except ValueError:
        abort(400)
    tell_said(house().callback_acts.assign(callback_id, viewer().staff_id, to))
    return _back(callback_id)


@pages.post("/board/<uuid:callback_id>/cancel")
@allowed(Right.CALLBACK_CANCEL)
def cancel(callback_id: UUID) -> ResponseReturnValue:
    """End it without a call, with a reason of the list."""
    reason = request.form.get("reason", "")
    if reason not in CANCEL_REASONS:
        abort(400)
    tell_said(house().callback_acts.cancel(callback_id, viewer().staff_id, reason))
    return _back(callback_id)


@pages.post("/board/debriefs/<uuid:debrief_id>/done")
@allowed(Right.CALLBACK_ASSIGN)
def debriefed(debrief_id: UUID) -> ResponseReturnValue:
    """Two people have talked about a hard call."""
    with house().database.begin() as connection:
        debriefs.done(connection, debrief_id, viewer().staff_id, moment_now())
    return redirect(url_for("board.show"), 303)
