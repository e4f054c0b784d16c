"""Make one record of two: shown first, done on a second tap."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.pages.enrollments.common import back_to, hand, id_of
from intake.console.viewer import house
from intake.enrollments import merging
from intake.enrollments.hand import Said
from intake.staff.access import Right
from intake.storage import enrollment_desk


def install(pages: Blueprint) -> None:
    """Serve preview and act."""
    pages.post("/enrollments/<record_id>/merge")(preview)
    pages.post("/enrollments/<record_id>/merge/<other_id>")(merge)


@allowed(Right.ENROLLMENT_CHANGE)
def preview(record_id: str) -> ResponseReturnValue:
    """What would happen; the other record is named by its code."""
    code = request.form.get("code", "").upper().replace(" ", "")[:12]
    with house().database.begin() as connection:
        other: UUID | None = enrollment_desk.id_of_code(connection, code) if code else None
        seen = merging.preview(connection, hand(), id_of(record_id), other) if other else None
    if seen is None:
        return back_to(id_of(record_id), Said.GONE, "merge")
    return render_template("pages/enrollments/merge.html", pair=seen)


@allowed(Right.ENROLLMENT_CHANGE)
def merge(record_id: str, other_id: str) -> ResponseReturnValue:
    """Do it."""
    given = request.form.get("version", "")
    version = int(given) if given.isascii() and given.isdigit() and len(given) < 10 else -1
    with house().database.begin() as connection:
        said = merging.merge(connection, hand(), id_of(record_id), id_of(other_id), version)
    return back_to(id_of(record_id), said)
