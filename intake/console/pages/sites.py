"""Places and the programs that they offer: the warning under nine hours, and what is near a ZIP, with the reason."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.formats import word
from intake.console.forms import Field, Form
from intake.console.notices import tell
from intake.console.viewer import house, moment_now, viewer
from intake.enrollments import directory
from intake.enrollments.fits import Fit, near
from intake.enrollments.matching import Wish
from intake.enrollments.places import place
from intake.enrollments.programs import AGE_BANDS, FORMATS, LANGUAGES, PAYERS, SCHEDULES, warn
from intake.enrollments.sites import written
from intake.staff.access import Right

pages = Blueprint("sites", __name__)
_FILE = (Field("text", "textarea", limit=200_000),)
_WISH = (
    Field("zip", limit=5, mode="numeric"),
    Field("language", "select", required=False),
    Field("pay", "select", required=False),
    Field("schedule", "select", required=False),
    Field("format", "select", required=False),
    Field("age_band", "select", required=False),
)
_CHOICES = {
    "language": LANGUAGES,
    "pay": PAYERS,
    "schedule": SCHEDULES,
    "format": FORMATS,
    "age_band": AGE_BANDS,
}


@pages.get("/sites")
@allowed(Right.SITES_SEE)
def show() -> ResponseReturnValue:
    """Every open site."""
    return _page(_blank_wish(), Form.blank("sites", _FILE))


@pages.post("/sites/near")
@allowed(Right.SITES_SEE)
def near_zip() -> ResponseReturnValue:
    """What is near a ZIP; the ZIP may be a caller's, so it is sent as a form and kept nowhere."""
    wish = Form.read("sites", tuple(_blank_wish().fields.values()), request.form)
    where = place(wish["zip"]) if re.fullmatch(r"\d{5}", wish["zip"]) else None
    if where is None:
        wish.fail("zip", "sites.error_zip")
    if not wish.ok:
        return _page(wish, Form.blank("sites", _FILE), status=422)
    wanted = Wish(
        place=where,
        language=wish["language"] or "en",
        pay=wish["pay"] or None,
        schedule=wish["schedule"] or None,
        format=wish["format"] or None,
        age_band=wish["age_band"] or None,
    )
    with house().database.begin() as connection:
        found = near(connection, wanted, most=10)
    return _page(wish, Form.blank("sites", _FILE), found)


@pages.post("/sites/import")
@allowed(Right.SITES_CHANGE)
def import_file() -> ResponseReturnValue:
    """Make a YAML file the whole directory; every problem is named at once and then nothing is changed."""
    file = Form.read("sites", _FILE, request.form)
    if not file.ok:
        return _page(_blank_wish(), file, status=422)
    with house().database.begin() as connection:
        result = directory.import_sites(connection, file["text"], viewer().actor, moment_now())
    if result.problems:
        return _page(_blank_wish(), file, problems=result.problems, status=422)
    tell("good", "sites.imported", sites=result.sites, programs=result.programs, closed=result.closed)
    return redirect(url_for("sites.show"), 303)


def _blank_wish() -> Form:
    wish = Form.blank("sites", _WISH)
    for name, codes in _CHOICES.items():
        wish.choose(name, [(code, word(code, name)) for code in codes])
    return wish


def _page(
    wish: Form,
    file: Form,
    found: list[Fit] | None = None,
    problems: tuple[str, ...] = (),
    status: int = 200,
) -> ResponseReturnValue:
    with house().database.begin() as connection:
        listed = directory.listed(connection)
    if not file["text"]:
        file.values["text"] = written(one.site for one in listed)
    return render_template(
        "pages/sites/sites.html",
        listed=listed,
        warn=warn,
        wish=wish,
        file=file,
        found=found,
        problems=problems,
        may_change=viewer().may(Right.SITES_CHANGE),
    ), status
