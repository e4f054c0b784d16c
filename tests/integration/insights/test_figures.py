"""The figures of a day that is small enough to be counted by hand."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from intake.insights.service import Wanted, figures, week_ahead
from intake.privacy.keyring import parse_keys
from intake.privacy.vault import Vault
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
    assert found.secured_s == [50]
    assert found.secured_in_time == 1
    by_class = {one.klass: one for one in found.kept}
    assert (by_class["P2"].promised, by_class["P2"].within, by_class["P2"].p50_s) == (1, 1, 600)
    assert by_class["P1"].promised == 0
    assert found.contact_rate == 1
    assert found.tries_to_contact == 2
    assert found.hold_to_callback == 0
    assert found.handling_s == pytest.approx((358 + 300) / 2)
    assert found.heat == {(0, 10): 4}
    assert found.funnel == {("voice/unknown", "queued"): 1}
    assert found.outcomes == {("voice", "abandoned"): 2, ("voice", "callback"): 1, ("voice", "live"): 1}


def test_the_week_ahead_counts_every_need(day):
    with day.begin() as connection:
        hours = week_ahead(connection, T0 + timedelta(hours=1), ZoneInfo("America/New_York"))
    assert hours[10].mean == pytest.approx(2 / 8)
    assert sum(hour.mean for hour in hours) == pytest.approx(2 / 8)
