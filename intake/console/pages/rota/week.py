"""One week of the rota, day by day."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.pages.rota.common import day_of, today, wall, zone
from intake.console.pages.rota.days import stretch
from intake.console.viewer import house, moment_now, viewer
from intake.oncall.service import gaps
from intake.oncall.tiers import Tier
from intake.staff.access import Right
from intake.storage import rota as rows

AHEAD_DAYS = 28


def install(pages: Blueprint) -> None:
    """Serve the week."""
    pages.get("/rota")(show)


@allowed(Right.ROTA_SEE)
def show() -> ResponseReturnValue:
    """The week with gaps and warnings in place, what is wrong in four weeks, and what waits for an answer."""
    day = day_of(request.args.get("week"))
    monday = day - timedelta(days=day.weekday())
    now = moment_now()
    with house().database.begin() as connection:
        shown = stretch(connection, monday, 7, zone())
        coming = gaps(connection, now, AHEAD_DAYS)
        swaps = rows.open_swaps(connection, now)
        away = rows.live_time_off(connection, now, now + timedelta(days=90))
    me = viewer().staff_id
    return render_template(
        "pages/rota/week.html",
        shown=shown,
        names=shown.names,
        monday=monday,
        earlier=monday - timedelta(days=7),
        later=monday + timedelta(days=7),
        today=today(),
        now=now,
        coming=[one for one in coming if one.serious],
        warnings=[one for one in coming if not one.serious],
        swaps=[one for one in swaps if me in (one.giver_id, one.taker_id) or viewer().may(Right.ROTA_CHANGE)],
        away=[one for one in away if one.staff_id == me or viewer().may(Right.ROTA_CHANGE)],
        me=me,
        tiers=tuple(Tier),
        may_change=viewer().may(Right.ROTA_CHANGE),
        has_shifts=viewer().may(Right.OWN_SHIFTS),
        wall=wall,
        zone_name=str(zone()),
    )
