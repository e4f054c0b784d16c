"""Somebody from outside asks about a person: the neutral words, and the privacy officer's list."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.formats import word
from intake.console.forms import Field, Form
from intake.console.notices import tell
from intake.console.viewer import act, house, moment_now, viewer
from intake.privacy import legal
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff.access import Right
from intake.storage import legal as rows

pages = Blueprint("requests", __name__)


def _fields() -> tuple[Field, ...]:
    askers = [(code, word(code, "asker")) for code in legal.ASKERS]
    return (Field("asker", "select", choices=askers), Field("content", "textarea", limit=2000))


@pages.get("/requests/new")
@allowed(Right.LEGAL_REQUEST_ADD)
def new() -> ResponseReturnValue:
    """What to say first, then what to write down. No record is looked up: there may be none."""
    return render_template("pages/request_new.html", form=Form.blank("requests", _fields()))


@pages.post("/requests/new")
@allowed(Right.LEGAL_REQUEST_ADD)
def add() -> ResponseReturnValue:
    """Put it on the privacy officer's list."""
    form = Form.read("requests", _fields(), request.form)
    if not form.ok:
        return render_template("pages/request_new.html", form=form), 422
    asked = legal.Asked(form["asker"], form["content"])
    with house().database.begin() as connection:
        legal.take(connection, house().vault, asked, viewer().actor, moment_now())
    tell("good", "requests.added")
    return redirect(url_for("start.more"), 303)


@pages.get("/requests")
@allowed(Right.LEGAL_REQUEST_MANAGE)
def show() -> ResponseReturnValue:
    """What waits for an answer."""
    with house().database.begin() as connection:
        record(connection, act(Action.LIST, "legal_request"))
        found = [(one, legal.content(house().vault, one)) for one in rows.open_requests(connection)]
    return render_template("pages/requests.html", found=found, results=legal.RESULTS)


@pages.post("/requests/<uuid:request_id>/close")
@allowed(Right.LEGAL_REQUEST_MANAGE)
def close(request_id: UUID) -> ResponseReturnValue:
    """Say what became of it."""
    result = request.form.get("result", "")
    if result in legal.RESULTS:
        with house().database.begin() as connection:
            legal.close(connection, request_id, result, viewer().actor, moment_now())
        tell("good", "requests.closed")
    return redirect(url_for("requests.show"), 303)
