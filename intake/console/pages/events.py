"""The stream that tells open pages that something changed; it carries no data of anybody."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, current_app
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.live import Hub
from intake.console.ports import House
from intake.staff.access import Right
from intake.storage import console_live

pages = Blueprint("events", __name__)
HUB = "console_hub"


def open_hub(extensions: dict[str, object], house: House) -> None:
    """One hub for the process."""

    def look() -> str:
        with house.database.begin() as connection:
            return console_live.digest(connection)

    # Each stream holds a thread: a third of them stay free for pages.
    extensions[HUB] = Hub(look, room=max(1, house.settings.console_threads * 2 // 3))


def hub() -> Hub:
    """The hub of this process."""
    return cast(Hub, current_app.extensions[HUB])


@pages.get("/live")
@allowed(Right.OWN_ACCOUNT, passive=True)
def stream() -> ResponseReturnValue:
    """Server-sent events; 204 when every place is taken, and the page asks by itself instead."""
    here = hub()
    if not here.enter():
        return "", 204
    answer = Response(here.events(), mimetype="text/event-stream")
    answer.headers["X-Accel-Buffering"] = "no"
    answer.call_on_close(here.leave)
    return answer
