"""Caps stop what nobody in need does, and never the way to a person."""

from __future__ import annotations

import pytest

from intake.callbacks.danger import Caps, Lately, crisis_only, too_many
from tests.unit.callbacks.kit import NOW, seconds

CAPS = Caps()


def minutes_ago(*minutes):
    return [NOW - seconds(60 * one) for one in minutes]


def test_the_sixth_intake_in_an_hour_gets_the_crisis_menu_and_a_person():
    assert not crisis_only(minutes_ago(1, 5, 9, 20), NOW, CAPS)
    assert crisis_only(minutes_ago(1, 5, 9, 20, 59), NOW, CAPS)
    assert not crisis_only(minutes_ago(1, 5, 9, 20, 60), NOW, CAPS)


@pytest.mark.parametrize(
    ("lately", "reason"),
    [
        (Lately(), None),
        (Lately(promised_to_number=minutes_ago(1, 2, 3, 4, 5)), None),
        (Lately(promised_to_number=minutes_ago(1, 2, 3, 4, 5, 6)), "number_cap"),
        (Lately(promised_to_number=minutes_ago(1, 2, 3, 4, 5, 1441)), None),
        (Lately(other_numbers=minutes_ago(1, 2, 3)), "caller_cap"),
        (Lately(calls_out=2000), "day_cap"),
    ],
)
def test_caps(lately, reason):
    assert too_many(lately, NOW, CAPS) == reason
