"""Whoever has a shift is asked in time, once, and if no yes comes somebody else knows in time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from intake.oncall import feeds, reminders, service
from intake.oncall.reminders import Times
from intake.oncall.standing_in import StandIn, Stretch, stand_in
from intake.oncall.tiers import Tier
from intake.storage import duty
from tests.integration.oncall.conftest import HEADING, NOW, line

TIMES = Times(remind_seconds=12 * 3600, alarm_seconds=2 * 3600)
# 20:00 in New York.
SHIFT = NOW + timedelta(hours=10)


@pytest.fixture
def told(database, team, change):
    """Everything that was told, by a sweep at a given time."""
    with database.begin() as connection:
        lines = line("ana", "primary", 8, 12) + line("ben", "primary", 20, 12) + line("dee", "supervisor")
        service.import_csv(connection, HEADING + lines, change)
    notices = []

    def sweep(at):
        with database.begin() as connection:
            reminders.plan(connection, TIMES, at)
            for one in duty.due_confirmations(connection, at, 100):
                reminders.work(connection, one, TIMES, lambda _, notice, __: notices.append(notice), at)
        return [(one.kind, one.to) for one in notices]

    return sweep


def test_asked_once_and_confirmed_by_a_yes(database, team, told):
    assert told(NOW) == [("reminder", team["ben"])]
    assert told(NOW + timedelta(minutes=1)) == [("reminder", team["ben"])]
    with database.begin() as connection:
        assert reminders.confirm(connection, team["ben"], NOW)
        assert not reminders.confirm(connection, team["ben"], NOW)
        assert not reminders.confirm(connection, team["ana"], NOW)
    assert told(SHIFT - timedelta(hours=1)) == [("reminder", team["ben"])]


def test_without_a_yes_the_supervisor_on_duty_hears_of_it(told, team):
    told(NOW)
    assert told(SHIFT - timedelta(hours=2, seconds=1)) == [("reminder", team["ben"])]
    assert told(SHIFT - timedelta(hours=2)) == [("reminder", team["ben"]), ("alarm", team["dee"])]
    assert len(told(SHIFT - timedelta(hours=1))) == 2


def test_a_late_yes_still_counts(database, team, told):
    told(NOW)
    told(SHIFT - timedelta(hours=2))
    with database.begin() as connection:
        assert reminders.confirm(connection, team["ben"], SHIFT - timedelta(hours=1))


def test_whoever_gave_the_shift_away_is_not_alarmed_about(database, team, change, told):
    told(NOW)
    night = Stretch(Tier.PRIMARY, SHIFT, SHIFT + timedelta(hours=12))
    with database.begin() as connection:
        stand_in(connection, StandIn(team["cal"], night, team["ben"]), change)
    assert told(SHIFT - timedelta(hours=2)) == [("reminder", team["ben"]), ("reminder", team["cal"])]


def test_a_feed_is_read_by_its_secret_until_it_is_revoked(database, team, change, told):
    with database.begin() as connection:
        mine = feeds.make(connection, team["ben"], change)
        all_of_us = feeds.make(connection, None, change)
        assert b"ana" not in (feeds.read(connection, mine, NOW) or b"")
        assert (feeds.read(connection, mine, NOW) or b"").count(b"BEGIN:VEVENT") > 30
        assert b"On call: primary\\, ana" in (feeds.read(connection, all_of_us, NOW) or b"")
        newer = feeds.make(connection, team["ben"], change)
        assert feeds.read(connection, mine, NOW) is None
        assert feeds.revoke(connection, team["ben"], change) == 1
        assert feeds.read(connection, newer, NOW) is None
        assert feeds.read(connection, "guess", NOW) is None
