"""Each figure does what its definition says, at its edges too."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from intake.insights import metrics
from intake.insights.facts import BridgeFacts, CallbackFacts, CallFacts, HandlingFacts

T0 = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TARGETS = {"P0": 120.0, "P1": 300.0, "P2": 900.0, "P3": 1800.0}


def after(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def call(seconds: float | None, outcome: str | None, **more: object) -> CallFacts:
    return CallFacts(T0, None if seconds is None else after(seconds), outcome, **more)


def test_short_abandons_leave_both_denominators():
    calls = [
        call(4, "abandoned"),
        call(9.99, "short_abandon"),
        call(10, "abandoned"),
        call(80, "callback", secured_at=after(50)),
        call(300, "live", asked_person_at=after(30), answered_at=after(45)),
    ]
    found = metrics.answering(calls, within_s=20)
    assert (found.offered, found.short, found.abandoned, found.counted) == (5, 2, 3, 3)
    assert found.abandonment == pytest.approx(1 / 3)
    assert found.level == pytest.approx(1 / 3)
    assert found.average_wait_s == 15


def test_a_saved_number_is_not_lost_even_if_the_caller_hung_up():
    found = metrics.answering([call(60, "abandoned", secured_at=after(50))], within_s=20)
    assert found.abandoned == 0


def test_service_level_boundary_is_inclusive():
    calls = [call(99, "live", asked_person_at=T0, answered_at=after(wait)) for wait in (20, 20.01)]
    assert metrics.answering(calls, within_s=20).within == 1


def test_nothing_counted_is_nothing_said():
    found = metrics.answering([], within_s=20)
    assert found.abandonment is None
    assert found.level is None
    assert found.average_wait_s is None
    assert metrics.handling_time([]) is None
    assert metrics.contact_rate([]) is None
    assert metrics.bridge_success([]) is None
    assert metrics.hold_to_callback([]) is None
    assert metrics.percentile([], 90) is None
    assert metrics.kept([], "P2", TARGETS, T0).share is None


def test_callback_clock_starts_with_the_window():
    window = CallbackFacts("P3", T0, after(9000), window_opens_at=after(7200), tried_at=after(7200 + 1799), tries=1)
    assert metrics.kept([window], "P3", TARGETS, after(99999)).share == 1
    assert metrics.kept([window], "P3", TARGETS, after(99999)).p50_s == 1799


def test_a_callback_after_the_window_opened_runs_from_the_request():
    late = CallbackFacts("P3", T0, after(1800), window_opens_at=after(-600), tried_at=after(1801))
    assert metrics.kept([late], "P3", TARGETS, after(2000)).share == 0


def test_first_real_attempt_keeps_the_promise():
    tried = CallbackFacts("P2", T0, after(900), tried_at=after(600), reached_at=after(8000), tries=3)
    found = metrics.kept([tried], "P2", TARGETS, after(9000))
    assert (found.judged, found.within, found.p90_s) == (1, 1, 600)
    assert metrics.tries_to_contact([tried]) == 3


def test_open_promises_are_judged_only_once_they_are_late():
    waiting = CallbackFacts("P2", T0, after(900))
    assert metrics.kept([waiting], "P2", TARGETS, after(899)).judged == 0
    assert metrics.kept([waiting], "P2", TARGETS, after(901)).share == 0


def test_business_hours_class_goes_by_its_due_time():
    work = CallbackFacts("P4", T0, after(60000), tried_at=after(50000))
    assert metrics.kept([work], "P4", TARGETS, after(99999)).share == 1


def test_handling_is_talk_hold_and_wrap():
    assert metrics.handling_time([HandlingFacts(100, 20, 30), HandlingFacts(50)]) == 100


def test_other_ratios():
    calls = [
        call(60, "callback", left_waiting="callback", secured_at=after(40)),
        call(60, "abandoned", left_waiting="lost"),
        call(60, "live", asked_person_at=T0, answered_at=after(5)),
        call(20, "abandoned"),
    ]
    assert metrics.hold_to_callback(calls) == pytest.approx(1 / 3)
    assert metrics.secured_times(calls) == [40]
    reached = CallbackFacts("P0", T0, after(120), acknowledged_at=after(42), reached_at=after(60))
    given_up = CallbackFacts("P2", T0, after(900), ended=True)
    still_open = CallbackFacts("P2", T0, after(900))
    assert metrics.contact_rate([reached, given_up, still_open]) == 0.5
    assert metrics.acknowledged([reached, given_up]) == [42]
    assert metrics.bridge_success([BridgeFacts(True), BridgeFacts(True), BridgeFacts(False)]) == pytest.approx(2 / 3)


def test_percentile_is_nearest_rank():
    assert metrics.percentile([5, 1, 3, 2, 4], 50) == 3
    assert metrics.percentile(range(1, 11), 90) == 9
    assert metrics.percentile([7], 1) == 7
