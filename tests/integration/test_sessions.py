"""A use case that was rolled back leaves nothing behind that the next one stumbles over."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text

from intake.storage.direct import Direct
from intake.storage.schema.staff import staff
from intake.storage.session import Database


class Spoilt(Exception):
    """The use case fails."""


def test_what_is_prepared_survives_a_rollback(database: Database) -> None:
    asked = Direct(select(staff.c.id))
    with database.begin() as connection:
        assert asked.all(connection, {}) == []
        # Often enough that the driver prepares it: at a rollback it throws away everything that is prepared.
        for _ in range(8):
            connection.execute(text("SELECT 1"))
    with pytest.raises(Spoilt):
        _spoil(database, asked)
    with database.begin() as connection:
        assert asked.all(connection, {}) == []


def _spoil(database: Database, asked: Direct) -> None:
    with database.begin() as connection:
        asked.all(connection, {})
        raise Spoilt
