"""People of the helpline: who they are, what they may do, how they are rung and how they get in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import allowed
from intake.console.forms import Form
from intake.console.notices import tell
from intake.console.people_forms import NEW, SPEECH, changed_number, chosen, given_number, spoken
from intake.console.viewer import act, house, moment_now, viewer
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff import people
from intake.staff.access import Right
from intake.staff.people import NewPerson, Refused
from intake.storage import sessions as session_rows
from intake.storage import staff as rows
from intake.storage.staff import Person

pages = Blueprint("people", __name__)



def _link_lasts() -> timedelta:
    return timedelta(seconds=house().settings.invitation_seconds)


@pages.get("/people")
@allowed(Right.STAFF_SEE)
def show() -> ResponseReturnValue:
    """Everybody, those who left last."""
    with house().database.begin() as connection:
        found = rows.everyone(connection)
        record(connection, act(Action.LIST, "staff"))
    found.sort(key=lambda one: (one.disabled_at is not None, one.name.casefold()))
    return render_template("pages/people.html", people=found)


@pages.get("/people/new")
@allowed(Right.STAFF_MANAGE)
def new() -> ResponseReturnValue:
    """An empty form."""
    blank = {"timezone": house().settings.timezone, "language": "en", "roles": ["professional"]}
    return _new(Form.blank("people", chosen(NEW), blank))


def _new(form: Form, status: int = 200) -> ResponseReturnValue:
    return render_template("pages/person_new.html", form=form), status


@pages.post("/people/new")
@allowed(Right.STAFF_MANAGE)
def add() -> ResponseReturnValue:
    """Add somebody and make their invitation."""
    form = Form.read("people", chosen(NEW), request.form)
    number = given_number(form)
    if not form.ok:
        return _new(form, 422)
    wanted = NewPerson(form["email"], form["name"], form.lists["roles"], number, spoken(form), form["timezone"])
    try:
        with house().database.begin() as connection:
            person = people.add(connection, house().vault, wanted, viewer().actor, moment_now())
            token = people.invite(connection, person, viewer().actor, moment_now(), _link_lasts())
    except Refused as refused:
        field = {"bad_email": "email", "email_taken": "email", "no_name": "name"}.get(refused.code, "roles")
        form.fail(field, f"people.error_{refused.code}")
        return _new(form, 422)
    return _invited(person, token)


def _invited(person: Person, token: str) -> ResponseReturnValue:
    link = house().settings.console_base_url + url_for("join.show", token=token)
    return render_template("pages/invited.html", person=person, link=link)


def _person(connection: Connection, staff_id: UUID) -> Person:
    found = rows.by_id(connection, staff_id)
    if found is None:
        abort(404)
    return found


@pages.get("/people/<uuid:staff_id>")
@allowed(Right.STAFF_SEE)
def one(staff_id: UUID) -> ResponseReturnValue:
    """One person."""
    return _page(staff_id)


def _page(staff_id: UUID, failed: Form | None = None) -> ResponseReturnValue:
    with house().database.begin() as connection:
        person = _person(connection, staff_id)
        record(connection, act(Action.READ, "staff", staff_id.hex))
        devices = session_rows.of(connection, staff_id, moment_now())
        phone = people.phone(house().vault, person)
    roles = Form.blank("people", chosen(("roles",)), {"roles": person.roles})
    number = Form.blank("people", chosen(("phone",)))
    known = {"language": person.languages[0], "languages": person.languages, "timezone": person.timezone}
    speech = Form.blank("people", chosen(SPEECH), known)
    for form in (roles, number, speech):
        if failed is not None and set(form.fields) == set(failed.fields):
            form.errors = failed.errors
    page = render_template(
        "pages/person.html",
        person=person,
        devices=devices,
        mask=phone.mask if phone else None,
        roles=roles,
        number=number,
        speech=speech,
    )
    return page, 422 if failed else 200


@pages.post("/people/<uuid:staff_id>/roles")
@allowed(Right.STAFF_MANAGE)
def set_roles(staff_id: UUID) -> ResponseReturnValue:
    """Other roles: every session of theirs ends."""
    form = Form.read("people", chosen(("roles",)), request.form)
    if not form.ok:
        return _page(staff_id, form)
    return _try(
        staff_id,
        lambda connection, person: people.set_roles(
            connection, person, form.lists["roles"], viewer().actor, moment_now()
        ),
    )


@pages.post("/people/<uuid:staff_id>/phone")
@allowed(Right.STAFF_MANAGE)
def set_phone(staff_id: UUID) -> ResponseReturnValue:
    """Ring them on another number."""
    form = Form.read("people", chosen(("phone",)), request.form)
    number = changed_number(form)
    if number is None:
        return _page(staff_id, form)
    return _try(
        staff_id,
        lambda connection, person: people.set_phone(connection, house().vault, person, number, viewer().actor),
    )


@pages.post("/people/<uuid:staff_id>/languages")
@allowed(Right.STAFF_MANAGE)
def set_languages(staff_id: UUID) -> ResponseReturnValue:
    """Other languages, or another time zone."""
    form = Form.read("people", chosen(SPEECH), request.form)
    if not form.ok:
        return _page(staff_id, form)
    return _try(
        staff_id,
        lambda connection, person: people.set_languages(
            connection, person, spoken(form), form["timezone"], viewer().actor
        ),
    )


@pages.post("/people/<uuid:staff_id>/invite")
@allowed(Right.STAFF_MANAGE)
def invite(staff_id: UUID) -> ResponseReturnValue:
    """A new link, for somebody new or locked out."""
    with house().database.begin() as connection:
        person = _person(connection, staff_id)
        token = people.invite(connection, person, viewer().actor, moment_now(), _link_lasts())
    return _invited(person, token)


@pages.post("/people/<uuid:staff_id>/disable")
@allowed(Right.STAFF_MANAGE)
def disable(staff_id: UUID) -> ResponseReturnValue:
    """Not rung and not let in from now on."""
    return _try(
        staff_id,
        lambda connection, person: people.disable(connection, person, viewer().actor, moment_now()),
    )


@pages.post("/people/<uuid:staff_id>/enable")
@allowed(Right.STAFF_MANAGE)
def enable(staff_id: UUID) -> ResponseReturnValue:
    """Back again."""
    return _try(staff_id, lambda connection, person: people.enable(connection, person, viewer().actor))


def _try(staff_id: UUID, change: Callable[[Connection, Person], None]) -> ResponseReturnValue:
    try:
        with house().database.begin() as connection:
            change(connection, _person(connection, staff_id))
    except Refused as refused:
        tell("bad", f"people.error_{refused.code}")
    else:
        tell("good", "people.changed")
    return redirect(url_for("people.one", staff_id=staff_id), 303)
