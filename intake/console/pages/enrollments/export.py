"""Print and export: a reason, a fresh proof of who asks, the notice, and a line in the audit trail for each."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.notices import tell
from intake.console.pages.enrollments.common import hand, maybe_id
from intake.console.viewer import house
from intake.enrollments import exporting
from intake.privacy.statements import STATEMENT_1
from intake.staff.access import REASONS, Right

_MOST_AT_ONCE = 500


def install(pages: Blueprint) -> None:
    """Serve both."""
    pages.post("/enrollments/export")(export)
    pages.post("/enrollments/print")(print_out)


def _asked() -> tuple[list[UUID], str]:
    ids = [found for text in request.form.getlist("id") if (found := maybe_id(text))]
    return ids[:_MOST_AT_ONCE], request.form.get("reason", "")


def _refused(ids: list[UUID]) -> ResponseReturnValue:
    tell("bad", "enrollments.export_needs_reason" if ids else "enrollments.none_chosen")
    return redirect(url_for("enrollments.show"), 303)


@allowed(Right.ENROLLMENT_EXPORT)
def export() -> ResponseReturnValue:
    """A CSV file of the chosen records."""
    ids, reason = _asked()
    if not ids or reason not in REASONS:
        return _refused(ids)
    with house().database.begin() as connection:
        leaves = exporting.take_out(connection, hand(), ids, reason)
    answer = Response(exporting.as_csv(leaves, STATEMENT_1), mimetype="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="records.csv"'
    return answer


@allowed(Right.ENROLLMENT_EXPORT)
def print_out() -> ResponseReturnValue:
    """The chosen records on paper."""
    ids, reason = _asked()
    if not ids or reason not in REASONS:
        return _refused(ids)
    with house().database.begin() as connection:
        leaves = exporting.take_out(connection, hand(), ids, reason)
    return render_template("pages/enrollments/print.html", leaves=leaves, columns=exporting.COLUMNS, notice=STATEMENT_1)
