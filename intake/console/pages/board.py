"""The callbacks board: everything waiting, ringing, joined and overdue, live; and one callback with its story."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.callbacks.classes import ASSIGN_REASONS, LOWER_REASONS, RAISE_REASONS, Class
from intake.console import board_view
from intake.console.access import allowed
from intake.console.formats import word
from intake.console.forms import Field, Form
from intake.console.notices import tell_said
from intake.console.pages.enrollments.common import maybe_id
from intake.console.pages.events import hub
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
    """The same, for a page that renews itself; what all of them show is read once."""
    asked = board_view.Asked.read(request.args)
    board = hub().share(("board", asked), lambda: _read(asked))
    return render_template("pages/board_live.html", asked=asked, board=board)


def _read(asked: board_view.Asked) -> board_view.Board:
    with house().database.begin() as connection:
        return board_view.board(connection, asked, moment_now())


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
    return render_template("pages/board_one.html", story=story, acts=_forms(people, Class(story.line.klass)))


def _forms(people: list[tuple[str, str]], klass: Class) -> dict[str, Form]:
    """What may be done, each with the reasons of its list."""
    higher = [(one.value, f"{one.value} {word(one.value, 'class')}") for one in Class if one.rank < klass.rank]
    lower = [(one.value, f"{one.value} {word(one.value, 'class')}") for one in Class if one.rank > klass.rank]
    return {
        "raise": _form({"higher": higher, "raise_reason": _reasons(RAISE_REASONS, "class_reason")}, dict(higher[-1:])),
        "lower": _form({"lower": lower, "lower_reason": _reasons(LOWER_REASONS, "class_reason")}, dict(lower[:1])),
        "assign": _form({"to": people, "assign_reason": _reasons(ASSIGN_REASONS, "assign")}, ASSIGN_REASONS[:1]),
        "cancel": _form({"reason": _reasons(CANCEL_REASONS, "cancel")}),
    }


def _reasons(codes: tuple[str, ...], group: str) -> list[tuple[str, str]]:
    return [(code, word(code, group)) for code in codes]


def _form(choices: dict[str, list[tuple[str, str]]], chosen: Iterable[str] = ()) -> Form:
    """A form of lists; a list that holds one of `chosen` begins with it."""
    fields = tuple(Field(name, "select", choices=found) for name, found in choices.items())
    begin = {name: code for name, found in choices.items() for code, _ in found if code in set(chosen)}
    return Form.blank("board", fields, begin)


def _back(callback_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("board.one", callback_id=callback_id), 303)


@pages.post("/board/<uuid:callback_id>/raise")
@allowed(Right.CALLBACK_ASSIGN)
def raise_class(callback_id: UUID) -> ResponseReturnValue:
    """Make it more urgent, with a reason of the list."""
    klass, reason = _chosen("higher", tuple(Class)), _chosen("raise_reason", RAISE_REASONS)
    tell_said(house().callback_acts.raise_class(callback_id, viewer().staff_id, klass, reason))
    return _back(callback_id)


@pages.post("/board/<uuid:callback_id>/lower")
@allowed(Right.CALLBACK_ASSIGN)
def lower_class(callback_id: UUID) -> ResponseReturnValue:
    """Make it less urgent, with a reason of the list."""
    klass, reason = _chosen("lower", tuple(Class)), _chosen("lower_reason", LOWER_REASONS)
    tell_said(house().callback_acts.lower_class(callback_id, viewer().staff_id, klass, reason))
    return _back(callback_id)


@pages.post("/board/<uuid:callback_id>/assign")
@allowed(Right.CALLBACK_ASSIGN)
def assign(callback_id: UUID) -> ResponseReturnValue:
    """Ring one person for it now, with a reason of the list."""
    to, reason = maybe_id(request.form.get("to")), _chosen("assign_reason", ASSIGN_REASONS)
    if to is None:
        abort(400)
    tell_said(house().callback_acts.assign(callback_id, viewer().staff_id, to, reason))
    return _back(callback_id)


@pages.post("/board/<uuid:callback_id>/cancel")
@allowed(Right.CALLBACK_CANCEL)
def cancel(callback_id: UUID) -> ResponseReturnValue:
    """End it without a call, with a reason of the list."""
    reason = _chosen("reason", CANCEL_REASONS)
    tell_said(house().callback_acts.cancel(callback_id, viewer().staff_id, reason))
    return _back(callback_id)


def _chosen(name: str, known: tuple[str, ...]) -> str:
    """What the form says; nothing is done without one of the list."""
    found = request.form.get(name, "")
    return found if found in known else abort(400)


@pages.post("/board/debriefs/<uuid:debrief_id>/done")
@allowed(Right.CALLBACK_ASSIGN)
def debriefed(debrief_id: UUID) -> ResponseReturnValue:
    """Two people have talked about a hard call."""
    with house().database.begin() as connection:
        debriefs.done(connection, debrief_id, viewer().staff_id, moment_now())
    return redirect(url_for("board.show"), 303)
