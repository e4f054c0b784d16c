"""The one who has carried least is next, and nothing but the load counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.oncall.fairness import Taken, balance, gini, loads, spread, weight, why_next

ANA, BEN = UUID(int=1), UUID(int=2)
ZONE = "America/New_York"
TUESDAY = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
NIGHT, SATURDAY = TUESDAY + timedelta(hours=13), TUESDAY + timedelta(days=4)
LOADS = st.lists(st.floats(0, 1000), max_size=12)


@pytest.mark.parametrize(
    ("taken", "heavy"),
    [
        (Taken(ANA, TUESDAY, "P2"), 1.0),
        (Taken(ANA, NIGHT, "P2"), 1.5),
        (Taken(ANA, SATURDAY, "P2"), 1.25),
        (Taken(ANA, TUESDAY, "P0"), 3.0),
        (Taken(ANA, TUESDAY, "P2", unanswered_by_others=True), 1.5),
        (Taken(ANA, NIGHT + timedelta(days=4), "P0", unanswered_by_others=True), 1.5 * 1.25 * 3 * 1.5),
    ],
)
def test_what_a_call_weighs(taken, heavy):
    assert weight(taken, ZONE) == pytest.approx(heavy)


def test_a_holiday_weighs_like_a_weekend():
    assert weight(Taken(ANA, TUESDAY, "P2"), ZONE, {TUESDAY.date()}) == 1.25


def test_the_last_28_days_count_and_newcomers_begin_at_nothing():
    taken = [Taken(ANA, TUESDAY, "P2"), Taken(ANA, TUESDAY - timedelta(days=28), "P0")]
    assert loads(taken, {ANA: ZONE, BEN: ZONE}, TUESDAY) == {ANA: 1.0, BEN: 0.0}


@given(LOADS)
def test_gini_is_between_even_and_one_sided(values):
    assert -1e-9 <= gini(values) < 1


def test_gini_and_spread_of_known_cases():
    assert gini([3, 3, 3]) == 0
    assert gini([0, 0, 0, 4]) == 0.75
    assert gini([]) == 0
    assert spread([2, 2.6]) == pytest.approx(1.3)
    assert spread([0, 2]) is None
    assert balance({ANA: 2.0, BEN: 2.6}).fair
    assert not balance({ANA: 2.0, BEN: 2.7}).fair


def test_the_reason_is_in_words_without_a_name():
    assert why_next(2.0, []) == "only"
    assert why_next(1.0, [4.0, 2.5]) == "least=1.0/2.5, 4.0"
    assert why_next(1.0, [1.0]) == "equal=1.0/1.0"
