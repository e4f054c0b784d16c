"""Calls keep to the hours of the person's own clock, whatever that clock does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.callbacks.windows import (
    DAY_PARTS,
    earliest,
    may_ring_at,
    next_opening,
    next_window,
    within_contact_hours,
)
from tests.unit.callbacks.kit import NEW_YORK, NOW

INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
ZONES = st.sampled_from(
    [NEW_YORK, "America/Chicago", "America/Phoenix", "Pacific/Honolulu", "America/St_Johns", "Pacific/Guam"]
)
CHOICES = st.sampled_from(["morning", "afternoon", "evening", "day"])


@given(CHOICES, ZONES, INSTANTS)
def test_the_earliest_time_is_allowed_and_nothing_before_it_is(when, zone, at):
    found = earliest(when, zone, at)
    assert found >= at
    assert may_ring_at(when, zone, found)
    assert within_contact_hours(found, zone)
    for part in range(8):
        earlier = at + (found - at) * part / 8
        assert earlier == found or not may_ring_at(when, zone, earlier)


@given(st.sampled_from(sorted(DAY_PARTS)), ZONES, INSTANTS)
def test_a_window_is_never_promised_when_it_is_nearly_over(when, zone, at):
    window = next_window(when, zone, at)
    assert window.closes - at >= timedelta(minutes=30)
    assert window.opens.astimezone(ZoneInfo(zone)).time() == DAY_PARTS[when][0]
    assert window.closes.astimezone(ZoneInfo(zone)).time() == DAY_PARTS[when][1]


@given(CHOICES, ZONES, INSTANTS)
def test_the_next_opening_is_later_and_open(when, zone, at):
    opening = next_opening(when, zone, at)
    assert at < opening <= at + timedelta(days=2)
    assert may_ring_at(when, zone, opening)


@given(ZONES, INSTANTS)
def test_as_soon_as_you_can_is_any_hour(zone, at):
    assert may_ring_at("asap", zone, at)
    assert earliest("asap", zone, at) == at


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (datetime(2026, 3, 7, 12, tzinfo=UTC), datetime(2026, 3, 7, 13, tzinfo=UTC)),
        (datetime(2026, 3, 8, 10, tzinfo=UTC), datetime(2026, 3, 8, 12, tzinfo=UTC)),
        (datetime(2026, 11, 1, 10, tzinfo=UTC), datetime(2026, 11, 1, 13, tzinfo=UTC)),
    ],
)
def test_eight_in_the_morning_on_the_days_of_the_clock_changes(day, opens):
    assert next_window("morning", NEW_YORK, day).opens == opens


def test_eight_in_the_evening_is_too_late():
    at = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)
    assert not within_contact_hours(at, NEW_YORK)
    assert within_contact_hours(at - timedelta(microseconds=1), NEW_YORK)
