"""A text thread as a person reads it: what came, what we wrote, and whether we may write at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.console.viewer import Viewer
from intake.enrollments.opened import open_record
from intake.privacy.vault import CannotOpen, Vault
from intake.staff.access import Right
from intake.storage import enrollments, messages, permissions
from intake.storage.console_threads import Thread
from intake.storage.messages import Message

# Words that must not stand on a lock screen unless the person said that they may (domain 2.4).
_TELLING = (
    "addict", "treatment", "drug", "rehab", "detox", "sober", "recovery", "alcohol",
    "adicc", "adict", "tratamiento", "droga", "rehabilit", "desintox", "sobri", "recuperaci",
)  # fmt: skip
LONGEST = 480


@dataclass(frozen=True)
class Line:
    """One text of a thread."""

    ours: bool
    body: str | None
    at: datetime
    state: str
    staff_id: UUID | None


@dataclass(frozen=True)
class Reading:
    """A thread opened by somebody who may."""

    thread: Thread
    name: str | None
    lines: Sequence[Line]
    may_tell: bool


def may_read(thread: Thread, who: Viewer) -> bool:
    """Coordinators read every thread; a professional one that is theirs or that nobody has taken."""
    if who.may(Right.ENROLLMENT_OPEN):
        return True
    return thread.accepted_by in (None, who.staff_id)


def read(connection: Connection, vault: Vault, thread: Thread) -> Reading:
    """Open a thread; the caller of this has checked and recorded that it may be."""
    kept = enrollments.get(connection, thread.enrollment_id) if thread.enrollment_id else None
    name = open_record(vault, kept).name if kept else None
    standing = permissions.standing(connection, thread.enrollment_id) if thread.enrollment_id else {}
    return Reading(
        thread,
        name.split()[0] if name and name.strip() else None,
        [_line(vault, one) for one in messages.of_conversation(connection, thread.id)],
        standing.get("text_topics", False),
    )


def _line(vault: Vault, message: Message) -> Line:
    body: str | None = None
    if message.body_sealed is not None:
        try:
            place = f"messages.body_sealed:{message.id.hex}"
            body = vault.open(message.data_key, message.body_sealed, place)
        except CannotOpen:
            body = None
    ours = message.direction == "out"
    return Line(ours, body, message.created_at, message.state, message.staff_id)


def tells(text: str) -> bool:
    """Whether a text would say on a lock screen what this is about."""
    plain = text.casefold()
    return any(word in plain for word in _TELLING)
