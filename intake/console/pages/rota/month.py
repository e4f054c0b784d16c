"""A month of the rota at a glance: who leads each day, and where nobody does."""

from __future__ import annotations

from datetime import date, timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.pages.rota.common import day_of, today, zone
from intake.console.pages.rota.days import stretch
from intake.console.viewer import house, moment_now
from intake.staff.access import Right


def install(pages: Blueprint) -> None:
    """Serve the month."""
    pages.get("/rota/month")(month)


@allowed(Right.ROTA_SEE)
def month() -> ResponseReturnValue:
    """Whole weeks, from the Monday before the first to the Sunday after the last."""
    first = day_of(request.args.get("month")).replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    start = first - timedelta(days=first.weekday())
    count = -(-(following - start).days // 7) * 7
    with house().database.begin() as connection:
        shown = stretch(connection, start, count, zone())
    return render_template(
        "pages/rota/month.html",
        weeks=[shown.days[number : number + 7] for number in range(0, count, 7)],
        names=shown.names,
        first=first,
        earlier=_first_before(first),
        later=following,
        today=today(),
        now=moment_now(),
    )


def _first_before(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
