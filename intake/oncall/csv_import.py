"""A rota from a CSV file: every bad line is named at once, with its number and its cure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4
from zoneinfo import available_timezones

from intake.oncall.recurrence import BadRule, Shift, check
from intake.oncall.tiers import Tier

COLUMNS = ("email", "tier", "start", "end", "timezone", "rrule")
_LONGEST = timedelta(hours=36)
_EXAMPLE = "2026-12-01T08:00"


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


class Problem(NamedTuple):
    """What is wrong on a line of the file (the heading is line 1), and what to write instead."""

    line: int
    what: str
    cure: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}; {self.cure}"


@dataclass(frozen=True)
class Imported:
    """Shifts if every line was good; otherwise only the problems."""

    shifts: tuple[Shift, ...]
    problems: tuple[Problem, ...]


def parse(text: str, people: Mapping[str, UUID], new_id: Callable[[], UUID] = uuid4) -> Imported:
    """Read the file; `people` maps e-mail addresses in lower case to staff."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), skipinitialspace=True)
    heading = tuple((name or "").strip().lower() for name in reader.fieldnames or ())
    missing = [name for name in COLUMNS if name not in heading]
    if missing:
        cure = f"begin the file with: {','.join(COLUMNS)}"
        return Imported((), (Problem(1, f"the heading lacks {', '.join(missing)}", cure),))
    reader.fieldnames = heading
    shifts: list[Shift] = []
    problems: list[Problem] = []
    seen: dict[tuple[object, ...], int] = {}
    for row in reader:
        _rejoin(row, heading)
        if not any((value or "").strip() for value in row.values()):
            continue
        made = _shift(_Line(reader.line_num, row, problems), people, new_id)
        if made is not None and not _repeated(made, seen, reader.line_num, problems):
            shifts.append(made)
    if not shifts and not problems:
        problems.append(Problem(1, "there is no shift in the file", f"add a line such as {_example()}"))
    return Imported((), tuple(problems)) if problems else Imported(tuple(shifts), ())


def _rejoin(row: dict[str | None, Any], heading: tuple[str, ...]) -> None:
    """A last column with unquoted commas (BYDAY=MO,TU) is still one value."""
    rest = row.pop(None, [])
    row[heading[-1]] = ",".join([row.get(heading[-1]) or "", *rest]) if rest else row.get(heading[-1])


def _example() -> str:
    return f"sam@example.org,primary,{_EXAMPLE},2026-12-01T20:00,America/New_York,FREQ=DAILY"


@dataclass
class _Line:
    number: int
    row: Mapping[Any, str | None]
    problems: list[Problem]

    def value(self, column: str) -> str:
        return (self.row.get(column) or "").strip()

    def wrong(self, what: str, cure: str) -> None:
        self.problems.append(Problem(self.number, what, cure))


def _shift(line: _Line, people: Mapping[str, UUID], new_id: Callable[[], UUID]) -> Shift | None:
    before = len(line.problems)
    staff_id, tier, zone = _person(line, people), _tier(line), _zone(line)
    start, end = _wall(line, "start"), _wall(line, "end")
    if start and end and not timedelta() < end - start <= _LONGEST:
        line.wrong("the end is not within 36 hours after the start", "write the date on which it ends, too")
    if len(line.problems) > before or not (staff_id and tier and zone and start and end):
        return None
    made = Shift(new_id(), staff_id, tier, start, end, zone, line.value("rrule").upper().removeprefix("RRULE:"))
    try:
        check(made)
    except BadRule as bad:
        line.wrong("the rrule cannot be used", str(bad))
        return None
    return made


def _person(line: _Line, people: Mapping[str, UUID]) -> UUID | None:
    found = people.get(line.value("email").lower())
    if found is None:
        line.wrong(f"nobody on the staff has the address {line.value('email')!r}", "add them first: staff add")
    return found


def _tier(line: _Line) -> Tier | None:
    value = line.value("tier").lower()
    if value in set(Tier):
        return Tier(value)
    line.wrong(f"{value!r} is no tier", f"write one of {', '.join(Tier)}")
    return None


def _zone(line: _Line) -> str | None:
    value = line.value("timezone")
    if value in _zones():
        return value
    line.wrong(f"{value!r} is no time zone", "write an IANA name such as America/New_York")
    return None


def _wall(line: _Line, column: str) -> datetime | None:
    value = line.value(column)
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        line.wrong(f"the {column} {value!r} is no date and time", f"write it as {_EXAMPLE}")
        return None
    if found.tzinfo is not None:
        line.wrong(f"the {column} has an offset", f"write the local wall time, as {_EXAMPLE}")
        return None
    return found


def _repeated(made: Shift, seen: dict[tuple[object, ...], int], line: int, problems: list[Problem]) -> bool:
    key = (made.staff_id, made.tier, made.start, made.end, made.zone, made.rrule)
    if key in seen:
        problems.append(Problem(line, f"the same shift stands on line {seen[key]}", "remove one of the two"))
        return True
    seen[key] = line
    return False
