"""One record: answers, permissions, gates, callbacks, tasks, notes, places, and all that happened."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import allowed
from intake.console.pages.enrollments.common import coordinators, hand, id_of
from intake.console.viewer import house, viewer
from intake.enrollments import desk, pipeline, reading, restrictions
from intake.enrollments.fits import fits
from intake.enrollments.reading import File
from intake.staff.access import NEEDS_REASON, REASONS, Right, visible_fields
from intake.storage import enrollment_lists, permissions, site_names, staff_names

ANSWERS = (
    "language", "for_whom", "age_band", "care_stage", "living", "priority_group", "pay", "schedule", "format",
)  # fmt: skip
# Which table of words tells the detail of a moment.
GROUPS = {
    "stage": "stage",
    "closed": "closed_reason",
    "proof": "proof",
    "task": "task",
    "task_done": "task",
    "talk": "channel",
    "talk_over": "talk_outcome",
    "created": "channel",
    "callback": "class",
    "callback_over": "callback_end",
    "rung": "offer",
    "tried": "outcome",
    "consent": "consent_act",
    restrictions.ASKED: "",
    restrictions.LIFTED: "",
}
CONTACT = ("contact_mode", "message", "identify_as", "preferred_time")


def install(pages: Blueprint) -> None:
    """Serve the record."""
    pages.get("/enrollments/<record_id>")(record)
    pages.post("/enrollments/<record_id>/reveal")(reveal)


@allowed(Right.ENROLLMENT_OPEN)
def record(record_id: str) -> ResponseReturnValue:
    """Open a record; the opening is audited."""
    return page(id_of(record_id))


@allowed(Right.NUMBER_REVEAL)
def reveal(record_id: str) -> ResponseReturnValue:
    """Show the number once, for a reason and after a fresh proof of who asks."""
    chosen = request.form.get("reason", "")
    if Right.NUMBER_REVEAL in NEEDS_REASON and chosen not in REASONS:
        return page(id_of(record_id), status=422, problem="shell.error_choice")
    with house().database.begin() as connection:
        number = reading.reveal(connection, hand(), id_of(record_id), chosen)
    return page(id_of(record_id), number=number)


def page(record_id: UUID, *, number: str | None = None, status: int = 200, problem: str = "") -> ResponseReturnValue:
    """The record as a page."""
    with house().database.begin() as connection:
        file = reading.open_file(connection, hand(), record_id)
        if file is not None:
            around = _around(connection, file)
    if file is None:
        abort(404)
    seen = visible_fields(viewer().roles, "enrollment")
    return render_template(
        "pages/enrollments/record.html",
        file=file,
        number=number,
        problem=problem,
        answers=[name for name in ANSWERS if name in seen],
        contact=CONTACT,
        stage=pipeline.STAGES[file.record.stage],
        board=pipeline.BOARD,
        ticked=pipeline.TICKED,
        open_record=file.record.stage not in pipeline.TERMINAL,
        closed_reasons=pipeline.CLOSED_REASONS,
        tasks=desk.TASKS,
        reasons=REASONS,
        groups=GROUPS,
        **around,
    ), status


def _around(connection: Connection, file: File) -> dict[str, object]:
    names, sites = staff_names.names(connection), site_names.names(connection)
    return {
        "names": names,
        "assignees": {found.hex: name for found, name in names.items()},
        "sites": sites,
        "site_hexes": {found.hex: name for found, name in sites.items()},
        "coordinators": coordinators(connection),
        "granted": permissions.standing(connection, file.record.id),
        "fits": fits(connection, file.record, file.opened),
        "restrictions": restrictions.standing(connection, house().vault, file.record.id),
        "others": enrollment_lists.by_ids(connection, file.same_number),
    }
