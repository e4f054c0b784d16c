"""More and higher people are rung as time goes by, each at the class's own time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.callbacks.classes import Class
from intake.callbacks.ladder import hold_rung, next_action, rung
from intake.oncall.tiers import Tier
from tests.unit.callbacks.kit import CLOCKS, NOW, seconds

FIRST_TWO = (Tier.PRIMARY, Tier.BACKUP)
ELAPSED = st.floats(0, 200_000, allow_nan=False)


def test_a_crisis_rings_everybody_and_goes_higher_each_minute():
    for elapsed, tiers in ((0, FIRST_TWO), (60, (*FIRST_TWO, Tier.SUPERVISOR)), (120, tuple(Tier))):
        found = rung(Class.P0, NOW, NOW + seconds(elapsed), CLOCKS)
        assert found.tiers == tiers
        assert found.quota is None
        assert found.next_at == NOW + seconds(elapsed + 60)


def test_a_crisis_is_never_given_up():
    found = rung(Class.P0, NOW, NOW + seconds(3600 * 5 + 1), CLOCKS)
    assert found.opened_at == NOW + seconds(3600 * 5)
    assert found.next_at == NOW + seconds(3600 * 5 + 60)


@pytest.mark.parametrize(
    ("klass", "supervisor"), [(Class.P1, 300), (Class.P2, 900), (Class.P3, 900), (Class.P4, 14400)]
)
def test_the_supervisor_is_rung_at_the_classs_own_time(klass, supervisor):
    assert rung(klass, NOW, NOW + seconds(supervisor - 0.5), CLOCKS).tiers == FIRST_TWO
    assert Tier.SUPERVISOR in rung(klass, NOW, NOW + seconds(supervisor), CLOCKS).tiers
    assert Tier.MANAGER in rung(klass, NOW, NOW + seconds(2 * supervisor), CLOCKS).tiers


@pytest.mark.parametrize(("klass", "each"), [(Class.P1, 120), (Class.P2, 300), (Class.P3, 300), (Class.P4, 3600)])
def test_one_more_person_on_each_rung(klass, each):
    assert rung(klass, NOW, NOW, CLOCKS).quota == 1
    assert rung(klass, NOW, NOW + seconds(each - 0.5), CLOCKS).quota == 1
    assert rung(klass, NOW, NOW + seconds(each), CLOCKS).quota == 2


@given(st.sampled_from(Class), ELAPSED)
def test_there_is_always_a_next_time_and_it_is_later(klass, elapsed):
    now = NOW + seconds(elapsed)
    assert next_action(klass, NOW, now, CLOCKS) > now


@given(st.sampled_from(Class), ELAPSED, ELAPSED)
def test_time_only_ever_opens_more(klass, one, other):
    earlier = rung(klass, NOW, NOW + seconds(min(one, other)), CLOCKS)
    later = rung(klass, NOW, NOW + seconds(max(one, other)), CLOCKS)
    assert set(earlier.tiers) <= set(later.tiers)
    assert (earlier.quota or 0) <= (later.quota or 0)


@given(st.sampled_from(Class), ELAPSED)
def test_looking_at_each_next_time_misses_no_tier(klass, elapsed):
    """A service that wakes only at next_at sees each tier open at its own instant."""
    at, opened = NOW, {}
    for _ in range(60):
        found = rung(klass, NOW, at, CLOCKS)
        for tier, since in found.raised:
            opened.setdefault(tier, at)
            assert opened[tier] == since
        at = found.next_at
        if at > NOW + seconds(elapsed):
            break


def test_the_ladder_of_somebody_who_waits_on_the_line():
    ring = seconds(20)
    rungs = [hold_rung(NOW, NOW + seconds(at), ring) for at in (0, 19.9, 20, 40, 59.9, 60)]
    assert [one and one.tiers[0] for one in rungs] == [
        Tier.PRIMARY, Tier.PRIMARY, Tier.BACKUP, Tier.SUPERVISOR, Tier.SUPERVISOR, None,
    ]  # fmt: skip
    assert rungs[0].phones == 2
    assert rungs[0].next_at == NOW + ring
