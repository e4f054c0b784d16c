"""A console on a database of its own, for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import MakeSettings
from tests.console_kit import Console


@pytest.fixture
def console(make_settings: MakeSettings, postgres_url: str) -> Iterator[Console]:
    """The console with one person of each role."""
    opened = Console(make_settings(DATABASE_URL=postgres_url))
    yield opened
    opened.close()
