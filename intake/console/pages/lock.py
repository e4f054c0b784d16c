"""The locked screen: a live call goes on, the record is hidden until its owner proves who they are."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console import sessions
from intake.console.access import allowed
from intake.console.forms import Form
from intake.console.gate import local_path
from intake.console.pages.proof import PROOF
from intake.console.viewer import house, moment_now, viewer
from intake.staff.access import Right
from intake.storage import sessions as rows

pages = Blueprint("lock", __name__)


@pages.get("/lock")
@allowed(Right.OWN_ACCOUNT, passive=True, while_locked=True)
def show() -> ResponseReturnValue:
    """Nothing of anybody, the words for an emergency, and the way back in."""
    if not viewer().locked:
        return redirect("/", 303)
    next_path = local_path(request.args.get("next")) or "/"
    return render_template("pages/lock.html", form=Form.blank("proof", PROOF), next=next_path)


@pages.post("/lock")
@allowed(Right.OWN_ACCOUNT, while_locked=True)
def close() -> ResponseReturnValue:
    """Lock now, as if nobody had been here for the idle time; without a live call that ends the session."""
    with house().database.begin() as connection:
        long_ago = moment_now() - sessions.lasts().idle - timedelta(seconds=1)
        rows.touch(connection, sessions.this_visit().session.public_id, long_ago)
    return redirect(url_for("lock.show"), 303)
