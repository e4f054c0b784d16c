"""What tests of the desk start from: a vault, a coordinator, one record."""

from __future__ import annotations

from uuid import UUID

import pytest

from intake.enrollments.hand import Hand
from intake.privacy.keyring import parse_keys
from intake.privacy.vault import Vault
from intake.storage.session import Database
from tests import enrollment_kit as kit


@pytest.fixture
def vault(vault_key: str) -> Vault:
    return Vault(parse_keys(vault_key))


@pytest.fixture
def coordinator(database: Database) -> UUID:
    with database.begin() as connection:
        return kit.add_staff(connection)


@pytest.fixture
def hand(vault: Vault, coordinator: UUID) -> Hand:
    return kit.hand(vault, coordinator)


@pytest.fixture
def record_id(database: Database, vault: Vault) -> UUID:
    with database.begin() as connection:
        return kit.add_enrollment(connection, vault, name="Ana", zip="20147")
