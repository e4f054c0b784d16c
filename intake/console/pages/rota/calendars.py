"""Secret addresses for calendar programs: made here once, revoked here, read by whoever holds them."""

from __future__ import annotations

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import allowed, public
from intake.console.notices import tell
from intake.console.pages.rota.common import change
from intake.console.viewer import house, moment_now, viewer
from intake.oncall import feeds
from intake.staff.access import Right

_LONGEST = 100


def install(pages: Blueprint) -> None:
    """Serve the page, the acts and the calendar itself."""
    pages.get("/rota/calendar")(calendars)
    pages.post("/rota/calendar")(make)
    pages.post("/rota/calendar/revoke")(revoke)
    pages.get("/calendar/<token>.ics")(feed)


def _whose_is_team() -> bool:
    return request.form.get("whose") == "team" and viewer().may(Right.ROTA_CHANGE)


@allowed(Right.OWN_SHIFTS, Right.ROTA_CHANGE)
def calendars() -> ResponseReturnValue:
    """What an address is for, and the buttons."""
    return render_template("pages/rota/calendar.html", may_change=viewer().may(Right.ROTA_CHANGE))


@allowed(Right.OWN_SHIFTS, Right.ROTA_CHANGE)
def make() -> ResponseReturnValue:
    """A new address, shown this once; an older one stops working."""
    team = _whose_is_team()
    with house().database.begin() as connection:
        token = feeds.make(connection, None if team else viewer().staff_id, change())
    address = house().settings.console_base_url + url_for("rota.feed", token=token)
    may_change = viewer().may(Right.ROTA_CHANGE)
    return render_template("pages/rota/calendar.html", address=address, team=team, may_change=may_change)


@allowed(Right.OWN_SHIFTS, Right.ROTA_CHANGE)
def revoke() -> ResponseReturnValue:
    """End the address."""
    with house().database.begin() as connection:
        feeds.revoke(connection, None if _whose_is_team() else viewer().staff_id, change())
    tell("good", "rota.feed_revoked")
    return redirect(url_for("rota.calendars"), 303)


@public
def feed(token: str) -> ResponseReturnValue:
    """The calendar behind a secret address; shifts and staff names only, never a caller."""
    if len(token) > _LONGEST:
        abort(404)
    with house().database.begin() as connection:
        found = feeds.read(connection, token, moment_now())
    if found is None:
        abort(404)
    return Response(found, mimetype="text/calendar")
