"""Each figure does what its definition says, at its edges too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from intake.insights import metrics
from intake.insights.facts import CallbackFacts, CallFacts, HandlingFacts


def test_short_abandons_leave_both_denominators():
    calls = [
        CallFacts("abandoned", 4),
        CallFacts("short_abandon", 9.9),
        CallFacts("abandoned", 10),
        CallFacts("callback", 80, secured_s=50),
        CallFacts("live", 300, wait_s=15),
    ]
    found = metrics.answering(calls, within_s=20)
    assert (found.offered, found.short, found.abandoned, found.counted) == (5, 2, 3, 3)
    assert found.abandonment == pytest.approx(1 / 3)
    assert found.level == pytest.approx(1 / 3)
    assert found.average_wait_s == 15


def test_calls_that_went_alike_count_as_often_as_they_came():
    calls = [
        CallFacts("abandoned", 4, times=2),
        CallFacts("abandoned", 30, times=3),
        CallFacts("live", 9, wait_s=5, times=7),
    ]
    one_by_one = [one for call in calls for one in [replace(call, times=1)] * call.times]
    assert metrics.answering(calls, within_s=20) == metrics.answering(one_by_one, within_s=20)


def test_a_saved_number_is_not_lost_even_if_the_caller_hung_up():
    found = metrics.answering([CallFacts("abandoned", 60, secured_s=50)], within_s=20)
    assert found.abandoned == 0


def test_service_level_boundary_is_inclusive():
    calls = [CallFacts("live", 99, wait_s=wait) for wait in (20, 20.1)]
    assert metrics.answering(calls, within_s=20).within == 1


def test_a_wait_that_goes_on_is_not_judged_yet():
    calls = [
        CallFacts("live", wait_s=20, klass="P1", times=3),
        CallFacts("live", wait_s=21, klass="P1"),
        CallFacts("callback", left_waiting="callback", klass="P1", times=2),
        CallFacts(None, klass="P1"),
        CallFacts("live", wait_s=1, klass="P0"),
    ]
    found = metrics.waited(calls, "P1", within_s=20)
    assert (found.waits, found.answered, found.within, found.level) == (6, 4, 3, 0.5)


def test_nothing_counted_is_nothing_said():
    found = metrics.answering([], within_s=20)
    assert found.abandonment is None
    assert found.level is None
    assert found.average_wait_s is None
    assert metrics.handling_time(HandlingFacts(0, times=0)) is None
    assert metrics.contact_rate([]) is None
    assert metrics.share(0, 0) is None
    assert metrics.hold_to_callback([]) is None
    assert metrics.percentile([], 90) is None
    assert metrics.kept([], "P2").share is None


def test_what_may_still_be_in_time_is_not_judged():
    promises = [
        CallbackFacts("P2", kept_s=600, in_time=True, times=3),
        CallbackFacts("P2", kept_s=1200, in_time=False),
        CallbackFacts("P2", in_time=False),
        CallbackFacts("P2"),
        CallbackFacts("P1", kept_s=1, in_time=True),
    ]
    found = metrics.kept(promises, "P2")
    assert (found.promised, found.judged, found.within, found.share) == (6, 5, 3, 0.6)
    assert (found.p50_s, found.p90_s) == (600, 1200)


def test_handling_is_talk_hold_and_wrap():
    assert metrics.handling_time(HandlingFacts(150, 20, 30, times=2)) == 100


def test_other_ratios():
    calls = [
        CallFacts("callback", secured_s=40, left_waiting="callback"),
        CallFacts("abandoned", 60, left_waiting="lost"),
        CallFacts("live", wait_s=5),
        CallFacts("abandoned", 20),
    ]
    assert metrics.hold_to_callback(calls) == pytest.approx(1 / 3)
    assert metrics.secured_times(calls) == {40: 1}
    reached = CallbackFacts("P0", kept_s=60, in_time=True, acknowledged_s=42, reached=True, tries=1)
    callbacks = [reached, CallbackFacts("P2", ended=True), CallbackFacts("P2")]
    assert metrics.contact_rate(callbacks) == 0.5
    assert metrics.acknowledged(callbacks) == {42: 1}
    assert metrics.tries_to_contact([reached, CallbackFacts("P2", reached=True, tries=3, times=2)]) == 3


def test_percentile_is_nearest_rank():
    assert metrics.percentile([5, 1, 3, 2, 4], 50) == 3
    assert metrics.percentile(range(1, 11), 90) == 9
    assert metrics.percentile([7], 1) == 7
    assert metrics.percentile_of({1: 90, 500: 10}, 90) == 1
    assert metrics.percentile_of({1: 89, 500: 11}, 90) == 500
