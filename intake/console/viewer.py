"""Who is looking, for the length of one request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from flask import current_app, g, has_request_context

from intake.console.ports import House
from intake.privacy.acts import Act, Action
from intake.staff.access import Right, is_fresh, may

_HOUSE = "console_house"


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in member of staff and the session they came with."""

    staff_id: UUID
    name: str
    roles: tuple[str, ...]
    languages: tuple[str, ...]
    timezone: str
    session: str
    proved_at: datetime
    locked: bool = False
    shared_screen: bool = False
    # Whether a second factor was shown; a session without one may only set one up.
    complete: bool = True

    @property
    def first_name(self) -> str:
        """What a caller may hear."""
        return self.name.split()[0]

    @property
    def actor(self) -> str:
        """How the audit trail names this person."""
        return f"staff:{self.staff_id.hex}"

    def may(self, *rights: Right) -> bool:
        """Whether this person has any of the rights."""
        return any(may(self.roles, right) for right in rights)

    def fresh(self, right: Right, now: datetime) -> bool:
        """Whether they proved who they are recently enough for this right."""
        return is_fresh(right, self.proved_at, now)


def house() -> House:
    """The parts that the running application was made with."""
    return cast(House, current_app.extensions[_HOUSE])


def give_house(extensions: dict[str, object], parts: House) -> None:
    """Remember the parts for `house()`."""
    extensions[_HOUSE] = parts


def see(viewer: Viewer | None) -> None:
    """Set who is looking."""
    g.viewer = viewer


def seen() -> Viewer | None:
    """Who is looking, if anybody is signed in."""
    found = g.get("viewer") if has_request_context() else None
    return found if isinstance(found, Viewer) else None


def viewer() -> Viewer:
    """Who is looking; only for routes that are not public."""
    found = seen()
    if found is None:
        raise LookupError("nobody is signed in")
    return found


def reader_zone() -> str:
    """The time zone that times are shown in."""
    who = seen()
    return who.timezone if who else house().settings.timezone


def moment_now() -> datetime:
    """The time of this request, the same all through it."""
    try:
        return cast(datetime, g.moment)
    except AttributeError:
        g.moment = found = house().clock()
        return found


def act(action: Action, kind: str, subject: str | None = None, reason: str | None = None) -> Act:
    """An entry for the audit trail about what this person does now."""
    who = viewer()
    return Act(action, who.actor, kind, subject, reason, f"console:{who.session}")
