"""Broken glass: every emergency look at a record, reviewed by somebody else within a day."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console import sessions
from intake.console.access import allowed
from intake.console.notices import tell
from intake.console.viewer import act, house, moment_now
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff import glass
from intake.staff.access import Right
from intake.staff.people import Refused
from intake.storage import staff_names

pages = Blueprint("glass", __name__)


@pages.get("/glass")
@allowed(Right.GLASS_REVIEW)
def show() -> ResponseReturnValue:
    """What waits for a review, with the reason that was given."""
    with house().database.begin() as connection:
        record(connection, act(Action.LIST, "glass"))
        found = [(one, glass.reason(house().vault, one)) for one in glass.to_review(connection)]
        names = staff_names.names(connection)
    return render_template("pages/glass.html", found=found, names=names, results=glass.RESULTS)


@pages.post("/glass/<uuid:glass_id>/review")
@allowed(Right.GLASS_REVIEW)
def review(glass_id: UUID) -> ResponseReturnValue:
    """Say what to think of it; nobody reviews themselves."""
    try:
        with house().database.begin() as connection:
            reviewer = sessions.this_visit().person
            glass.review(connection, glass_id, reviewer, request.form.get("result", ""), moment_now())
    except Refused:
        tell("warn", "glass.refused")
    else:
        tell("good", "glass.reviewed")
    return redirect(url_for("glass.show"), 303)
