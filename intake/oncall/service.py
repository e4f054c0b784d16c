"""Change the rota and look at it: files in, who is on duty, what is uncovered. One transaction a use case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection

from intake.oncall import coverage, csv_import, ical, rests
from intake.oncall.coverage import Finding
from intake.oncall.loading import load, load_at
from intake.oncall.loading import shift as shift_of
from intake.oncall.recurrence import Shift, check
from intake.oncall.rota import Duty, duties, on_duty
from intake.privacy.audit import Act, Action, record
from intake.storage import duty as people_rows
from intake.storage import rota as rows
from intake.told import Told

# A week is looked at on both sides of a period, so that runs of days are counted whole.
_AROUND = timedelta(days=7)


@dataclass(frozen=True)
class Change:
    """Who changes something, from where ("cli", "console:<session>"), and when."""

    actor: str
    origin: str
    now: datetime


@dataclass(frozen=True)
class ImportResult:
    """What an import did; with problems it did nothing."""

    came: tuple[Shift, ...] = ()
    kept: int = 0
    went: tuple[Shift, ...] = ()
    problems: tuple[Told, ...] = ()

    @property
    def added(self) -> int:
        """How many shifts came."""
        return len(self.came)

    @property
    def retired(self) -> int:
        """How many shifts of an earlier import ended."""
        return len(self.went)


def preview(connection: Connection, importing: Callable[[], ImportResult]) -> ImportResult:
    """What an import would do: it is done, and taken back with its audit entry."""
    with connection.begin_nested() as point:
        done = importing()
        point.rollback()
    return done


def import_csv(connection: Connection, text: str, change: Change) -> ImportResult:
    """Make a file the whole rota of files: shifts of an earlier file that are not in this one end.

    Importing the same file again changes nothing. Calendars and arrangements between people stay.
    """
    people = {row.email: row.id for row in people_rows.people(connection)}
    found = csv_import.parse(text, people)
    if found.problems:
        return ImportResult(problems=tuple(problem.told for problem in found.problems))
    return _replace(connection, _Batch(found.shifts, "file", None), change)


def import_calendar(connection: Connection, data: bytes, owner: ical.Owner, change: Change) -> ImportResult:
    """Make the events of a calendar file one person's shifts from calendars."""
    found = ical.read(data, owner)
    if found.problems:
        return ImportResult(problems=found.problems)
    return _replace(connection, _Batch(found.shifts, "calendar", (owner.staff_id,)), change)


def add_shift(connection: Connection, shift: Shift, change: Change) -> bool:
    """One shift more, by hand; False if there is the same one. Raises `BadRule` with the cure."""
    check(shift)
    added = rows.add_shifts(connection, [_values(shift, "console", change.now)])
    if added:
        note(connection, change, "shift", shift.id, "added")
    return bool(added)


def end_shift(connection: Connection, shift_id: UUID, change: Change) -> bool:
    """Take one shift (with all its repeats) out of the rota; False if there is none."""
    ended = rows.retire_shift(connection, shift_id, change.now) is not None
    if ended:
        note(connection, change, "shift", shift_id, "ended")
    return ended


@dataclass(frozen=True)
class _Batch:
    shifts: tuple[Shift, ...]
    origin: str
    # Whose older shifts of this origin it replaces; None for everybody's.
    people: tuple[UUID, ...] | None


def _replace(connection: Connection, batch: _Batch, change: Change) -> ImportResult:
    values = [_values(shift, batch.origin, change.now) for shift in batch.shifts]
    added = set(rows.add_shifts(connection, values))
    standing = rows.matching_shifts(connection, values)
    retired = rows.retire_shifts(connection, change.now, batch.origin, standing, batch.people)
    what = f"{batch.origin}:added={len(added)},retired={len(retired)}"
    note(connection, change, "rota", None, what)
    came = tuple(shift for shift in batch.shifts if shift.id in added)
    return ImportResult(came, len(standing) - len(added), tuple(shift_of(row) for row in retired))


def _values(shift: Shift, origin: str, now: datetime) -> dict[str, object]:
    return {
        "id": shift.id,
        "staff_id": shift.staff_id,
        "tier": shift.tier.value,
        "starts_local": shift.start,
        "ends_local": shift.end,
        "timezone": shift.zone,
        "rrule": shift.rrule,
        "origin": origin,
        "created_at": now,
    }


def who_at(connection: Connection, at: datetime) -> tuple[Duty, ...]:
    """Everybody on duty at `at`, nearest tier first."""
    return on_duty(load_at(connection, at), at)


def between(connection: Connection, start: datetime, end: datetime) -> tuple[Duty, ...]:
    """Every duty that touches this time."""
    return duties(load(connection, start, end), start, end)


def gaps(connection: Connection, now: datetime, days: float) -> tuple[Finding, ...]:
    """Everything wrong with the coming days, worst first, then by time; rest rules as warnings."""
    end = now + timedelta(days=days)
    rota = load(connection, now - _AROUND, max(end, now + coverage.PUBLISHED_AHEAD) + _AROUND)
    people = people_rows.people(connection)
    found = list(coverage.check(rota, {one.id: one.languages for one in people}, now, end))
    short = coverage.horizon(rota, now)
    zones = {one.id: one.timezone for one in people}
    tired = rests.warnings(duties(rota, now - _AROUND, end + _AROUND), zones)
    found += [one for one in tired if one.start < end and now < one.end]
    found += [short] if short is not None else []
    return tuple(sorted(found, key=lambda one: (not one.serious, one.start, one.kind)))


def note(connection: Connection, change: Change, kind: str, subject: UUID | None, reason: str) -> None:
    """The audit entry of a change, in its transaction."""
    action = Action.SHIFT_SWAP if kind == "swap" else Action.ROTA_CHANGE
    subject_id = subject.hex if subject is not None else None
    record(connection, Act(action, change.actor, kind, subject_id, reason, change.origin))
