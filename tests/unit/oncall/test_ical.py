"""Shifts go out to calendars and come in from them, and mean the same on both sides."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import recurring_ical_events
from icalendar import Calendar

from intake.oncall.ical import Owner, feed, read
from intake.oncall.rota import Rota, duties
from intake.oncall.tiers import Tier
from tests.unit.oncall.kit import NEW_YORK, at, shift

ANA = UUID(int=1)
OWNER = Owner(ANA, Tier.BACKUP, NEW_YORK)


def calendar(*events: str) -> bytes:
    body = "".join(f"BEGIN:VEVENT\n{event.strip()}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//EN\n{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


WEEKLY = f"""
UID:one
SUMMARY:Late
DTSTART;TZID={NEW_YORK}:20261026T080000
DTEND;TZID={NEW_YORK}:20261026T200000
RRULE:FREQ=WEEKLY;BYDAY=MO,TU
EXDATE;TZID={NEW_YORK}:20261102T080000
"""
MOVED = f"""
UID:one
RECURRENCE-ID;TZID={NEW_YORK}:20261103T080000
DTSTART;TZID={NEW_YORK}:20261104T090000
DTEND;TZID={NEW_YORK}:20261104T200000
"""


def test_a_feed_is_a_calendar_with_one_event_a_duty():
    day = shift(ANA, "2026-10-30T08:00", "2026-10-30T20:00", rule="FREQ=DAILY")
    spans = duties(Rota((day,)), at("2026-10-30T00:00"), at("2026-11-03T00:00"))
    parsed = Calendar.from_ical(feed(spans, {ANA: "Ana"}, at("2026-10-01T00:00"), title="Team"))
    events = parsed.walk("VEVENT")
    assert [event["dtstart"].dt for event in events] == [one.start for one in spans]
    assert len({event["uid"] for event in events}) == len(spans)
    assert events[0]["summary"] == "On call: primary, Ana"


def test_the_same_duty_keeps_its_uid_so_that_calendars_update_it():
    spans = duties(Rota((shift(ANA),)), at("2026-06-01T00:00"), at("2026-06-02T00:00"))
    one, two = (feed(spans, {}, at(day), title="On call") for day in ("2026-05-01T00:00", "2026-05-02T00:00"))
    assert [line for line in one.splitlines() if b"UID" in line] == [
        line for line in two.splitlines() if b"UID" in line
    ]


def test_what_comes_in_is_what_the_calendar_shows():
    """Recurrence, an exception, a moved date and a clock change, against an independent reader."""
    data = calendar(WEEKLY, MOVED)
    start, end = at("2026-10-20T00:00"), at("2026-11-20T00:00")
    shifts = read(data, OWNER).shifts
    ours = sorted((one.start, one.end) for one in duties(Rota(shifts), start, end))
    theirs = recurring_ical_events.of(Calendar.from_ical(data)).between(start, end)
    assert ours == sorted((event["dtstart"].dt, event["dtend"].dt) for event in theirs)
    assert {one.tier for one in shifts} == {Tier.BACKUP}


def test_times_in_utc_and_floating_times_are_read_in_the_persons_zone():
    utc = "UID:a\nDTSTART:20261201T130000Z\nDURATION:PT4H"
    floating = "UID:b\nDTSTART:20261202T080000\nDTEND:20261202T120000"
    spans = duties(Rota(read(calendar(utc, floating), OWNER).shifts), at("2026-12-01T00:00"), at("2026-12-03T00:00"))
    assert [(one.start, one.end - one.start) for one in spans] == [
        (at("2026-12-01T08:00"), timedelta(hours=4)),
        (at("2026-12-02T08:00"), timedelta(hours=4)),
    ]


def test_cancelled_events_are_left_out():
    assert read(calendar("UID:a\nSTATUS:CANCELLED\nDTSTART:20261201T130000Z\nDURATION:PT4H"), OWNER).shifts == ()


def test_what_cannot_be_a_shift_is_named_and_nothing_is_taken():
    long = "UID:a\nSUMMARY:Holiday\nDTSTART;VALUE=DATE:20261201\nDTEND;VALUE=DATE:20261215"
    hourly = "UID:b\nSUMMARY:Tick\nDTSTART:20261201T130000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY"
    found = read(calendar(WEEKLY, long, hourly), OWNER)
    assert found.shifts == ()
    assert [problem.split(":")[0] for problem in found.problems] == ["Holiday", "Tick"]
    assert read(b"no calendar", OWNER).problems
