"""The rota cut into days on the reader's wall clock, each with who is on duty and what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from intake.oncall import coverage, rests
from intake.oncall.coverage import Finding
from intake.oncall.loading import load
from intake.oncall.rota import Duty, duties
from intake.oncall.tiers import Tier
from intake.storage import duty as people_rows
from intake.storage.duty import DutyPerson

_AROUND = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class Part:
    """The piece of a duty or a finding that lies in one day: `whole` tells what it is a piece of."""

    start: datetime
    end: datetime
    duty: Duty | None = None
    finding: Finding | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One day: duties by tier, findings in order of time."""

    date: date
    tiers: Sequence[tuple[Tier, Sequence[Part]]]
    findings: Sequence[Part]

    def serious_after(self, now: datetime) -> bool:
        """Whether callers would be affected from now on."""
        return any(part.finding is not None and part.finding.serious and part.end > now for part in self.findings)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days of the rota, with the people in it."""

    days: Sequence[Day]
    people: Sequence[DutyPerson]
    findings: Sequence[Finding]

    @property
    def names(self) -> dict[UUID, str]:
        """Names by id."""
        return {person.id: person.name for person in self.people}


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a day begins."""
    return datetime.combine(day, time(), zone).astimezone(ZoneInfo("UTC"))


def stretch(connection: Connection, first: date, count: int, zone: ZoneInfo) -> Stretch:
    """`count` days from `first`, with the findings that touch them."""
    start, end = midnight(first, zone), midnight(first + timedelta(days=count), zone)
    rota = load(connection, start - _AROUND, end + _AROUND)
    people = people_rows.people(connection)
    found = duties(rota, start, end)
    wrong = list(coverage.check(rota, {one.id: one.languages for one in people}, start, end))
    tired = rests.warnings(duties(rota, start - _AROUND, end + _AROUND), {one.id: one.timezone for one in people})
    wrong += [one for one in tired if one.start < end and start < one.end]
    days = [_day(first + timedelta(days=number), found, wrong, zone) for number in range(count)]
    return Stretch(days, sorted(people, key=lambda one: one.name), wrong)


def _day(day: date, found: Sequence[Duty], wrong: Sequence[Finding], zone: ZoneInfo) -> Day:
    start, end = midnight(day, zone), midnight(day + timedelta(days=1), zone)
    parts = [
        Part(max(start, one.start), min(end, one.end), duty=one) for one in found if one.start < end and start < one.end
    ]
    tiers = [(tier, _of_tier(parts, tier)) for tier in Tier]
    findings = [
        Part(max(start, one.start), min(end, one.end), finding=one)
        for one in wrong
        if one.start < end and start < one.end
    ]
    return Day(day, tiers, sorted(findings, key=lambda part: part.start))


def _of_tier(parts: Iterable[Part], tier: Tier) -> list[Part]:
    return sorted(
        (part for part in parts if part.duty is not None and part.duty.tier is tier),
        key=lambda part: part.start,
    )
