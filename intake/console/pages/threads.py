"""Text threads with a person: read, answer, finish. Nothing telling is sent to a lock screen unasked."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console import thread_view
from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.notices import tell_said
from intake.console.ports import Said
from intake.console.viewer import act, house, viewer
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff.access import Right
from intake.storage import console_threads, staff_names
from intake.storage.console_threads import Thread

pages = Blueprint("threads", __name__)
_REPLY = (Field("reply", "textarea", limit=thread_view.LONGEST),)


@pages.get("/texts")
@allowed(Right.THREAD_READ)
def show() -> ResponseReturnValue:
    """Threads that are with a person or wait for one."""
    with house().database.begin() as connection:
        record(connection, act(Action.LIST, "conversation"))
        return render_template("pages/threads.html", **_listed(connection))


@pages.get("/texts/live")
@allowed(Right.THREAD_READ, passive=True)
def live() -> ResponseReturnValue:
    """The same list, for a page that renews itself."""
    with house().database.begin() as connection:
        return render_template("pages/threads_live.html", **_listed(connection))


def _listed(connection: Connection) -> dict[str, object]:
    found = console_threads.with_person(connection)
    mine = [one for one in found if thread_view.may_read(one, viewer())]
    return {"threads": mine, "names": staff_names.names(connection)}


def _thread(connection: Connection, thread_id: UUID) -> Thread:
    thread = console_threads.get(connection, thread_id)
    if thread is None or not thread_view.may_read(thread, viewer()):
        abort(404)
    return thread


@pages.get("/texts/<uuid:thread_id>")
@allowed(Right.THREAD_READ)
def one(thread_id: UUID) -> ResponseReturnValue:
    """One thread, with a place to answer."""
    return _page(thread_id, Form.blank("threads", _REPLY))


def _page(thread_id: UUID, form: Form, status: int = 200) -> ResponseReturnValue:
    with house().database.begin() as connection:
        thread = _thread(connection, thread_id)
        record(connection, act(Action.READ, "conversation", thread_id.hex))
        reading = thread_view.read(connection, house().vault, thread)
    return render_template("pages/thread.html", form=form, reading=reading), status


@pages.get("/texts/<uuid:thread_id>/live")
@allowed(Right.THREAD_READ, passive=True)
def lines(thread_id: UUID) -> ResponseReturnValue:
    """The texts alone: the answer that is being written stays where it is."""
    with house().database.begin() as connection:
        reading = thread_view.read(connection, house().vault, _thread(connection, thread_id))
    return render_template("pages/thread_lines.html", reading=reading)


@pages.post("/texts/<uuid:thread_id>/reply")
@allowed(Right.THREAD_REPLY)
def reply(thread_id: UUID) -> ResponseReturnValue:
    """Send an answer, unless its words would tell too much on a lock screen."""
    form = Form.read("threads", _REPLY, request.form)
    with house().database.begin() as connection:
        thread = _thread(connection, thread_id)
        may_tell = thread_view.read(connection, house().vault, thread).may_tell
    if not may_tell and thread_view.tells(form["reply"]):
        form.fail("reply", "threads.error_telling")
    if not form.ok:
        return _page(thread_id, form, 422)
    said = house().callback_acts.send_thread_reply(thread_id, viewer().staff_id, form["reply"])
    if said is not Said.DONE:
        tell_said(said)
    return redirect(url_for("threads.one", thread_id=thread_id), 303)


@pages.post("/texts/<uuid:thread_id>/end")
@allowed(Right.THREAD_REPLY)
def end(thread_id: UUID) -> ResponseReturnValue:
    """A person is done with it."""
    with house().database.begin() as connection:
        _thread(connection, thread_id)
    tell_said(house().callback_acts.end_thread(thread_id, viewer().staff_id))
    return redirect(url_for("threads.show"), 303)
