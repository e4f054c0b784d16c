"""A process that starts without its database still finds the stops that were made under keys long gone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy.exc import OperationalError

from intake.numbers import PhoneNumber
from intake.privacy import rotation
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.suppression import Stop, suppress, suppressed
from intake.privacy.vault import Vault
from intake.storage.session import Database
from intake.wiring import wire
from tests.conftest import MakeSettings

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
STOPPED = PhoneNumber("+12025550160")


def test_a_stop_outlives_the_key_it_was_made_under(
    database: Database, postgres_url: str, make_settings: MakeSettings
) -> None:
    old, new = generate_key(), generate_key()
    with database.begin() as connection:
        suppress(connection, Vault(parse_keys(old)), STOPPED, Stop("all", "stop", "keyword"), NOW)
    house = wire(make_settings(DATABASE_URL=postgres_url, HELPLINE_VAULT_KEYS=new))
    both = Vault(parse_keys(f"{new},{old}"))
    with database.begin() as connection:
        rotation.begin(connection, both, "cli:test", NOW)
    with house.database.begin() as connection:
        assert suppressed(connection, house.vault, STOPPED, "sms")
    house.database.close()


def test_wiring_needs_no_database_and_a_failed_look_up_is_tried_again(settings: object, database: Database) -> None:
    house = wire(settings)  # type: ignore[arg-type]
    assert house.vault.fingerprint(STOPPED)
    for _ in range(2):
        with pytest.raises(OperationalError):
            house.vault.fingerprints(STOPPED)
