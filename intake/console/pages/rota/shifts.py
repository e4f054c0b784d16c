"""Shifts: one by hand, a file of many, the end of one."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.language import t
from intake.console.notices import tell
from intake.console.pages.enrollments.common import id_of
from intake.console.pages.rota.common import change, instant_of, refused, tier_of, to_week
from intake.console.viewer import house, reader_zone
from intake.oncall import service
from intake.oncall.recurrence import BadRule, Shift
from intake.oncall.tiers import Tier
from intake.staff.access import Right
from intake.storage import duty as people_rows

_REPEATS = {
    "once": "",
    "daily": "FREQ=DAILY",
    "weekly": "FREQ=WEEKLY",
    "workdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekends": "FREQ=WEEKLY;BYDAY=SA,SU",
}
_SHIFT = (
    Field("staff", "select"),
    Field("tier", "select"),
    Field("start", "datetime-local", limit=20),
    Field("end", "datetime-local", limit=20),
    Field("repeats", "select"),
)
_FILE_LIMIT = 200_000
_FILE = (Field("text", "textarea", limit=_FILE_LIMIT),)


def install(pages: Blueprint) -> None:
    """Serve the page and the acts."""
    pages.get("/rota/shifts")(shifts)
    pages.post("/rota/shifts")(add_shift)
    pages.post("/rota/shifts/file")(import_file)
    pages.post("/rota/shifts/<shift_id>/end")(end_shift)


def _fill(form: Form) -> Form:
    with house().database.begin() as connection:
        people = sorted((one.name, one.id.hex) for one in people_rows.people(connection))
    form.choose("staff", [(code, name) for name, code in people])
    form.choose("tier", [(tier.value, t(f"codes.tier.{tier.value}")) for tier in Tier])
    form.choose("repeats", [(code, t(f"rota.repeats_{code}")) for code in _REPEATS])
    return form


def _page(form: Form, file: Form, problems: tuple[str, ...] = (), status: int = 200) -> ResponseReturnValue:
    page = "pages/rota/shifts.html"
    return render_template(page, form=form, file=file, problems=problems, zone=reader_zone()), status


def _blank() -> Form:
    return _fill(Form.blank("rota", _SHIFT, {"tier": "primary", "repeats": "once"}))


@allowed(Right.ROTA_CHANGE)
def shifts() -> ResponseReturnValue:
    """The forms."""
    return _page(_blank(), Form.blank("rota", _FILE))


@allowed(Right.ROTA_CHANGE)
def add_shift() -> ResponseReturnValue:
    """One shift by hand, in the reader's zone."""
    form = Form.read("rota", tuple(_blank().fields.values()), request.form)
    start, end, tier = _wall(form["start"]), _wall(form["end"]), tier_of(form["tier"])
    for name, value in (("start", start), ("end", end)):
        if value is None:
            form.fail(name, "rota.error_time")
    if start is not None and end is not None and end <= start:
        form.fail("end", "rota.error_order")
    if not form.ok or start is None or end is None or tier is None:
        return _page(_fill(form), Form.blank("rota", _FILE), status=422)
    rule = _REPEATS[form["repeats"]]
    shift = Shift(uuid4(), UUID(hex=form["staff"]), tier, start, end, reader_zone(), rule)
    try:
        with house().database.begin() as connection:
            added = service.add_shift(connection, shift, change())
    except BadRule as error:
        refused(error.cure)
        return _page(_fill(form), Form.blank("rota", _FILE), status=422)
    tell("good" if added else "warn", "rota.shift_added" if added else "rota.shift_there")
    return to_week(instant_of(form["start"]))


def _wall(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is None else None


@allowed(Right.ROTA_CHANGE)
def import_file() -> ResponseReturnValue:
    """A CSV file, pasted: shifts of an earlier file that are not in it end."""
    file = Form.read("rota", _FILE, request.form)
    if not file.ok:
        return _page(_blank(), file, status=422)
    with house().database.begin() as connection:
        result = service.import_csv(connection, file["text"], change())
    if result.problems:
        return _page(_blank(), file, result.problems, 422)
    tell("good", "rota.imported", added=result.added, kept=result.kept, retired=result.retired)
    return to_week()


@allowed(Right.ROTA_CHANGE)
def end_shift(shift_id: str) -> ResponseReturnValue:
    """Take a shift with all its repeats out of the rota."""
    with house().database.begin() as connection:
        ended = service.end_shift(connection, id_of(shift_id), change())
    tell("good" if ended else "warn", "rota.shift_ended" if ended else "rota.gone")
    return to_week(instant_of(request.form.get("start", "")))
