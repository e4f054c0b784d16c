"""Prove again who you are: before a number is shown, a file is made, or a locked screen opens."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from intake.console import sessions
from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.gate import local_path
from intake.console.viewer import house, viewer
from intake.staff.access import Right
from intake.staff.sign_in import Wait, prove_again

pages = Blueprint("proof", __name__)
PROOF = (Field("given", "password", limit=256, autocomplete="current-password"),)


@pages.get("/prove")
@allowed(Right.OWN_ACCOUNT, while_locked=True)
def show() -> ResponseReturnValue:
    """Asks for the password, a code or a passkey."""
    return _page(Form.blank("proof", PROOF), 200)


@pages.post("/prove")
@allowed(Right.OWN_ACCOUNT, while_locked=True)
def check() -> ResponseReturnValue:
    """Takes the password or a one-time code."""
    form = Form.read("proof", PROOF, request.form)
    if form.ok:
        with house().database.begin() as connection:
            proved = prove_again(connection, sessions.door(), sessions.this_visit(), form["given"])
        if proved is True:
            return redirect(_next(), 303)
        form.fail("", "sign_in.wait" if isinstance(proved, Wait) else "proof.no")
    return _page(form, 422)


def _next() -> str:
    return local_path(request.values.get("next")) or "/"


def _page(form: Form, status: int) -> tuple[str, int]:
    page = "pages/lock.html" if viewer().locked else "pages/proof.html"
    return render_template(page, form=form, next=_next()), status
