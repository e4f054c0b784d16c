"""An emergency disclosure, documented at once: the four facts of 42 CFR 2.51(c), none of them left out."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console import duty_view
from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.notices import tell
from intake.console.viewer import house, moment_now, viewer
from intake.enrollments import restrictions
from intake.privacy.disclosures import Emergency, disclose_in_emergency
from intake.staff.access import Right

pages = Blueprint("emergency", __name__)
_FACTS = (
    Field("received_by", limit=120),
    Field("affiliation", limit=120),
    Field("nature", "textarea", limit=1000),
)


def _record_of(connection: Connection, callback_id: UUID) -> UUID:
    """The record behind a call that this person has or had within a day."""
    held = duty_view.had_lately(connection, viewer().staff_id, callback_id, moment_now())
    call = duty_view.call(connection, house().vault, callback_id) if held else None
    return call.enrollment_id if call is not None and call.enrollment_id is not None else abort(404)


@pages.get("/now/calls/<uuid:callback_id>/emergency")
@allowed(Right.DISCLOSE_EMERGENCY)
def show(callback_id: UUID) -> ResponseReturnValue:
    """Who was told, from where they are, and what happened."""
    return _page(callback_id, Form.blank("emergency", _FACTS))


@pages.post("/now/calls/<uuid:callback_id>/emergency")
@allowed(Right.DISCLOSE_EMERGENCY)
def keep(callback_id: UUID) -> ResponseReturnValue:
    """Keep it; the time and who told are the entry's own."""
    form = Form.read("emergency", _FACTS, request.form)
    with house().database.begin() as connection:
        enrollment_id = _record_of(connection, callback_id)
        if form.ok:
            facts = Emergency(form["received_by"], form["affiliation"], viewer().name, form["nature"], moment_now())
            disclose_in_emergency(connection, house().vault, enrollment_id, facts, viewer().actor)
    if not form.ok:
        return _page(callback_id, form, 422)
    tell("good", "emergency.kept")
    return redirect(url_for("duty.one", callback_id=callback_id), 303)


def _page(callback_id: UUID, form: Form, status: int = 200) -> ResponseReturnValue:
    with house().database.begin() as connection:
        asked = restrictions.asked_any(connection, _record_of(connection, callback_id))
    return render_template("pages/emergency.html", form=form, callback_id=callback_id, restricted=asked), status
