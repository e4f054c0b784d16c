"""Every uncovered minute is known before it comes, and so is whoever would be worn out."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from intake.oncall.coverage import check, horizon
from intake.oncall.rests import warnings
from intake.oncall.rota import Rota, TimeOff, duties, on_duty
from intake.oncall.tiers import Tier
from tests.unit.oncall.kit import NEW_YORK, at, shift

ANA, BEN, CAL, DEE = (UUID(int=number) for number in (1, 2, 3, 4))
SPEAK = {ANA: ["es", "en"], BEN: ["en"], CAL: ["en"], DEE: ["en"]}
BACKUP = Tier.BACKUP
DAY, NIGHT = ("2026-05-01T08:00", "2026-05-01T20:00"), ("2026-05-01T20:00", "2026-05-02T08:00")
COVERED = (
    shift(ANA, *DAY, rule="FREQ=DAILY"),
    shift(BEN, *NIGHT, rule="FREQ=DAILY"),
    shift(CAL, *DAY, rule="FREQ=DAILY", tier=BACKUP),
    shift(DEE, *NIGHT, rule="FREQ=DAILY", tier=BACKUP),
)


def found(rota: Rota, start: str = "2026-06-01T00:00", end: str = "2026-06-08T00:00", wanted=("en",)):
    return [(one.kind, one.start, one.end, one.detail) for one in check(rota, SPEAK, at(start), at(end), wanted)]


def test_a_full_week_has_nothing_wrong_also_where_the_clocks_change():
    assert found(Rota(COVERED)) == []
    assert found(Rota(COVERED), "2026-10-28T00:00", "2026-11-04T00:00") == []
    assert found(Rota(COVERED), "2027-03-10T00:00", "2027-03-17T00:00") == []


def test_a_gap_is_named_to_the_minute():
    away = TimeOff(ANA, at("2026-06-02T09:30"), at("2026-06-02T10:45"), at("2026-05-01T00:00"))
    assert found(Rota(COVERED, time_off=(away,))) == [
        ("no_primary", at("2026-06-02T09:30"), at("2026-06-02T10:45"), "")
    ]


def test_no_backup_and_nobody_at_all():
    kinds = {one[0] for one in found(Rota(COVERED[:2]))}
    assert kinds == {"no_backup"}
    assert found(Rota()) == [("no_cover", at("2026-06-01T00:00"), at("2026-06-08T00:00"), "")]


def test_a_backup_who_is_the_primary_is_no_backup():
    rota = Rota((*COVERED[:2], shift(ANA, *DAY, rule="FREQ=DAILY", tier=BACKUP), COVERED[3]))
    kinds = {one[0] for one in found(rota, end="2026-06-02T00:00")}
    assert kinds == {"same_person", "double_booked"}


def test_hours_without_a_speaker_of_spanish_are_named():
    nights = found(Rota(COVERED), end="2026-06-02T00:00", wanted=("en", "es"))
    assert nights == [
        ("no_language", at("2026-06-01T00:00"), at("2026-06-01T08:00"), "es"),
        ("no_language", at("2026-06-01T20:00"), at("2026-06-02T00:00"), "es"),
    ]


def test_people_who_have_left_cover_nothing():
    left = {ANA: ["en"], CAL: ["en"]}
    faults = check(Rota(COVERED), left, at("2026-06-01T20:00"), at("2026-06-02T08:00"), ())
    assert [one.kind for one in faults] == ["no_cover"]


def test_a_rota_that_ends_within_two_weeks_is_published_too_late():
    short = Rota((shift(ANA, *DAY, rule="FREQ=DAILY;UNTIL=20260608T235959"),))
    fault = horizon(short, at("2026-06-01T00:00"))
    assert fault is not None
    assert fault.start == at("2026-06-08T20:00")
    assert horizon(Rota(COVERED), at("2026-06-01T00:00")) is None


MINUTES = st.integers(0, 7 * 24 * 60)


@given(st.lists(st.tuples(st.sampled_from([ANA, BEN, CAL, DEE]), MINUTES, MINUTES), max_size=4), MINUTES)
def test_a_minute_is_reported_if_and_only_if_somebody_is_missing(absences, minute):
    start = at("2026-06-01T00:00")
    away = tuple(
        TimeOff(who, start + timedelta(minutes=min(a, b)), start + timedelta(minutes=max(a, b) + 1), start)
        for who, a, b in absences
    )
    rota = Rota(COVERED, time_off=away)
    moment = start + timedelta(minutes=minute)
    faults = check(rota, SPEAK, start, start + timedelta(days=8), ())
    kinds = {one.kind for one in faults if one.start <= moment < one.end}
    tiers = {one.tier for one in on_duty(rota, moment)}
    expected = set()
    if not tiers:
        expected = {"no_cover"}
    elif Tier.PRIMARY not in tiers:
        expected = {"no_primary"}
    elif BACKUP not in tiers:
        expected = {"no_backup"}
    assert kinds == expected


def tired(*shifts, start="2026-06-01T00:00", end="2026-06-22T00:00"):
    spans = duties(Rota(shifts), at(start), at(end))
    return [(one.kind, one.detail) for one in warnings(spans, {ANA: NEW_YORK})]


def test_a_shift_of_more_than_twelve_hours():
    assert tired(shift(ANA, "2026-06-02T08:00", "2026-06-02T21:00")) == [("long_shift", "13")]
    two = (shift(ANA, "2026-06-02T08:00", "2026-06-02T16:00"), shift(ANA, "2026-06-02T16:00", "2026-06-02T22:00"))
    assert tired(*two) == [("long_shift", "14")]
    # The night of the longer day is an hour longer than it looks.
    night = shift(ANA, "2026-10-31T20:00", "2026-11-01T08:00")
    assert ("long_shift", "13") in tired(night, start="2026-10-30T00:00", end="2026-11-05T00:00")


def test_less_than_eleven_hours_between_two_shifts():
    two = (shift(ANA, "2026-06-02T12:00", "2026-06-02T22:00"), shift(ANA, "2026-06-03T08:00", "2026-06-03T14:00"))
    assert tired(*two) == [("short_rest", "10")]


def test_more_than_five_days_in_a_row():
    five = shift(ANA, "2026-06-01T09:00", "2026-06-01T15:00", rule="FREQ=DAILY;COUNT=5")
    six = shift(ANA, "2026-06-01T09:00", "2026-06-01T15:00", rule="FREQ=DAILY;COUNT=6")
    assert tired(five) == []
    assert tired(six) == [("many_days", "6")]


def test_more_than_two_nights_in_a_row():
    two = shift(ANA, "2026-06-01T22:00", "2026-06-02T06:00", rule="FREQ=DAILY;COUNT=2")
    three = shift(ANA, "2026-06-01T22:00", "2026-06-02T06:00", rule="FREQ=DAILY;COUNT=3")
    assert tired(two) == []
    assert tired(three) == [("many_nights", "3")]


def test_more_than_one_weekend_in_two():
    every = shift(ANA, "2026-06-06T09:00", "2026-06-06T15:00", rule="FREQ=WEEKLY;COUNT=2")
    other = shift(ANA, "2026-06-06T09:00", "2026-06-06T15:00", rule="FREQ=WEEKLY;INTERVAL=2;COUNT=2")
    assert tired(every) == [("many_weekends", "2")]
    assert tired(other) == []
