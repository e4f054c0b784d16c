"""Who is on duty and free at this instant, with their load."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection

from intake.oncall import fairness
from intake.oncall.loading import load_at
from intake.oncall.rota import Duty, on_duty
from intake.oncall.standing import Person, not_now
from intake.storage import duty as rows


def people_on_duty(connection: Connection, now: datetime) -> list[Person]:
    """Everybody on duty, nearest tier first; somebody in two tiers is counted in the nearer one."""
    duties = _first_tier(on_duty(load_at(connection, now), now))
    known = {row.id: row for row in rows.people(connection, duties)}
    loads = loads_of(connection, list(known.values()), now)
    return [
        _person(known[duty.staff_id], duty, loads[duty.staff_id]) for duty in duties.values() if duty.staff_id in known
    ]


def _first_tier(found: tuple[Duty, ...]) -> dict[UUID, Duty]:
    kept: dict[UUID, Duty] = {}
    for duty in found:
        kept.setdefault(duty.staff_id, duty)
    return kept


def loads_of(connection: Connection, people: list[rows.DutyPerson], now: datetime) -> dict[UUID, float]:
    """The rolling load of each of these people, in their own time zones."""
    taken = rows.taken(connection, [one.id for one in people], now - fairness.ROLLING)
    return fairness.loads(
        (fairness.Taken(row.staff_id, row.at, row.klass, row.unanswered_by_others) for row in taken),
        {one.id: one.timezone for one in people},
        now,
    )


def count_on_duty(connection: Connection, now: datetime) -> int:
    """How many `people_on_duty` would find, without asking what each of them has taken."""
    duties = _first_tier(on_duty(load_at(connection, now), now))
    return len(rows.people(connection, duties)) if duties else 0


def somebody_available(connection: Connection, now: datetime) -> bool:
    """Whether a professional can be rung now: only then may a caller hear that somebody is here."""
    duties = _first_tier(on_duty(load_at(connection, now), now))
    if not duties:
        return False
    return any(not_now(_person(row, duties[row.id]), now) is None for row in rows.people(connection, duties))


def _person(row: rows.DutyPerson, duty: Duty, load: float = 0.0) -> Person:
    return Person(
        row.id,
        duty.tier,
        frozenset(row.languages),
        load,
        row.busy,
        row.on_break,
        row.dead_since is not None,
        row.verified,
        row.wrapping_until,
        row.resting_until,
    )
