"""Signing in and out: the password, then the second factor; no answer tells which part was wrong."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from intake.console import sessions
from intake.console.access import allowed, public
from intake.console.forms import Field, Form
from intake.console.gate import local_path
from intake.console.viewer import house, moment_now, seen
from intake.staff import sessions as staff_sessions
from intake.staff.access import Right
from intake.staff.sign_in import In, NeedsMore, Result, Wait, with_code, with_password

pages = Blueprint("sign_in", __name__)
_FIRST = (
    Field("email", "email", limit=254, autocomplete="username webauthn"),
    Field("password", "password", limit=256, autocomplete="current-password"),
)
_SECOND = (Field("code", limit=40, autocomplete="one-time-code"),)
STEP = "sign_in_step"
Again = Callable[[Form, int], ResponseReturnValue]


def _next() -> str | None:
    return local_path(request.values.get("next"))


@pages.get("/sign-in")
@public
def show() -> ResponseReturnValue:
    """The first page that anybody sees."""
    if seen() is not None:
        return redirect("/", 303)
    return _first(Form.blank("sign_in", _FIRST))


def _first(form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("pages/sign_in.html", form=form, next=_next() or ""), status


@pages.post("/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Address and password."""
    form = Form.read("sign_in", _FIRST, request.form)
    if not form.ok:
        return _first(form, 422)
    with house().database.begin() as connection:
        result = with_password(connection, sessions.door(), form["email"], form["password"])
    if isinstance(result, NeedsMore):
        session.clear()
        session[STEP] = result.token
        return redirect(url_for("sign_in.second", next=_next()), 303)
    return _settle(result, form, _first)


@pages.get("/sign-in/code")
@public
def second() -> ResponseReturnValue:
    """Asks for the second factor."""
    if STEP not in session:
        return redirect(url_for("sign_in.show"), 303)
    return _second(Form.blank("sign_in", _SECOND))


def _second(form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("pages/sign_in_code.html", form=form, next=_next() or ""), status


@pages.post("/sign-in/code")
@public
def check() -> ResponseReturnValue:
    """A one-time code or a recovery code."""
    form = Form.read("sign_in", _SECOND, request.form)
    if not form.ok:
        return _second(form, 422)
    with house().database.begin() as connection:
        result = with_code(connection, sessions.door(), str(session.get(STEP, "")), form["code"])
    return _settle(result, form, _second)


def _settle(result: Result, form: Form, again: Again) -> ResponseReturnValue:
    if isinstance(result, In):
        first = "/" if result.complete else url_for("account.second_factor")
        return sessions.give(make_response(redirect(_next() or first, 303)), result)
    form.fail("", "sign_in.wait" if isinstance(result, Wait) else "sign_in.no")
    return again(form, 429 if isinstance(result, Wait) else 422)


@pages.post("/sign-out")
@allowed(Right.OWN_ACCOUNT, while_locked=True, while_new=True)
def leave() -> ResponseReturnValue:
    """End this session and forget what the browser kept."""
    with house().database.begin() as connection:
        staff_sessions.sign_out(connection, sessions.this_visit(), moment_now())
    return sessions.take(make_response(redirect(url_for("sign_in.show"), 303)))
