"""The board: every open stage with its gate, its clock and the records that have rested in it longest."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.pages.enrollments import query
from intake.console.pages.enrollments.common import coordinators
from intake.console.viewer import act, house, moment_now, viewer
from intake.enrollments import pipeline
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff.access import Right
from intake.storage import enrollment_lists, site_names, staff_names

EACH = 12


def install(pages: Blueprint) -> None:
    """Serve the board."""
    pages.get("/enrollments/board")(board)
    pages.get("/enrollments/board/columns")(columns)


@allowed(Right.ENROLLMENT_LIST)
def board() -> ResponseReturnValue:
    """The whole page."""
    with house().database.begin() as connection:
        record(connection, act(Action.LIST, "enrollment", reason="board"))
        people = coordinators(connection)
    return render_template(
        "pages/enrollments/board.html",
        args=request.args,
        coordinators=people,
        plain=query.plain(request.args),
        **_columns(),
    )


@allowed(Right.ENROLLMENT_LIST, passive=True)
def columns() -> ResponseReturnValue:
    """What renews itself."""
    return render_template("pages/enrollments/board_columns.html", **_columns())


def _columns() -> dict[str, object]:
    wanted = query.wanted(request.args, viewer().staff_id)
    with house().database.begin() as connection:
        return {
            "columns": enrollment_lists.board(connection, pipeline.BOARD, wanted, EACH),
            "stages": pipeline.STAGES,
            "names": staff_names.names(connection),
            "sites": site_names.names(connection),
            "most": enrollment_lists.COUNT_LIMIT,
            "due": pipeline.due,
            "now": moment_now(),
        }
