"""Callbacks are due by class, and nobody of any class waits for ever."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.callbacks.classes import (
    LOWER_REASONS,
    RAISE_REASONS,
    Class,
    NotAllowed,
    Ranked,
    regrade,
)
from intake.callbacks.rules import Asked, Waiting, effective_class, order_key, schedule
from tests.unit.callbacks.kit import CLOCKS, NEW_YORK, NOW, seconds

# Two years of minutes, four clock changes among them.
INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: NOW + timedelta(minutes=minutes))
ZONES = st.sampled_from([NEW_YORK, "America/Los_Angeles", "Pacific/Honolulu", "America/Puerto_Rico"])
PARTS = st.sampled_from(["morning", "afternoon", "evening"])


@pytest.mark.parametrize(("klass", "due"), [(Class.P0, 120), (Class.P1, 300), (Class.P2, 900)])
def test_the_urgent_classes_begin_at_once(klass, due):
    plan = schedule(Ranked(klass, "asap"), Asked("asap", NEW_YORK, NOW), CLOCKS)
    assert (plan.starts_at, plan.due_at, plan.window) == (NOW, NOW + seconds(due), None)


@given(INSTANTS, ZONES, PARTS, st.sampled_from([Class.P1, Class.P2, Class.P3, Class.P4]))
def test_a_chosen_part_of_the_day_is_kept_to_by_every_class_but_a_crisis(at, zone, when, klass):
    plan = schedule(Ranked(klass, "window"), Asked(when, zone, at), CLOCKS)
    assert plan.window is not None
    assert plan.starts_at in plan.window
    assert plan.starts_at >= at
    assert plan.due_at <= plan.window.closes
    hours = {"morning": (8, 12), "afternoon": (12, 17), "evening": (17, 20)}[when]
    assert hours[0] <= plan.starts_at.astimezone(ZoneInfo(zone)).hour < hours[1]


@given(INSTANTS, PARTS)
def test_a_crisis_waits_for_no_window(at, when):
    assert schedule(Ranked(Class.P0, "crisis"), Asked(when, NEW_YORK, at), CLOCKS).starts_at == at


def test_a_text_thread_is_answered_like_a_call_while_somebody_is_there():
    ranked = Ranked(Class.P4, "text_only")
    assert schedule(ranked, Asked("asap", NEW_YORK, NOW), CLOCKS).due_at == NOW + seconds(900)
    empty = Asked("asap", NEW_YORK, NOW, staffed=False)
    assert schedule(ranked, empty, CLOCKS).due_at == NOW + seconds(14400)


def test_calls_for_work_have_office_hours():
    friday_at_four = datetime(2026, 11, 27, 21, 0, tzinfo=UTC)
    plan = schedule(Ranked(Class.P4, "work"), Asked("asap", NEW_YORK, friday_at_four), CLOCKS)
    assert plan.starts_at == friday_at_four
    assert plan.due_at == datetime(2026, 11, 30, 17, 0, tzinfo=UTC)
    sunday = datetime(2026, 11, 29, 15, 0, tzinfo=UTC)
    plan = schedule(Ranked(Class.P4, "work"), Asked("asap", NEW_YORK, sunday), CLOCKS)
    assert plan.starts_at == datetime(2026, 11, 30, 14, 0, tzinfo=UTC)


@given(INSTANTS, ZONES)
def test_office_time_is_never_outside_office_hours(at, zone):
    plan = schedule(Ranked(Class.P4, "work"), Asked("asap", zone, at), CLOCKS)
    assert at <= plan.starts_at <= plan.due_at
    for moment in (plan.starts_at, plan.due_at):
        local = moment.astimezone(ZoneInfo(zone))
        assert local.weekday() < 5
        assert 9 <= local.hour <= 17


def waiting(klass: Class, age: float, due: float = 0, **how: object) -> Waiting:
    created = NOW - seconds(age)
    return Waiting(f"{klass}-{age}-{due}", klass, created, created + seconds(due or 900), **how)


def test_a_windows_callback_becomes_urgent_five_minutes_after_it_opens():
    early = waiting(Class.P3, 7200, window_opens_at=NOW - seconds(299))
    late = waiting(Class.P3, 7200, window_opens_at=NOW - seconds(300))
    assert effective_class(early, NOW, CLOCKS) is Class.P3
    assert effective_class(late, NOW, CLOCKS) is Class.P2


def test_an_old_p2_sorts_with_p1():
    assert effective_class(waiting(Class.P2, 1800), NOW, CLOCKS) is Class.P2
    assert effective_class(waiting(Class.P2, 1801), NOW, CLOCKS) is Class.P1


def test_order_is_class_then_due_then_waiting_longest():
    rows = [
        waiting(Class.P2, 60, 900),
        waiting(Class.P1, 60, 300),
        waiting(Class.P1, 120, 360),
        waiting(Class.P0, 5, 120),
        waiting(Class.P1, 100, 200),
        waiting(Class.P4, 60, 14400),
    ]
    ordered = sorted(rows, key=lambda one: order_key(one, NOW, CLOCKS))
    assert [one.id for one in ordered] == [
        "P0-5-120", "P1-100-200", "P1-120-360", "P1-60-300", "P2-60-900", "P4-60-14400",
    ]  # fmt: skip


@given(st.sampled_from([Class.P2, Class.P3, Class.P4]), st.integers(0, 10_000))
def test_nothing_starves(klass, other):
    """However many newer P1s come, an old callback of any class gets to the front."""
    old = Waiting("old", klass, NOW, NOW + seconds(1800), NOW)
    much_later = NOW + timedelta(hours=12)
    newer = Waiting("new", Class.P1, much_later - seconds(other % 300), much_later + seconds(1))
    assert order_key(old, much_later, CLOCKS) < order_key(newer, much_later, CLOCKS)


def test_a_class_is_moved_for_listed_reasons_only():
    assert regrade(Class.P2, Class.P0, "crisis", by_person=False) == Ranked(Class.P0, "crisis")
    assert regrade(Class.P1, Class.P2, "calmer", by_person=True) == Ranked(Class.P2, "calmer")
    for wrong in (
        (Class.P2, Class.P2, "worse", True),
        (Class.P2, Class.P1, "because", True),
        (Class.P1, Class.P2, "worse", True),
    ):
        with pytest.raises(NotAllowed):
            regrade(*wrong[:3], by_person=wrong[3])


@given(st.sampled_from(Class), st.sampled_from(Class), st.sampled_from(RAISE_REASONS + LOWER_REASONS))
def test_the_machine_never_makes_anybody_wait_longer(current, to, reason):
    with suppress(NotAllowed):
        assert regrade(current, to, reason, by_person=False).klass.rank < current.rank
