"""Break the glass: in an emergency see the record behind a callback at once, for half an hour, and be asked why.

45 CFR 164.312(a)(2)(ii). Everybody who reviews it is told by text; somebody else than who did it reviews it.
"""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console import sessions
from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.notices import tell
from intake.console.pages.enrollments.common import hand
from intake.console.pages.enrollments.record import ANSWERS, CONTACT
from intake.console.viewer import house, moment_now
from intake.enrollments import reading
from intake.staff import glass
from intake.staff.access import GLASS_FIELDS, Right
from intake.staff.people import Refused
from intake.storage import callbacks

pages = Blueprint("break_glass", __name__)
_WHY = (Field("reason", "textarea", limit=1000),)
_KIND = "enrollment"


def _record_of(connection: Connection, callback_id: UUID) -> UUID:
    found = callbacks.get(connection, callback_id)
    return found.enrollment_id if found is not None and found.enrollment_id is not None else abort(404)


@pages.get("/board/<uuid:callback_id>/emergency")
@allowed(Right.BREAK_GLASS)
def show(callback_id: UUID) -> ResponseReturnValue:
    """What it means, and why it is needed; the record itself while it is open."""
    with house().database.begin() as connection:
        record_id = _record_of(connection, callback_id)
        until = glass.open_until(connection, sessions.this_visit().person, record_id.hex, moment_now())
        file = reading.open_file(connection, hand(), record_id) if until is not None else None
    if file is None:
        return _ask(callback_id, Form.blank("glass", _WHY))
    seen = GLASS_FIELDS[_KIND]
    return render_template(
        "pages/glass_record.html",
        file=file,
        until=until,
        callback_id=callback_id,
        contact=[name for name in CONTACT if name in seen or name == "preferred_time"],
        answers=[name for name in ANSWERS if name in seen],
    )


@pages.post("/board/<uuid:callback_id>/emergency")
@allowed(Right.BREAK_GLASS)
def open_it(callback_id: UUID) -> ResponseReturnValue:
    """Open it; the reason is sealed, and the reviewers are told by the next sweep."""
    form = Form.read("glass", _WHY, request.form)
    with house().database.begin() as connection:
        emergency = glass.Emergency(_KIND, _record_of(connection, callback_id).hex, form["reason"])
        if form.ok:
            try:
                glass.open_glass(connection, house().vault, sessions.this_visit().person, emergency, moment_now())
            except Refused:
                form.fail("reason", "glass.error_reason")
    if not form.ok:
        return _ask(callback_id, form, 422)
    tell("warn", "glass.opened")
    return redirect(url_for("break_glass.show", callback_id=callback_id), 303)


def _ask(callback_id: UUID, form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("pages/glass_open.html", form=form, callback_id=callback_id), status
