"""Scenarios of the call-back desk, in the notation of the others: what is pressed, what happens, what it comes to."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.house import Town
from tests.integration.callbacks.desk_checks import check
from tests.integration.callbacks.desk_driver import Desk, Scenario

_DATA = Path(__file__).parents[2] / "data" / "desk_scenarios.jsonl"
SCENARIOS: list[Scenario] = [json.loads(line) for line in _DATA.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[one["id"] for one in SCENARIOS])
def test_a_scenario_of_the_desk_comes_out_as_expected(town: Town, scenario: Scenario) -> None:
    before = scenario.get("pre", {})
    if "now" in before:
        town.clock.now = datetime.fromisoformat(before["now"])
    desk = Desk(town, scenario)
    for step in scenario["steps"]:
        desk.does(step["at"], step["in"])
        town.clock.passes(timedelta(seconds=1).total_seconds())
    check(desk, scenario["expected"])
