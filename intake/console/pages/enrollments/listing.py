"""The list: filtered by codes in the address, searched by what somebody knows in a form that leaves no trace."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.pages.enrollments import query
from intake.console.pages.enrollments.common import coordinators, end_of_today
from intake.console.viewer import act, house, moment_now, viewer
from intake.enrollments import pipeline
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff.access import REASONS, Right
from intake.storage import enrollment_desk, enrollment_lists, saved_filters, site_names, staff_names
from intake.storage.enrollment_lists import Filter, Page

_SEARCH = (
    Field("code", required=False, limit=12),
    Field("zip", required=False, limit=5, mode="numeric"),
    Field("digits", required=False, limit=4, mode="numeric"),
)


def install(pages: Blueprint) -> None:
    """Serve the list."""
    pages.get("/enrollments")(show)
    pages.post("/enrollments/search")(search)


@allowed(Right.ENROLLMENT_LIST)
def show() -> ResponseReturnValue:
    """One page of the list."""
    wanted, at = query.wanted(request.args, viewer().staff_id), query.place(request.args)
    with house().database.begin() as connection:
        lines = enrollment_lists.page(connection, wanted, at)
        record(connection, act(Action.LIST, "enrollment"))
        more = len(lines) > at.size
        after = f"?{query.next_query(request.args, at, lines[at.size - 1])}" if more else ""
        return render_template(
            "pages/enrollments/list.html",
            lines=lines[: at.size],
            next_url=url_for("enrollments.show") + after if more else "",
            first_url=url_for("enrollments.show", **query.plain(request.args)) if at.after else "",
            kept=saved_filters.of(connection, viewer().staff_id),
            form=Form.blank("enrollments", _SEARCH),
            **_around(connection),
        )


@allowed(Right.ENROLLMENT_SEARCH)
def search() -> ResponseReturnValue:
    """Records by code, ZIP or last four digits; the search is audited, what was typed is not kept."""
    form = Form.read("enrollments", _SEARCH, request.form)
    _check(form)
    lines: list[Any] = []
    with house().database.begin() as connection:
        if form.ok:
            kinds = "+".join(name for name in ("code", "zip", "digits") if form[name])
            record(connection, act(Action.SEARCH, "enrollment", reason=kinds))
            lines = enrollment_lists.page(connection, _sought(form), Page(size=100))
        return render_template(
            "pages/enrollments/list.html",
            lines=lines[:100],
            searched=True,
            form=form,
            kept=saved_filters.of(connection, viewer().staff_id),
            **_around(connection),
        ), 200 if form.ok else 422


def _check(form: Form) -> None:
    if not any(form[name] for name in ("code", "zip", "digits")):
        form.fail("", "enrollments.search_nothing")
    if form["zip"] and not re.fullmatch(r"\d{5}", form["zip"]):
        form.fail("zip", "enrollments.search_zip")
    if form["digits"] and not re.fullmatch(r"\d{4}", form["digits"]):
        form.fail("digits", "enrollments.search_digits")


def _sought(form: Form) -> Filter:
    vault = house().vault
    return Filter(
        code=form["code"].upper().replace(" ", "") or None,
        zip_prints=tuple(vault.fingerprints(form["zip"], "zip")) if form["zip"] else (),
        last4_prints=tuple(vault.fingerprints(form["digits"], "last4")) if form["digits"] else (),
    )


def _around(connection: Connection) -> dict[str, object]:
    """What stands around the lines: choices, names, and what is due for this person today."""
    due = enrollment_desk.tasks_due(connection, viewer().staff_id, end_of_today())
    codes = {line.id: line.code for line in enrollment_lists.by_ids(connection, _ids(due))}
    return {
        "args": request.args,
        "plain": query.plain(request.args),
        "stages": pipeline.ORDER,
        "sorts": tuple(enrollment_lists.SORTS),
        "languages": query.LANGUAGES,
        "channels": query.CHANNELS,
        "coordinators": coordinators(connection),
        "names": staff_names.names(connection),
        "sites": site_names.names(connection),
        "reasons": REASONS,
        "late": pipeline.late,
        "now": moment_now(),
        "due_tasks": due,
        "codes": codes,
    }


def _ids(due: list[enrollment_desk.Task]) -> list[UUID]:
    return [task.enrollment_id for task in due]
