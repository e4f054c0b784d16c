"""Every scenario again while each webhook comes twice and status events come out of order: nothing is different."""

from __future__ import annotations

import pytest

from tests.journeys.deployment import Deployment
from tests.journeys.driver import Scenario, play
from tests.journeys.expectations import check
from tests.journeys.test_scenarios import SCENARIOS


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one["id"] for one in SCENARIOS])
def test_a_scenario_comes_out_the_same_in_bad_weather(town: Deployment, scenario: Scenario) -> None:
    town.network.weather(doubled=1.0, reordered=1.0)
    check(play(town, scenario))
