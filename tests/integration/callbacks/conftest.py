"""A town with three people on duty round the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid4

import pytest

from intake.numbers import PhoneNumber
from intake.staff import people
from intake.staff.people import NewPerson
from intake.storage import rota
from tests.house import START, Town

CREW = (
    ("ana@example.org", "Ana", "+12025550110", ("en", "es"), "primary"),
    ("ben@example.org", "Ben", "+12025550111", ("en",), "primary"),
    ("cleo@example.org", "Cleo", "+12025550112", ("en",), "backup"),
    ("dora@example.org", "Dora", "+12025550113", ("en",), "supervisor"),
    ("emil@example.org", "Emil", "+12025550114", ("en",), "manager"),
)


def staffed(town: Town, crew: tuple[tuple[str, str, str, tuple[str, ...], str], ...] = CREW) -> dict[str, UUID]:
    """Put people on duty all day and night; their ids by first name."""
    ids: dict[str, UUID] = {}
    with town.database.begin() as connection:
        for email, name, phone, languages, tier in crew:
            new = NewPerson(email, name, ("professional",), PhoneNumber(phone), languages)
            added = people.add(connection, town.desk.vault, new, "cli:test", START)
            ids[name.lower()] = added.id
            shift = {
                "id": uuid4(),
                "staff_id": added.id,
                "tier": tier,
                "starts_local": datetime(2026, 11, 1, 0, 0),  # noqa: DTZ001 - a wall time
                "ends_local": datetime(2026, 11, 1, 12, 0),  # noqa: DTZ001 - a wall time
                "timezone": "America/New_York",
                "rrule": "FREQ=DAILY",
                "origin": "file",
                "created_at": START,
            }
            other = shift | {"id": uuid4(), "starts_local": datetime(2026, 11, 1, 12), "ends_local": datetime(2026, 11, 2)}  # noqa: DTZ001, E501
            rota.add_shifts(connection, [shift, other])
    return ids


@pytest.fixture
def town(postgres_url: str, make_settings: object) -> Iterator[Town]:
    """Nobody on duty yet."""
    made = Town(make_settings(DATABASE_URL=postgres_url))  # type: ignore[operator]
    yield made
    made.close()


@pytest.fixture
def crew(town: Town) -> dict[str, UUID]:
    """Five people on duty round the clock."""
    return staffed(town)
