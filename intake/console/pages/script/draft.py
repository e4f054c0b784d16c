"""Begin a draft, throw it away, put it before callers."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.pages.script.common import current, done, editor, sample
from intake.console.viewer import house
from intake.conversation import drafts
from intake.staff.access import Right


def install(pages: Blueprint) -> None:
    """Serve the acts."""
    pages.post("/script/draft")(begin_draft)
    pages.post("/script/draft/discard")(discard)
    pages.post("/script/draft/publish")(publish)


@allowed(Right.SCRIPT_CHANGE)
def begin_draft() -> ResponseReturnValue:
    """Begin with what callers hear now."""
    with house().database.begin() as connection:
        said = drafts.start(connection, editor(), current(connection))
    return done(said)


@allowed(Right.SCRIPT_CHANGE)
def discard() -> ResponseReturnValue:
    """Throw it away."""
    with house().database.begin() as connection:
        said = drafts.discard(connection, editor())
    return done(said)


@allowed(Right.SCRIPT_CHANGE)
def publish() -> ResponseReturnValue:
    """Put it before new conversations; what is wrong with it is shown instead, all at once."""
    given = request.form.get("version", "")
    version = int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
    with house().database.begin() as connection:
        said, found = drafts.publish(connection, editor(), version, sample())
    if found:
        return render_template("pages/script/refused.html", findings=found), 422
    return done(said)
