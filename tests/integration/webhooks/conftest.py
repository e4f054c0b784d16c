"""The real application over a house of stand-ins."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from tests.web_kit import StubHouse
from webhooks.app import create_app


@pytest.fixture
def house() -> Iterator[StubHouse]:
    made = StubHouse()
    yield made
    made.thaw.set()


@pytest.fixture
def client(house: StubHouse) -> FlaskClient:
    return create_app(house).test_client()
