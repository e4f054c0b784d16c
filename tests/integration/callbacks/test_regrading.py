"""A person moves a callback to another class, for a reason of the list, and never against the hours they chose."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from intake.callbacks.page_acts import Result
from tests.house import Town
from tests.integration.callbacks.test_the_way_of_a_callback import ASKS, records

EVENING = ("1", "2", "1", "2", "1", "1", "4", "94110")


def promised(town: Town, keys: tuple[str, ...] = ASKS) -> UUID:
    """One promised callback."""
    town.calls().presses(*keys).hangs_up()
    return UUID(records(town)[0]["id"])


def test_raised_to_a_crisis_it_rings_several_at_once(town: Town, crew: dict[str, UUID]) -> None:
    callback_id = promised(town)
    town.works()
    assert town.house.callback_acts.raise_class(callback_id, crew["dora"], "P0", "worse") is Result.DONE
    town.works()
    assert records(town)[0]["class"] == "P0"
    assert len(town.paper.rings) >= 2


def test_a_reason_outside_the_list_or_the_wrong_way_is_refused(town: Town, crew: dict[str, UUID]) -> None:
    callback_id, acts = promised(town), town.house.callback_acts
    assert acts.raise_class(callback_id, crew["dora"], "P1", "because") is Result.GONE
    assert acts.raise_class(callback_id, crew["dora"], "P3", "clinical") is Result.GONE
    assert acts.raise_class(callback_id, crew["dora"], "P2", "clinical") is Result.GONE
    assert acts.lower_class(callback_id, crew["dora"], "P1", "calmer") is Result.GONE
    assert records(town)[0]["class"] == "P2"


def test_lowered_by_a_person_it_waits_longer(town: Town, crew: dict[str, UUID]) -> None:
    callback_id = promised(town)
    before = records(town)[0]["due_at"]
    assert town.house.callback_acts.lower_class(callback_id, crew["dora"], "P4", "asked_to_wait") is Result.DONE
    after = records(town)[0]
    assert after["class"] == "P4"
    assert after["due_at"] > before


def test_only_a_crisis_overrides_the_evening_that_they_chose(town: Town, crew: dict[str, UUID]) -> None:
    callback_id = promised(town, EVENING)
    assert town.house.callback_acts.raise_class(callback_id, crew["dora"], "P1", "medical_first") is Result.DONE
    town.works()
    assert town.paper.rings == []
    # Five in the afternoon in San Francisco.
    town.clock.now = datetime(2026, 11, 25, 1, 0, 1, tzinfo=UTC)
    town.sweeps()
    assert town.paper.rings
