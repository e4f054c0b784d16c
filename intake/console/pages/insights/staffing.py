"""People needed against people on the rota, hour by hour of the coming week."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import allowed
from intake.console.pages.insights.tiles import percent
from intake.console.viewer import house, moment_now
from intake.insights import charts, staffing
from intake.insights.forecast import HOURS, hour_of_week
from intake.insights.service import week_ahead
from intake.oncall.service import between
from intake.oncall.tiers import Tier
from intake.staff.access import Right

_ANSWERING = (Tier.PRIMARY, Tier.BACKUP)
_HANDLING_MINUTES = (10, 15, 20, 25, 30, 40)


def install(pages: Blueprint) -> None:
    """Serve the page."""
    pages.get("/insights/staffing")(needed)


@allowed(Right.COUNTS_SEE)
def needed() -> ResponseReturnValue:
    """The next 168 hours, by the last eight weeks of the same hours."""
    zone, now = ZoneInfo(house().settings.timezone), moment_now()
    target = _target()
    with house().database.begin() as connection:
        hours = week_ahead(connection, now, zone)
        planned = _planned(connection, now, zone)
    found = staffing.needs(hours, planned, target)
    top = max(max(need.planned_for, need.on_rota) for need in found)
    busiest = max(need.expected for need in found) or 1
    days = [found[day * 24 : day * 24 + 24] for day in range(7)]
    return render_template(
        "pages/insights/staffing.html",
        days=days,
        lines=[
            (
                charts.steps([need.planned_for for need in day], top),
                charts.steps([need.on_rota for need in day], top),
            )
            for day in days
        ],
        top=top,
        means=[hour.mean for hour in hours],
        short=sum(need.short > 0 for need in found),
        target=target,
        targets=staffing.TARGETS_S,
        handling=_HANDLING_MINUTES,
        rates=staffing.RATES,
        busiest=busiest,
        teams=staffing.teams(busiest, target),
        percent=percent,
        table=staffing.table(target.handling_s, target.share),
    )


def _target() -> staffing.Target:
    within = {f"{value:g}": value for value in staffing.TARGETS_S}.get(request.args.get("within", ""))
    minutes = {str(value): value for value in _HANDLING_MINUTES}.get(request.args.get("minutes", ""), 25)
    return staffing.Target(within_s=within or staffing.TARGETS_S[0], handling_s=minutes * 60.0)


def _planned(connection: Connection, now: datetime, zone: ZoneInfo) -> list[int]:
    """People who answer, in the middle of each of the coming 168 hours, by hour of the week."""
    first = now.replace(minute=30, second=0, microsecond=0)
    duties = [duty for duty in between(connection, first, first + timedelta(hours=HOURS)) if duty.tier in _ANSWERING]
    counts = [0] * HOURS
    for number in range(HOURS):
        at = first + timedelta(hours=number)
        here = {duty.staff_id for duty in duties if duty.start <= at < duty.end}
        counts[hour_of_week(at, zone)] = len(here)
    return counts
