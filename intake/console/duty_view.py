"""What a professional sees of their own duty and of the call in their hand: what a safe call needs, no more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.enrollments.opened import open_record
from intake.oncall import service
from intake.oncall.availability import people_on_duty
from intake.oncall.rota import Duty
from intake.oncall.standing import Person, not_now
from intake.privacy.vault import Vault
from intake.storage import attempts, console_board, console_duty, enrollments, staff_names
from intake.storage.attempts import Attempt
from intake.storage.console_board import Line

_AHEAD = timedelta(days=14)
_LATELY = timedelta(hours=24)


@dataclass(frozen=True)
class Standing:
    """How somebody stands now: their duty, what keeps them from being rung, and whether others are there."""

    duty: Duty | None
    next_duty: Duty | None
    on_duty: Sequence[Person]
    not_now: str | None
    others_free: int

    @property
    def free(self) -> bool:
        """Whether their phone may ring now."""
        return self.duty is not None and self.not_now is None


@dataclass(frozen=True)
class Call:
    """One callback as the person who has it sees it (45 CFR 164.502(b))."""

    line: Line
    enrollment_id: UUID | None
    name: str | None
    for_whom: str | None
    identify_as: str
    timezone: str | None
    attempts: Sequence[Attempt]
    why: str = ""

    @property
    def crisis(self) -> bool:
        """A crisis call: once, by a person, and never a message."""
        return self.line.klass == "P0"

    @property
    def text_only(self) -> bool:
        """They asked for texts and no calls."""
        return self.line.contact_mode == "text_only"

    @property
    def may_leave_voicemail(self) -> bool:
        """Whether a first name and the neutral number may be left."""
        return not self.crisis and self.line.message in {"voicemail", "either"}


def standing(connection: Connection, staff_id: UUID, now: datetime) -> Standing:
    """How this person stands now."""
    found = people_on_duty(connection, now)
    me = next((one for one in found if one.staff_id == staff_id), None)
    mine = [duty for duty in service.who_at(connection, now) if duty.staff_id == staff_id]
    ahead = (
        [] if mine else [duty for duty in service.between(connection, now, now + _AHEAD) if duty.staff_id == staff_id]
    )
    return Standing(
        duty=mine[0] if mine else None,
        next_duty=min(ahead, key=lambda duty: duty.start, default=None),
        on_duty=found,
        not_now=not_now(me, now) if me else None,
        others_free=sum(1 for one in found if one.staff_id != staff_id and not_now(one, now) is None),
    )


def call(connection: Connection, vault: Vault, callback_id: UUID, why: str = "") -> Call | None:
    """What whoever has this callback needs for it."""
    line = console_board.of(connection, callback_id)
    if line is None:
        return None
    kept = enrollments.get(connection, line.enrollment_id) if line.enrollment_id else None
    name = open_record(vault, kept).name if kept else None
    return Call(
        line=line,
        enrollment_id=line.enrollment_id,
        name=name.split()[0] if name and name.strip() else None,
        for_whom=kept.for_whom if kept else None,
        identify_as=kept.identify_as if kept else "first_name_only",
        timezone=kept.timezone if kept else None,
        attempts=attempts.of_callbacks(connection, [callback_id]),
        why=why,
    )


def had_lately(connection: Connection, staff_id: UUID, callback_id: UUID, now: datetime) -> bool:
    """Whether this person has, or had within a day, this callback in hand."""
    held = console_duty.in_hand(connection, staff_id)
    if held is not None and held.callback_id == callback_id and held.result == "accepted":
        return True
    past = console_duty.lately(connection, staff_id, now - _LATELY, limit=50)
    return any(one.callback_id == callback_id for one in past)


def lately(connection: Connection, staff_id: UUID, now: datetime) -> Sequence[console_duty.Past]:
    """What this person did within a day."""
    return console_duty.lately(connection, staff_id, now - _LATELY)


def names(connection: Connection) -> dict[UUID, str]:
    """Who is who among staff."""
    return staff_names.names(connection)
