"""Shifts from a calendar file, pasted: what it would change is shown first, and nothing else is imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from hashlib import sha256

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.language import t
from intake.console.notices import tell
from intake.console.pages.rota.common import change, to_week
from intake.console.viewer import house, moment_now
from intake.oncall import service
from intake.oncall.ical import Owner
from intake.oncall.recurrence import Shift, soon
from intake.oncall.service import ImportResult
from intake.oncall.tiers import Tier
from intake.staff.access import Right
from intake.storage import duty as people_rows

# As a form sends it, it is longer by half; the console takes no larger forms.
_FILE_LIMIT = 100_000
_FIELDS = (Field("staff", "select"), Field("tier", "select"), Field("events", "textarea", limit=_FILE_LIMIT))
_SHOWN, _TIMES = 40, 3


@dataclass(frozen=True)
class _Line:
    """One shift that would come or go, with its next times."""

    shift: Shift
    times: Sequence[tuple[datetime, datetime]]


def install(pages: Blueprint) -> None:
    """Serve the page and the act."""
    pages.get("/rota/calendar-file")(calendar_file)
    pages.post("/rota/calendar-file")(import_calendar)


@allowed(Right.ROTA_CHANGE)
def calendar_file() -> ResponseReturnValue:
    """The form."""
    return _page(_fill(Form.blank("rota", _FIELDS, {"tier": "primary"})))


@allowed(Right.ROTA_CHANGE)
def import_calendar() -> ResponseReturnValue:
    """Show what the file would change; import it if just this was shown."""
    blank = _fill(Form.blank("rota", _FIELDS))
    form = Form.read("rota", tuple(blank.fields.values()), request.form)
    if not form.ok:
        return _page(form, status=422)
    asked = request.form.get("looked") == _fingerprint(form)
    with house().database.begin() as connection:
        zones = {one.id.hex: (one.id, one.timezone) for one in people_rows.people(connection)}
        staff_id, zone = zones[form["staff"]]
        owner = Owner(staff_id, Tier(form["tier"]), zone)
        importing = partial(service.import_calendar, connection, form["events"].encode(), owner, change())
        result = importing() if asked else service.preview(connection, importing)
    if result.problems:
        form.fail("events", "rota.error_events")
    if result.problems or not asked:
        return _page(form, result, 200 if form.ok else 422)
    tell("good", "rota.imported", added=result.added, kept=result.kept, retired=result.retired)
    return to_week()


def _fill(form: Form) -> Form:
    with house().database.begin() as connection:
        people = sorted((one.name, one.id.hex) for one in people_rows.people(connection))
    form.choose("staff", [(code, name) for name, code in people])
    form.choose("tier", [(tier.value, t(f"codes.tier.{tier.value}")) for tier in Tier])
    return form


def _fingerprint(form: Form) -> str:
    return sha256("\n".join(form[field.name] for field in _FIELDS).encode()).hexdigest()


def _page(form: Form, result: ImportResult | None = None, status: int = 200) -> ResponseReturnValue:
    found = result or ImportResult()
    return render_template(
        "pages/rota/calendar_in.html",
        form=form,
        result=result,
        parts=(("come", _lines(found.came), found.added), ("go", _lines(found.went), found.retired)),
        looked=_fingerprint(form) if result and not result.problems else "",
    ), status


def _lines(shifts: Sequence[Shift]) -> list[_Line]:
    return [_Line(shift, soon(shift, moment_now(), _TIMES)) for shift in shifts[:_SHOWN]]
