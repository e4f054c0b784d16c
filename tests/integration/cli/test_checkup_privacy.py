"""Doctor names what is owed by law: late reviews, letters about a breach, what the carrier still keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from intake.cli.checkup.privacy import law, owed
from intake.cli.folder import Folder
from intake.numbers import PhoneNumber
from intake.privacy import breach
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.vault import Vault
from intake.staff import glass, people
from intake.storage import traces
from intake.storage.session import Database

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
VAULT = Vault(parse_keys(generate_key()))


@dataclass
class Here:
    """What the look needs of an office."""

    database: Database
    folder: Folder | None
    now: datetime = NOW


@pytest.fixture
def here(database: Database, tmp_path: Path) -> Here:
    return Here(database, Folder(tmp_path))


def said(here: Here) -> list[str]:
    found = list(owed(here))  # type: ignore[arg-type]
    assert not any(one.callers for one in found)
    return [one.what for one in found]


def test_nothing_is_owed_at_first(here: Here) -> None:
    assert said(here) == []


def test_an_emergency_look_is_named_once_its_day_is_over(here: Here) -> None:
    with here.database.begin() as connection:
        new = people.NewPerson("pro@example.org", "Pro", ["professional"], PhoneNumber("+12025550130"))
        person = people.add(connection, VAULT, new, "cli:test", NOW)
        why = glass.Emergency("enrollment", "0" * 32, "the caller is in danger")
        glass.open_glass(connection, VAULT, person, why, NOW)
    assert said(here) == []
    here.now = NOW + timedelta(hours=25)
    assert said(here) == ["1 emergency looks at records were not reviewed within a day"]


def test_a_breach_is_named_two_weeks_before_it_must_be_told(here: Here) -> None:
    found = breach.Happened("a laptop was lost", NOW, 3)
    with here.database.begin() as connection:
        breach.enter(connection, VAULT, found, "cli:test")
    assert said(here) == []
    here.now = NOW + timedelta(days=50)
    assert [line[:34] for line in said(here)] == ["a breach is to be told to people b"]


def test_what_the_carrier_does_not_let_go_is_counted(here: Here) -> None:
    with here.database.begin() as connection:
        traces.note(connection, "CA1", "call", NOW, NOW)
    here.now = NOW + timedelta(hours=2)
    assert said(here) == ["1 calls or texts of callers are still in the carrier's records"]


def test_proofs_with_no_place_of_their_own_are_named(here: Here, tmp_path: Path) -> None:
    here.folder = Folder(tmp_path / "nowhere")
    assert said(here) == ["the proofs of the audit trail and the list of the forgotten lie in the database only"]


def test_what_no_lawyer_has_confirmed_is_named() -> None:
    assert [one.callers for one in law()] == [False]
