"""The demo holds each record against its expectations, and any broken one shows."""

from __future__ import annotations

import pytest

from intake.cli.demo.expectations import EXPECTATIONS, Expected, check
from intake.cli.demo.play import Played
from intake.cli.demo.report import lines
from intake.cli.demo.scenes import SCENES

RECORD = {
    "conversation": {"outcome": "callback", "channel": "voice"},
    "enrollment": None,
    "callback": {"class": "P2", "offers": [{"professional": "a@example.org", "result": "accepted"}], "attempts": []},
}
HELD = (
    Expected("english", "conversation.outcome", "callback"),
    Expected("english", "callback.offers.0.result", "accepted"),
)


def played(expectations: tuple[Expected, ...], fault: str | None = None) -> Played:
    return Played(SCENES[0], ["→ presses 1"], RECORD, check("english", RECORD, expectations), fault)


def test_fine_is_everything_as_expected() -> None:
    assert played(HELD).fine


@pytest.mark.parametrize(
    "broken",
    [
        Expected("english", "conversation.outcome", "live"),
        Expected("english", "enrollment.stage", "contacted"),
        Expected("english", "callback.offers.1.result", "accepted"),
        Expected("english", "callback.attempts.0.result", "reached"),
        Expected("english", "nothing.at.all", "x"),
    ],
)
def test_one_broken_expectation_is_enough(broken: Expected) -> None:
    shown = played((*HELD, broken))
    assert not shown.fine
    assert any(line.startswith(f"  ✗ {broken.path}") for line in lines(shown))


def test_what_nobody_heard_is_a_fault() -> None:
    assert not played(HELD, fault="waited in vain").fine


def test_a_scene_without_expectations_proves_nothing() -> None:
    assert not played(()).fine


def test_every_scene_is_expected_something_of() -> None:
    assert {scene.name for scene in SCENES} == {one.scene for one in EXPECTATIONS}
