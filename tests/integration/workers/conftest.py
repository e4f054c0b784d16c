"""A town that nobody is on duty in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import MakeSettings
from tests.house import Town


@pytest.fixture
def town(postgres_url: str, make_settings: MakeSettings) -> Iterator[Town]:
    """Nobody on duty yet."""
    made = Town(make_settings(DATABASE_URL=postgres_url))
    yield made
    made.close()
