"""What the enrollment pages share: whose hand it is, ids from addresses, who is who."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.notices import tell
from intake.console.viewer import house, moment_now, reader_zone, viewer
from intake.enrollments.hand import Hand, Said
from intake.storage import staff_names

_MOODS = {
    Said.DONE: "good",
    Said.STALE: "warn",
    Said.GONE: "warn",
    Said.NOT_YET: "warn",
    Said.WRONG: "bad",
    Said.IN_HAND: "warn",
}


def hand() -> Hand:
    """The person who is looking, at work."""
    who = viewer()
    return Hand(house().vault, who.staff_id, f"console:{who.session}", moment_now())


def id_of(text: str) -> UUID:
    """An id from an address; what is no id is not there."""
    try:
        return UUID(hex=text)
    except ValueError:
        abort(404)


def maybe_id(text: str | None) -> UUID | None:
    """An id that somebody chose from a list, if it is one."""
    try:
        return UUID(hex=text) if text else None
    except ValueError:
        return None


def back_to(record_id: UUID, said: Said, part: str = "") -> ResponseReturnValue:
    """To the record again, with a line on how it went."""
    tell(_MOODS[said], f"enrollments.said_{said.value}")
    address = url_for("enrollments.record", record_id=record_id.hex)
    return redirect(f"{address}#{part}" if part else address, 303)


def local_moment(text: str) -> datetime | None:
    """A date and time from a form on the reader's wall clock, in UTC; None if it is not one."""
    try:
        wall = datetime.fromisoformat(text)
    except ValueError:
        return None
    zone = ZoneInfo(reader_zone())
    return (wall.replace(tzinfo=zone) if wall.tzinfo is None else wall).astimezone(ZoneInfo("UTC"))


def end_of_today() -> datetime:
    """The next midnight on the reader's wall clock, in UTC."""
    zone = ZoneInfo(reader_zone())
    tomorrow = moment_now().astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), zone).astimezone(ZoneInfo("UTC"))


def coordinators(connection: Connection) -> list[tuple[str, str]]:
    """Who may be given a record, as choices."""
    return [(found.hex, name) for found, name in staff_names.coordinators(connection).items()]
