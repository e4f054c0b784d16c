"""Fill a gap, stand in for somebody, take an arrangement back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.notices import tell
from intake.console.pages.enrollments.common import id_of, maybe_id
from intake.console.pages.rota.common import change, instant_of, refused, tier_of, to_week, wall
from intake.console.viewer import house, moment_now, viewer
from intake.oncall import standing_in
from intake.oncall.standing_in import NotPossible, StandIn, Stretch
from intake.oncall.tiers import Tier
from intake.staff.access import Right
from intake.storage import duty as people_rows
from intake.storage import staff_names
from intake.told import told

_FIELDS = (
    Field("staff", "select"),
    Field("tier", "select"),
    Field("start", "datetime-local", limit=40),
    Field("end", "datetime-local", limit=40),
    Field("instead", "select", required=False),
)


def install(pages: Blueprint) -> None:
    """Serve the page and the acts."""
    pages.get("/rota/change")(choose)
    pages.post("/rota/change")(stand_in)
    pages.post("/rota/change/<override_id>/withdraw")(withdraw)
    pages.post("/rota/take-now")(take_now)


@allowed(Right.ROTA_SEE)
def choose() -> ResponseReturnValue:
    """What can be done about one duty or one gap: the address says which."""
    start, end = (instant_of(request.args.get(name, "")) for name in ("start", "end"))
    values = {
        "tier": request.args.get("tier", "primary"),
        "start": wall(start) if start else "",
        "end": wall(end) if end else "",
        "instead": request.args.get("instead", ""),
        "staff": request.args.get("staff", ""),
    }
    return _page(_form(Form.blank("rota", _FIELDS, values)), start, end)


def _form(form: Form) -> Form:
    with house().database.begin() as connection:
        people = [(one.id.hex, one.name) for one in people_rows.people(connection)]
    for name, choices in (
        ("staff", sorted(people, key=lambda one: one[1])),
        ("instead", sorted(people, key=lambda one: one[1])),
        ("tier", [(tier.value, tier.value) for tier in Tier]),
    ):
        form.choose(name, choices)
    return form


def _page(form: Form, start: datetime | None, end: datetime | None, status: int = 200) -> ResponseReturnValue:
    now, instead = moment_now(), maybe_id(form["instead"])
    source = maybe_id(request.args.get("source"))
    with house().database.begin() as connection:
        names = staff_names.names(connection)
    return render_template(
        "pages/rota/change.html",
        form=form,
        start=start,
        end=end,
        names=names,
        instead=instead,
        mine=instead == viewer().staff_id,
        running=bool(start and end and start <= now < end),
        to_come=bool(start and start > now),
        by=request.args.get("by", ""),
        source=source,
        may_change=viewer().may(Right.ROTA_CHANGE),
        has_shifts=viewer().may(Right.OWN_SHIFTS),
    ), status


@allowed(Right.ROTA_CHANGE)
def stand_in() -> ResponseReturnValue:
    """Put somebody on duty for a while."""
    form = Form.blank("rota", _FIELDS)
    form = Form.read("rota", tuple(_form(form).fields.values()), request.form)
    start, end, tier = instant_of(form["start"]), instant_of(form["end"]), tier_of(form["tier"])
    for name, value in (("start", start), ("end", end)):
        if value is None:
            form.fail(name, "rota.error_time")
    if not form.ok or start is None or end is None or tier is None:
        return _page(form, start, end, 422)
    wanted = StandIn(UUID(hex=form["staff"]), Stretch(tier, start, end), maybe_id(form["instead"]))
    try:
        with house().database.begin() as connection:
            standing_in.stand_in(connection, wanted, change())
    except NotPossible as error:
        refused(error.why)
        return _page(form, start, end, 422)
    tell("good", "rota.filled")
    return to_week(start)


@allowed(Right.ROTA_CHANGE)
def withdraw(override_id: str) -> ResponseReturnValue:
    """Take an arrangement back."""
    with house().database.begin() as connection:
        undone = standing_in.cancel_stand_in(connection, id_of(override_id), change())
    tell("good" if undone else "warn", "rota.withdrawn" if undone else "rota.gone")
    return to_week(instant_of(request.form.get("start", "")))


@allowed(Right.OWN_SHIFTS)
def take_now() -> ResponseReturnValue:
    """Be on duty instead of somebody, from now to the end of their duty."""
    instead = maybe_id(request.form.get("instead"))
    try:
        if instead is None:
            raise NotPossible(told("that person is not on duty now"))
        with house().database.begin() as connection:
            standing_in.take_now(connection, viewer().staff_id, instead, change())
        tell("good", "rota.taken")
    except NotPossible as error:
        refused(error.why)
    return to_week()
