"""The figures of a day that is small enough to be counted by hand."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.insights.service import Wanted, figures, week_ahead
from intake.privacy.keyring import parse_keys
from intake.privacy.vault import Vault
from intake.storage import enrollments, legs
from intake.storage.insights import Range
from tests import enrollment_kit as kit
from tests.enrollment_kit import T0

TARGETS = {"P0": 120.0, "P1": 300.0, "P2": 900.0, "P3": 1800.0}


def after(seconds):
    return T0 + timedelta(seconds=seconds)


@pytest.fixture
def day(database, vault_key):
    vault = Vault(parse_keys(vault_key))
    with database.begin() as connection:
        record_id = kit.add_enrollment(connection, vault)
        kit.add_talk(connection, enrollment_id=record_id, secured_at=after(50))
        kit.add_talk(connection, outcome="abandoned", ended_at=after(5))
        kit.add_talk(connection, outcome="abandoned", ended_at=after(40))
        live = kit.add_talk(connection, outcome="live", ended_at=after(400))
        waited = kit.add_callback(
            connection, None, conversation_id=live, origin="talk_now", promised_at=None, klass="P1",
            created_at=after(30), state="completed", ended_at=after(400), next_action_at=None,
        )  # fmt: skip
        kit.add_attempt(
            connection, waited, kind="live", result="reached", at=after(40), connected_at=after(42),
            ended_at=after(400),
        )  # fmt: skip
        kept = kit.add_callback(connection, record_id)
        kit.add_attempt(connection, kept, result="no_answer", at=after(600), carrier_result="no_answer")
        kit.add_attempt(
            connection, kept, number=2, result="reached", at=after(2000), connected_at=after(2010),
            ended_at=after(2310),
        )  # fmt: skip
        # Tomorrow is another day.
        kit.add_talk(connection, started_at=T0 + timedelta(days=1), outcome="abandoned")
    return database


def test_a_day(day):
    wanted = Wanted(Range(T0, T0 + timedelta(hours=12)), ZoneInfo("America/New_York"), 20, 10, TARGETS)
    with day.begin() as connection:
        found = figures(connection, wanted, T0 + timedelta(days=1))
    answering = found.answering
    assert (answering.offered, answering.short, answering.abandoned, answering.answered) == (4, 1, 2, 1)
    assert answering.abandonment == pytest.approx(1 / 3)
    assert answering.average_wait_s == 12
    assert answering.level == pytest.approx(1 / 3)
    assert found.secured_s == {50: 1}
    assert found.secured_in_time == 1
    by_class = {one.klass: one for one in found.kept}
    assert (by_class["P2"].promised, by_class["P2"].within, by_class["P2"].p50_s) == (1, 1, 600)
    assert by_class["P1"].promised == 0
    waited = {one.klass: (one.waits, one.answered, one.within, one.average_wait_s) for one in found.waited if one.waits}
    assert waited == {"P1": (1, 1, 1, 12)}
    assert found.contact_rate == 1
    assert found.tries_to_contact == 2
    assert found.hold_to_callback == 0
    assert found.handling_s == pytest.approx((358 + 300) / 2)
    assert found.heat == {(0, 10): 4}
    assert found.funnel == {("voice/unknown", "queued"): 1}
    assert found.outcomes == {("voice", "abandoned"): 2, ("voice", "callback"): 1, ("voice", "live"): 1}


def test_a_callback_counts_from_its_request_or_its_window(database, vault_key):
    vault = Vault(parse_keys(vault_key))
    with database.begin() as connection:
        # Asked at noon for three o'clock: the clock starts at three, and an attempt before then counts as kept.
        window = {"klass": "P3", "window_opens_at": after(7200), "due_at": after(9000)}
        for tried in (7200 + 1799, 7200 + 1801, None):
            _promised(connection, vault, window, tried)
        # A window that was open already when they asked: from the request.
        _promised(connection, vault, window | {"window_opens_at": after(-600)}, 1801)
        # Work runs on business hours: its due time is its target.
        _promised(connection, vault, {"klass": "P4", "due_at": after(60_000)}, 50_000)
        # A leg that the carrier never placed is no attempt; one that rang out is.
        failed = _promised(connection, vault, {"klass": "P1", "due_at": after(300)}, 100, carrier_result="failed")
        kit.add_attempt(connection, failed, number=2, at=after(400), result="no_answer")
        # Nobody tried, and it may still be in time.
        _promised(connection, vault, {"klass": "P2", "promised_at": after(86_000), "created_at": after(86_000)}, None)
    wanted = Wanted(Range(T0, T0 + timedelta(days=1)), ZoneInfo("UTC"), 20, 10, TARGETS)
    with database.begin() as connection:
        found = figures(connection, wanted, after(86_400))
    kept = {one.klass: (one.promised, one.judged, one.within) for one in found.kept}
    assert kept == {"P0": (0, 0, 0), "P1": (1, 1, 0), "P2": (1, 0, 0), "P3": (4, 4, 1), "P4": (1, 1, 1)}
    by_class = {one.klass: one.p50_s for one in found.kept}
    assert (by_class["P1"], by_class["P3"], by_class["P4"]) == (400, 1801, 50_000)
    assert found.contact_rate is None


def _promised(connection, vault, given, tried, **attempt):
    call = kit.add_callback(connection, kit.add_enrollment(connection, vault, number=None), **given)
    if tried is not None:
        kit.add_attempt(connection, call, at=after(tried), result="no_answer", **attempt)
    return call


def test_a_crisis_counts_to_the_first_professional_who_took_it(database, vault_key):
    vault = Vault(parse_keys(vault_key))
    with database.begin() as connection:
        for seconds in (30, 70):
            _promised(connection, vault, {"klass": "P0", "accepted_at": after(seconds), "due_at": after(120)}, None)
        for status in ("in-progress", "completed", "no-answer"):
            leg = {"sid": f"CA{status}", "role": "crisis_line", "status": status, "created_at": after(60)}
            legs.add(connection, leg)
    wanted = Wanted(Range(T0, T0 + timedelta(days=1)), ZoneInfo("UTC"), 20, 10, TARGETS)
    with database.begin() as connection:
        found = figures(connection, wanted, after(86_400))
    assert found.p0_acknowledged_s == {30: 1, 70: 1}
    assert found.bridge_success == pytest.approx(2 / 3)


def test_a_funnel_keeps_what_a_closed_record_had_reached(database, vault_key):
    vault = Vault(parse_keys(vault_key))
    with database.begin() as connection:
        for stages in (("contacted", "prescreened", "contacted"), ("contacted", "closed"), ("do_not_contact",)):
            record_id = kit.add_enrollment(connection, vault, number=None)
            for stage in stages:
                reason = "unreachable" if stage == "closed" else None
                enrollments.change(connection, record_id, stage=stage, closed_reason=reason)
        found = figures(connection, Wanted(Range(T0, after(60)), ZoneInfo("UTC"), 20, 10, TARGETS), after(60))
    assert found.funnel == {("voice/unknown", stage): 1 for stage in ("prescreened", "contacted", "queued")}
    assert found.closings == {"unreachable": 1}


@pytest.mark.parametrize(("zone", "hour"), [("Asia/Kolkata", 20), ("America/New_York", 10), ("UTC", 15)])
def test_hours_are_those_of_the_wall_clock(day, zone, hour):
    wanted = Wanted(Range(T0, T0 + timedelta(hours=12)), ZoneInfo(zone), 20, 10, TARGETS)
    with day.begin() as connection:
        assert figures(connection, wanted, after(60)).heat == {(0, hour): 4}


def test_the_week_ahead_counts_every_need(day):
    with day.begin() as connection:
        hours = week_ahead(connection, T0 + timedelta(hours=1), ZoneInfo("America/New_York"))
    assert hours[10].mean == pytest.approx(2 / 8)
    assert sum(hour.mean for hour in hours) == pytest.approx(2 / 8)
