"""Legal holds: a record that a matter needs is not forgotten until the hold is lifted."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.notices import tell
from intake.console.viewer import act, house, moment_now, viewer
from intake.privacy import legal
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff.access import Right
from intake.storage import enrollment_desk
from intake.storage import legal as rows

pages = Blueprint("holds", __name__)
_FIELDS = (Field("code", limit=12), Field("matter", limit=40))


@pages.get("/holds")
@allowed(Right.HOLD_MANAGE)
def show() -> ResponseReturnValue:
    """What is held, and a form for another."""
    return _page(Form.blank("holds", _FIELDS))


def _page(form: Form, status: int = 200) -> ResponseReturnValue:
    with house().database.begin() as connection:
        record(connection, act(Action.LIST, "hold"))
        found = rows.holds(connection)
        codes = enrollment_desk.codes_of(connection, [one.subject_id for one in found])
    return render_template("pages/holds.html", form=form, found=found, codes=codes), status


@pages.post("/holds")
@allowed(Right.HOLD_MANAGE)
def place() -> ResponseReturnValue:
    """Hold the record of a code for a matter, named by its file number."""
    form = Form.read("holds", _FIELDS, request.form)
    if form["matter"] and not legal.is_file_number(form["matter"]):
        form.fail("matter", "holds.error_matter")
    if form.ok:
        with house().database.begin() as connection:
            subject = enrollment_desk.id_of_code(connection, form["code"].upper().replace(" ", ""))
            if subject is None:
                form.fail("code", "holds.error_code")
            else:
                legal.hold(connection, subject, form["matter"], viewer().actor, moment_now())
    if not form.ok:
        return _page(form, 422)
    tell("good", "holds.placed")
    return redirect(url_for("holds.show"), 303)


@pages.post("/holds/<uuid:hold_id>/lift")
@allowed(Right.HOLD_MANAGE)
def lift(hold_id: UUID) -> ResponseReturnValue:
    """Let forgetting go on."""
    with house().database.begin() as connection:
        legal.lift(connection, hold_id, viewer().actor, moment_now())
    tell("good", "holds.lifted")
    return redirect(url_for("holds.show"), 303)
