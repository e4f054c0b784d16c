"""What a coordinator does on a record's page, each with one button, with or without scripts."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.gate import local_path
from intake.console.notices import tell
from intake.console.pages.enrollments.common import back_to, hand, id_of, local_moment, maybe_id
from intake.console.viewer import house
from intake.enrollments import closing, desk, restrictions
from intake.enrollments.desk import NewTask
from intake.enrollments.hand import Said
from intake.staff.access import Right

_MOST_AT_ONCE = 200


def install(pages: Blueprint) -> None:
    """Serve the acts."""
    pages.post("/enrollments/assign")(assign_many)
    for name, view in (
        ("move", move),
        ("proof", proof),
        ("close", close),
        ("assign", assign),
        ("note", note),
        ("restriction", restriction),
        ("task", task),
        ("site", site),
    ):
        pages.post(f"/enrollments/<record_id>/{name}")(view)
    pages.post("/enrollments/<record_id>/restriction/<note_id>/lift")(restriction_lifted)
    pages.post("/enrollments/<record_id>/task/<task_id>/done")(task_done)


def _version() -> int:
    given = request.form.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1


@allowed(Right.ENROLLMENT_CHANGE)
def move(record_id: str) -> ResponseReturnValue:
    """To another stage, through its gates."""
    with house().database.begin() as connection:
        stage = request.form.get("stage", "")
        moved = desk.move(connection, hand(), id_of(record_id), _version(), stage)
    return back_to(id_of(record_id), moved.said, "next")


@allowed(Right.ENROLLMENT_CHANGE)
def proof(record_id: str) -> ResponseReturnValue:
    """Say that something is so."""
    said = Said.DONE
    with house().database.begin() as connection:
        for code in request.form.getlist("proof"):
            said = desk.tick(connection, hand(), id_of(record_id), code)
    return back_to(id_of(record_id), said, "next")


@allowed(Right.ENROLLMENT_CHANGE)
def close(record_id: str) -> ResponseReturnValue:
    """Close with a reason of the list; whoever rings for it stops ringing."""
    with house().database.begin() as connection:
        reason = request.form.get("reason", "")
        closed = closing.close(connection, hand(), id_of(record_id), _version(), reason)
    if closed.called_off is not None:
        house().desk.nudge("end_callback_legs", closed.called_off)
    return back_to(id_of(record_id), closed.said)


@allowed(Right.ENROLLMENT_CHANGE)
def assign(record_id: str) -> ResponseReturnValue:
    """Give it to somebody."""
    to = maybe_id(request.form.get("coordinator"))
    with house().database.begin() as connection:
        desk.assign(connection, hand(), [id_of(record_id)], to)
    return back_to(id_of(record_id), Said.DONE)


@allowed(Right.ENROLLMENT_CHANGE)
def assign_many() -> ResponseReturnValue:
    """Give several to somebody."""
    ids = [found for text in request.form.getlist("id") if (found := maybe_id(text))][:_MOST_AT_ONCE]
    to = maybe_id(request.form.get("to"))
    if not ids:
        tell("warn", "enrollments.none_chosen")
    else:
        with house().database.begin() as connection:
            changed = desk.assign(connection, hand(), ids, to)
        tell("good", "enrollments.assigned", count=changed)
    return redirect(local_path(request.form.get("back")) or url_for("enrollments.show"), 303)


@allowed(Right.ENROLLMENT_CHANGE)
def note(record_id: str) -> ResponseReturnValue:
    """Keep a note, sealed."""
    with house().database.begin() as connection:
        said = desk.add_note(connection, hand(), id_of(record_id), request.form.get("text", ""))
    return back_to(id_of(record_id), said, "notes")


@allowed(Right.ENROLLMENT_CHANGE)
def restriction(record_id: str) -> ResponseReturnValue:
    """Keep what the person asked us not to tell."""
    with house().database.begin() as connection:
        said = restrictions.add(connection, hand(), id_of(record_id), request.form.get("text", ""))
    return back_to(id_of(record_id), said, "restrictions")


@allowed(Right.ENROLLMENT_CHANGE)
def restriction_lifted(record_id: str, note_id: str) -> ResponseReturnValue:
    """It stands no longer."""
    with house().database.begin() as connection:
        said = restrictions.lift(connection, hand(), id_of(record_id), id_of(note_id))
    return back_to(id_of(record_id), said, "restrictions")


@allowed(Right.ENROLLMENT_CHANGE)
def task(record_id: str) -> ResponseReturnValue:
    """Put something on somebody's list."""
    due = local_moment(request.form.get("due", ""))
    if due is None:
        return back_to(id_of(record_id), Said.WRONG, "tasks")
    new = NewTask(request.form.get("kind", ""), due, maybe_id(request.form.get("assignee")))
    with house().database.begin() as connection:
        said = desk.add_task(connection, hand(), id_of(record_id), new)
    return back_to(id_of(record_id), said, "tasks")


@allowed(Right.ENROLLMENT_CHANGE)
def task_done(record_id: str, task_id: str) -> ResponseReturnValue:
    """Tick it off."""
    with house().database.begin() as connection:
        said = desk.finish_task(connection, hand(), id_of(record_id), id_of(task_id))
    return back_to(id_of(record_id), said, "tasks")


@allowed(Right.ENROLLMENT_CHANGE)
def site(record_id: str) -> ResponseReturnValue:
    """Say where the person is to go."""
    chosen = maybe_id(request.form.get("site"))
    if chosen is None:
        return back_to(id_of(record_id), Said.WRONG, "places")
    with house().database.begin() as connection:
        said = desk.choose_site(connection, hand(), id_of(record_id), _version(), chosen)
    return back_to(id_of(record_id), said, "places")
