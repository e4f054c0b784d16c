"""Every scenario, played on phones, its expectation checked field by field."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.deployment import Deployment
from tests.journeys.driver import Scenario, play
from tests.journeys.expectations import check

_DATA = Path(__file__).parents[1] / "data" / "scenarios.jsonl"
SCENARIOS = [json.loads(line) for line in _DATA.read_text().splitlines()]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one["id"] for one in SCENARIOS])
def test_a_scenario_comes_out_as_expected(town: Deployment, scenario: Scenario) -> None:
    check(play(town, scenario))
