"""Whatever happens in the same instant, one wins, nothing is doubled and nobody waits in a circle."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.house import Town
from tests.integration.callbacks.racing import RACES, Race, run_races

# The bench runs ten thousand of the first kind; here enough to fail soon after a rule is broken.
_COUNTS = {"two_accepts": 200}


@pytest.fixture
def race(town: Town, crew: dict[str, UUID]) -> Iterator[Race]:
    made = Race(town, crew)
    yield made
    made.close()


@pytest.mark.parametrize("name", sorted(RACES))
def test_the_same_instant_doubles_nothing(race: Race, name: str) -> None:
    tally = run_races(race, name, _COUNTS.get(name, 12))
    assert tally.clean, tally
