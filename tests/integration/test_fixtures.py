"""The fixtures give every test a fresh, migrated database and an empty Redis."""

from __future__ import annotations

import pytest
import redis
from sqlalchemy import text

from intake.storage.migrate import current_revision, head
from intake.storage.session import Database


@pytest.mark.parametrize("turn", [1, 2])
def test_a_database_of_its_own(database: Database, postgres_url: str, turn: int) -> None:
    assert current_revision(postgres_url) == head()
    with database.begin() as connection:
        connection.execute(text("CREATE TABLE mine (turn int)"))


@pytest.mark.parametrize("turn", [1, 2])
def test_an_empty_redis(redis_url: str, turn: int) -> None:
    client = redis.Redis.from_url(redis_url)
    assert client.dbsize() == 0
    client.set("left", turn)
    client.close()
