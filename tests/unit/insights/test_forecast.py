"""The forecast follows the wall clock of the rota, across clock changes too."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from intake.insights.forecast import HOURS, forecast, hour_of_week, poisson_quantile
from intake.insights.staffing import Target, needs

NEW_YORK = ZoneInfo("America/New_York")


def test_hour_of_week_is_local():
    assert hour_of_week(datetime(2026, 11, 23, 5, 0, tzinfo=UTC), NEW_YORK) == 0
    assert hour_of_week(datetime(2026, 11, 23, 4, 59, tzinfo=UTC), NEW_YORK) == 167
    # Nine in the morning stays nine in the morning on both sides of the clock change.
    before = datetime(2026, 10, 26, 13, 0, tzinfo=UTC)
    after = datetime(2026, 11, 2, 14, 0, tzinfo=UTC)
    assert hour_of_week(before, NEW_YORK) == hour_of_week(after, NEW_YORK) == 9


@pytest.mark.parametrize(("mean", "count"), [(0, 0), (0.1, 0), (1, 2), (3, 4), (10, 13), (900, 925)])
def test_poisson_quantile(mean, count):
    assert poisson_quantile(mean, 0.8) == count


def test_forecast_is_the_mean_of_eight_weeks():
    hours = forecast({10: 8, 167: 4})
    assert len(hours) == HOURS
    assert (hours[10].mean, hours[167].mean, hours[0].mean) == (1.0, 0.5, 0.0)


def test_needs_never_leave_an_hour_to_nobody():
    hours = forecast({})
    found = needs(hours, [0] * HOURS, Target())
    assert {need.people for need in found} == {1}
    assert {need.short for need in found} == {2}
    assert {need.short for need in needs(hours, [5] * HOURS, Target())} == {0}
