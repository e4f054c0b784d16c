"""Changing one's own password, and putting passkeys away."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console import sessions
from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.gate import prove_first
from intake.console.notices import tell
from intake.console.viewer import house, viewer
from intake.staff import passkeys, people
from intake.staff.access import Right
from intake.staff.people import Refused

pages = Blueprint("credentials", __name__)
_FIELDS = (
    Field("password", "password", limit=256, autocomplete="new-password"),
    Field("again", "password", limit=256, autocomplete="new-password"),
)


@pages.get("/account/password")
@allowed(Right.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """A new password, for whoever has just proved the old one."""
    return prove_first() or _page(Form.blank("join", _FIELDS))


@pages.post("/account/password")
@allowed(Right.OWN_ACCOUNT)
def change() -> ResponseReturnValue:
    """Keep the new password, if it is not one that can be guessed."""
    if first := prove_first():
        return first
    form = Form.read("join", _FIELDS, request.form)
    if form["password"] != form["again"]:
        form.fail("again", "join.differ")
    if form.ok:
        try:
            with house().database.begin() as connection:
                person = sessions.this_visit().person
                people.set_password(connection, person, form["password"], viewer().actor)
        except Refused as refused:
            form.fail("password", f"join.{refused.code}")
    if not form.ok:
        return _page(form, 422)
    tell("good", "account.password_changed")
    return redirect(url_for("account.show"), 303)


def _page(form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("pages/password.html", form=form), status


@pages.post("/account/passkey/<passkey_id>/remove")
@allowed(Right.OWN_ACCOUNT)
def remove_passkey(passkey_id: str) -> ResponseReturnValue:
    """Forget a passkey."""
    if first := prove_first():
        return first
    with house().database.begin() as connection:
        passkeys.remove(connection, sessions.this_visit().person, passkey_id, viewer().actor)
    tell("good", "account.passkey_removed")
    return redirect(url_for("account.show"), 303)
