"""At every instant, in every zone, on every day of the year, it is clear who is on duty."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from time import perf_counter
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from intake.oncall.recurrence import BadRule, Shift, check, instant, occurrences
from intake.oncall.rota import Override, Rota, TimeOff, duties, on_duty
from intake.oncall.tiers import Tier
from tests.unit.oncall.kit import at, override, shift

ANA, BEN, CAL = (UUID(int=number) for number in (1, 2, 3))
NEW_YORK, LORD_HOWE = "America/New_York", "Australia/Lord_Howe"
ZONES = [NEW_YORK, "America/Los_Angeles", "America/Phoenix", "America/St_Johns", LORD_HOWE, "Europe/Dublin"]
# Minutes of 2026 and 2027: clock changes of all those zones are among them.
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(MOMENTS, st.sampled_from(ZONES))
def test_two_shifts_that_meet_on_the_wall_cover_every_instant_once(moment, zone):
    day = shift(ANA, "2025-12-31T08:00", "2025-12-31T20:00", zone, "FREQ=DAILY")
    night = shift(BEN, "2025-12-31T20:00", "2026-01-01T08:00", zone, "FREQ=DAILY")
    found = on_duty(Rota((day, night)), moment)
    assert len(found) == 1
    hour = moment.astimezone(ZoneInfo(zone)).hour
    assert found[0].staff_id == (ANA if 8 <= hour < 20 else BEN)


@given(MOMENTS, st.sampled_from(ZONES), st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))
def test_a_handover_at_any_time_of_day_leaves_no_gap_and_no_overlap(moment, zone, hour, minute):
    """Also one in the hour that the clocks jump over, and in the one that comes twice."""
    start = datetime(2025, 12, 30, hour, minute)  # noqa: DTZ001 - a wall time
    first = Shift(UUID(int=9), ANA, Tier.PRIMARY, start, start + timedelta(hours=9), zone, "FREQ=DAILY")
    rest = Shift(UUID(int=8), BEN, Tier.PRIMARY, first.end, start + timedelta(days=1), zone, "FREQ=DAILY")
    assert len(on_duty(Rota((first, rest)), moment)) == 1


@given(st.sampled_from(ZONES), st.integers(0, 365 * 24 * 60), st.integers(0, 180))
def test_later_on_the_wall_is_never_earlier_in_time(zone, minutes, more):
    wall = datetime(2026, 1, 1) + timedelta(minutes=minutes)  # noqa: DTZ001 - a wall time
    assert instant(wall, zone) <= instant(wall + timedelta(minutes=more), zone)


@pytest.mark.parametrize(
    ("begins", "ends", "hours"),
    [
        ("2026-03-07T20:00", "2026-03-08T08:00", 11),
        ("2026-10-31T20:00", "2026-11-01T08:00", 13),
        ("2026-03-08T00:00", "2026-03-09T00:00", 23),
        ("2026-11-01T00:00", "2026-11-02T00:00", 25),
    ],
)
def test_a_night_of_a_clock_change_is_as_long_as_it_is(begins, ends, hours):
    (found,) = occurrences(shift(ANA, begins, ends), at("2026-01-01T00:00"), at("2027-01-01T00:00"))
    assert found[1] - found[0] == timedelta(hours=hours)


def test_the_hour_that_does_not_exist_is_the_jump_and_the_one_that_comes_twice_its_first():
    wall = datetime(2026, 3, 8, 2, 30)  # noqa: DTZ001 - a wall time
    assert instant(wall, NEW_YORK) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    wall = datetime(2026, 11, 1, 1, 30)  # noqa: DTZ001 - a wall time
    assert instant(wall, NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


RULES = st.sampled_from(
    [
        "FREQ=DAILY",
        "FREQ=DAILY;INTERVAL=3",
        "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        "FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU",
        "FREQ=WEEKLY;INTERVAL=3;WKST=SU;BYDAY=SU,MO",
        "FREQ=MONTHLY;BYDAY=1SA",
        "FREQ=DAILY;COUNT=40",
        "FREQ=WEEKLY;UNTIL=20270101T000000",
        "FREQ=DAILY;BYMONTH=1,7",
        "FREQ=WEEKLY\nEXDATE:20260714T080000",
    ]
)


@given(RULES, MOMENTS, st.integers(0, 1500))
def test_looking_near_an_instant_finds_what_walking_from_the_beginning_finds(rule, moment, age):
    start = datetime(2022, 6, 7, 8, 0) + timedelta(days=age)  # noqa: DTZ001 - a wall time
    one = Shift(UUID(int=9), ANA, Tier.PRIMARY, start, start + timedelta(hours=12), NEW_YORK, rule)
    every = rrulestr(rule, dtstart=start).between(
        moment.replace(tzinfo=None) - timedelta(days=3), moment.replace(tzinfo=None) + timedelta(days=3)
    )
    expected = {(instant(wall, NEW_YORK), instant(wall + timedelta(hours=12), NEW_YORK)) for wall in every}
    found = set(occurrences(one, moment, moment + timedelta(minutes=1)))
    assert found == {(a, b) for a, b in expected if a < moment + timedelta(minutes=1) and moment < b}


@pytest.mark.parametrize(
    "rule",
    ["FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYHOUR=1,2", "BYDAY=MO", "every day", "FREQ=WEEKLY;BYDAY=XX",
     "DTSTART:20260101T000000\nRRULE:FREQ=DAILY", "FREQ=DAILY;BYMONTH=13",
     "FREQ=DAILY;BYMONTH=2,4;BYMONTHDAY=31", "FREQ=DAILY;INTERVAL=999999999"],
)  # fmt: skip
def test_a_rule_that_is_no_shifts_is_refused_with_the_cure(rule):
    with pytest.raises(BadRule):
        check(shift(ANA, rule=rule))


@pytest.mark.parametrize(
    ("start", "end"), [("1999-06-01T20:00", "1999-06-02T08:00"), ("9999-12-31T20:00", "9999-12-31T23:00")]
)
def test_a_date_that_would_stop_every_reader_of_the_rota_is_refused(start, end):
    with pytest.raises(BadRule):
        check(shift(ANA, start, end))


def test_a_rule_that_ends_in_utc_ends_on_the_shifts_own_wall():
    one = shift(ANA, "2026-06-01T20:00", "2026-06-02T08:00", rule="FREQ=DAILY;UNTIL=20260604T000000Z")
    check(one)
    found = list(occurrences(one, at("2026-05-30T00:00"), at("2026-07-01T00:00")))
    # Midnight in UTC is 20:00 on the third: that evening's shift is the last.
    assert len(found) == 3


def test_time_off_leaves_the_rest_of_the_shift():
    day = shift(ANA)
    away = TimeOff(ANA, at("2026-06-01T10:00"), at("2026-06-01T12:00"), at("2026-05-01T00:00"))
    found = duties(Rota((day,), time_off=(away,)), at("2026-06-01T00:00"), at("2026-06-02T00:00"))
    assert [(one.start, one.end) for one in found] == [
        (at("2026-06-01T08:00"), at("2026-06-01T10:00")),
        (at("2026-06-01T12:00"), at("2026-06-01T20:00")),
    ]


def test_standing_in_replaces_a_person_for_a_while_and_says_for_whom():
    one = override(BEN, "2026-06-01T12:00", "2026-06-01T22:00", replaces=ANA)
    found = on_duty(Rota((shift(ANA),), (one,)), at("2026-06-01T13:00"))
    assert [(duty.staff_id, duty.by, duty.instead_of) for duty in found] == [(BEN, "override", ANA)]
    assert found[0].end == at("2026-06-01T20:00")
    assert on_duty(Rota((shift(ANA),), (one,)), at("2026-06-01T21:00")) == ()


def test_whoever_stands_in_can_be_stood_in_for_and_the_newest_word_counts():
    first = override(BEN, "2026-06-01T08:00", "2026-06-01T20:00", replaces=ANA, made=1)
    second = override(CAL, "2026-06-01T10:00", "2026-06-01T12:00", replaces=BEN, made=2)
    rota = Rota((shift(ANA),), (second, first))
    assert [duty.staff_id for duty in on_duty(rota, at("2026-06-01T11:00"))] == [CAL]
    assert [duty.staff_id for duty in on_duty(rota, at("2026-06-01T12:00"))] == [BEN]


def test_a_person_beside_the_others_is_on_duty_without_a_shift():
    extra = override(BEN, "2026-06-01T08:00", "2026-06-01T20:00", tier=Tier.BACKUP)
    found = on_duty(Rota((shift(ANA),), (extra,)), at("2026-06-01T09:00"))
    assert [(duty.staff_id, duty.tier) for duty in found] == [(ANA, Tier.PRIMARY), (BEN, Tier.BACKUP)]


def test_of_time_off_and_a_promise_to_stand_in_the_later_counts():
    one = override(BEN, "2026-06-01T08:00", "2026-06-01T20:00", replaces=ANA, made=1)
    for minutes, expected in ((-1, [BEN]), (+1, [])):
        away = TimeOff(BEN, at("2026-06-01T00:00"), at("2026-06-02T00:00"), one.made_at + timedelta(minutes=minutes))
        found = on_duty(Rota((shift(ANA),), (one,), (away,)), at("2026-06-01T09:00"))
        assert [duty.staff_id for duty in found] == expected


def test_whoever_stands_in_stays_when_the_other_takes_the_time_off():
    one = override(BEN, "2026-06-01T08:00", "2026-06-01T20:00", replaces=ANA, made=1)
    away = TimeOff(ANA, at("2026-06-01T00:00"), at("2026-06-02T00:00"), one.made_at + timedelta(minutes=1))
    found = on_duty(Rota((shift(ANA),), (one,), (away,)), at("2026-06-01T09:00"))
    assert [duty.staff_id for duty in found] == [BEN]


PEOPLE = st.sampled_from([ANA, BEN, CAL])
HOURS = st.integers(0, 24 * 14).map(lambda hours: at("2026-10-28T00:00") + timedelta(hours=hours))
SPANS = st.tuples(HOURS, st.integers(1, 30)).map(lambda one: (one[0], one[0] + timedelta(hours=one[1])))
SHIFTS = st.lists(
    st.builds(
        lambda who, tier, hour, long, rule: Shift(
            UUID(int=hour * 100 + long),
            who,
            tier,
            datetime(2026, 10, 1, hour),  # noqa: DTZ001 - a wall time
            datetime(2026, 10, 1, hour) + timedelta(hours=long),  # noqa: DTZ001 - a wall time
            NEW_YORK,
            rule,
        ),
        PEOPLE,
        st.sampled_from(Tier),
        st.integers(0, 23),
        st.integers(1, 30),
        st.sampled_from(["FREQ=DAILY", "FREQ=WEEKLY;BYDAY=SA,SU", "FREQ=DAILY;INTERVAL=2"]),
    ),
    max_size=4,
)
OVERRIDES = st.lists(
    st.builds(
        lambda who, tier, span, whom, made: Override(
            UUID(int=made), who, tier, *span, whom, "override", at("2026-10-01T00:00") + timedelta(minutes=made)
        ),
        PEOPLE,
        st.sampled_from(Tier),
        SPANS,
        st.none() | PEOPLE,
        st.integers(0, 50),
    ),
    max_size=4,
)
AWAY = st.lists(
    st.builds(
        lambda who, span, made: TimeOff(who, *span, at("2026-10-01T00:00") + timedelta(minutes=made)),
        PEOPLE,
        SPANS,
        st.integers(0, 50),
    ),
    max_size=3,
)


@given(SHIFTS, OVERRIDES, AWAY, HOURS, st.integers(0, 3599))
def test_an_instant_and_a_stretch_of_time_tell_the_same(shifts, overrides, away, hour, more):
    """What the calendar shows is who is rung."""
    rota = Rota(tuple(shifts), tuple(overrides), tuple(away))
    moment = hour + timedelta(seconds=more)
    now = {(one.staff_id, one.tier) for one in on_duty(rota, moment)}
    wide = duties(rota, moment - timedelta(days=5), moment + timedelta(days=5))
    assert now == {(one.staff_id, one.tier) for one in wide if one.start <= moment < one.end}


def test_asking_is_fast_however_old_the_rota_is():
    rules = ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2")
    old = [shift(UUID(int=n), "2016-01-04T08:00", "2016-01-04T20:00", rule=rules[n % 3]) for n in range(30)]
    rota, moment = Rota(tuple(old)), at("2026-06-01T09:00")
    on_duty(rota, moment)
    began = perf_counter()
    for minute in range(20):
        on_duty(rota, moment + timedelta(minutes=minute))
    # About 1 ms each on a slow machine; walking ten years of days would be 100 times that.
    assert (perf_counter() - began) / 20 < 0.02
