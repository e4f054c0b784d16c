"""Every setting as it is in force: secrets masked, where it came from, what it does."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.viewer import act, house
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.settings import data_folder, explain
from intake.staff.access import Right

pages = Blueprint("settings", __name__)
# What `explain` calls a value that nobody has set.
_UNTOUCHED = "default"


@pages.get("/settings")
@allowed(Right.SETTINGS_SEE)
def show() -> ResponseReturnValue:
    """Read only: settings are the environment's."""
    with house().database.begin() as connection:
        record(connection, act(Action.PAGE, "settings"))
    rows = explain(house().settings, data_folder())
    given = [row for row in rows if row.source != _UNTOUCHED]
    return render_template("pages/settings.html", given=given, rest=[row for row in rows if row.source == _UNTOUCHED])
