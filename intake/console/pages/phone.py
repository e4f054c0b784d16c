"""Verify a staff number by a call: one's own, or a colleague's by an administrator who tells them the code."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.notices import tell
from intake.console.viewer import house, moment_now, viewer
from intake.staff import people, phone_checks
from intake.staff.access import Right
from intake.storage import phone_checks as rows
from intake.storage import staff

pages = Blueprint("phone", __name__)


@pages.get("/account/phone")
@allowed(Right.OWN_ACCOUNT)
def own() -> ResponseReturnValue:
    """One's own telephone: whether it is verified, and the code while it rings."""
    return _page("pages/phone.html", viewer().staff_id)


@pages.get("/account/phone/state")
@allowed(Right.OWN_ACCOUNT, passive=True)
def own_state() -> ResponseReturnValue:
    """The part of it that renews itself."""
    return _page("pages/phone_state.html", viewer().staff_id)


@pages.post("/account/phone")
@allowed(Right.OWN_ACCOUNT)
def ring_own() -> ResponseReturnValue:
    """Ring me."""
    return _ring(viewer().staff_id)


@pages.get("/people/<uuid:staff_id>/phone/check")
@allowed(Right.STAFF_MANAGE)
def one(staff_id: UUID) -> ResponseReturnValue:
    """The same for a colleague, who is told the code."""
    return _page("pages/phone.html", staff_id)


@pages.get("/people/<uuid:staff_id>/phone/check/state")
@allowed(Right.STAFF_MANAGE, passive=True)
def one_state(staff_id: UUID) -> ResponseReturnValue:
    """The part of it that renews itself."""
    return _page("pages/phone_state.html", staff_id)


@pages.post("/people/<uuid:staff_id>/phone/check")
@allowed(Right.STAFF_MANAGE)
def ring_one(staff_id: UUID) -> ResponseReturnValue:
    """Ring them."""
    return _ring(staff_id)


def _page(template: str, staff_id: UUID) -> ResponseReturnValue:
    now = moment_now()
    with house().database.begin() as connection:
        person = staff.by_id(connection, staff_id)
        if person is None:
            abort(404)
        check = rows.newest(connection, staff_id)
        number = people.phone(house().vault, person)
    recent = check if check is not None and now < check.expires_at else None
    mask = number.mask if number else None
    return render_template(template, person=person, check=recent, live=bool(recent and recent.live(now)), mask=mask)


def _ring(staff_id: UUID) -> ResponseReturnValue:
    try:
        with house().database.begin() as connection:
            person = staff.by_id(connection, staff_id)
            if person is None:
                abort(404)
            check_id = phone_checks.ask(connection, person, viewer().actor, moment_now())
        house().desk.nudge("check_phone", check_id)
    except people.Refused as refused:
        tell("bad", f"phone.error_{refused.code}")
    mine = staff_id == viewer().staff_id
    return redirect(url_for("phone.own") if mine else url_for("phone.one", staff_id=staff_id), 303)
