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
from intake.told import Told, told

COLUMNS = ("email", "tier", "start", "end", "timezone", "rrule")
_LONGEST_REPEATED = timedelta(days=7)
_EXAMPLE = "2026-12-01T08:00"
_EXAMPLE_LINE = f"sam@example.org,primary,{_EXAMPLE},2026-12-01T20:00,America/New_York,FREQ=DAILY"


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


class Problem(NamedTuple):
    """What is wrong on a line of the file (the heading is line 1), and what to write instead."""

    line: int
    what: Told
    cure: Told

    def __str__(self) -> str:
        return self.told

    @property
    def told(self) -> Told:
        """Both, with the line."""
        return told("line {line}: {what}; {cure}", line=self.line, what=self.what, cure=self.cure)


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
        cure = told("begin the file with: {columns}", columns=",".join(COLUMNS))
        return Imported((), (Problem(1, told("the heading lacks {missing}", missing=", ".join(missing)), cure),))
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
        cure = told("add a line such as {example}", example=_EXAMPLE_LINE)
        problems.append(Problem(1, told("there is no shift in the file"), cure))
    return Imported((), tuple(problems)) if problems else Imported(tuple(shifts), ())


def _rejoin(row: dict[str | None, Any], heading: tuple[str, ...]) -> None:
    """A last column with unquoted commas (BYDAY=MO,TU) is still one value."""
    rest = row.pop(None, [])
    row[heading[-1]] = ",".join([row.get(heading[-1]) or "", *rest]) if rest else row.get(heading[-1])


@dataclass
class _Line:
    number: int
    row: Mapping[Any, str | None]
    problems: list[Problem]

    def value(self, column: str) -> str:
        return (self.row.get(column) or "").strip()

    def wrong(self, what: Told, cure: Told) -> None:
        self.problems.append(Problem(self.number, what, cure))


def _shift(line: _Line, people: Mapping[str, UUID], new_id: Callable[[], UUID]) -> Shift | None:
    before = len(line.problems)
    staff_id, tier, zone = _person(line, people), _tier(line), _zone(line)
    start, end = _wall(line, "start"), _wall(line, "end")
    if start and end and end <= start:
        line.wrong(told("the end is not after the start"), told("write the date on which it ends, too"))
    elif start and end and line.value("rrule") and end - start > _LONGEST_REPEATED:
        # A single stretch may be as long as it likes: `rota gaps` names whoever works too much.
        line.wrong(told("a shift that repeats lasts more than a week"), told("write the date on which it ends, too"))
    if len(line.problems) > before or not (staff_id and tier and zone and start and end):
        return None
    made = Shift(new_id(), staff_id, tier, start, end, zone, line.value("rrule").upper().removeprefix("RRULE:"))
    try:
        check(made)
    except BadRule as bad:
        line.wrong(told("the shift cannot be used"), bad.cure)
        return None
    return made


def _person(line: _Line, people: Mapping[str, UUID]) -> UUID | None:
    found = people.get(line.value("email").lower())
    if found is None:
        what = told("nobody on the staff has the address {email}", email=repr(line.value("email")))
        line.wrong(what, told("add them first: staff add"))
    return found


def _tier(line: _Line) -> Tier | None:
    value = line.value("tier").lower()
    if value in set(Tier):
        return Tier(value)
    what = told("{value} is no tier", value=repr(value))
    line.wrong(what, told("write one of {tiers}", tiers=", ".join(Tier)))
    return None


def _zone(line: _Line) -> str | None:
    value = line.value("timezone")
    if value in _zones():
        return value
    what = told("{value} is no time zone", value=repr(value))
    line.wrong(what, told("write an IANA name such as America/New_York"))
    return None


def _wall(line: _Line, column: str) -> datetime | None:
    value = line.value(column)
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        what = told("the {column} {value} is no date and time", column=column, value=repr(value))
        line.wrong(what, told("write it as {example}", example=_EXAMPLE))
        return None
    if found.tzinfo is not None:
        what = told("the {column} has an offset", column=column)
        line.wrong(what, told("write the local wall time, as {example}", example=_EXAMPLE))
        return None
    return found


def _repeated(made: Shift, seen: dict[tuple[object, ...], int], line: int, problems: list[Problem]) -> bool:
    key = (made.staff_id, made.tier, made.start, made.end, made.zone, made.rrule)
    if key in seen:
        what = told("the same shift stands on line {line}", line=seen[key])
        problems.append(Problem(line, what, told("remove one of the two")))
        return True
    seen[key] = line
    return False
