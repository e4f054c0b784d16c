"""The first way in: a link that lets an invited person choose a password, once."""

from __future__ import annotations

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console import sessions
from intake.console.access import public
from intake.console.forms import Field, Form
from intake.console.viewer import house, moment_now
from intake.staff import people
from intake.staff.people import Refused
from intake.staff.sessions import Proof, open_session
from intake.staff.sign_in import In

pages = Blueprint("join", __name__)
_FIELDS = (
    Field("password", "password", limit=256, autocomplete="new-password"),
    Field("again", "password", limit=256, autocomplete="new-password"),
)


@pages.get("/join/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The same page for a good link and a bad one."""
    return _page(Form.blank("join", _FIELDS), token)


@pages.post("/join/<token>")
@public
def accept(token: str) -> ResponseReturnValue:
    """Choose the password; the second factor comes next."""
    form = Form.read("join", _FIELDS, request.form)
    if form["password"] != form["again"]:
        form.fail("again", "join.differ")
    opened = _use(form, token) if form.ok else None
    if opened is None:
        if form.ok:
            form.fail("", "join.spent")
        return _page(form, token, 422)
    return sessions.give(make_response(redirect(url_for("account.second_factor"), 303)), opened)


def _use(form: Form, token: str) -> In | None:
    try:
        with house().database.begin() as connection:
            person = people.accept_invitation(connection, token[:100], form["password"], moment_now())
            if person is None:
                return None
            door = sessions.door()
            kept = open_session(connection, person, Proof("password", False), door.now, door.device)
            return In(kept, person, complete=False)
    except Refused as refused:
        form.fail("password", f"join.{refused.code}")
        return None


def _page(form: Form, token: str, status: int = 200) -> ResponseReturnValue:
    return render_template("pages/join.html", form=form, token=token), status
