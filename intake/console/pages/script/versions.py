"""Versions that callers have heard, who changed what, and the way back."""

from __future__ import annotations

import re

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.pages.script.common import current, done, editor, shipped
from intake.console.viewer import house, viewer
from intake.conversation import drafts
from intake.conversation.bundle import parse
from intake.conversation.editing import from_text, reworded
from intake.staff.access import Right
from intake.storage import conversations, script_edits, staff_names


def install(pages: Blueprint) -> None:
    """Serve list and act."""
    pages.get("/script/versions")(versions)
    pages.get("/script/versions/<digest>")(version)
    pages.post("/script/versions/<digest>/roll-back")(roll_back)


@allowed(Right.SCRIPT_SEE)
def versions() -> ResponseReturnValue:
    """Newest first."""
    with house().database.begin() as connection:
        names = {found.hex: name for found, name in staff_names.names(connection).items()}
        return render_template(
            "pages/script/versions.html",
            versions=script_edits.versions(connection),
            changes=[(one, from_text(one.words)) for one in script_edits.changes(connection)],
            now_digest=current(connection).digest,
            shipped_digest=shipped().digest,
            name_of=lambda by: names.get((by or "").removeprefix("staff:"), by or ""),
            may_change=viewer().may(Right.SCRIPT_CHANGE),
        )


@allowed(Right.SCRIPT_SEE)
def version(digest: str) -> ResponseReturnValue:
    """A version's words beside those that callers hear now."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        abort(404)
    with house().database.begin() as connection:
        now = current(connection)
        content = shipped().text if digest == shipped().digest else conversations.script(connection, digest)
    if content is None:
        abort(404)
    return render_template("pages/script/version.html", digest=digest, reworded=reworded(now, parse(content)))


@allowed(Right.SCRIPT_CHANGE)
def roll_back(digest: str) -> ResponseReturnValue:
    """Put an earlier version before new conversations again."""
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        abort(404)
    with house().database.begin() as connection:
        said = drafts.roll_back(connection, editor(), digest, shipped())
    return done(said, "script.versions")
