"""Time, luck and the parameters of requests, in a network that sends nothing."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest

from webhooks.simulator.clock import Clock
from webhooks.simulator.config import Config, Line
from webhooks.simulator.forms import standard
from webhooks.simulator.leg import Ends, Leg
from webhooks.simulator.reports import Reporter
from webhooks.simulator.weather import Weather
from webhooks.simulator.world import World

Result = TypeVar("Result")
CAPTURES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "data" / "carrier_payloads.jsonl").read_text("utf-8").splitlines()
]
CONDITIONAL = {"CallerName", "ForwardedFrom", "CalledVia"}


def _ran(what: Callable[[], Coroutine[Any, Any, Result]]) -> Result:
    """On a thread of its own: a browser that is open in this process keeps a loop running on the main one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(what())).result()


def test_those_who_sleep_wake_when_time_runs_faster() -> None:
    async def sleep() -> float:
        clock = Clock(1.0)
        sleeper = asyncio.create_task(clock.sleep(3600))
        await asyncio.sleep(0)
        clock.set_speed(10_000)
        await asyncio.wait_for(sleeper, 5)
        return clock.now()

    assert _ran(sleep) >= 3600


@pytest.mark.parametrize("speed", [0, -1, 10_001])
def test_time_neither_stands_nor_runs_back(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        Clock().set_speed(speed)


def test_luck_depends_on_nothing_but_seed_and_count() -> None:
    def lots(names: list[str]) -> dict[str, list[float]]:
        weather = Weather(3)
        found: dict[str, list[float]] = {name: [] for name in names}
        for name in names:
            found[name].append(weather.draw("doubled", "voice", name))
        return found

    assert lots(["a", "b", "a"]) == lots(["b", "a", "a"])
    assert Weather(3).draw("doubled", "voice", "a") != Weather(4).draw("doubled", "voice", "a")


def test_a_switch_of_one_always_strikes_and_of_none_never() -> None:
    weather = Weather()
    weather.change({"doubled": 1, "only": ["status"]})
    assert all(weather.strikes("doubled", "status", "a") for _ in range(20))
    assert not any(weather.strikes("doubled", "voice", "a") for _ in range(20))
    assert not any(weather.strikes("delayed", "status", "a") for _ in range(20))


def _params(ends: dict[str, Any]) -> dict[str, str]:
    async def made() -> dict[str, str]:
        world = World(Config("AC1", "t"))
        try:
            leg = Leg(world, Ends(**ends), world.phone_of("+12025550147"), Reporter())
            return dict(standard(leg))
        finally:
            await world.close()

    return _ran(made)


@pytest.mark.parametrize("kind", ["voice_inbound", "gather_action_digits", "dial_action", "call_status_callback"])
def test_a_call_is_told_with_every_parameter_of_a_captured_request(kind: str) -> None:
    captured = next(row["params"] for row in CAPTURES if row["kind"] == kind)
    own = {name for name in captured if name.startswith(("Dial", "Recording", "Digits", "FinishedOnKey", "msg"))}
    own |= {"Timestamp", "CallbackSource", "SequenceNumber", "Duration", "CallDuration", "AnsweredBy"}
    line = Line("+12025550100")
    told = _params({"caller": "+12025550147", "called": line.number, "direction": "inbound", "line": line})
    assert set(captured) - own - CONDITIONAL <= set(told)
    assert set(told) <= set(captured)
