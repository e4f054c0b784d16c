"""Filters that somebody keeps under a name of their own."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from intake.console.access import allowed
from intake.console.notices import tell
from intake.console.pages.enrollments import query
from intake.console.pages.enrollments.common import id_of
from intake.console.viewer import house, moment_now, viewer
from intake.staff.access import Right
from intake.storage import saved_filters

_NAME_LIMIT = 40


def install(pages: Blueprint) -> None:
    """Serve the acts."""
    pages.post("/enrollments/filters")(keep_filter)
    pages.post("/enrollments/filters/<filter_id>/drop")(drop_filter)


@allowed(Right.ENROLLMENT_LIST)
def keep_filter() -> ResponseReturnValue:
    """Keep the filter that is set now."""
    chosen = query.plain(MultiDict(request.form))
    name = request.form.get("name", "").strip()
    # No digits in a row: a name must not become a place for a number or a ZIP.
    if not name or len(name) > _NAME_LIMIT or sum(letter.isdigit() for letter in name) > 3:
        tell("bad", "enrollments.filter_name_wrong")
        return redirect(url_for("enrollments.show", **chosen), 303)
    with house().database.begin() as connection:
        saved_filters.keep(connection, viewer().staff_id, name, urlencode(sorted(chosen.items())), moment_now())
    tell("good", "enrollments.filter_kept")
    return redirect(url_for("enrollments.show", **chosen), 303)


@allowed(Right.ENROLLMENT_LIST)
def drop_filter(filter_id: str) -> ResponseReturnValue:
    """Keep it no longer."""
    with house().database.begin() as connection:
        saved_filters.drop(connection, viewer().staff_id, id_of(filter_id))
    return redirect(url_for("enrollments.show"), 303)
