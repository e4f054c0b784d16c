"""Four people of the staff, and a way to put them on duty."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest

from intake.numbers import PhoneNumber
from intake.oncall.service import Change
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.vault import Vault
from intake.staff import people
from intake.staff.people import NewPerson
from intake.storage.session import Database

# A Tuesday, 10:00 in New York.
NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
CREW = (("ana", ("es", "en")), ("ben", ("en",)), ("cal", ("en",)), ("dee", ("en",)))
HEADING = "email,tier,start,end,timezone,rrule\n"
Team = dict[str, UUID]
Roster = Callable[..., str]


@pytest.fixture(scope="session")
def vault() -> Vault:
    """Keys of this run alone."""
    return Vault(parse_keys(generate_key()))


@pytest.fixture
def team(database: Database, vault: Vault) -> Team:
    """Four professionals; nobody has a shift."""
    with database.begin() as connection:
        return {
            name: people.add(
                connection,
                vault,
                NewPerson(f"{name}@example.org", name, ("professional",), PhoneNumber(f"+1202555011{at}"), languages),
                "cli:test",
                NOW,
            ).id
            for at, (name, languages) in enumerate(CREW)
        }


@pytest.fixture
def change() -> Change:
    """Somebody at the command line, now."""
    return Change("cli:test", "cli", NOW)


def line(name: str, tier: str, start: int = 0, hours: int = 24, rule: str = "FREQ=DAILY") -> str:
    """One line of a rota file that begins on 20 November 2026 at that hour of New York."""
    day, end = 20 + (start + hours) // 24, (start + hours) % 24
    times = f"2026-11-20T{start:02}:00,2026-11-{day}T{end:02}:00"
    return f"{name}@example.org,{tier},{times},America/New_York,{rule}\n"
