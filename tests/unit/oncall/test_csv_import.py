"""A rota file is taken whole or not at all, and each bad line is named with what to write instead."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from intake.oncall.csv_import import COLUMNS, parse
from intake.oncall.rota import Rota, on_duty
from intake.oncall.tiers import Tier

PEOPLE = {"ana@example.org": UUID(int=1), "ben@example.org": UUID(int=2)}
HEADING = ",".join(COLUMNS) + "\n"
GOOD = "ana@example.org,primary,2026-12-01T08:00,2026-12-01T20:00,America/New_York,FREQ=DAILY\n"


def problems(*lines: str) -> list[tuple[int, str]]:
    found = parse(HEADING + "\n".join(lines), PEOPLE)
    assert found.shifts == ()
    return [(one.line, one.what) for one in found.problems]


def test_a_good_file():
    (shift,) = parse(HEADING + GOOD, PEOPLE).shifts
    assert (shift.staff_id, shift.tier, shift.zone) == (UUID(int=1), Tier.PRIMARY, "America/New_York")
    assert shift.start == datetime(2026, 12, 1, 8)  # noqa: DTZ001 - a wall time
    assert shift.rrule == "FREQ=DAILY"


def test_files_as_spreadsheets_write_them():
    shift = "Ana@Example.org,PRIMARY,2026-12-01 08:00,2026-12-01 20:00,UTC,"
    text = f"\ufeffEmail, Tier ,START,end,timezone,rrule\r\n\r\n{shift}\r\n,,,,,\r\n"
    found = parse(text, PEOPLE)
    assert not found.problems
    assert len(found.shifts) == 1


def test_a_rule_with_commas_needs_no_quotes_and_may_have_them():
    bare = GOOD.replace("FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE")
    quoted = GOOD.replace("FREQ=DAILY", '"RRULE:freq=weekly;byday=MO,TU,WE"')
    assert parse(HEADING + bare, PEOPLE).shifts[0].rrule == "FREQ=WEEKLY;BYDAY=MO,TU,WE"
    assert parse(HEADING + quoted, PEOPLE).shifts[0].rrule == "FREQ=WEEKLY;BYDAY=MO,TU,WE"


def test_one_stretch_may_be_long_and_a_repeated_one_a_week():
    year = "ana@example.org,primary,2026-01-01T00:00,2027-01-01T00:00,America/New_York,"
    week = "ben@example.org,backup,2026-11-30T00:00,2026-12-07T00:00,America/New_York,FREQ=WEEKLY;INTERVAL=2"
    shifts = parse(HEADING + year + "\n" + week, PEOPLE).shifts
    present = on_duty(Rota(shifts), datetime(2026, 12, 2, tzinfo=UTC))
    assert [duty.tier for duty in present] == [Tier.PRIMARY, Tier.BACKUP]
    assert problems(year + "FREQ=DAILY") == [(2, "a shift that repeats lasts more than a week")]


def test_every_bad_line_is_named_at_once():
    found = problems(
        GOOD.strip(),
        "cal@example.org,primary,2026-12-01T08:00,2026-12-01T20:00,America/New_York,",
        "ana@example.org,first,2026-12-01T08:00,2026-12-01T20:00,America/New_York,",
        "ana@example.org,primary,tomorrow,2026-12-01T20:00,America/New_York,",
        "ana@example.org,primary,2026-12-01T08:00,2026-12-01T20:00,Mars/Base,",
        "ana@example.org,primary,2026-12-01T20:00,2026-12-01T08:00,America/New_York,",
        "ana@example.org,primary,2026-12-01T08:00Z,2026-12-01T20:00,America/New_York,",
        "ana@example.org,primary,2026-12-01T08:00,2026-12-01T20:00,America/New_York,FREQ=SOMETIMES",
        GOOD.strip(),
    )
    assert [line for line, _ in found] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert found[-1][1] == "the same shift stands on line 2"


def test_several_mistakes_of_one_line_are_all_named():
    assert len(problems("cal@example.org,first,tomorrow,never,Mars/Base,")) == 5


def test_a_heading_without_a_column_and_an_empty_file():
    assert "lacks tier" in parse("email,start,end,timezone,rrule\n", PEOPLE).problems[0].what
    assert parse("", PEOPLE).problems
    assert parse(HEADING, PEOPLE).problems[0].cure.startswith("add a line")


@given(st.text(max_size=300))
def test_no_file_breaks_it(text):
    found = parse(HEADING + text, PEOPLE)
    assert found.problems or found.shifts
